"""The example plan that *load_demo* makes, with its data; no product code uses it."""

from pathlib import Path

HERE = Path(__file__).parent
