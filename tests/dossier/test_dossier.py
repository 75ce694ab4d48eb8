"""The dossier shows whatever the approval binds, in few queries, in every language."""

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aktionsplan_pages.approval.digest import content_fields
from aktionsplan_pages.choices import Status
from aktionsplan_pages.editing import changes
from aktionsplan_pages.editing.subject import address_of
from aktionsplan_pages.models import (
    Commitment,
    Consent,
    GoalPage,
    MeasureAssessment,
    MeasureIndicator,
    MeasureIndicatorValue,
    MeasurePage,
    MeasureResolution,
    Milestone,
    Organisation,
)
from tests.approval.conftest import approve, submit
from tests.conftest import add, commit, publish, translate
from tests.dossier.conftest import Screen, label

Look = Callable[..., Screen]
MOST_QUERIES = 50  # of the 60 that the issue allows; 39 when written


def test_facts_before_and_after_in_words_people_use(
    measure: MeasurePage, plan: Any, editor: Any, head: Any, look: Look
) -> None:
    other = add(plan, GoalPage(title="Arbeit finden", slug="arbeit"))
    submit(measure, editor, status="done", planned_end="2027-06", goals=[other])
    rows = {
        row.th.get_text(strip=True): [cell.get_text(strip=True) for cell in row.select("td")]
        for row in look(head, measure).soup.select(".dossier__facts tbody tr")
    }
    names = MeasurePage._meta.get_field
    assert rows[label(changes.label_of(names("status")))] == [
        label(Status.RUNNING.label), label(Status.DONE.label)
    ]  # fmt: skip
    assert rows[label(changes.label_of(names("planned_end")))][1] == "Juni 2027"
    assert rows[label(changes.label_of(names("goals")))] == ["Deutsch lernen", "Arbeit finden"]


def test_words_are_marked_where_they_change(
    measure: MeasurePage, editor: Any, head: Any, look: Look
) -> None:
    submit(measure, editor, summary="Kurse für alle Menschen.")
    screen = look(head, measure)
    assert screen.all("#changes-content .dossier__text ins") == ["Menschen"]
    assert screen.soup.select_one("#changes-content .dossier__text")["lang"] == "de"


def test_markup_in_texts_is_shown_not_run(
    measure: MeasurePage, editor: Any, coordinator: Any, head: Any, look: Look
) -> None:
    hostile = "<script>alert(1)</script>"
    submit(measure, editor, summary=hostile, title=f"T {hostile}", area=hostile)
    screen = look(head, measure)
    sent_back = look(coordinator, measure).act("reject", comment=hostile)  # names it on /admin/
    for html in (screen.response.content.decode(), sent_back.response.content.decode(),
                 look(head, measure).response.content.decode()):  # fmt: skip
        assert hostile not in html
        assert "&lt;script&gt;" in html


def test_links_and_formatting_are_no_silent_change(
    measure: MeasurePage, editor: Any, head: Any, look: Look
) -> None:
    measure.description = '<p>Mehr <a href="https://example.org/a">hier</a>.</p>'
    publish(measure)
    submit(measure, editor, description='<p>Mehr <a href="https://example.org/b">hier</a>.</p>')
    assert look(head, measure).all("#changes-content .dossier__text ins") == ["b"]
    changed = changes.compare(*formatted("<p>Ja</p>", "<p><b>Ja</b></p>"), {})
    assert "<em>" in changed.texts[0].marked


def formatted(*texts: str) -> list[MeasurePage]:
    return [MeasurePage(title="T", description=text) for text in texts]


@pytest.mark.parametrize("model", [MeasurePage, GoalPage, Organisation, MeasureIndicator])
def test_no_change_of_the_digest_goes_unseen(model: type, home: Any) -> None:
    """Each column that an approval binds, changed alone, is shown."""
    samples = {"JSONField": {"title": "x"}, "BooleanField": True, "DecimalField": 7,
               "DateTimeField": "2026-01-01T10:00Z", "PartialDateField": "2026"}  # fmt: skip
    for column in content_fields(model):
        if column.name in changes.TOLD_ELSEWHERE:
            continue
        before, after = model(), model()
        value = 1 if column.is_relation else samples.get(type(column).__name__, "x")
        setattr(after, column.attname, column.to_python(value))
        changed = changes.compare(before, after, {})
        assert changed, column.name
        shown = [*changed.facts, *changed.texts]
        assert len(shown) == 1, column.name


def test_another_page_of_the_same_name_is_a_change(
    measure: MeasurePage, plan: Any, editor: Any, head: Any, look: Look
) -> None:
    twin = add(plan, GoalPage(title="Deutsch lernen", slug="zwilling"))
    submit(measure, editor, goals=[twin])
    assert len(look(head, measure).all(".dossier__facts tbody tr")) == 1


def with_children(measure: MeasurePage, number: int) -> MeasurePage:
    draft = measure.get_latest_revision_as_object()
    draft.milestones = [
        Milestone(title=f"Schritt {n}", planned="2026", sort_order=n) for n in range(number)
    ]
    draft.indicators = [
        MeasureIndicator(name=f"Zahl {n}", sort_order=n, values=[
            MeasureIndicatorValue(period="2025", value=n, sort_order=1)])
        for n in range(number)
    ]  # fmt: skip
    draft.resolutions = [
        MeasureResolution(reference=f"VO/2026/{n}", sort_order=n) for n in range(number)
    ]
    draft.assessments = [MeasureAssessment(period_start="2025", grade="fully", sort_order=1)]
    return draft


def test_children_are_told_apart(measure: MeasurePage, editor: Any, head: Any, look: Look) -> None:
    publish(with_children(measure, 3))
    draft = MeasurePage.objects.get(pk=measure.pk).get_latest_revision_as_object()
    first, second, _third = draft.milestones.all()
    second.reached = changes.PartialDate.parse("2026-03")
    draft.milestones = [second, first, Milestone(title="Neu", sort_order=9)]
    second.sort_order, first.sort_order = 0, 1
    indicators = list(draft.indicators.all())
    [value] = indicators[0].values.all()
    value.value = 99
    indicators[0].values = [value]
    draft.indicators = indicators
    submit_draft(draft, editor)
    screen = look(head, measure)
    states = {
        row.select_one(".dossier__name span").get_text(strip=True): row["class"][1].split("--")[1]
        for row in screen.soup.select(".dossier__child")
    }
    assert states == {
        "Schritt 1": "changed", "Neu": "new", "Schritt 2": "removed", "Zahl 0": "changed",
        "2025": "changed",
    }  # fmt: skip
    assert "99" in screen.all(".dossier__inline ins")
    assert len(screen.all(".dossier__label--group .w-status")) == 1  # a new order


def submit_draft(draft: Any, user: Any) -> None:
    draft.save_revision(user=user, log_action=True)
    row = type(draft).objects.get(pk=draft.pk)
    row.get_workflow().start(row, user)


def test_a_first_publication_is_shown_as_new(
    plan: Any, editor: Any, head: Any, look: Look
) -> None:
    page = MeasurePage(
        title="Neu", slug="neu", live=False, locale=plan.locale, summary="Ganz neu."
    )
    plan.add_child(instance=page)
    submit(page, editor)
    screen = look(head, page)
    assert screen.status == 200
    assert "Ganz neu." in screen.text("#changes-content")
    assert not screen.soup.select("#changes-content del")


@pytest.mark.parametrize("number", [1, 50])
def test_it_stays_below_60_queries(
    number: int, measure: MeasurePage, editor: Any, coordinator: Any, head: Any, as_user: Any
) -> None:
    commit(measure, "VHS")
    for language in ("uk", "ar", "tr"):
        translate(measure, language, title=f"T {language}", summary="S")
    publish(with_children(MeasurePage.objects.get(pk=measure.pk), number))
    draft = with_children(MeasurePage.objects.get(pk=measure.pk), number)
    draft.status = "done"
    for milestone in draft.milestones.all():
        milestone.planned = changes.PartialDate.parse("2027")
    draft.commitments = [
        *draft.commitments.all(),
        *(Commitment(organisation=publish(organisation(f"O{n}", draft)), sort_order=n)
          for n in range(min(number, 10))),
    ]  # fmt: skip
    submit_draft(draft, editor)
    approve(measure, coordinator)
    client = as_user(head)
    for view, rest in (("dossier", ()), ("preview", ("de",)), ("preview", ("ar",))):
        address = address_of(measure, view, *rest)
        client.get(address)  # fills caches that a running site has
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        assert len(queries) < MOST_QUERIES, "\n".join(q["sql"][:150] for q in queries)


def organisation(name: str, near: Any) -> Organisation:
    made = Organisation(name=name, locale=near.locale, live=False)
    made.save()
    return made


def test_languages_say_what_becomes_outdated(
    measure: MeasurePage, editor: Any, head: Any, look: Look
) -> None:
    translate(measure, "uk", title="Курси", summary="Курси для всіх.")
    submit(measure, editor, summary="Kurse für alle Menschen.")
    screen = look(head, measure)
    rows = {
        row.select_one("bdi")["lang"]: row.select_one("td").get_text(" ", strip=True)
        for row in screen.soup.select(".dossier__languages tbody tr")
    }
    assert len(rows) == 13
    summary = label(changes.label_of(MeasurePage._meta.get_field("summary")))
    assert summary in rows["uk"]
    assert summary not in rows["tr"]
    assert rows["ps"] == rows["tr"]


def test_a_translation_shows_its_language_and_the_german_text(
    measure: MeasurePage, person: Any, head: Any, look: Look
) -> None:
    translated = translate(measure, "ar", title="دورات", summary="دورات للجميع.")
    translator = person("tarik", "translator", "ar")
    submit(translated, translator, summary="دورات لجميع الناس.")
    reviewer = person("rania", "reviewer", "ar")
    screen = look(reviewer, translated)
    words = screen.soup.select_one("#changes-content .dossier__text")
    assert (words["lang"], words["dir"]) == ("ar", "rtl")
    assert "Kurse für alle." in screen.text(".dossier__original")
    assert [one["lang"] for one in screen.soup.select(".dossier__languages bdi")] == ["ar"]
    assert "approve" in screen.acts
    assert look(person("olena", "reviewer", "uk"), translated).status == 302


@pytest.mark.parametrize(("language", "direction"), [("de", "ltr"), ("ar", "rtl"), ("ti", "ltr")])
def test_preview_is_exactly_what_is_under_review(
    language: str, direction: str, measure: MeasurePage, editor: Any, head: Any, look: Look,
    client: Any,
) -> None:  # fmt: skip
    translate(measure, "ar", title="دورات", summary="دورات للجميع.")
    submit(measure, editor, status="paused", summary="Neue Kurse für alle.")
    screen = look(head, measure, "preview", language)
    html = screen.soup.html
    assert (html["lang"], html["dir"]) == (language, direction)
    assert screen.response["X-Frame-Options"] == "SAMEORIGIN"
    assert "no-store" in screen.response["Cache-Control"]
    with_words = {
        "de": "Neue Kurse für alle.",
        "ar": "دورات للجميع.",
        "ti": "Neue Kurse für alle.",
    }
    assert with_words[language] in screen.text()
    if language == "ti":
        assert screen.soup.select_one("h1 [lang=de]")
    assert "Neue Kurse" not in client.get("/de/plan/kurse/").content.decode()
    assert client.get(screen.url).status_code == 302  # to the login


def test_preview_of_a_translation_and_of_a_plan(
    measure: MeasurePage, plan: Any, editor: Any, person: Any, head: Any, look: Look
) -> None:
    translated = translate(measure, "uk", title="Курси", summary="Курси для всіх.")
    submit(translated, person("taras", "translator", "uk"), summary="Нові курси.")
    assert "Нові курси." in look(head, translated, "preview", "uk").text()
    plan.resolutions = []
    submit(plan, editor, introduction="Neue Einleitung.")
    assert "Neue Einleitung." in look(head, plan, "preview", "tr").text()
    assert look(head, plan, "preview", "xx").status == 404


def test_the_countys_own_pages_have_one_too(home: Any, person: Any, head: Any, look: Look) -> None:
    press = person("petra", "press")
    home.body = [("paragraph", "<p>Bleibt.</p>"), ("heading", "Alter Titel")]
    publish(home)
    draft = type(home).objects.get().get_latest_revision_as_object()
    draft.body[1].value = "Neuer Titel"
    draft.body.append(("paragraph", "<p>Kommt dazu.</p>"))
    submit_draft(draft, press)
    screen = look(head, home)
    assert screen.all(".dossier__text del") == ["Alter"]
    assert screen.all(".dossier__text ins") == ["Neuer"]
    assert screen.all(".dossier__text .addition") == ["Kommt dazu."]
    for language in ("de", "ar"):
        assert "Kommt dazu." in look(head, home, "preview", language).text()


def test_consents_and_council_papers(
    measure: MeasurePage, editor: Any, coordinator: Any, look: Look
) -> None:
    commit(measure, "VHS", state="confirmed")
    asked = commit(MeasurePage.objects.get(pk=measure.pk), "Caritas", "partner", state="asked")
    draft = MeasurePage.objects.get(pk=measure.pk).get_latest_revision_as_object()
    draft.commitments = [*draft.commitments.all(), Commitment(organisation=asked, role="lead")]
    draft.resolutions = [MeasureResolution(reference="VO/2025/246", url="https://example.org/vo")]
    submit_draft(draft, editor)
    screen = look(coordinator, measure)
    rows = screen.all("#consents-content li")
    assert len(rows) == 3
    assert [bool(one.select(".dossier__mark")) for one in
            screen.soup.select("#consents-content li")] == [False, True, True]  # fmt: skip
    assert screen.soup.select_one("#papers-content a")["href"] == "https://example.org/vo"
    assert Consent.objects.count() == 2


def test_snippets_have_a_dossier_too(
    measure: MeasurePage, editor: Any, head: Any, look: Look
) -> None:
    vhs = commit(measure, "VHS")
    submit(vhs, editor, website="https://example.org/vhs", explanation="Lehrt.")
    screen = look(head, vhs)
    assert "https://example.org/vhs" in screen.all(".dossier__facts ins")
    assert "Lehrt." in screen.text("#changes-content")


def test_headings_are_in_order(measure: MeasurePage, editor: Any, head: Any, look: Look) -> None:
    submit_draft(with_children(measure, 2), editor)
    levels = [int(one.name[1]) for one in look(head, measure).soup.select("main :is(h1,h2,h3,h4)")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", ["wagtailcore.page/999999", "auth.user/1", "no.model/1", "x/y",
                                  "wagtailcore.page/abc", "wagtailcore.page/1"])  # fmt: skip
def test_what_is_not_approved_here_has_no_dossier(name: str, head: Any, look: Look) -> None:
    assert look(head, f"/admin/freigabe/{name}/").status == 404


def test_diffs_are_readable() -> None:
    assert changes.marked_text("Wir lesen viel Text.", "Wir lesen sehr viel Text.") == (
        "Wir lesen<ins> sehr</ins> viel Text."
    )
    both = changes.marked_text("alles ist alt hier", "jede sache wurde neu gemacht")
    assert re.findall(r"<(del|ins)>", both) == ["del", "ins"]
    long = "Wort " * 300
    assert len(changes.marked_text(f"{long}alt", f"{long}neu")) < 500
