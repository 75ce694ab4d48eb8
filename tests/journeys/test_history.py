"""What the public reads about changes: dates, facts before and after, papers; no person's name."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from aktionsplan_pages.approval.door import door
from aktionsplan_pages.dates import PartialDate
from aktionsplan_pages.models import (
    Commitment,
    Consent,
    GoalPage,
    MeasureIndicator,
    MeasureIndicatorValue,
    MeasurePage,
    MeasureResolution,
    Milestone,
    Organisation,
)
from tests.approval.conftest import (  # noqa: F401
    approve,
    coordinator,
    editor,
    head,
    person,
    submit,
)
from tests.conftest import add, draft, publish, translate


@pytest.fixture
def history(read: Callable[..., str]) -> Callable[..., list[str]]:
    def get(path: str) -> list[str]:
        soup = BeautifulSoup(read(path), "html.parser")
        return [" ".join(row.get_text(" ").split()) for row in soup.select("ol.history > li")]

    return get


def change(measure: MeasurePage, **values: Any) -> MeasurePage:
    page = MeasurePage.objects.get(pk=measure.pk)
    for name, value in values.items():
        setattr(page, name, value)
    return publish(page)


def test_facts_are_told_before_and_after_in_the_visitors_language(
    measure: MeasurePage, history: Callable[..., list[str]]
) -> None:
    change(
        measure, status="done", planned_end=PartialDate.parse("2027-03"),
        funding_amount=Decimal("1200.50"), summary="Neu.",
    )  # fmt: skip
    newest, first = history("/de/plan/kurse/")
    assert "veröffentlicht" in first
    assert "Stand: vorher laufend , jetzt abgeschlossen" in newest
    assert "jetzt bis März 2027" in newest
    assert "1.200,50" in newest
    assert "Der Text wurde überarbeitet." in newest
    newest, first = history("/uk/plan/kurse/")
    assert "березень 2027" in newest
    assert "Stand" not in newest


def test_indicators_and_milestones_are_told_by_name(
    measure: MeasurePage, history: Callable[..., list[str]]
) -> None:
    page = MeasurePage.objects.get(pk=measure.pk)
    counted = MeasureIndicator(name="Kurse", unit="course", target=20, sort_order=0)
    counted.values.add(MeasureIndicatorValue(period="2025", value=7, sort_order=0))
    page.indicators.add(counted)
    page.milestones.add(Milestone(title="Erster Kurs", sort_order=0))
    publish(page)
    page = MeasurePage.objects.get(pk=measure.pk)
    page.indicators.get().values.add(MeasureIndicatorValue(period="2026", value=12, sort_order=1))
    counted = page.indicators.get()
    counted.values.add(MeasureIndicatorValue(period="2026", value=12, sort_order=1))
    page.indicators = [counted]
    stone = page.milestones.get()
    stone.reached = "2026-05"
    page.milestones = [stone]
    publish(page)
    newest = history("/de/plan/kurse/")[0]
    assert "Kurse (2026): jetzt 12 Kurse" in newest
    assert "Erster Kurs (Umgesetzt): jetzt Mai 2026" in newest


def test_council_papers_are_linked(
    measure: MeasurePage, read: Callable[..., str], history: Callable[..., list[str]]
) -> None:
    page = MeasurePage.objects.get(pk=measure.pk)
    page.resolutions.add(
        MeasureResolution(reference="VO/2025/246", url="https://example.org/246", sort_order=0)
    )
    publish(page)
    assert "VO/2025/246" in history("/de/plan/kurse/")[0]
    links = BeautifulSoup(read("/ar/plan/kurse/"), "html.parser").select("ol.history a")
    assert [link["href"] for link in links] == ["https://example.org/246"]


def test_an_organisation_is_named_only_while_its_consent_is_confirmed(
    measure: MeasurePage, history: Callable[..., list[str]]
) -> None:
    club = publish(draft(Organisation(name="Sportverein", locale=measure.locale)))
    page = MeasurePage.objects.get(pk=measure.pk)
    page.commitments.add(Commitment(organisation=club, role="partner"))
    publish(page)
    assert "Sportverein" not in "".join(history("/de/plan/kurse/"))
    consent = Consent.objects.create(
        measure=page, organisation=club, role="partner", state="confirmed"
    )
    assert "jetzt Sportverein" in history("/de/plan/kurse/")[0]
    consent.state = "withdrawn"
    consent.save()
    assert "Sportverein" not in "".join(history("/de/plan/kurse/"))


def test_what_is_not_public_is_not_named(
    measure: MeasurePage, plan: Any, history: Callable[..., list[str]], read: Callable[..., str]
) -> None:
    secret = add(plan, GoalPage(title="Geheimes Ziel", slug="geheim"))
    page = MeasurePage.objects.get(pk=measure.pk)
    page.goals = [*page.goals.all(), secret]
    publish(page)
    assert "Geheimes Ziel" in history("/de/plan/kurse/")[0]
    assert (
        "Geheimes Ziel"
        in BeautifulSoup(read("/de/plan/"), "html.parser").select_one("ul.latest").get_text()
    )  # type: ignore[union-attr]
    with door("test"):
        PageViewRestriction.objects.create(page=secret, restriction_type="login")
    assert "Geheimes Ziel" not in "".join(history("/de/plan/kurse/"))
    assert "Geheimes Ziel" not in read("/de/plan/")


def test_no_person_is_named(
    measure: MeasurePage, editor: Any, coordinator: Any, head: Any, read: Callable[..., str],
    history: Callable[..., list[str]],
) -> None:  # fmt: skip
    submit(measure, editor, status="done", contact_name="Frau Alt")
    approve(measure, coordinator, head)
    submit(measure, editor, contact_name="Herr Neu")
    approve(measure, coordinator, head)
    shown = " ".join(history("/de/plan/kurse/"))
    assert "Kontakt" in shown
    for name in ("Emma", "Kaya", "Hanna", "emma", "Frau Alt", "Herr Neu"):
        assert name not in shown
        assert name not in read("/de/plan/")


def test_a_translation_has_its_own_date_where_it_is_read(
    measure: MeasurePage, history: Callable[..., list[str]]
) -> None:
    translate(measure, "uk", title="Курси", summary="Курси для всіх.")
    assert len(history("/uk/plan/kurse/")) == 2
    assert len(history("/de/plan/kurse/")) == 1
    assert len(history("/ar/plan/kurse/")) == 1


def test_what_nobody_could_notice_is_not_told(
    measure: MeasurePage, history: Callable[..., list[str]]
) -> None:
    before = history("/de/plan/kurse/")
    change(measure, show_in_menus=not measure.show_in_menus)
    assert history("/de/plan/kurse/") == before
    change(measure, area="Eckernförde")  # control
    assert len(history("/de/plan/kurse/")) == len(before) + 1


def test_the_plan_shows_the_latest_changes_and_costs_the_same_for_any_number(
    measure: MeasurePage, plan: Any, client: Any, read: Callable[..., str]
) -> None:
    read("/uk/plan/")
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/uk/plan/")
    for number in range(12):
        add(plan, MeasurePage(title=f"Maßnahme {number}", slug=f"m-{number}"))
    with CaptureQueriesContext(connection) as many:
        client.get("/uk/plan/")
    assert len(many) == len(few)
    rows = BeautifulSoup(read("/de/plan/"), "html.parser").select("ul.latest li")
    assert len(rows) == 8
    assert "Maßnahme 11" in rows[0].get_text()


def test_a_draft_is_no_history(measure: MeasurePage, history: Callable[..., list[str]]) -> None:
    page = MeasurePage.objects.get(pk=measure.pk)
    page.status = "done"
    page.save_revision()
    assert len(history("/de/plan/kurse/")) == 1
