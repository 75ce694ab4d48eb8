"""The translation memory: what stands in public translations, suggested for the next one."""

import time
from typing import Any

import pytest
from wagtail_localize.models import StringTranslation

from aktionsplan_pages.approval.door import door
from aktionsplan_pages.approval.publishing import publish_revision
from aktionsplan_pages.models import GoalPage, MeasurePage, MemoryEntry
from aktionsplan_pages.translation.machine import confirm
from aktionsplan_pages.translation.memory import remember, suggestions
from aktionsplan_pages.translation.submit import fill, prepare, retell, submit
from tests.conftest import add, publish, translate

TITLE = ("Deutschkurse", "Курси німецької")
SUMMARY = ("Kurse für alle.", "Курси для всіх.")


def known() -> set[tuple[str, str]]:
    return set(MemoryEntry.objects.values_list("german", "translation"))


@pytest.fixture
def translated(measure: MeasurePage) -> MeasurePage:
    return translate(measure, "uk", title=TITLE[1], summary=SUMMARY[1])


def test_words_are_remembered_when_they_become_public(measure: MeasurePage) -> None:
    translation = prepare(measure, "uk")
    fill(translation, dict([TITLE, SUMMARY]))
    revision = submit(translation)
    assert known() == set()
    publish_revision(revision)
    assert known() == {TITLE, SUMMARY}


def test_words_typed_after_submitting_are_not_remembered(measure: MeasurePage) -> None:
    translation = prepare(measure, "uk")
    fill(translation, dict([TITLE, SUMMARY]))
    revision = submit(translation)
    fill(translation, {SUMMARY[0]: "Ще ніхто не схвалив."})
    publish_revision(revision)
    assert known() == {TITLE}


def test_german_words_that_nobody_translated_are_not_remembered(measure: MeasurePage) -> None:
    translation = prepare(measure, "uk")
    fill(translation, dict([TITLE, SUMMARY]))
    revision = submit(translation)
    measure.summary = "Neue Kurse."
    publish(measure)
    prepare(measure, "uk")
    publish_revision(revision)
    assert known() == {TITLE}


def test_segments_of_rich_text_are_remembered_one_by_one(measure: MeasurePage) -> None:
    measure.description = '<p>Erster <b>Satz</b>.</p><p>Mehr <a href="/x">hier</a> &amp; da.</p>'
    publish(measure)
    translation = prepare(measure, "uk")
    words = {
        TITLE[0]: TITLE[1], "Erster <b>Satz</b>.": "Перше <b>речення</b>.",
        'Mehr <a id="a1">hier</a> &amp; da.': 'Більше <a id="a1">тут</a> &amp; там.',
    }  # fmt: skip
    assert fill(translation, words) == 3
    publish_revision(submit(translation))
    assert known() == set(words.items())


def test_what_does_not_stand_there_any_more_is_forgotten_the_rest_keeps_its_date(
    translated: MeasurePage, measure: MeasurePage
) -> None:
    before = {row.german: row.since for row in MemoryEntry.objects.all()}
    translate(measure, "uk", title="Інша назва")
    assert known() == {(TITLE[0], "Інша назва"), SUMMARY}
    after = {row.german: row.since for row in MemoryEntry.objects.all()}
    assert after[SUMMARY[0]] == before[SUMMARY[0]]
    assert after[TITLE[0]] > before[TITLE[0]]


def test_remembering_twice_changes_nothing(translated: MeasurePage) -> None:
    rows = list(MemoryEntry.objects.values())
    assert remember(translated) == 2
    assert list(MemoryEntry.objects.values()) == rows


def test_a_retelling_is_no_translation(measure: MeasurePage) -> None:
    publish_revision(retell(measure, "de-simple", {"title": "Deutsch lernen"}))
    assert known() == set()


def test_the_same_german_comes_first_then_what_is_similar(
    translated: MeasurePage, goal: GoalPage
) -> None:
    goal.text = "<p>Kurse für fast alle.</p>"
    publish(goal)
    translation = prepare(goal, "uk")
    fill(translation, {goal.title: "Мета", "Kurse für fast alle.": "Курси майже для всіх."})
    publish_revision(submit(translation))
    found = suggestions([SUMMARY[0], "Ganz etwas anderes"], "uk")
    first, second = found[SUMMARY[0]]
    assert (first.text, first.score, first.is_exact) == (SUMMARY[1], 100, True)
    assert (first.title, first.address) == (TITLE[0], "/de/plan/kurse/")
    assert second.text == "Курси майже для всіх."
    assert 75 <= second.score < 100
    assert not second.is_exact
    assert found["Ganz etwas anderes"] == []
    assert suggestions([SUMMARY[0]], "ar") == {SUMMARY[0]: []}


def test_tags_make_no_difference_but_are_not_the_very_same(translated: MeasurePage) -> None:
    (found,) = suggestions(["Kurse <b>für</b> alle."], "uk").values()
    assert [(one.text, one.score) for one in found] == [(SUMMARY[1], 99)]


def test_a_withdrawn_page_suggests_nothing(translated: MeasurePage) -> None:
    assert suggestions([TITLE[0]], "uk")[TITLE[0]]
    with door("test"):
        translated.unpublish()
    assert not suggestions([TITLE[0]], "uk")[TITLE[0]]


def test_a_machine_is_named(measure: MeasurePage) -> None:
    translation = prepare(measure, "uk")
    fill(translation, dict([TITLE]))
    StringTranslation.objects.update(translation_type="machine", tool_name="DeepL")
    confirm(StringTranslation.objects.get(), None)
    publish_revision(submit(translation))
    assert [one.tool for one in suggestions([TITLE[0]], "uk")[TITLE[0]]] == ["DeepL"]


def test_a_page_of_segments_costs_a_fixed_number_of_queries_and_little_time(
    translated: MeasurePage, plan: Any, django_assert_num_queries: Any
) -> None:
    words = ("Kurs", "Beratung", "Sprache", "Arbeit", "Schule", "Familie", "Wohnung")
    texts = [
        f"{words[n % 7]} und {words[n // 7 % 7]} für {n} Menschen im Kreis, "
        f"angeboten von {words[n % 5]} und {words[n % 3]} seit dem Jahr {1990 + n % 36}."
        for n in range(10_000)
    ]
    MemoryEntry.objects.bulk_create(
        MemoryEntry(page=translated, path="summary", german=text, translation=f"{n} uk")
        for n, text in enumerate(texts)
    )
    asked = [text.replace("Menschen", "Personen") for text in texts[::500]]
    add(plan, MeasurePage(title="Zweite", slug="zweite"))
    suggestions([TITLE[0]], "uk")  # where the site's root is, is cached from now on
    with django_assert_num_queries(3):
        started = time.perf_counter()
        found = suggestions(asked, "uk")
        taken = time.perf_counter() - started
    assert all(len(found[text]) == 3 for text in asked)
    assert taken < 1.5, taken  # a busy machine; measured alone it is below 0.3
    print(f"20 segments, 10,000 entries: {taken:.3f} s")
