"""Opens a file of unknown contents and reads it as CSV or XLSX."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from aktionsplan_pages.importing.columns import known
from aktionsplan_pages.importing.report import TableError
from aktionsplan_pages.importing.spreadsheet import read_spreadsheet
from aktionsplan_pages.importing.table import Table, fill

MAX_FILE = 20 * 1024 * 1024
SEPARATORS = ";,\t"
_OLE = bytes.fromhex("D0CF11E0")


def read_table(path: Path) -> Table:
    """Raises TableError with one clear sentence for whatever is not a table."""
    content = _content(path)
    if content.startswith(_OLE):
        raise TableError(
            _("This is an old Excel file (.xls) or has a password. Please save it as .xlsx.")
        )
    table = Table()
    if content.startswith(b"PK"):
        read_spreadsheet(content, table)
    else:
        fill(table, _csv_lines(_text(content)))
    return table


def _content(path: Path) -> bytes:
    try:
        if not path.exists():
            raise TableError(_("There is no file “%(path)s”.") % {"path": path})
        if not path.is_file():
            raise TableError(_("“%(path)s” is not a file.") % {"path": path})
        with path.open("rb") as file:
            content = file.read(MAX_FILE + 1)
    except (OSError, ValueError) as error:
        raise TableError(_("The file cannot be read: %(error)s") % {"error": error}) from error
    if len(content) > MAX_FILE:
        raise TableError(
            _("The file is larger than %(max)s MiB.") % {"max": MAX_FILE // 1024 // 1024}
        )
    return content


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise TableError(_("This is not a table. Please save it as CSV (UTF-8) or XLSX."))


def _csv_lines(text: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(
            io.StringIO(text, newline=""), delimiter=_separator(text), strict=True
        )
    except csv.Error as error:
        raise TableError(_("The CSV file is broken: %(error)s") % {"error": error}) from error


def _separator(text: str) -> str:
    """The one by which the header has most known columns, then most columns."""
    start = text.lstrip("\r\n")[:100_000]

    def columns(separator: str) -> tuple[int, int]:
        header = next(csv.reader(io.StringIO(start, newline=""), delimiter=separator), [])
        return sum(known(name) is not None for name in header), len(header)

    return max(SEPARATORS, key=columns)
