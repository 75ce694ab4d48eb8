"""Any readable table is read; every other file ends in one clear error and changes nothing."""

import contextlib
import datetime
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from aktionsplan_pages.importing import ImportFailed, TableError, import_file
from aktionsplan_pages.importing.files import MAX_FILE
from aktionsplan_pages.models import MeasurePage

pytestmark = pytest.mark.django_db
TEXT = "Handlungsfeld;MASSNAHME;Beginn\nGesundheit, Pflege;Übergänge;10.2024\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", "\t", ","])
def test_encodings_and_separators(load, draft, encoding, separator):
    text = TEXT.replace("Gesundheit, Pflege", '"Gesundheit, Pflege"').replace(";", separator)
    load(text.encode(encoding))
    page = draft("Übergänge")
    assert page.field_of_action.title == "Gesundheit, Pflege"
    assert str(page.planned_start) == "2024-10"


@pytest.mark.parametrize(
    ("written", "kept"),
    [("2024", "2024"), ("2024-10", "2024-10"), ("10/2024", "2024-10"),
     ("09.01.2012", "2012-01-09"),
     (2024, "2024"), (datetime.date(2024, 10, 31), "2024-10-31")],
)  # fmt: skip
def test_dates_keep_their_precision(load, draft, written, kept):
    load([["Maßnahme", "Beginn"], ["Kurs", written]])
    assert str(draft("Kurs").planned_start) == kept


def test_spreadsheet_date_is_no_more_precise_than_shown(load, draft, tmp_path):
    workbook = openpyxl.Workbook()
    workbook.active.append(["measure", "start"])
    workbook.active.append(["Kurs", datetime.date(2024, 10, 1)])
    workbook.active["B2"].number_format = "MM\\.YYYY"
    workbook.save(tmp_path / "a.xlsx")
    load(tmp_path / "a.xlsx")
    assert str(draft("Kurs").planned_start) == "2024-10"


def test_unknown_columns_are_reported(load):
    report = load("Farbe;Maßnahme\nrot;Kurs\n")
    assert "Farbe" in " ".join(report.notes)
    assert report.count("created") == 1


def test_formula_is_an_error_naming_the_cell_and_text_is_not(load):
    with pytest.raises(ImportFailed, match="B3"):
        load([["Nr", "Maßnahme"], [1, "Kurs"], [2, "=1+1"]])
    load("Maßnahme\n=1+1\n")
    assert MeasurePage.objects.get().title == "=1+1"


def sheet(rows: str, extra: dict[str, bytes] | None = None, head: str = "") -> bytes:
    """A spreadsheet whose only sheet is written by hand."""
    source, target = io.BytesIO(), io.BytesIO()
    openpyxl.Workbook().save(source)
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    data = f'{head}<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'
    parts = {"xl/worksheets/sheet1.xml": data.encode(), **(extra or {})}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        with zipfile.ZipFile(source) as old:
            for name in set(old.namelist()) - set(parts):
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return target.getvalue()


def cell(text: str, place: str = "A1") -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


HEAD = f'<row r="1">{cell("measure")}</row>'
BOMB = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


def test_handmade_sheet_is_sound(load):
    load(sheet(HEAD + f'<row r="2">{cell("Kurs", "A2")}</row>'))
    assert MeasurePage.objects.count() == 1


def test_millions_of_empty_rows_end_the_reading(load):
    rows = HEAD + f'<row r="2">{cell("Kurs", "A2")}</row>' + '<row r="10000000"/>'
    report = load(sheet(rows))
    assert report.count("created") == 1
    assert report.notes


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\n\n\n", b"hello", b"\x89PNG\r\n\x1a\n\0\0", b"%PDF-1.7\n%\xe2\xe3", b"PK\x03\x04",
        bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600, "measure\nKurs".encode("utf-16"),
        b'measure\n"never closed', b"measure\n" + b"x" * 20_001, b"measure;title\na;b\n",
        b"measure\n" + b"Kurs\n" * 5_001, b";".join([b"measure"] * 101), b"measure\n\x01\n",
        b"x" * (MAX_FILE + 1), sheet(HEAD, {"xl/media/a.bin": b"0" * (101 * 1024 * 1024)}),
        sheet(HEAD, {"xl/styles.xml": b" " * (11 * 1024 * 1024)}), sheet("<row"),
        sheet(f'<row r="1">{cell("&b;")}</row>', head=BOMB),
        sheet(HEAD + f'<row r="2">{cell("Kurs", "XFD2")}</row>'),
    ],
    ids=range(20),
)  # fmt: skip
def test_what_is_no_table_is_refused(load, content):
    before = Page.objects.count()
    with pytest.raises(TableError) as refused:
        load(content)
    assert "\n" not in str(refused.value)
    assert Page.objects.count() == before


def test_encrypted_parts_and_other_zip_files_are_refused(load):
    content = bytearray(sheet(HEAD))
    content[content.find(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(TableError):
        load(bytes(content))
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    with pytest.raises(TableError):
        load(other.getvalue())


@pytest.mark.parametrize("path", ["missing.csv", ".", "/dev/zero", "a\0b"])
def test_what_is_no_file_is_refused(plan, tmp_path, path):
    with pytest.raises(TableError):
        import_file(tmp_path / path, plan)


def test_more_cells_than_headings(load):
    with pytest.raises(ImportFailed):
        load("Maßnahme,Ort\nKurs,Kiel,Plön\n")


mess = st.one_of(
    st.binary(max_size=300),
    st.text(max_size=200).map(lambda text: f"Maßnahme;Nr;Ziel;Beginn;Link;Stand\n{text}".encode()),
    st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=5).map(
        lambda rows: "\n".join(["measure;lead;goal;key;indicator", *map(";".join, rows)]).encode(
            "utf-8", "surrogatepass"
        )
    ),
    st.tuples(st.integers(0, 3000), st.binary(min_size=1, max_size=40)).map(
        lambda cut: SOUND[: cut[0]] + cut[1] + SOUND[cut[0] + len(cut[1]) :]
    ),
)
SOUND = sheet(HEAD + f'<row r="2">{cell("Kurs", "A2")}</row>')


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(content=mess)
def test_a_mess_raises_nothing_else(plan, tmp_path: Path, content: bytes):
    path = tmp_path / "mess"
    path.write_bytes(content)
    with contextlib.suppress(TableError, ImportFailed):
        import_file(path, plan, dry_run=True)
    assert MeasurePage.objects.count() == 0
