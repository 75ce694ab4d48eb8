"""Measure tables in: CSV and XLSX files become draft pages of a plan."""

from aktionsplan_pages.importing.report import (
    ImportFailed,
    Outcome,
    Problem,
    Report,
    RowResult,
    TableError,
)
from aktionsplan_pages.importing.run import import_file

__all__ = [
    "ImportFailed",
    "Outcome",
    "Problem",
    "Report",
    "RowResult",
    "TableError",
    "import_file",
]
