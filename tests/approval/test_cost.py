"""What approval costs: the same however many languages, measures and rounds there are."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aktionsplan_pages.editing.subject import address_of
from aktionsplan_pages.languages import LANGUAGES, SOURCE
from aktionsplan_pages.models import MeasurePage
from tests.approval.conftest import approve, submit
from tests.conftest import add, translate

SCREENS = 60
CODES = [code for code in LANGUAGES if code != SOURCE]


def in_languages(measure: MeasurePage, codes: list[str]) -> None:
    for code in codes:
        translate(measure, code, title=f"{code} title", summary=f"{code} summary")


def publication(measure: MeasurePage, editor: Any, coordinator: Any, head: Any, text: str) -> Any:
    """The queries of the last approval, which publishes."""
    submit(measure, editor, summary=text)
    approve(measure, coordinator)
    with CaptureQueriesContext(connection) as queries:
        begun = time.perf_counter()
        approve(measure, head)
        queries.milliseconds = (time.perf_counter() - begun) * 1000  # type: ignore[attr-defined]
    assert MeasurePage.objects.get(pk=measure.pk).summary == text
    return queries


def test_publishing_costs_the_same_in_1_and_13_languages(
    measure: MeasurePage, editor: Any, coordinator: Any, head: Any
) -> None:
    publication(measure, editor, coordinator, head, "Warm.")
    alone = publication(measure, editor, coordinator, head, "Eine Sprache.")
    in_languages(measure, CODES)
    many = publication(measure, editor, coordinator, head, "Dreizehn Sprachen.")
    print(f"{len(many)} queries, {many.milliseconds:.0f} ms")
    assert len(many) == len(alone)


@pytest.fixture
def queries(as_user: Callable[[Any], Client]) -> Callable[..., int]:
    """How many queries a screen takes, the session warm."""

    def count(user: Any, address: str) -> int:
        client = as_user(user)
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address)
        assert response.status_code == 200, address
        return len(captured)

    return count


def test_approval_screens_stay_small(
    measure: MeasurePage, plan: Any, editor: Any, coordinator: Any, queries: Callable[..., int],
) -> None:  # fmt: skip
    """With 13 languages and 30 pages under review; the start page, dossier and report."""
    in_languages(measure, CODES)
    submit(measure, editor, summary="Neu.")
    addresses = {
        "dossier": address_of(measure),
        "start": reverse("wagtailadmin_home"),
        "report": reverse("action_plan_audit"),
        "withdrawal": address_of(add(plan, MeasurePage(title="Noch", slug="noch")), "withdrawal"),
        "editor": reverse("wagtailadmin_pages:edit", args=[measure.pk]),
    }
    few = {name: queries(coordinator, address) for name, address in addresses.items()}
    for number in range(30):
        page = add(plan, MeasurePage(title=f"Maßnahme {number}", slug=f"m-{number}"))
        submit(page, editor, summary="Neu.")
    many = {name: queries(coordinator, address) for name, address in addresses.items()}
    print(many)
    assert {name: n for name, n in many.items() if name != "editor" and n >= SCREENS} == {}
    assert many == few
