"""A file with 10,000 segments: progress, few queries, bounded memory."""

import io
import subprocess
import sys
from pathlib import Path
from uuid import UUID, uuid4, uuid5

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail_localize.models import (
    String,
    StringSegment,
    StringTranslation,
    TranslationContext,
    TranslationSource,
)

from aktionsplan_pages.translation.offices.files import FORMATS, read
from aktionsplan_pages.translation.offices.jobs import receive, take_in
from aktionsplan_pages.translation.offices.units import Job, Key, Unit
from tests.translation.offices.conftest import Office

MANY = 10_000
TEXT = "Satz {} hat <b>viele</b> Wörter, damit er so lang ist wie ein echter Satz."
READING = """
import re, sys
import django
django.setup()
from aktionsplan_pages.translation.offices.checking import chunks
from aktionsplan_pages.translation.offices.files import read
def peak():
    with open("/proc/self/status") as status:
        return int(re.search(r"VmHWM:\\s+(\\d+)", status.read())[1]) // 1024
with open(sys.argv[1], "rb") as file:
    content = file.read()
before = peak()
print(sum(len(chunk) for chunk in chunks(read(content).units())), peak() - before)
"""


def enlarge(office: Office, number: int) -> None:
    """As if one field of the plan's pages had that many sentences."""
    office.send()
    sources = list(TranslationSource.objects.order_by("pk"))
    locale = sources[0].locale
    strings = String.objects.bulk_create(
        String(locale=locale, data=text, data_hash=String._get_data_hash(text))
        for text in map(TEXT.format, range(number))
    )
    contexts = [
        TranslationContext.objects.get_or_create(
            object_id=source.object_id, path="seo_title", field_path="seo_title",
            path_id=TranslationContext._get_path_id("seo_title"),
        )[0]
        for source in sources
    ]  # fmt: skip
    StringSegment.objects.bulk_create(
        StringSegment(
            source=sources[n % len(sources)], context=contexts[n % len(sources)], order=n,
            string=string, attrs="{}",
        )
        for n, string in enumerate(strings)
    )  # fmt: skip


def queries_of(office: Office, number: int) -> tuple[int, int, int]:
    """To send, receive and take in."""
    enlarge(office, number)
    steps: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        steps.append((done, total))

    with CaptureQueriesContext(connection) as sending:
        content = office.send("xliff12")
    with CaptureQueriesContext(connection) as receiving:
        upload = receive(read(office.answer(content)), "antwort", office.user, progress)
    total = steps[0][1]
    assert total > number
    assert (len(steps), steps[-1]) == (total // 500 + 1, (total, total))
    steps.clear()
    with CaptureQueriesContext(connection) as taking:
        assert take_in(upload, progress) == total
    assert (len(steps), steps[-1]) == (total // 500 + 1, (total, total))
    assert StringTranslation.objects.count() == total
    return len(sending), len(receiving), len(taking)


def test_ten_thousand_segments_come_in(office: Office) -> None:
    """SQLite takes few values at once; PostgreSQL does with a third of these queries."""
    sending, receiving, taking = queries_of(office, MANY)
    assert sending < 30
    assert receiving < MANY / 25
    assert taking < MANY / 18


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="tells the memory on Linux")
@pytest.mark.parametrize("format_name", FORMATS)
def test_reading_takes_bounded_memory(format_name: str, tmp_path: Path) -> None:
    page = uuid4()
    units = (
        Unit(str(Key(page, "summary", uuid5(UUID(int=n), ""))), TEXT.format(n), TEXT.format(n),
             "Seite", "Abschnitt", "http://localhost/de/plan/", "http://localhost/uk/plan/")
        for n in range(MANY)
    )  # fmt: skip
    out = io.BytesIO()
    FORMATS[format_name].write(Job("uk", units), out)
    path = tmp_path / "antwort"
    path.write_bytes(out.getvalue())
    run = [sys.executable, "-c", READING, str(path)]
    said = subprocess.run(run, capture_output=True, text=True, check=True).stdout
    number, mebibytes = map(int, said.split())
    assert number == MANY
    assert mebibytes < 120
