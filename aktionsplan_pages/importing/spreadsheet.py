"""Reads an XLSX file without evaluating, unpacking or trusting anything in it."""

import datetime
import io
import re
import warnings
from collections.abc import Iterator
from typing import Any

import openpyxl
from django.utils.translation import gettext as _

from aktionsplan_pages.importing.report import Problem, TableError
from aktionsplan_pages.importing.table import MAX_CELL, MAX_COLUMNS, Table, fill
from aktionsplan_pages.workbooks import UnsafeWorkbook, check_parts

_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


def read_spreadsheet(content: bytes, table: Table) -> None:
    """The first visible sheet. Raises TableError for everything that is not a sound file."""
    try:
        check_parts(content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
            try:
                _read(workbook, table)
            finally:
                workbook.close()
    except TableError:
        raise
    except UnsafeWorkbook as error:
        raise TableError(str(error)) from error
    except Exception as error:  # whatever openpyxl makes of a broken or hostile file
        raise TableError(
            _("The XLSX file is broken and cannot be read. Please save it anew.")
        ) from error


def _read(workbook: Any, table: Table) -> None:
    sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    if not sheets:
        raise TableError(_("The file has no visible sheet."))
    if len(sheets) > 1:
        note = _("Only the first sheet, “%(name)s”, was read.")
        table.notes.append(note % {"name": sheets[0].title})
    sheets[0].reset_dimensions()
    fill(table, _lines(sheets[0], table))


def _lines(sheet: Any, table: Table) -> Iterator[list[str]]:
    for row, cells in enumerate(sheet.iter_rows(), start=1):
        filled = [cell for cell in cells if cell.value is not None]
        if filled and filled[-1].column > MAX_COLUMNS:
            message = _("Row %(row)s has more than %(max)s columns.")
            raise TableError(message % {"row": row, "max": MAX_COLUMNS})
        for cell in filled:
            if cell.data_type in {"f", "e"}:
                table.problems.append(_not_a_value(cell, row, table))
        yield [_text(cell) for cell in cells[:MAX_COLUMNS]]


def _not_a_value(cell: Any, row: int, table: Table) -> Problem:
    place = cell.column - 1
    column = table.header[place] if place < len(table.header) else cell.column_letter
    value = str(cell.value) if isinstance(cell.value, str) else ""
    message = _("Cell %(cell)s holds a formula or an error. Please write the value itself.")
    return Problem(row, column, value[:MAX_CELL], message % {"cell": cell.coordinate})


def _text(cell: Any) -> str:
    value = cell.value
    if value is None or cell.data_type in {"f", "e"}:
        return ""
    if isinstance(value, datetime.datetime | datetime.date):
        return _date_as_shown(value, cell.number_format or "")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _date_as_shown(value: datetime.date, number_format: str) -> str:
    """Excel stores a day even where the cell shows a month or a year: no more than is shown."""
    shown = _QUOTED.sub("", number_format).lower()
    if "d" in shown or not shown.strip() or "y" not in shown:
        return f"{value:%Y-%m-%d}"
    return f"{value:%Y-%m}" if "m" in shown else f"{value:%Y}"
