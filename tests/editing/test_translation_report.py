"""What the matrix of pages and languages costs."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale, Page

from aktionsplan_pages.approval.door import door
from aktionsplan_pages.editing.translation_report import ROWS
from aktionsplan_pages.languages import LANGUAGES, SOURCE
from aktionsplan_pages.models import ActionPlanPage, ApprovedWords, MeasurePage
from aktionsplan_pages.translation.sections import digest
from tests.approval.conftest import as_user, coordinator, person  # noqa: F401

pytestmark = pytest.mark.django_db


def grow(plan: ActionPlanPage, begin: int, end: int) -> None:
    """Measures in 13 languages whose German title has changed since, written all at once."""
    locales = {one.language_code: one for one in Locale.objects.all()}
    kind = ContentType.objects.get_for_model(MeasurePage)
    pages, approved = [], []
    for number in range(begin, end):
        key = uuid4()
        for path, text in (("title", f"Zeile {number} de"), ("summary", "Kurz.")):
            approved.append(ApprovedWords(page_key=key, path=path, digest=digest(text), text=text))
        for place, code in enumerate(LANGUAGES):
            step = f"Z{number:04}{place:02}0"
            pages.append(
                Page(
                    translation_key=key, locale=locales[code], slug=f"m{step}", live=True,
                    title=f"Zeile {number} {code}", draft_title=f"Zeile {number} {code}",
                    content_type=kind, path=plan.path + step, depth=plan.depth + 2,
                )
            )  # fmt: skip
    with door("test"):
        Page.objects.bulk_create(pages, batch_size=500)
    ApprovedWords.objects.bulk_create(approved, batch_size=500)
    made = {"title": digest("older"), "summary": digest("Kurz.")}
    rows = [
        MeasurePage(
            page_ptr_id=page.pk, summary="Kurz.",
            made_from={} if page.locale.language_code == SOURCE else made,
        )
        for page in pages
    ]  # fmt: skip
    fields = MeasurePage._meta.local_concrete_fields
    for first in range(0, len(rows), 500):
        some = rows[first : first + 500]
        MeasurePage._base_manager.all()._insert(some, fields=fields, using="default")


def test_it_costs_the_same_with_10_and_1000_pages_in_13_languages(
    plan: ActionPlanPage, coordinator: Any, as_user: Callable[[Any], Client]
) -> None:
    address, client = f"{reverse('action_plan_translations')}?title=Zeile", as_user(coordinator)

    def cost() -> tuple[int, str]:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            html = client.get(address).content.decode()
        return len(queries), html

    grow(plan, 0, 10)
    few, _html = cost()
    grow(plan, 10, 1000)
    many, html = cost()
    assert many == few
    assert html.count("matrix__cell--changed") == 12 * ROWS
