"""XLSX for those who work without a translation tool: one row a segment, the key in front."""

import io
import warnings
from collections.abc import Iterator
from typing import Any, BinaryIO

import openpyxl
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from aktionsplan_pages.languages import direction
from aktionsplan_pages.translation.markup import readable
from aktionsplan_pages.translation.offices.units import (
    FileProblem,
    Incoming,
    Job,
    JobFile,
    Unit,
    key_of,
)
from aktionsplan_pages.workbooks import UnsafeWorkbook, check_parts

MAX_TEXT = 32_767  # of one cell, says Excel
MAX_EMPTY = 1_000
JOB, UNITS, GLOSSARY = "job", "segments", "glossary"
COLUMNS = {
    "key": gettext_noop("Key (do not change)"), "page": gettext_noop("Page"),
    "section": gettext_noop("Section"), "source": gettext_noop("German"),
    "target": gettext_noop("Translation"), "note": gettext_noop("Note"),
    "address": gettext_noop("Address"), "preview": gettext_noop("Preview"),
}  # fmt: skip
WIDTHS = {"A": 12, "B": 24, "C": 24, "D": 60, "E": 60, "F": 30, "G": 30, "H": 30}
TERMS = (gettext_noop("German"), gettext_noop("Translation"), gettext_noop("Note"))


def write(job: Job, out: BinaryIO) -> None:
    """Row 1 names the columns for us, row 2 for people. Raises FileProblem for a huge text."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(UNITS)
    sheet.freeze_panes = "A3"
    sheet.row_dimensions[1].hidden = True
    for letter, width in WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    sheet.column_dimensions["A"].hidden = True
    sheet.append(list(COLUMNS))
    sheet.append(headings(sheet, COLUMNS.values()))
    wrap = Alignment(wrap_text=True, vertical="top")
    own = Alignment(
        wrap_text=True, vertical="top", readingOrder=2 if direction(job.language) == "rtl" else 1
    )
    too_long: Unit | None = None  # told at the end: a half-written workbook cannot be left
    for unit in job.units:
        row = (unit.key, unit.page, unit.section, readable(unit.source), readable(unit.target),
               "\n".join(unit.notes), unit.address, unit.preview)  # fmt: skip
        if max(map(len, row)) > MAX_TEXT:
            too_long = too_long or unit
            continue
        cells = [cell(sheet, value) for value in row]
        cells[3].alignment, cells[4].alignment = wrap, own
        sheet.append(cells)
    info = book.create_sheet(JOB)
    for name, value in (("language", job.language), ("job", job.number), ("plan", job.name)):
        info.append([name, cell(info, value)])
    if job.terms:
        glossary = book.create_sheet(GLOSSARY)
        glossary.append(headings(glossary, TERMS))
        for term in job.terms:
            glossary.append([cell(glossary, value) for value in term])
    book.save(out)
    if too_long:
        raise FileProblem(
            _("“%(page)s”, %(section)s: the text is too long for XLSX. Please choose XLIFF.")
            % {"page": too_long.page, "section": too_long.section}
        )


def cell(sheet: Any, value: str) -> Any:
    """Always text, whatever it begins with: no cell of ours is a formula."""
    made = WriteOnlyCell(sheet, value or None)
    if value:
        made.data_type = "s"
    return made


def headings(sheet: Any, names: Any) -> list[Any]:
    cells = [cell(sheet, _(name)) for name in names]
    for one in cells:
        one.font = Font(bold=True)
    return cells


def read(content: bytes) -> JobFile:
    """Raises FileProblem for what is no sound XLSX of ours."""
    try:
        check_parts(content)
        with opened(content) as book:
            info = facts_of(book)
            names: Any = next(iter(rows_of(book)), (0, ()))[1]
    except (FileProblem, UnsafeWorkbook) as error:
        raise FileProblem(str(error)) from error
    except Exception as error:  # whatever openpyxl makes of a broken or hostile file
        raise broken() from error
    places = {text(name.value): place for place, name in enumerate(names) if name.value}
    if "key" not in places or "target" not in places:
        raise FileProblem(
            _("The XLSX file lacks the columns “key” and “target” in its first row.")
        )

    def units() -> Iterator[Incoming]:
        try:
            with opened(content) as book:
                yield from units_of(book, places)
        except FileProblem:
            raise
        except Exception as error:
            raise broken() from error

    return JobFile("XLSX", info.get("language", ""), units, info.get("job", ""))


def broken() -> FileProblem:
    return FileProblem(_("The XLSX file is broken and cannot be read. Please save it anew."))


class opened:
    """A workbook that is read row by row and closed at the end."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def __enter__(self) -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.book = openpyxl.load_workbook(io.BytesIO(self.content), read_only=True)
        return self.book

    def __exit__(self, *args: object) -> None:
        self.book.close()


def facts_of(book: Any) -> dict[str, str]:
    if JOB not in book.sheetnames or UNITS not in book.sheetnames:
        raise FileProblem(
            _("The XLSX file lacks the sheets “segments” and “job” of the exported file.")
        )
    book[JOB].reset_dimensions()
    rows = book[JOB].iter_rows(max_row=10, max_col=2, values_only=True)
    return {text(row[0]): text(row[1]) for row in rows if len(row) > 1}


def rows_of(book: Any) -> Iterator[tuple[int, Any]]:
    sheet, empty = book[UNITS], 0
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_col=50), start=1):
        empty = 0 if any(cell.value is not None for cell in row) else empty + 1
        if empty > MAX_EMPTY:
            return
        if not empty:
            yield number, row


def units_of(book: Any, places: dict[str, int]) -> Iterator[Incoming]:
    for number, row in rows_of(book):
        found = {name: row[place] for name, place in places.items() if place < len(row)}
        key = text(found["key"].value) if "key" in found else ""
        if not key or number == 1 or (number == 2 and key_of(key) is None):
            continue
        target = found.get("target")
        kind = getattr(target, "data_type", "n")
        is_value = target is None or kind not in {"f", "e"}
        yield Incoming(
            key,
            text(found["source"].value) if "source" in found else "",
            text(target.value) if target is not None and is_value else "",
            _("row %(number)s") % {"number": number},
            problem="" if is_value else _("The cell holds a formula or an error."),
        )


def text(value: Any) -> str:
    return "" if value is None else str(value)
