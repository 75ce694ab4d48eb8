"""A file with 10,000 segments: progress, few queries, bounded memory."""

import tracemalloc
from uuid import uuid4

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
from tests.translation.offices.conftest import Office

MANY = 10_000


def enlarge(office: Office, number: int) -> None:
    """As if one field of the plan's pages had that many sentences."""
    office.send()
    sources = list(TranslationSource.objects.order_by("pk"))
    locale = sources[0].locale
    texts = [f"Satz {n} hat <b>viele</b> Wörter, damit er so lang ist wie ein echter Satz; {uuid4()}."
             for n in range(number)]  # fmt: skip
    strings = String.objects.bulk_create(
        [String(locale=locale, data=t, data_hash=String._get_data_hash(t)) for t in texts]
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


@pytest.mark.parametrize("format_name", FORMATS)
def test_ten_thousand_segments(format_name: str, office: Office) -> None:
    enlarge(office, MANY)
    with CaptureQueriesContext(connection) as sending:
        content = office.send(format_name)
    assert len(sending) < 60
    answer = office.answer(content)
    del content
    steps: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        steps.append((done, total))

    import os

    trace = "T" in os.environ
    if trace:
        tracemalloc.start()
    import time

    t0 = time.time()
    with CaptureQueriesContext(connection) as receiving:
        upload = receive(read(answer), "antwort", office.user, progress)
    peak_received = tracemalloc.get_traced_memory()[1]
    total = steps[0][1]
    assert total > MANY
    assert (len(steps), steps[-1]) == (21, (total, total))
    t1 = time.time()
    steps.clear()
    tracemalloc.reset_peak()
    with CaptureQueriesContext(connection) as taking:
        assert take_in(upload, progress) == total
    peak_taken = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (len(steps), steps[-1]) == (21, (total, total))
    assert StringTranslation.objects.count() == total
    print(format_name, len(answer), len(sending), len(receiving), len(taking),
          peak_received // 2**20, peak_taken // 2**20, round(t1-t0,1), round(time.time()-t1,1))  # fmt: skip

    assert len(receiving) < 21 * 16
    assert len(taking) < 21 * 24
    assert max(peak_received, peak_taken) < 100 * 2**20
