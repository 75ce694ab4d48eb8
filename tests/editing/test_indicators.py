"""An indicator and its values are one form; assessments tell how far something was reached."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from aktionsplan_pages.choices import Grade
from aktionsplan_pages.models import MeasurePage
from tests.conftest import publish_draft
from tests.editing.conftest import draft, edit

SERIES = [("2023", "18"), ("2024-06", "25"), ("2024", "31")]


@pytest.fixture
def counted(measure: MeasurePage, editor: Client) -> MeasurePage:
    """A measure with two indicators, the first with a series, made in the admin, published."""
    form = edit(editor, measure)
    prefix = form.add("indicators", name="Plätze", unit="place", target="40", baseline="10")
    for period, value in SERIES:
        form.add(f"{prefix}values", period=period, value=value, remark=f"Stand {period}")
    form.add("indicators", name="Kurse", unit="course")
    form.send()
    return publish_draft(measure)


def series(measure: MeasurePage) -> list[tuple[str, str]]:
    values = next(iter(measure.indicators.all())).values.all()
    return [(str(value.period), f"{value.value.normalize():f}") for value in values]


def content(measure: MeasurePage) -> list[dict[str, Any]]:
    """All that the indicators and their values say."""
    return [
        {name: getattr(indicator, name) for name in ("name", "translation_key", "unit", "target",
                                                     "baseline", "direction", "source")}
        | {"values": [{"pk": v.pk, "period": str(v.period), "value": v.value, "remark": v.remark}
                      for v in indicator.values.all()]}
        for indicator in measure.indicators.all()
    ]  # fmt: skip


def test_an_indicator_is_made_with_its_values_in_one_form(counted: MeasurePage) -> None:
    indicators = list(counted.indicators.all())
    assert [i.name for i in indicators] == ["Plätze", "Kurse"]
    assert (indicators[0].unit, indicators[0].target) == ("place", Decimal(40))
    assert series(counted) == SERIES
    assert {v.remark for v in indicators[0].values.all()} == {f"Stand {p}" for p, _ in SERIES}


def test_the_form_shows_the_values_again(counted: MeasurePage, editor: Client) -> None:
    form = edit(editor, counted)
    shown = [
        (
            form.shown(f"indicators-0-values-{i}-period"),
            form.shown(f"indicators-0-values-{i}-value"),
        )
        for i in range(3)
    ]
    assert shown == [("2023", "18.00"), ("2024-06", "25.00"), ("2024", "31.00")]


def test_editing_one_value_changes_it_alone(counted: MeasurePage, editor: Client) -> None:
    before = content(counted)
    edit(editor, counted).send(**{"indicators-0-values-1-value": "26"})
    assert series(draft(counted)) == [("2023", "18"), ("2024-06", "26"), ("2024", "31")]
    before[0]["values"][1]["value"] = Decimal(26)
    assert content(draft(counted)) == before


def test_a_draft_value_is_not_public(counted: MeasurePage, editor: Client, read: Any) -> None:
    edit(editor, counted).send(**{"indicators-0-values-2-value": "32"})
    assert "32 Plätze" not in read("/de/plan/kurse/")
    publish_draft(counted)
    assert "32 Plätze" in read("/de/plan/kurse/")


def test_values_are_put_in_another_order(counted: MeasurePage, editor: Client) -> None:
    order = {f"indicators-0-values-{i}-ORDER": 3 - i for i in range(3)}
    edit(editor, counted).send(**order)
    assert series(publish_draft(counted)) == SERIES[::-1]


def test_a_value_is_taken_out_and_the_others_stay(counted: MeasurePage, editor: Client) -> None:
    edit(editor, counted).send(**{"indicators-0-values-1-DELETE": "on"})
    assert series(publish_draft(counted)) == [SERIES[0], SERIES[2]]


def test_an_indicator_that_changes_places_keeps_its_values_and_its_translations(
    counted: MeasurePage, editor: Client
) -> None:
    keys = {i.name: i.translation_key for i in counted.indicators.all()}
    edit(editor, counted).send(**{"indicators-0-ORDER": 2, "indicators-1-ORDER": 1})
    indicators = list(publish_draft(counted).indicators.all())
    assert [(i.name, i.values.count()) for i in indicators] == [("Kurse", 0), ("Plätze", 3)]
    assert {i.name: i.translation_key for i in indicators} == keys


def test_a_measure_is_assessed_once_per_reporting_period(
    measure: MeasurePage, editor: Client, read: Any
) -> None:
    form = edit(editor, measure)
    form.add("assessments", period_start="2024", grade="partly", reason="Es fehlten Räume.")
    form.add("assessments", period_start="2025", grade="fully", reason="Räume sind da.")
    form.send()
    rows = publish_draft(measure).assessments.all()
    assert [(str(r.period_start), r.grade, r.reason) for r in rows] == [
        ("2024", "partly", "Es fehlten Räume."), ("2025", "fully", "Räume sind da."),
    ]  # fmt: skip
    assert "Räume sind da." in read("/de/plan/kurse/")


def test_six_steps_can_be_chosen_in_german(measure: MeasurePage, editor: Client) -> None:
    form = edit(editor, measure)
    form.add("assessments", period_start="2024", grade="fully")
    form.send()
    options = [o.get_text() for o in form.soup.select("[name=assessments-0-grade] option")][1:]
    with override("de"):
        assert options == [grade.label for grade in Grade]
    with override("en"):
        assert not set(options) & {grade.label for grade in Grade}
    assert len(options) == 6
