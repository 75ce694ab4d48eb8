"""A real browser on a real server; in CI a missing browser is a failure."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs a loop of its own


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = (
        shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing: apt-get install chromium")
        pytest.skip(
            "no Chromium found; install it for the browser tests (apt-get install chromium)"
        )
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-background-networking", "--no-first-run"],
        )
        yield made
        made.close()


@pytest.fixture
def site(live_server: Any, demo: Any) -> str:
    return live_server.url
