"""An editor makes and changes plan, field, goal and measure as drafts, in German."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from aktionsplan_pages.models import (
    ActionPlanPage,
    FieldOfActionPage,
    GoalPage,
    MeasurePage,
    TargetGroup,
)
from tests.conftest import add, add_snippet, publish_draft
from tests.editing.conftest import Form, create, draft, draft_text, edit


def test_a_plan_is_made_as_a_draft(home: Page, editor: Client, client: Client) -> None:
    form = create(editor, "actionplanpage", home)
    form.add("resolutions", reference="VO/2025/246", outcome="decided", date="2025-06-23")
    form.send(
        title="Plan", slug="plan", introduction="Kurz.", body=draft_text("Lang."),
        period_start="2025", period_end="2030-12", steering_body="Lenkungskreis",
    )  # fmt: skip
    plan = ActionPlanPage.objects.get()
    assert not plan.live
    assert (str(plan.period_start), str(plan.period_end)) == ("2025", "2030-12")
    assert ">Lang.</p>" in plan.body
    assert [(r.reference, r.outcome) for r in plan.resolutions.all()] == [
        ("VO/2025/246", "decided")
    ]
    assert client.get("/de/plan/").status_code == 404


def test_a_field_and_a_goal_are_made_as_drafts(plan: ActionPlanPage, editor: Client) -> None:
    create(editor, "fieldofactionpage", plan).send(
        title="Sprache", slug="sprache", number="1", colour="#003c5a"
    )
    field = FieldOfActionPage.objects.get()
    create(editor, "goalpage", plan).send(
        title="Deutsch lernen", slug="deutsch", level="strategic", field_of_action=field.pk
    )
    goal = GoalPage.objects.get()
    assert (field.number, field.colour, field.live) == ("1", "#003c5a", False)
    assert (goal.level, goal.field_of_action, goal.live) == ("strategic", field, False)


def test_a_measure_is_made_as_a_draft_with_all_that_belongs_to_it(
    goal: GoalPage, field: FieldOfActionPage, plan: ActionPlanPage, editor: Client
) -> None:
    group = add_snippet(TargetGroup(name="Eltern", locale=plan.locale))
    form = create(editor, "measurepage", plan)
    form.add("milestones", title="Erster Kurs", planned="2026-03")
    form.send(
        title="Kurse", slug="kurse", summary="Für alle.", number="7", status="running",
        maturity="exists", field_of_action=field.pk, goals=[goal.pk], target_groups=[group.pk],
        planned_start="2025", funding_kind="own", funding_amount="1200.50",
    )  # fmt: skip
    measure = MeasurePage.objects.get()
    assert not measure.live
    assert (measure.status, measure.maturity, measure.number) == ("running", "exists", "7")
    assert (measure.field_of_action, list(measure.goals.all())) == (field, [goal])
    assert list(measure.target_groups.all()) == [group]
    assert str(measure.funding_amount) == "1200.50"
    assert [(m.title, str(m.planned)) for m in measure.milestones.all()] == [
        ("Erster Kurs", "2026-03")
    ]


def test_a_draft_of_a_live_measure_leaves_the_live_page_alone(
    measure: MeasurePage, editor: Client, read: Any
) -> None:
    edit(editor, measure).send(status="done", title="Deutschkurse für Eltern")
    assert draft(measure).status == "done"
    assert "status is-running" in read("/de/plan/kurse/")
    assert "für Eltern" not in read("/de/plan/kurse/")


BOOKKEEPING = {"live", "live_revision", "latest_revision", "latest_revision_created_at",
               "first_published_at", "last_published_at"}  # fmt: skip


def test_saving_a_form_unchanged_changes_nothing(measure: MeasurePage, editor: Client) -> None:
    edit(editor, measure).send()
    before = measure.latest_revision.content
    after = draft(measure).latest_revision.content
    changed = {name for name in before if (before[name] or "") != (after[name] or "")}
    assert changed == BOOKKEEPING


def test_two_versions_can_be_compared(measure: MeasurePage, editor: Client) -> None:
    form = edit(editor, measure)
    form.add("milestones", title="Erster Kurs", planned="2026-03")
    form.send(planned_start="2024-10", status="done")
    versions = [measure.latest_revision_id, draft(measure).latest_revision_id]
    compare = reverse("wagtailadmin_pages:revisions_compare", args=[measure.pk, *versions])
    form = Form(editor, compare).fetch()
    assert form.status == 200
    assert "Geplanter Beginn: 2024-10" in form.text
    assert "Stand: laufend abgeschlossen" in form.text


def test_a_half_written_draft_has_a_preview(measure: MeasurePage, editor: Client) -> None:
    form = edit(editor, measure)
    form.add("indicators", explanation="Noch ohne Namen.")
    form.add("assessments", reason="Noch ohne Zeitraum.")
    form.add("milestones", planned="2026")
    form.add("resolutions", title="Noch ohne Nummer.")
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[measure.pk])
    assert editor.post(preview, form.data).json() == {"is_valid": True, "is_available": True}
    assert "Noch ohne Zeitraum." in Form(editor, preview).fetch().text
    assert form.send().errors() == {}


GROUPS = {
    "measurepage": ["Was", "Wer", "Wann", "Messung", "Entscheidungen", "Intern"],
    "goalpage": ["Was", "Messung", "Intern"],
    "fieldofactionpage": ["Was", "Intern"],
}


@pytest.mark.parametrize("model", GROUPS)
def test_the_form_is_grouped_as_an_editor_thinks(
    model: str, plan: ActionPlanPage, editor: Client
) -> None:
    assert create(editor, model, plan).panels() == ["Titel", *GROUPS[model]]


def test_the_form_of_a_plan_is_grouped_in_the_same_way(home: Page, editor: Client) -> None:
    groups = ["Was", "Wer", "Wann", "Messung", "Entscheidungen"]
    assert create(editor, "actionplanpage", home).panels() == ["Titel", *groups]


def test_only_fields_and_goals_of_the_plan_can_be_chosen(
    goal: GoalPage, field: FieldOfActionPage, plan: ActionPlanPage, home: Page, editor: Client
) -> None:
    other = add(home, ActionPlanPage(title="Anderer Plan", slug="anders"))
    add(other, FieldOfActionPage(title="Fremdes Feld", slug="fremd"))
    add(other, GoalPage(title="Fremdes Ziel", slug="ziel"))
    form = create(editor, "measurepage", plan)
    assert "Sprache" in form.text
    assert "Deutsch lernen" in form.text
    assert "Fremdes" not in form.text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("2024", "2024"), ("2024-10", "2024-10"), ("2024-10-31", "2024-10-31"),
     ("31.10.2024", "2024-10-31"), ("10/2024", "2024-10")],
)  # fmt: skip
def test_a_date_keeps_its_precision_in_storage_and_form(
    typed: str, kept: str, measure: MeasurePage, editor: Client
) -> None:
    form = edit(editor, measure).send(planned_start=typed)
    assert form.shown("planned_start") == kept
    assert draft(measure).latest_revision.content["planned_start"] == kept
    assert str(publish_draft(measure).planned_start) == kept
