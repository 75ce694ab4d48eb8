"""A list costs the same number of queries however long it is, in every language."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from aktionsplan_pages.approval.door import door
from aktionsplan_pages.models import (
    ActionPlanPage,
    FieldOfActionPage,
    MeasureIndicator,
    MeasureIndicatorValue,
    MeasurePage,
    Milestone,
)
from tests.conftest import publish, translate

LANGUAGES = ("de", "uk", "kmr")


def cost(client: Any, path: str) -> tuple[int, str]:
    """The queries of a warm request, and what they were."""
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(path).status_code == 200
    return len(queries), "\n".join(q["sql"][:160] for q in queries)


def grow(plan: ActionPlanPage, field: FieldOfActionPage, number: int) -> None:
    plan.refresh_from_db()
    locale = Locale.objects.get(language_code="de")
    with door("test"):
        for i in range(number):
            plan.add_child(
                instance=MeasurePage(title=f"Maßnahme {i}", slug=f"m-{i}", status="planned",
                                     field_of_action=field, locale=locale)
            )  # fmt: skip


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_list_costs_the_same_for_10_and_500_measures(
    code: str, plan: ActionPlanPage, field: FieldOfActionPage, measure: MeasurePage, client: Any
) -> None:
    translate(measure, "uk", title="Курси німецької")
    grow(plan, field, 40)
    few, _ = cost(client, f"/{code}/plan/massnahmen/?sort=title")
    grow_to = MeasurePage.objects.count()
    plan.refresh_from_db()
    locale = Locale.objects.get(language_code="de")
    with door("test"):
        for i in range(grow_to, 500):
            plan.add_child(instance=MeasurePage(title=f"N {i}", slug=f"n-{i}", locale=locale))
    many, sql = cost(client, f"/{code}/plan/massnahmen/?sort=title")
    assert few == many, sql
    assert many <= 15, sql


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("children", [1, 50])
def test_a_measure_costs_at_most_20(
    code: str, children: int, measure: MeasurePage, client: Any
) -> None:
    for i in range(children):
        indicator = MeasureIndicator(name=f"Zahl {i}", locale=measure.locale, sort_order=i)
        indicator.values = [MeasureIndicatorValue(period="2024", value=i)]
        measure.indicators.add(indicator)
        measure.milestones.add(Milestone(title=f"Schritt {i}", locale=measure.locale))
    publish(measure)
    translate(measure, "uk", title="Курси німецької")
    number, sql = cost(client, f"/{code}/plan/kurse/")
    assert number <= 20, sql


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_plan_costs_at_most_25(code: str, measure: MeasurePage, client: Any) -> None:
    number, sql = cost(client, f"/{code}/plan/")
    assert number <= 25, sql
