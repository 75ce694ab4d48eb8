"""The day after: names change, pages go, copies are made, and nothing breaks."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from aktionsplan_pages.approval.check import findings
from aktionsplan_pages.approval.door import door
from aktionsplan_pages.models import (
    ActionPlanPage,
    FieldOfActionPage,
    GoalPage,
    MeasureIndicator,
    MeasureIndicatorValue,
    MeasurePage,
    Organisation,
)
from aktionsplan_pages.models.plan_child import stays_in_plan
from cms.models import ContentPage
from tests.conftest import add, commit, publish, publish_draft, translate
from tests.editing.conftest import Form, draft, edit

Read = Callable[[str], str]


def view(editor: Client, name: str, *args: Any) -> Form:
    return Form(editor, reverse(f"wagtailadmin_pages:{name}", args=args)).fetch()


def test_a_renamed_organisation_has_its_new_name_everywhere(
    measure: MeasurePage, editor: Client, read: Read
) -> None:
    organisation = commit(measure, "Volkshochschule")
    translate(MeasurePage.objects.get(pk=measure.pk), "uk", title="Курси німецької")
    rename = reverse("wagtailsnippets_aktionsplan_pages_organisation:edit", args=[organisation.pk])
    Form(editor, rename).fetch().send(name="Haus der Bildung")
    publish_draft(organisation)
    for code in ("de", "uk", "kmr"):
        for path in ("plan/massnahmen/", "plan/kurse/"):
            assert "Haus der Bildung" in read(f"/{code}/{path}")
            assert "Volkshochschule" not in read(f"/{code}/{path}")
    assert Organisation.objects.get().name in edit(editor, measure).text


def test_a_field_that_is_deleted_leaves_its_measures_working(
    measure: MeasurePage, goal: GoalPage, field: FieldOfActionPage, editor: Client, read: Read,
    client: Client,
) -> None:  # fmt: skip
    translate(measure, "uk", title="Курси німецької")
    edit(editor, measure).send(summary="Ein Entwurf.")
    assert "Sprache" in read("/de/plan/kurse/")
    refuse_and_delete(editor, field)
    assert client.get("/de/plan/sprache/").status_code == 404
    for code in ("de", "uk", "kmr"):
        for path in ("plan/", "plan/massnahmen/", "plan/kurse/", "plan/ziel/"):
            assert "/plan/sprache/" not in read(f"/{code}/{path}")
    form = edit(editor, measure)
    assert (form.shown("summary"), form.shown("field_of_action")) == ("Ein Entwurf.", "")
    assert form.send().errors() == {}
    assert publish_draft(measure).field_of_action is None


def refuse_and_delete(editor: Client, page: Page) -> None:
    """The admin keeps what is public; only set-up deletes it, and all of that is on record."""
    view(editor, "delete", page.pk)
    editor.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    kept = Page.objects.get(pk=page.pk)
    assert kept.live
    with door("test"):
        kept.delete()
    assert [finding for finding in findings() if finding.problem] == []


def test_a_goal_that_is_deleted_leaves_its_measures_working(
    measure: MeasurePage, goal: GoalPage, editor: Client, read: Read
) -> None:
    edit(editor, measure).send(summary="Ein Entwurf.")
    refuse_and_delete(editor, goal)
    assert "/plan/ziel/" not in read("/de/plan/kurse/")
    assert edit(editor, measure).send().errors() == {}
    assert not publish_draft(measure).goals.exists()


@pytest.fixture
def full(measure: MeasurePage) -> MeasurePage:
    """A live measure with a number, a key, an organisation and an indicator."""
    indicator = MeasureIndicator(name="Plätze", unit="place", target=40, locale=measure.locale)
    indicator.values = [MeasureIndicatorValue(period="2024", value=25)]
    measure.indicators = [indicator]
    measure.number, measure.external_id = "7", "k7"
    measure = publish(measure)
    commit(measure, "Volkshochschule")
    return MeasurePage.objects.get(pk=measure.pk)


def test_a_copied_measure_is_complete_and_nowhere_public(
    full: MeasurePage, editor: Client, read: Read, client: Client
) -> None:
    view(editor, "copy", full.pk)
    Form(editor, reverse("wagtailadmin_pages:copy", args=[full.pk])).send(
        new_title="Deutschkurse 2", new_slug="kurse-2", new_parent_page=full.get_parent().pk
    )
    copy = MeasurePage.objects.get(slug="kurse-2")
    assert not copy.live
    assert copy.translation_key != full.translation_key
    for state in (copy, draft(copy)):
        assert (state.title, state.status, state.summary) == (
            "Deutschkurse 2", "running", "Kurse für alle.")  # fmt: skip
        assert (state.field_of_action, set(state.goals.all())) == (
            full.field_of_action, set(full.goals.all()))  # fmt: skip
        assert [c.organisation.name for c in state.commitments.all()] == ["Volkshochschule"]
        indicator = next(iter(state.indicators.all()))
        assert (indicator.name, indicator.unit, indicator.target) == ("Plätze", "place", 40)
        assert [str(value.period) for value in indicator.values.all()] == ["2024"]
        assert indicator.translation_key != full.indicators.get().translation_key
    assert client.get("/de/plan/kurse-2/").status_code == 404
    assert "Deutschkurse 2" not in read("/de/plan/massnahmen/")


def test_a_copied_measure_has_a_number_and_a_key_of_its_own(
    full: MeasurePage, editor: Client
) -> None:
    Form(editor, reverse("wagtailadmin_pages:copy", args=[full.pk])).send(
        new_title="Deutschkurse 2", new_slug="kurse-2", new_parent_page=full.get_parent().pk
    )
    copy = MeasurePage.objects.get(slug="kurse-2")
    for state in (copy, draft(copy)):
        assert (state.number, state.external_id) == ("", "")
    assert (draft(full).number, draft(full).external_id) == ("7", "k7")
    assert edit(editor, copy).send(summary="Neu.").errors() == {}


@pytest.mark.parametrize("is_live", [True, False])
def test_a_copy_leaves_the_original_its_values(
    is_live: bool, full: MeasurePage, editor: Client
) -> None:
    if not is_live:
        with door("test"):
            full.unpublish()
    plan = full.get_parent()
    Form(editor, reverse("wagtailadmin_pages:copy", args=[full.pk])).send(
        new_title="Deutschkurse 2", new_slug="kurse-2", new_parent_page=plan.pk
    )
    Form(editor, reverse("wagtailadmin_pages:copy", args=[plan.pk])).send(
        new_title="Plan 2030", new_slug="plan-2030", new_parent_page=plan.get_parent().pk,
        copy_subpages="on",
    )  # fmt: skip
    for copy in MeasurePage.objects.exclude(pk=full.pk):
        assert value_keys(copy).isdisjoint(value_keys(full))
        publish_draft(copy)
    measures = MeasurePage.objects.all()
    assert [m.indicators.get().values.get().value for m in measures] == [25, 25, 25, 25]


def value_keys(measure: MeasurePage) -> set[int]:
    """The keys of an indicator's values as all revisions of a measure name them."""
    contents = (revision.content for revision in measure.revisions.all())
    values = (v for c in contents for indicator in c["indicators"] for v in indicator["values"])
    return {value["pk"] for value in values} - {None}


@pytest.fixture
def other(home: Page) -> ActionPlanPage:
    return add(home, ActionPlanPage(title="Anderer Plan", slug="anders"))


def test_a_measure_is_not_copied_into_another_plan(
    full: MeasurePage, other: ActionPlanPage, editor: Client
) -> None:
    form = Form(editor, reverse("wagtailadmin_pages:copy", args=[full.pk])).send(
        new_title="Kurse", new_slug="kurse", new_parent_page=other.pk
    )
    assert form.status == 200
    assert stays_in_plan(full) in form.text
    assert not other.get_children().exists()


def test_a_copied_plan_is_complete_in_itself(
    full: MeasurePage, plan: ActionPlanPage, editor: Client
) -> None:
    Form(editor, reverse("wagtailadmin_pages:copy", args=[plan.pk])).send(
        new_title="Plan 2030", new_slug="plan-2030", new_parent_page=plan.get_parent().pk,
        copy_subpages="on",
    )  # fmt: skip
    new = ActionPlanPage.objects.get(slug="plan-2030")
    measure = MeasurePage.objects.child_of(new).get()
    goal = GoalPage.objects.child_of(new).get()
    field = FieldOfActionPage.objects.child_of(new).get()
    for state in (measure, draft(measure)):
        assert (state.number, state.field_of_action, list(state.goals.all())) == (
            "7", field, [goal])  # fmt: skip
    assert (goal.field_of_action, draft(goal).field_of_action) == (field, field)
    assert edit(editor, measure).send(summary="Neu.").errors() == {}
    assert not Page.objects.descendant_of(new, inclusive=True).live().exists()


@pytest.mark.parametrize("kind", ["measure", "goal", "field"])
def test_a_page_does_not_move_to_another_plan(
    kind: str, measure: MeasurePage, plan: ActionPlanPage, other: ActionPlanPage,
    editor: Client, request: Any,
) -> None:  # fmt: skip
    page = request.getfixturevalue(kind)
    move = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, other.pk])
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    form = Form(editor, move).send()
    assert (form.status, stays_in_plan(page) in form.text) == (200, True)
    editor.post(f"{bulk}?id={page.pk}", {"chooser": other.pk})
    assert Page.objects.get(pk=page.pk).get_parent().pk == plan.pk


def test_a_plan_does_move(plan: ActionPlanPage, home: Page, editor: Client) -> None:
    """The positive control: what may move, moves."""
    target = add(home, ContentPage(title="Archiv", slug="archiv"))
    Form(editor, reverse("wagtailadmin_pages:move_confirm", args=[plan.pk, target.pk])).send()
    assert Page.objects.get(pk=plan.pk).get_parent().pk == target.pk
