"""A table as read from a file: header, filled rows, and limits that keep memory bounded."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from aktionsplan_pages.importing.columns import known
from aktionsplan_pages.importing.report import Problem, TableError

MAX_ROWS = 5_000
MAX_COLUMNS = 100
MAX_CELL = 20_000
MAX_EMPTY_ROWS = 1_000


@dataclass
class Table:
    """``columns`` maps a known column to its place; ``rows`` are (spreadsheet row, cells)."""

    header: list[str] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def name(self, column: str) -> str:
        """The column as the file calls it."""
        return self.header[self.columns[column]] if column in self.columns else column


def fill(table: Table, lines: Iterable[list[str]]) -> None:
    """Reads the lines into the table; the first filled one is the header. Raises TableError."""
    empty = 0
    for number, line in enumerate(lines, start=1):
        cells = [_clean(cell, number) for cell in line]
        while cells and not cells[-1]:
            cells.pop()
        empty = 0 if cells else empty + 1
        if empty > MAX_EMPTY_ROWS:
            note = _("Reading ended at row %(row)s, after %(count)s empty rows.")
            table.notes.append(note % {"row": number, "count": MAX_EMPTY_ROWS})
            break
        if cells:
            _take(table, number, cells)
    if not table.header:
        raise TableError(_("The table is empty."))


def _take(table: Table, number: int, cells: list[str]) -> None:
    if len(cells) > MAX_COLUMNS:
        raise TableError(
            _("Row %(row)s has more than %(max)s columns.") % {"row": number, "max": MAX_COLUMNS}
        )
    if not table.header:
        _take_header(table, cells)
    elif len(table.rows) >= MAX_ROWS:
        raise TableError(_("The table has more than %(max)s rows.") % {"max": MAX_ROWS})
    elif len(cells) > len(table.header):
        message = _("This cell has no column heading. Was a separator meant to be in quotes?")
        table.problems.append(Problem(number, str(len(cells)), cells[-1], message))
    else:
        table.rows.append((number, cells))


def _take_header(table: Table, cells: list[str]) -> None:
    table.header = cells
    for place, name in enumerate(cells):
        if not (column := known(name)):
            if name:
                table.notes.append(_("Column “%(name)s” is not known; not read.") % {"name": name})
        elif column in table.columns:
            names = {"one": table.name(column), "two": name}
            raise TableError(_("The columns “%(one)s” and “%(two)s” mean the same.") % names)
        else:
            table.columns[column] = place
    if not {"measure", "goal"} & set(table.columns):
        raise TableError(_("The first row must name the columns, at least “Maßnahme” or “Ziel”."))


def _clean(cell: str, number: int) -> str:
    if len(cell) > MAX_CELL:
        raise TableError(
            _("A cell in row %(row)s has more than %(max)s characters.")
            % {"row": number, "max": MAX_CELL}
        )
    text = cell.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "").strip()
    if any(unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\t" for c in text):
        raise TableError(
            _("A cell in row %(row)s holds control characters. Please type it anew.")
            % {"row": number}
        )
    return unicodedata.normalize("NFC", text)
