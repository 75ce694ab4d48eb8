"""What a file must not do is refused by name, and the good segments are not lost."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.test import override_settings

from aktionsplan_pages.models import MeasurePage, TranslationJob, TranslationUpload
from aktionsplan_pages.translation import markup
from aktionsplan_pages.translation.offices.files import FORMATS, read
from aktionsplan_pages.translation.offices.jobs import findings
from aktionsplan_pages.translation.offices.units import FileProblem, language_of_tag
from tests.conftest import publish
from tests.translation.offices.conftest import Office, outcomes, rejected, stored

RICH = 'Wir <b>lernen</b> <a id="a1">gemeinsam</a>.'
GOOD = 'Ми <b>вчимо</b> <a id="a1">разом</a>.'
NUMBER = 8  # of segments


@pytest.mark.parametrize("good", [GOOD, '<a id="a1">Разом</a> ми <b>вчимо</b>.', GOOD + " 5 < 6"])
def test_markup_that_fits(good: str) -> None:
    assert markup.check(RICH, good) == good.replace(" < ", " &lt; ")


@pytest.mark.parametrize(
    "bad",
    [
        'Ми вчимо <a id="a1">разом</a>.', "Ми <b>вчимо</b> разом.",
        GOOD + "<b>!</b>", GOOD.replace("a1", "a2"), GOOD.replace(' id="a1"', ""),
        GOOD.replace('id="a1"', 'href="https://example.org"'),
        GOOD.replace('id="a1"', 'id="a1" onclick="x()"'), GOOD.replace("</b>", ""),
        GOOD.replace("<b>", ""), GOOD.replace("<b>", "<i>").replace("</b>", "</i>"),
        GOOD.replace("</b>", "</a>"), GOOD + "<script>alert(1)</script>", GOOD + "<img src=x>",
        GOOD + "<br/>", GOOD + "<p>", GOOD + "<!-- x -->", GOOD + "<?php ?>", GOOD + "<b",
        GOOD + "&lt;script&gt;", GOOD + "</b>", GOOD + "<b/>", GOOD + "\x07", GOOD + "<SCRIPT>",
        '<b> </b> <a id="a1"></a>',
    ],
)  # fmt: skip
def test_markup_that_does_not_fit(bad: str) -> None:
    with pytest.raises(markup.BrokenMarkup):
        markup.check(RICH, bad)


@pytest.mark.parametrize(("german", "bad"), [
    ("%(count)s Kurse", "курси"), ("{name} lernt", "{ім'я} вчить"), ("Kurse", "{{ x }}"),
    ("Kurse", "<b>курси</b>"), ("Kurse", "javascript:<svg onload=x>"),
])  # fmt: skip
def test_placeholders_and_plain_texts(german: str, bad: str) -> None:
    with pytest.raises(markup.BrokenMarkup):
        markup.check(german, bad)


@pytest.mark.parametrize("format_name", ["po", "xlsx"])
def test_one_bad_segment_does_not_lose_the_good_ones(format_name: str, office: Office) -> None:
    content = office.send(format_name)
    bad = office.answer(content, lambda german: f"[{german}]")
    if format_name == "po":
        bad = bad.replace(b"[Kurse f\xc3\xbcr alle.]", b"<script>alert(1)</script>")
    else:
        book = openpyxl.load_workbook(io.BytesIO(bad))
        for row in book["segments"].iter_rows(min_row=3):
            if row[3].value == "Kurse für alle.":
                row[4].value = "<script>alert(1)</script>"
        out = io.BytesIO()
        book.save(out)
        bad = out.getvalue()
    upload = office.bring(bad)
    assert "<script>" in rejected(upload)["Kurse für alle."]
    assert set(stored()) == set(outcomes(upload)) - {"Kurse für alle."}
    assert len(stored()) == NUMBER - 1


def test_broken_inline_elements_are_named(office: Office) -> None:
    content = office.answer(office.send())
    lost = content.replace(b'<target>[Wir <g id="b-1"', b'<target>[Wir <g id="zz"')
    assert lost == content  # the library writes a state
    lost = content.replace(b'[Wir <g id="b-1" ctype="bold">lernen</g>', b"[Wir lernen")
    assert "<b>" in rejected(office.upload(lost))[RICH]
    lost = content.replace(b'[Wir <g id="b-1"', b'[Wir <g id="unbekannt"')
    assert "<g>" in rejected(office.upload(lost))[RICH]


def test_what_translation_tools_do_to_xliff_is_read(office: Office) -> None:
    content = office.answer(office.send(), {RICH: GOOD})
    marked = content.replace("Ми ".encode(), '<mrk mtype="seg" mid="1">Ми</mrk> '.encode())
    marked = marked.replace(
        '<g id="b-1" ctype="bold">вчимо</g>'.encode(), '<bx id="b-1"/>вчимо<ex id="b-1"/>'.encode()
    )
    assert marked != content
    office.bring(marked)
    assert stored()[RICH] == GOOD


def test_a_unit_of_xliff_2_that_was_split_is_read_as_one(office: Office) -> None:
    content = office.answer(office.send("xliff2"), {"Jeden Tag.": "Щодня."})
    whole = content[content.index(b"<source>Jeden Tag.") :].partition(b"</segment>")[0]
    split = (
        "<source>Jeden</source><target>Що</target></segment>"
        "<ignorable><source> </source><target></target></ignorable>"
        "<segment><source>Tag.</source><target>дня.</target>"
    )
    office.bring(content.replace(whole, split.encode()))
    assert stored()["Jeden Tag."] == "Щодня."


def edit_key(content: bytes, office: Office, new: Callable[[str], str]) -> bytes:
    first = next(read(content).units()).key
    return content.replace(first.encode(), new(first).encode())


@pytest.mark.parametrize(
    "new",
    [
        lambda key: "1", lambda key: "", lambda key: "0" * 32 + key[32:],
        lambda key: key[:-32] + "f" * 32, lambda key: key.replace("title", "slug")[:-1] + "g",
        lambda key: key.replace("title", "a.b.c.d")[:-32] + "f" * 32, lambda key: key + "'--",
        lambda key: key.replace("title", "x" * 700),
    ],
)  # fmt: skip
def test_unknown_keys(new: Callable[[str], str], office: Office) -> None:
    upload = office.bring(edit_key(office.answer(office.send()), office, new))
    assert upload.segments.get(outcome="rejected").reason
    assert len(stored()) == NUMBER - 1


@pytest.mark.parametrize("format_name", ["xliff12", "xliff2", "po"])
def test_keys_that_occur_twice_are_all_refused(format_name: str, office: Office) -> None:
    content = office.answer(office.send(format_name))
    keys = [unit.key for unit in read(content).units()]
    upload = office.bring(content.replace(keys[1].encode(), keys[0].encode()))
    assert outcomes(upload)["Aktionsplan"] == "rejected"
    assert upload.segments.filter(outcome="rejected").count() == 2
    assert len(stored()) == NUMBER - 2


def test_a_title_that_is_too_long(office: Office) -> None:
    upload = office.bring(office.answer(office.send(), {"Sprache": "м" * 256}))
    assert "255" in rejected(upload)["Sprache"]


def test_untranslated_and_unfinished_segments_are_left(office: Office) -> None:
    content = office.answer(office.send("po"), {"Sprache": "Мова", "Deutschkurse": "Курси"})
    content = content.replace(b'msgctxt "', b'#, fuzzy\nmsgctxt "', 1)
    upload = office.bring(content)
    assert set(stored().values()) == {"Мова", "Курси"}
    assert set(outcomes(upload).values()) == {"empty", "new"}
    fuzzy = office.answer(office.send("po")).replace(b"\nmsgctxt", b"\n#, fuzzy\nmsgctxt")
    assert set(outcomes(office.bring(fuzzy)).values()) == {"rejected"}


def test_the_language_must_be_that_of_the_job(office: Office) -> None:
    for format_name in FORMATS:
        content = office.send(format_name)
        with pytest.raises(FileProblem, match="ar"):
            office.upload(office.answer(content, language="ar"))
        if format_name != "xlsx":
            with pytest.raises(FileProblem, match="xx"):
                read(content.replace(b'"uk"', b'"xx"').replace(b"Language: uk", b"Language: xx"))
            with pytest.raises(FileProblem):
                read(content.replace(b'target-language="uk"', b"").replace(b'trgLang="uk"', b"")
                     .replace(b"Language: uk", b"Language: "))  # fmt: skip
    assert stored() == {}
    assert TranslationUpload.objects.count() == 0


@pytest.mark.parametrize(("tag", "code"), [
    ("uk", "uk"), ("uk-UA", "uk"), ("UK_ua", "uk"), ("ku-Latn-TR", "kmr"), ("prs", "fa"),
    ("de-simple", "de-simple"), ("fr", ""), ("", ""), ("ukr", ""),
])  # fmt: skip
def test_language_tags(tag: str, code: str) -> None:
    assert language_of_tag(tag) == code


BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a"
source-language="de" target-language="uk" datatype="plaintext"><body><trans-unit id="1"><source>&b;
</source></trans-unit></body></file></xliff>"""
FOREIGN = BOMB.replace(b'"aaaaaaaaaa"', b'SYSTEM "file:///etc/passwd"')


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\0\1\2", b"\xff\xfe\xfa", b"PK\3\4", b"PKnothing", b"<html></html>", b"<", b"<a",
        b"Kurse;Titel\n1;2", "msgid \"Kurse f\xfcr alle\"".encode("latin-1"), BOMB, FOREIGN,
        BOMB.replace(b"<!DOCTYPE", b"<?x <!DOCTYPE"), b'<xliff version="3.0"/>', b"<xliff/>",
        b'<xliff version="1.2"/>', b'<xliff version="2.0"/>', b'<?xml version="1.0"?>',
        b'<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" trgLang="uk"/>',
        b'<?xml version="1.0" encoding="nonsense"?><xliff version="1.2"/>',
        zipped(xl__workbook_xml=b"<a/>"), zipped(other_xml=b""),
        zipped(xl__workbook_xml=b"\0" * 30_000_000),
        zipped(xl__workbook_xml=b"", xl__sharedStrings_xml=b"\0" * 120_000_000),
        b"<a>" * 5000, b"#" * 100_000, b"msgid \"\"\nmsgstr \"\"\n\"Language: uk\\n\"\nmsgid \"",
    ],
)  # fmt: skip
def test_files_that_are_none(content: bytes, db: None) -> None:
    with pytest.raises(FileProblem) as caught:
        list(findings(read(content)))
    assert str(caught.value).endswith(".")


def test_a_workbook_of_somebody_else(db: None) -> None:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    with pytest.raises(FileProblem, match="segments"):
        read(out.getvalue())


def test_a_formula_is_no_translation(office: Office) -> None:
    book = openpyxl.load_workbook(io.BytesIO(office.answer(office.send("xlsx"))))
    book["segments"]["E3"] = '=HYPERLINK("https://example.org")'
    out = io.BytesIO()
    book.save(out)
    upload = office.bring(out.getvalue())
    assert len(rejected(upload)) == 1
    assert len(stored()) == NUMBER - 1


def test_no_cell_that_is_sent_is_a_formula(office: Office, german: MeasurePage) -> None:
    terms = [("=1+1", "=2+2", "@x")]
    book = openpyxl.load_workbook(io.BytesIO(office.send("xlsx", terms=terms)))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds


def test_the_size_has_a_limit(office: Office) -> None:
    content = office.answer(office.send("po"))
    with (
        override_settings(ACTION_PLAN_TRANSLATION_FILE_MIB=0),
        pytest.raises(FileProblem, match="MiB"),
    ):
        read(content)
    assert read(content).language == "uk"


def test_control_characters_are_left_out_with_a_note(office: Office, german: Any) -> None:
    type(german).objects.filter(pk=german.pk).update(status_note="Glocke\x07!")
    german.refresh_from_db()
    for format_name in FORMATS:
        units = {unit.source: unit for unit in read(office.send(format_name)).units()}
        assert "Glocke!" in units
    assert "Steuerzeichen" in office.send("po").decode() or "Control" in office.send("po").decode()
    upload = office.bring(office.answer(office.send("po")))
    assert outcomes(upload)["Glocke\x07!"] == "new"


def test_a_job_that_cannot_be_written_leaves_no_record(office: Office, german: Any) -> None:
    german.description = f"<p>{'lang ' * 7000}</p>"
    publish(german)
    with pytest.raises(FileProblem, match="XLIFF"):
        office.send("xlsx")
    assert TranslationJob.objects.count() == 0
    assert office.send("xliff12")
