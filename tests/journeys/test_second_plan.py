"""A second plan on the same site: its own fields, numbers, words and translations."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import querydict_from_html

from aktionsplan_pages.models import (
    ActionPlanPage,
    FieldOfActionPage,
    GoalPage,
    MeasureIndicator,
    MeasureIndicatorValue,
    MeasurePage,
)
from tests.conftest import add, commit, publish, translate

Read = Callable[[str], str]


def measured(measure: MeasurePage, reached: int) -> MeasurePage:
    """The measure, numbered 1, with an indicator that has come to ``reached`` of 100."""
    indicator = MeasureIndicator(
        name="Plätze", unit="place", target=Decimal(100), locale=measure.locale
    )
    indicator.values = [MeasureIndicatorValue(period="2024", value=Decimal(reached))]
    measure.indicators = [indicator]
    measure.number = "1"
    return publish(measure)


@pytest.fixture
def sport(home: Page, measure: MeasurePage) -> ActionPlanPage:
    """A second plan beside the first; both have a measure with the number 1."""
    measured(measure, 25)
    plan = add(home, ActionPlanPage(title="Sportplan", slug="sport", show_in_menus=True))
    field = add(plan, FieldOfActionPage(title="Vereine", slug="sprache"))
    goal = add(plan, GoalPage(title="Mitmachen", slug="ziel", field_of_action=field))
    page = MeasurePage(title="Schwimmkurse", slug="kurse", status="done", field_of_action=field)
    page.goals = [goal]
    measured(add(plan, page), 75)
    add(plan, MeasurePage(title="Laufgruppe", slug="lauf", status="done"))
    return ActionPlanPage.objects.get(pk=plan.pk)


PATHS = ("", "massnahmen/", "sprache/", "ziel/", "kurse/")


@pytest.mark.parametrize("code", ["de", "kmr"])
def test_each_plan_names_only_its_own_pages(code: str, sport: ActionPlanPage, read: Read) -> None:
    ours = ("Schwimmkurse", "Vereine", "Mitmachen", "Laufgruppe")
    theirs = ("Deutschkurse", "Deutsch lernen")
    first = "".join(read(f"/{code}/plan/{path}") for path in PATHS)
    second = "".join(read(f"/{code}/sport/{path}") for path in PATHS)
    assert [title for title in ours if title in first] == []
    assert [title for title in theirs if title in second] == []
    assert [title for title in ours if title not in second] == []
    assert [title for title in theirs if title not in first] == []
    assert f'href="/{code}/sport/"' in read(f"/{code}/")
    assert f'href="/{code}/plan/"' in read(f"/{code}/")


def test_each_plan_counts_and_filters_only_its_own_measures(
    sport: ActionPlanPage, read: Read
) -> None:
    for measure in MeasurePage.objects.filter(slug="kurse"):
        commit(measure, "Kreissportverband")
    field = FieldOfActionPage.objects.child_of(sport).get()
    assert "1 measure<" in read("/en/plan/massnahmen/")
    assert "2 measures<" in read("/en/sport/massnahmen/")
    assert "0 measures<" in read("/en/plan/massnahmen/?status=done")
    assert "2 measures<" in read("/en/sport/massnahmen/?status=done")
    assert "0 measures<" in read(f"/en/plan/massnahmen/?field={field.translation_key.hex}")
    assert "1 measure<" in read(f"/en/sport/massnahmen/?field={field.translation_key.hex}")
    for plan in ("plan", "sport"):
        assert "Kreissportverband (1)" in read(f"/en/{plan}/massnahmen/")


def test_each_plan_reports_its_own_progress(sport: ActionPlanPage, read: Read) -> None:
    for path in ("", "sprache/", "ziel/", "kurse/"):
        assert "25%" in read(f"/en/plan/{path}")
        assert "75%" not in read(f"/en/plan/{path}")
        assert "75%" in read(f"/en/sport/{path}")
        assert "25%" not in read(f"/en/sport/{path}")


def test_each_plan_has_its_own_words(sport: ActionPlanPage, read: Read) -> None:
    swimming = MeasurePage.objects.child_of(sport).get(slug="kurse")
    translate(swimming, "uk", title="Курси плавання")
    assert "<h1>Курси плавання</h1>" in read("/uk/sport/kurse/")
    assert "Курси плавання" in read("/uk/sport/massnahmen/")
    assert '<h1><span lang="de" dir="ltr">Deutschkurse</span></h1>' in read("/uk/plan/kurse/")
    assert "Курси плавання" not in read("/uk/plan/massnahmen/")


def save(client: Any, page: Page, **changes: Any) -> str:
    """Saves a draft in the page editor; gives the editor's answer."""
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = querydict_from_html(client.get(address).content.decode(), form_id="page-edit-form")
    for name, value in changes.items():
        form.setlist(name, value if isinstance(value, list) else [value])
    return client.post(address, form, follow=True).content.decode()


def latest(page: MeasurePage) -> Any:
    return MeasurePage.objects.get(pk=page.pk).get_latest_revision_as_object()


def test_the_editor_refuses_goals_and_fields_of_another_plan(
    sport: ActionPlanPage, measure: MeasurePage, admin_client: Any
) -> None:
    other = GoalPage.objects.child_of(sport).get()
    field = FieldOfActionPage.objects.child_of(sport).get()
    own = add(ActionPlanPage.objects.get(slug="plan"), GoalPage(title="Noch ein Ziel", slug="z2"))
    refused = "Diese Seite gehört zu einem anderen Plan."
    for changes in ({"goals": [str(other.pk)]}, {"field_of_action": str(field.pk)}):
        assert refused in save(admin_client, measure, **changes)
    assert [goal.pk for goal in latest(measure).goals.all()] != [other.pk]
    assert latest(measure).field_of_action_id == measure.field_of_action_id
    assert refused not in save(admin_client, measure, goals=[str(own.pk)])
    assert [goal.pk for goal in latest(measure).goals.all()] == [own.pk]


def test_the_same_number_is_refused_within_a_plan_only(
    sport: ActionPlanPage, admin_client: Any
) -> None:
    running = MeasurePage.objects.get(slug="lauf")
    assert "hat bereits die Nummer 1" in save(admin_client, running, number="1")
    assert latest(running).number == ""
    save(admin_client, running, number="2")
    assert latest(running).number == "2"


def test_no_code_can_store_a_goal_or_a_field_of_another_plan(
    sport: ActionPlanPage, measure: MeasurePage
) -> None:
    measure = MeasurePage.objects.get(pk=measure.pk)
    measure.goals = [GoalPage.objects.child_of(sport).get()]
    with pytest.raises(ValidationError, match="goals"):
        measure.save()
    measure = MeasurePage.objects.get(pk=measure.pk)
    measure.field_of_action = FieldOfActionPage.objects.child_of(sport).get()
    with pytest.raises(ValidationError, match="field_of_action"):
        measure.save()
    MeasurePage.objects.get(pk=measure.pk).save()


@pytest.mark.parametrize("model", [FieldOfActionPage, GoalPage, MeasurePage])
def test_the_address_of_the_list_belongs_to_the_list(
    model: type[Page], plan: ActionPlanPage
) -> None:
    with pytest.raises(ValidationError, match="massnahmen"):
        add(plan, model(title="Maßnahmen", slug="massnahmen"))
    assert add(plan, model(title="Maßnahmen", slug="massnahmen-2")).live
