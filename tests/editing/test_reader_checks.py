"""A group of readers checked a text: recorded beside the page, public while it is this text."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from aktionsplan_pages.approval import records
from aktionsplan_pages.approval.check import findings
from aktionsplan_pages.approval.vocabulary import Act
from aktionsplan_pages.models import MeasurePage, Milestone, ReaderCheck
from aktionsplan_pages.translation.submit import retell
from tests.approval.conftest import as_user, person  # noqa: F401
from tests.conftest import publish, publish_draft

ADDRESS = "/de-simple/plan/kurse/"
CHECKED = "Geprüft von: Lesegruppe Muster. Geprüft am: 1. Oktober 2026."
UNCHECKED = "Der Text ist noch nicht geprüft."
NAMES = "wagtailsnippets_aktionsplan_pages_readercheck:"


@pytest.fixture
def german(measure: MeasurePage) -> MeasurePage:
    measure.milestones = [Milestone(title="Start", planned="2024-10", locale=measure.locale)]
    return publish(measure)


@pytest.fixture
def retold(german: MeasurePage) -> MeasurePage:
    words = {"title": "Kurse für Deutsch", "summary": "Hier lernen Sie Deutsch."}
    return publish_draft(MeasurePage.objects.get(pk=retell(german, "de-simple", words).object_id))


def said(page: Any, **more: Any) -> dict[str, Any]:
    return {"page": page.pk, "group": "Lesegruppe Muster", "date": "2026-10-01",
            "version": "live", **more}  # fmt: skip


@pytest.fixture
def coordination(
    person: Callable[..., Any],
    as_user: Callable[[Any], Client],
) -> Client:
    return as_user(person("kaya", "coordination"))


def test_the_public_page_says_who_checked_and_when(
    retold: MeasurePage, coordination: Client, read: Callable[[str], str]
) -> None:
    assert UNCHECKED in read(ADDRESS)
    assert coordination.get(reverse(f"{NAMES}add")).status_code == 200
    response = coordination.post(reverse(f"{NAMES}add"), said(retold))
    assert response.status_code == 302
    html = read(ADDRESS)
    assert CHECKED in html
    assert UNCHECKED not in html
    assert "Lesegruppe" not in read("/de/plan/kurse/")
    check = ReaderCheck.objects.get()
    assert check.revision_id == MeasurePage.objects.get(pk=retold.pk).live_revision_id
    assert check.recorded_by.username == "kaya"


def test_other_words_are_not_checked_the_same_words_again_are(
    retold: MeasurePage, coordination: Client, read: Callable[[str], str]
) -> None:
    coordination.post(reverse(f"{NAMES}add"), said(retold))
    page = MeasurePage.objects.get(pk=retold.pk)
    page.summary = "Hier lernen alle Deutsch."
    publish(page)
    assert UNCHECKED in read(ADDRESS)
    page.summary = "Hier lernen Sie Deutsch."
    publish(page)
    assert CHECKED in read(ADDRESS)
    stone = page.milestones.get()
    stone.title = "Es geht los."
    page.milestones = [stone]
    publish(page)
    assert UNCHECKED in read(ADDRESS)


def test_facts_and_german_words_change_nothing_in_the_check(
    retold: MeasurePage, german: MeasurePage, coordination: Client, read: Callable[[str], str]
) -> None:
    coordination.post(reverse(f"{NAMES}add"), said(retold))
    german.status, german.summary = "done", "Neuer Text."
    publish(german)
    assert CHECKED in read(ADDRESS)


def test_a_draft_that_was_checked_is_checked_once_it_is_public(
    retold: MeasurePage, coordination: Client, read: Callable[[str], str]
) -> None:
    page = MeasurePage.objects.get(pk=retold.pk)
    page.summary = "Alle lernen Deutsch."
    page.save_revision()
    coordination.post(reverse(f"{NAMES}add"), said(retold, version="draft"))
    assert UNCHECKED in read(ADDRESS)
    publish_draft(retold)
    assert CHECKED in read(ADDRESS)


def test_recording_changes_no_content_and_is_on_record(
    retold: MeasurePage, coordination: Client
) -> None:
    before = [finding for finding in findings() if finding.problem]
    coordination.post(reverse(f"{NAMES}add"), said(retold))
    assert [finding for finding in findings() if finding.problem] == before
    entry = records.latest(retold, Act.READ)
    assert entry.comment == "Lesegruppe Muster, 01.10.2026"
    assert entry.person_name == "Kaya"
    check = ReaderCheck.objects.get()
    coordination.post(reverse(f"{NAMES}edit", args=[check.pk]), said(retold, group="Gruppe 2"))
    again = ReaderCheck.objects.get()
    assert (again.group, again.words) == (check.group, check.words)  # recorded is recorded
    gone = coordination.post(reverse(f"{NAMES}delete", args=[check.pk]))
    assert gone.status_code == 302
    assert not ReaderCheck.objects.exists()
    comments = (
        records.trail().filter(act=Act.READ).order_by("pk").values_list("comment", flat=True)
    )
    assert comments[len(comments) - 1] == "Lesegruppe Muster, 01.10.2026, gelöscht"


def test_what_makes_no_sense_is_refused_with_a_reason(
    retold: MeasurePage, german: MeasurePage, coordination: Client
) -> None:
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    add = reverse(f"{NAMES}add")
    for wrong in (said(german), said(retold, date=str(tomorrow)), said(retold, group=""),
                  said(retold, version="?")):  # fmt: skip
        response = coordination.post(add, wrong)
        assert response.status_code == 200
        assert "error-message" in response.content.decode()
    draft = MeasurePage.objects.get(pk=retell(german, "de-simple", {"title": "Neu"}).object_id)
    MeasurePage.objects.filter(pk=draft.pk).update(live=False)
    assert "nicht öffentlich" in coordination.post(add, said(draft)).content.decode()
    assert not ReaderCheck.objects.exists()


@pytest.mark.parametrize(
    ("role", "language"),
    [("editor", ""), ("organisation", ""), ("head", ""), ("press", ""),
     ("translator", "de-simple"), ("reviewer", "de-simple")],
)  # fmt: skip
def test_only_coordination_and_administrators_record_checks(
    role: str, language: str, retold: MeasurePage,
    person: Callable[..., Any], as_user: Callable[[Any], Client],
) -> None:  # fmt: skip
    client = as_user(person("someone", role, language))
    assert client.get(reverse(f"{NAMES}add")).status_code == 302
    client.post(reverse(f"{NAMES}add"), said(retold))
    assert not ReaderCheck.objects.exists()
    as_user(person("admin", "administrator")).post(reverse(f"{NAMES}add"), said(retold))  # control
    assert ReaderCheck.objects.count() == 1
