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


def grow(plan: ActionPlanPage, field: FieldOfActionPage, numbers: range) -> None:
    """Titles of different lengths: the index writes all of average length again each time."""
    plan.refresh_from_db()
    locale = Locale.objects.get(language_code="de")
    with door("test"):
        for i in numbers:
            title = f"Maßnahme {i}" + " und mehr" * (i % 3)
            plan.add_child(
                instance=MeasurePage(title=title, slug=f"m-{i}", status="planned",
                                     field_of_action=field, locale=locale)
            )  # fmt: skip


def test_the_list_costs_the_same_for_40_and_500_measures(
    plan: ActionPlanPage, field: FieldOfActionPage, measure: MeasurePage, client: Any
) -> None:
    translate(measure, "uk", title="Курси німецької")
    grow(plan, field, range(40))
    lists = [f"/{code}/plan/massnahmen/?sort=title" for code in LANGUAGES]
    few = {path: cost(client, path)[0] for path in lists}
    grow(plan, field, range(40, 500))
    for path in lists:
        many, sql = cost(client, path)
        assert few[path] == many, sql
        assert many <= 15, sql


@pytest.mark.parametrize("children", [1, 50])
def test_a_measure_costs_at_most_20(children: int, measure: MeasurePage, client: Any) -> None:
    for i in range(children):
        indicator = MeasureIndicator(name=f"Zahl {i}", locale=measure.locale, sort_order=i)
        indicator.values = [MeasureIndicatorValue(period="2024", value=i)]
        measure.indicators.add(indicator)
        measure.milestones.add(Milestone(title=f"Schritt {i}", locale=measure.locale))
    publish(measure)
    translate(measure, "uk", title="Курси німецької")
    for code in LANGUAGES:
        number, sql = cost(client, f"/{code}/plan/kurse/")
        assert number <= 20, sql


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_plan_costs_at_most_25(code: str, measure: MeasurePage, client: Any) -> None:
    number, sql = cost(client, f"/{code}/plan/")
    assert number <= 25, sql
