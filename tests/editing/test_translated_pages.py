"""Who edits a translated page writes words alone: facts exist once, on the German page."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Locale

from aktionsplan_pages.models import (
    GoalPage,
    MeasureIndicator,
    MeasureIndicatorValue,
    MeasurePage,
    Milestone,
)
from aktionsplan_pages.translation.submit import draft_of, retell
from tests.conftest import commit, publish, publish_draft
from tests.editing.conftest import create, draft, draft_text, edit


@pytest.fixture
def german(measure: MeasurePage) -> MeasurePage:
    """A German measure with facts of many kinds."""
    indicator = MeasureIndicator(name="Plätze", unit="place", target=40, locale=measure.locale)
    indicator.values = [MeasureIndicatorValue(period="2024", value=25)]
    measure.indicators = [indicator]
    measure.milestones = [Milestone(title="Start", planned="2024-10", locale=measure.locale)]
    measure.description = "<p>Viele Kurse.</p>"
    measure = publish(measure)
    commit(measure, "Volkshochschule")
    return MeasurePage.objects.get(pk=measure.pk)


@pytest.fixture
def translated(german: MeasurePage) -> MeasurePage:
    """Its page in Leichte Sprache, which is written freely in the page editor."""
    words = {"title": "Kurse für Deutsch", "summary": "Hier lernen Sie Deutsch."}
    return MeasurePage.objects.get(pk=retell(german, "de-simple", words).object_id)


def facts(page: MeasurePage) -> dict[str, Any]:
    """The columns and children of a page and its draft that are no words."""
    found = {}
    for kind, state in (("row", MeasurePage.objects.get(pk=page.pk)), ("draft", draft(page))):
        content = state.serializable_data()
        found[kind] = {name: content[name] for name in page.fact_names()} | {
            child.translation_key: [getattr(child, name) for name in child.fact_names()[:-1]]
            for relation in ("indicators", "milestones")
            for child in getattr(state, relation).all()
        }
        found[kind]["slug"] = state.slug
    return found


def test_the_form_shows_words_and_no_facts(translated: MeasurePage, editor: Client) -> None:
    form = edit(editor, translated)
    assert form.panels() == [
        "Titel", "Prüfliste Leichte Sprache", "Was", "Wann", "Messung", "Entscheidungen",
    ]  # fmt: skip
    words = {"title", "summary", "description", "status_note", "funding_note"}
    assert words <= set(form.data)
    assert {"milestones-0-title", "indicators-0-name"} <= set(form.data)
    shown = {name.split("-")[-1] for name in (*form.data, *form.blank)}
    assert not shown & {*MeasurePage.fact_names(), *MeasureIndicator.fact_names(),
                        *Milestone.fact_names(), "internal_note", "slug", "period"}  # fmt: skip


def test_the_german_form_shows_the_facts(german: MeasurePage, editor: Client) -> None:
    form = edit(editor, german)
    shown = {"status", "number", "commitments-0-role", "indicators-0-unit", "milestones-0-planned",
             "indicators-0-values-0-value", "internal_note", "slug"}  # fmt: skip
    assert shown <= set(form.data)


POSTED = {
    "status": "done", "number": "99", "planned_start": "2031", "area": "Überall",
    "funding_amount": "1", "slug": "woanders", "internal_note": "Geheim", "is_example": "on",
    "indicators-0-unit": "euro", "indicators-0-target": "1", "milestones-0-planned": "2031",
    "indicators-0-values-TOTAL_FORMS": "1", "indicators-0-values-INITIAL_FORMS": "0",
    "indicators-0-values-0-period": "2031", "indicators-0-values-0-value": "9",
    "commitments-TOTAL_FORMS": "1", "commitments-INITIAL_FORMS": "0", "commitments-0-ORDER": "1",
    "commitments-0-role": "lead", "resolutions-TOTAL_FORMS": "1", "resolutions-INITIAL_FORMS": "0",
    "resolutions-0-reference": "VO/1",
}  # fmt: skip


@pytest.mark.parametrize("action", ["", "publish"])
def test_posted_facts_are_ignored_and_words_are_kept(
    action: str, translated: MeasurePage, german: MeasurePage, editor: Client
) -> None:
    organisation = german.commitments.get().organisation
    before = facts(translated), facts(german)
    posted = POSTED | {"commitments-0-organisation": organisation.pk}
    form = edit(editor, translated).send(action, title="Kurse", **posted)
    assert form.errors() == {}
    assert draft(translated).title == "Kurse"
    if action:  # the admin publishes nothing; what it has saved is approved
        assert not MeasurePage.objects.get(pk=translated.pk).live
        assert publish_draft(translated).title == "Kurse"
    assert (facts(translated), facts(german)) == before


def test_the_same_post_does_change_the_german_page(german: MeasurePage, editor: Client) -> None:
    before = facts(german)
    posted = {name: value for name, value in POSTED.items() if "commitments" not in name}
    posted["indicators-0-values-INITIAL_FORMS"] = "1"
    assert edit(editor, german).send(title="Kurse", **posted).errors() == {}
    assert facts(german)["draft"] != before["draft"]


def test_what_was_written_counts_as_translated(
    translated: MeasurePage, editor: Client, read: Any
) -> None:
    edit(editor, translated).send(
        description=draft_text("Sie lernen sprechen."),
        **{"milestones-0-title": "Es geht los."},
    )  # fmt: skip
    publish_draft(translated)
    html = read("/de-simple/plan/kurse/")
    assert "Sie lernen sprechen." in html
    assert "Es geht los." in html
    milestone = translated.milestones.get().translation_key
    made = MeasurePage.objects.get(pk=translated.pk).made_from
    assert {"title", "summary", "description", f"milestones.{milestone}.title"} <= set(made)


def test_german_words_that_only_lie_in_the_form_do_not_count(
    german: MeasurePage, editor: Client, read: Any
) -> None:
    row = draft_of(german, Locale.objects.get(language_code="uk"))
    assert row.summary == "Kurse für alle."
    edit(editor, row).send(title="Курси німецької")
    assert set(publish_draft(row).made_from) == {"title"}
    html = read("/uk/plan/kurse/")
    assert '<span lang="de" dir="ltr">Kurse für alle.</span>' in html


def test_what_was_not_touched_stays_as_old_as_it_was(
    translated: MeasurePage, german: MeasurePage, editor: Client
) -> None:
    before = draft(translated).made_from
    german.title, german.summary = "Deutsch lernen", "Kurse für alle im Kreis."
    publish(german)
    edit(editor, translated).send(title="Deutsch lernen leicht")
    after = draft(translated).made_from
    assert after["summary"] == before["summary"]
    assert after["title"] != before["title"]


def test_words_that_were_taken_out_are_not_translated(
    translated: MeasurePage, editor: Client
) -> None:
    assert "summary" in draft(translated).made_from
    edit(editor, translated).send(summary="")
    assert "summary" not in draft(translated).made_from


def test_a_page_is_not_begun_in_another_language(translated: MeasurePage, editor: Client) -> None:
    parent = translated.get_parent()
    before = MeasurePage.objects.count()
    form = create(editor, "measurepage", parent)
    assert form.status == 302
    create_url = form.url
    editor.post(create_url, {"title": "Neu", "slug": "neu"})
    assert MeasurePage.objects.count() == before


def test_a_goal_in_leichte_sprache_is_saved_in_the_admin_too(
    goal: GoalPage, editor: Client
) -> None:
    row = GoalPage.objects.get(pk=retell(goal, "de-simple", {"title": "Deutsch"}).object_id)
    form = edit(editor, row).send(text=draft_text("Alle lernen Deutsch."), level="guiding")
    assert form.errors() == {}
    assert "Alle lernen Deutsch." in draft(row).text
    assert (draft(row).level, set(draft(row).made_from)) == ("", {"title", "text"})
