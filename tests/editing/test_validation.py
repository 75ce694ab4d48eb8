"""What is wrong is said in German at its field, what was typed stays, and nothing is stored."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page, Revision

from aktionsplan_pages.models import (
    ActionPlanPage,
    FieldOfActionPage,
    GoalPage,
    MeasurePage,
)
from tests.conftest import add, publish
from tests.editing.conftest import Form, create, draft, edit

Refuse = Callable[..., Form]


@pytest.fixture
def refuse(editor: Client) -> Refuse:
    """Sends a form that must be refused: nothing is stored, and all that was typed is shown."""

    def send(form: Form, name: str, says: str, action: str = "", **values: Any) -> Form:
        before = Revision.objects.count(), Page.objects.count()
        form.send(action, **values)
        assert form.status == 200
        assert re.search(says, form.errors().get(name, "nothing")), form.errors()
        assert (Revision.objects.count(), Page.objects.count()) == before
        for field, value in values.items():
            assert form.shown(field) == str(value[0] if isinstance(value, list) else value)
        return form

    return send


@pytest.mark.parametrize("kind", ["planned", "actual"])
def test_an_end_before_its_start(kind: str, measure: MeasurePage, editor: Client,
                                 refuse: Refuse) -> None:  # fmt: skip
    says = r"Ende \(2023\).*Beginn \(2024-10\).*Bitte"
    typed = {f"{kind}_start": "2024-10", f"{kind}_end": "2023"}
    refuse(edit(editor, measure), f"{kind}_end", says, summary="Neu.", **typed)


def test_two_wrong_periods_are_told_at_once(measure: MeasurePage, editor: Client) -> None:
    form = edit(editor, measure).send(
        planned_start="2024", planned_end="2023", actual_start="2024", actual_end="2023"
    )
    assert {"planned_end", "actual_end"} <= set(form.errors())


def test_an_end_in_the_year_of_the_start_is_no_error(measure: MeasurePage, editor: Client) -> None:
    form = edit(editor, measure).send(planned_start="2024-10", planned_end="2024")
    assert form.errors() == {}
    assert str(draft(measure).planned_end) == "2024"


def test_a_plan_that_ends_before_it_begins(home: Page, editor: Client, refuse: Refuse) -> None:
    refuse(create(editor, "actionplanpage", home), "period_end", "Bitte",
           title="Plan", slug="plan", period_start="2030", period_end="2025")  # fmt: skip


@pytest.mark.parametrize("page", ["goal", "measure"])
def test_a_reporting_period_that_ends_before_it_begins(
    page: str, editor: Client, refuse: Refuse, request: Any
) -> None:
    form = edit(editor, request.getfixturevalue(page))
    prefix = form.add("assessments", period_start="2025", period_end="2024", grade="fully")
    refuse(form, f"{prefix}period_end", "Bitte", title="Neu")
    assert form.shown(f"{prefix}period_start") == "2025"


@pytest.mark.parametrize("page", ["goal", "measure"])
def test_a_target_without_a_unit(page: str, editor: Client, refuse: Refuse, request: Any) -> None:
    form = edit(editor, request.getfixturevalue(page))
    prefix = form.add("indicators", name="Plätze", target="40")
    refuse(form, f"{prefix}unit", "Zielwert.*Einheit", title="Neu")
    assert (form.shown(f"{prefix}name"), form.shown(f"{prefix}target")) == ("Plätze", "40")


def test_a_number_that_another_measure_has(
    measure: MeasurePage, plan: ActionPlanPage, editor: Client, refuse: Refuse
) -> None:
    measure.number = "7"
    publish(measure)
    form = create(editor, "measurepage", plan)
    refuse(form, "number", "Deutschkurse.*7.*Bitte", title="Neu", slug="neu", number="7")


def test_a_number_that_only_a_draft_has(
    measure: MeasurePage, plan: ActionPlanPage, editor: Client, refuse: Refuse
) -> None:
    edit(editor, measure).send(number="7")
    assert MeasurePage.objects.get(pk=measure.pk).number == ""
    form = create(editor, "measurepage", plan)
    refuse(form, "number", "Deutschkurse.*7", title="Neu", slug="neu", number="7")


def test_a_goal_or_another_plan_may_have_the_same_number(
    measure: MeasurePage, goal: GoalPage, home: Page, editor: Client
) -> None:
    edit(editor, measure).send(number="7")
    assert edit(editor, goal).send(number="7").errors() == {}
    other = add(home, ActionPlanPage(title="Anderer Plan", slug="anders"))
    form = create(editor, "measurepage", other).send(title="Neu", slug="neu", number="7")
    assert form.errors() == {}
    assert edit(editor, measure).send(summary="Noch einmal.").errors() == {}


@pytest.fixture
def foreign(home: Page) -> tuple[FieldOfActionPage, GoalPage]:
    """A field and a goal of another plan."""
    other = add(home, ActionPlanPage(title="Anderer Plan", slug="anders"))
    field = add(other, FieldOfActionPage(title="Fremdes Feld", slug="feld"))
    return field, add(other, GoalPage(title="Fremdes Ziel", slug="ziel"))


def test_a_field_of_another_plan_posted_by_hand(
    foreign: tuple, measure: MeasurePage, goal: GoalPage, editor: Client
) -> None:
    for page in (measure, goal):
        before = Revision.objects.count()
        form = edit(editor, page).send(field_of_action=foreign[0].pk, title="Neu")
        assert "anderen Plan" in form.errors()["field_of_action"]
        assert form.shown("title") == "Neu"
        assert Revision.objects.count() == before


def test_a_goal_of_another_plan_posted_by_hand(
    foreign: tuple, measure: MeasurePage, editor: Client
) -> None:
    before = Revision.objects.count()
    form = edit(editor, measure).send(goals=[foreign[1].pk], title="Neu")
    assert "anderen Plan" in form.errors()["goals"]
    assert form.shown("title") == "Neu"
    assert Revision.objects.count() == before


@pytest.mark.parametrize(
    "typed", ["2024-13", "31.02.2024", "bald", "24", "2024-00", "Herbst 2024"]
)
def test_a_date_that_is_none_is_told_what_would_be_right(
    typed: str, measure: MeasurePage, editor: Client, refuse: Refuse
) -> None:
    says = f"„{typed}“.*Bitte.*2024, 2024-10 oder 2024-10-31"
    refuse(edit(editor, measure), "planned_start", says, planned_start=typed, summary="Neu.")


def test_a_negative_amount(measure: MeasurePage, editor: Client, refuse: Refuse) -> None:
    refuse(edit(editor, measure), "funding_amount", "negativ", funding_amount="-1")


@pytest.mark.parametrize("model", ["measurepage", "goalpage", "fieldofactionpage"])
def test_the_address_of_the_list_of_measures(
    model: str, plan: ActionPlanPage, editor: Client, refuse: Refuse
) -> None:
    form = create(editor, model, plan)
    refuse(form, "slug", "massnahmen.*Bitte", title="Maßnahmen", slug="massnahmen")


@pytest.mark.parametrize("model", ["measurepage", "goalpage", "fieldofactionpage"])
def test_a_missing_title(model: str, plan: ActionPlanPage, editor: Client, refuse: Refuse) -> None:
    refuse(create(editor, model, plan), "title", "Feld", title="", slug="neu", number="3")


def test_a_draft_may_be_half_written_but_is_not_submitted_so(
    measure: MeasurePage, editor: Client, refuse: Refuse
) -> None:
    form = edit(editor, measure)
    prefix = form.add("indicators", name="", explanation="Noch ohne Namen.")
    form.send()
    assert [i.explanation for i in draft(measure).indicators.all()] == ["Noch ohne Namen."]
    refuse(form, f"{prefix}name", "Feld", action="submit", summary="Neu.")
    assert MeasurePage.objects.get(pk=measure.pk).summary == "Kurse für alle."
