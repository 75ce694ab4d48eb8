"""States without a clock: only approved German words outdate a translation."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail_localize.models import StringSegment, StringTranslation

from aktionsplan_pages.approval.publishing import publish_revision
from aktionsplan_pages.languages import LANGUAGES, SOURCE
from aktionsplan_pages.models import ActionPlanPage, ApprovedWords, MeasurePage, Milestone
from aktionsplan_pages.translation.german import histories, note
from aktionsplan_pages.translation.states import Cell, matrix
from aktionsplan_pages.translation.submit import fill, prepare, submit
from aktionsplan_pages.translation.vocabulary import Change, State
from cms.models import ContentPage
from tests.conftest import add, publish, translate


def cell(page: Any, language: str = "uk") -> Cell:
    page = type(page).objects.get(pk=page.pk)
    return matrix([page], [language])[page.translation_key][language]


def change(page: Any, kind: Change | None = None, **words: Any) -> Any:
    """Publishes other content; ``kind`` is what the approver says of its words."""
    draft = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in words.items():
        setattr(draft, name, value)
    publish_revision(draft.save_revision())
    page = type(page).objects.get(pk=page.pk)
    if kind:  # as an approval would have said
        ApprovedWords.objects.filter(page_key=page.translation_key, until=None).exclude(
            replaces=""
        ).update(change=kind)
    return page


def test_a_page_without_a_translation_is_missing_and_one_that_was_begun_is_in_progress(
    measure: MeasurePage,
) -> None:
    assert (cell(measure).public, cell(measure).work) == (State.MISSING, None)
    prepare(measure, "uk")
    assert (cell(measure).public, cell(measure).work) == (State.MISSING, State.TRANSLATING)
    assert cell(measure, "ar").work is None


def test_what_is_translated_wholly_is_up_to_date_and_in_part_is_partly(
    measure: MeasurePage,
) -> None:
    translate(measure, "uk", title="Курси", summary="Курси для всіх.")
    translate(measure, "ar", title="دورات")
    assert cell(measure).public == State.CURRENT
    assert cell(measure).work is None
    assert cell(measure, "ar").public == State.PARTLY


def test_only_approved_german_outdates(measure: MeasurePage, plan: ActionPlanPage) -> None:
    """A draft, a fact and a move do not; the control at the end does."""
    translate(measure, "uk", title="Курси", summary="Курси для всіх.")
    draft = measure.get_latest_revision_as_object()
    draft.summary = "Entwurf."
    draft.save_revision()
    assert cell(measure).public == State.CURRENT
    draft.summary = "Kurse für alle."
    draft.save_revision()
    measure = change(measure, status="done", number="9")
    assert cell(measure).public == State.CURRENT
    other = add(plan, MeasurePage(title="Andere", slug="andere"))
    MeasurePage.objects.get(pk=measure.pk).move(other, pos="left")
    assert cell(measure).public == State.CURRENT
    measure = change(measure, summary="Kurse für Erwachsene.")
    assert cell(measure).public == State.CHANGED


@pytest.mark.parametrize(
    ("kind", "state"), [(Change.MEANING, State.CHANGED), (Change.TYPO, State.CORRECTED)]
)
def test_the_kind_of_change_decides(measure: MeasurePage, kind: Change, state: State) -> None:
    translate(measure, "uk", title="Курси", summary="Курси для всіх.")
    change(measure, kind, summary="Kurse für alle!")
    assert cell(measure).public == state


def test_a_chain_of_corrections_stays_valid_until_the_meaning_changes(
    measure: MeasurePage,
) -> None:
    translate(measure, "uk", title="Курси", summary="Курси для всіх.")
    for text in ("Kurse für Alle.", "Kurse, für alle.", "Kurse für alle."):
        measure = change(measure, Change.TYPO, summary=text)
    assert cell(measure).public == State.CURRENT  # German is what it was
    measure = change(measure, Change.TYPO, summary="Kurse für alle!")
    assert cell(measure).public == State.CORRECTED
    measure = change(measure, Change.MEANING, summary="Kurse für manche.")
    assert cell(measure).public == State.CHANGED
    change(measure, Change.MEANING, summary="Kurse für alle!")  # back again
    history = histories([measure.translation_key])[measure.translation_key]
    assert history.state("summary", "no such digest") == State.CHANGED


def test_only_the_changed_section_is_marked(measure: MeasurePage) -> None:
    translate(measure, "uk", title="Курси", summary="Курси для всіх.")
    page = change(measure, summary="Ganz anders.")
    history = histories([page.translation_key])[page.translation_key]
    translated = page.get_translations().get(locale__language_code="uk")
    assert history.state("title", translated.made_from["title"]) == State.CURRENT
    assert history.state("summary", translated.made_from["summary"]) == State.CHANGED
    assert history.since("summary", translated.made_from["summary"]) is not None


RICH = (
    "<p>Kurse <b>für alle</b> &amp; mehr.</p><p>Anmeldung</p><ul><li>per <i>Mail</i></li>"
    '<li><a href="https://example.org/?a=1&amp;b=2">hier</a></li></ul><p>Ende</p>'
)


def test_opening_and_saving_a_page_outdates_nothing(measure: MeasurePage) -> None:
    """The editor gives every paragraph a key of its own, and every block."""
    change(measure, description=RICH)
    fill_all(measure, "uk")
    assert cell(measure).public == State.CURRENT
    converter = MeasurePage._meta.get_field("description").formfield().widget.converter
    saved = converter.to_database_format(converter.from_database_format(RICH))
    assert saved.count("data-block-key") == 5
    change(measure, description=saved)
    assert cell(measure).public == State.CURRENT
    change(measure, description=saved.replace("per <i>Mail</i>", "per Mail"))  # control
    assert cell(measure).public == State.CHANGED


def fill_all(page: MeasurePage, code: str) -> None:
    translation = prepare(MeasurePage.objects.get(pk=page.pk), code)
    strings = StringSegment.objects.filter(source=translation.source).select_related("string")
    fill(translation, {one.string.data: one.string.data for one in strings})
    publish_revision(submit(translation))


def test_a_changed_page_waits_since_the_change_not_since_what_nobody_translated(
    measure: MeasurePage,
) -> None:
    translate(measure, "uk", title="Курси")  # the summary was never translated
    then = timezone.now() - timedelta(days=9)
    ApprovedWords.objects.filter(page_key=measure.translation_key).update(since=then)
    assert cell(measure).since == then
    change(measure, title="Neue Kurse")
    found = cell(measure)
    assert found.public == State.CHANGED
    assert found.since > then


def test_a_section_that_german_gives_up_outdates_nothing(measure: MeasurePage) -> None:
    measure.milestones.add(Milestone(title="Erster Kurs"))
    page = publish(measure)
    translation = translate(page, "uk", title="Курси", summary="Курси для всіх.")
    assert cell(page).public == State.PARTLY
    page = page.get_latest_revision_as_object()
    page.milestones.clear()
    publish(page)
    assert cell(measure).public == State.CURRENT
    assert translation.live


def test_a_correction_carries_strings_over_and_never_over_a_persons_words(
    measure: MeasurePage,
) -> None:
    translate(measure, "uk", title="Курси", summary="Курси для всіх.")
    translate(measure, "ar", title="دورات", summary="دورات للجميع")
    page = change(measure, Change.TYPO, summary="Kurse für alle!")
    prepare(page, "uk")
    stored = StringTranslation.objects.filter(translation_of__data="Kurse für alle!")
    assert {row.locale.language_code: row.data for row in stored} == {
        "uk": "Курси для всіх.", "ar": "دورات للجميع",
    }  # fmt: skip
    stored.filter(locale__language_code="uk").update(data="Рукою.")
    page = change(page, Change.TYPO, summary="Kurse für alle.")
    prepare(page, "uk")
    page = change(page, Change.TYPO, summary="Kurse für alle!")
    prepare(page, "uk")
    assert stored.get(locale__language_code="uk").data == "Рукою."


def test_a_change_of_meaning_carries_nothing_over(measure: MeasurePage) -> None:
    """The control of the test above."""
    translate(measure, "uk", title="Курси", summary="Курси для всіх.")
    page = change(measure, Change.MEANING, summary="Kurse für alle!")
    prepare(page, "uk")
    assert not StringTranslation.objects.filter(translation_of__data="Kurse für alle!").exists()


def test_nothing_is_noted_twice(measure: MeasurePage) -> None:
    before = ApprovedWords.objects.count()
    note(measure)
    assert ApprovedWords.objects.count() == before
    change(measure, summary="Neu.")
    assert ApprovedWords.objects.count() == before + 1


def test_the_matrix_costs_the_same_for_few_and_many(plan: ActionPlanPage) -> None:
    codes = [code for code in LANGUAGES if code != SOURCE]
    pages = [add(plan, MeasurePage(title=f"M {n}", slug=f"m-{n}")) for n in range(3)]
    for code in codes:
        translate(pages[0], code, title=f"{code} title")
    with CaptureQueriesContext(connection) as few:
        matrix(pages[:1], codes[:2])
    with CaptureQueriesContext(connection) as many:
        matrix(pages, codes)
    assert len(many) == len(few)
    assert len(many) <= 6


def test_blocks_are_up_to_date_once_they_are_translated(home: Any) -> None:
    """Ingesting translated blocks must not change the German that they are measured by."""
    body = [{"type": "paragraph", "value": "<p>Hallo.</p>", "id": str(uuid4())}]
    page = add(home, ContentPage(title="Seite", slug="seite", body=json.dumps(body)))
    translation = prepare(page, "uk")
    fill(translation, {"Seite": "Сторінка", "Hallo.": "Вітаємо."})
    publish_revision(submit(translation))
    assert matrix([page], ["uk"])[page.translation_key]["uk"].public == State.CURRENT
