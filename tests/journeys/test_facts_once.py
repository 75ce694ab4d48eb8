"""Law 1: facts exist once; every language reads them from the German page at the next request."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import models
from wagtail.models import Page
from wagtail_localize.models import Translation

from aktionsplan_pages.approval.door import door
from aktionsplan_pages.approval.publishing import publish_revision
from aktionsplan_pages.dates import PartialDate
from aktionsplan_pages.models import (
    MeasureIndicator,
    MeasureIndicatorValue,
    MeasurePage,
    Milestone,
)
from tests.conftest import commit, publish, translate

Read = Callable[[str], str]
PATHS = ("plan/", "plan/massnahmen/", "plan/sprache/", "plan/ziel/", "plan/kurse/")


@pytest.fixture
def rich(measure: MeasurePage) -> MeasurePage:
    """A measure with facts of every kind, translated into Ukrainian."""
    indicator = MeasureIndicator(
        name="Plätze",
        unit="place",
        target=Decimal(40),
        baseline=Decimal(10),
        locale=measure.locale,
    )
    indicator.values = [MeasureIndicatorValue(period="2024", value=Decimal(25))]
    measure.indicators = [indicator]
    measure.milestones = [Milestone(title="Start", planned="2024-10", locale=measure.locale)]
    measure.planned_start = PartialDate(2024, 10)
    measure = publish(measure)
    commit(measure, "Volkshochschule")
    measure = MeasurePage.objects.get(pk=measure.pk)
    translate(measure, "uk", title="Курси німецької", summary="Курси для всіх.")
    return MeasurePage.objects.get(pk=measure.pk)


def uk(measure: MeasurePage) -> MeasurePage:
    return MeasurePage.objects.get(
        translation_key=measure.translation_key, locale__language_code="uk"
    )


def test_a_new_status_is_true_in_all_languages_and_writes_no_translation(
    rich: MeasurePage, read: Read
) -> None:
    before = MeasurePage.objects.filter(pk=uk(rich).pk).values().get()
    rich.status = "done"
    publish(rich)
    for path in ("plan/kurse/", "plan/massnahmen/"):
        assert "status is-done" in read(f"/uk/{path}")
        assert "status is-running" not in read(f"/uk/{path}")
    assert MeasurePage.objects.filter(pk=uk(rich).pk).values().get() == before


def test_a_german_draft_shows_nowhere(rich: MeasurePage, read: Read) -> None:
    rich.status = "done"
    rich.save_revision()
    for code in ("de", "uk", "kmr"):
        assert "status is-done" not in read(f"/{code}/plan/kurse/")


def test_an_older_translation_does_not_bring_the_old_fact_back(
    rich: MeasurePage, read: Read
) -> None:
    older = uk(rich).latest_revision
    rich.status = "done"
    publish(rich)
    publish_revision(older)
    assert "status is-done" in read("/uk/plan/kurse/")


def test_a_full_sync_copies_no_fact(
    rich: MeasurePage, read: Read, django_capture_on_commit_callbacks: Any
) -> None:
    translation = Translation.objects.get(source__object_id=rich.translation_key)
    translation.source.update_from_db()
    with door("test"), django_capture_on_commit_callbacks(execute=True):
        translation.save_target()
    row = uk(rich)
    assert row.status == ""
    assert row.planned_start is None
    assert row.field_of_action is None
    assert not row.goals.exists()
    assert not row.commitments.exists()
    assert [(i.unit, i.target, i.values.count()) for i in row.indicators.all()] == [("", None, 0)]
    assert all("place" not in str(r.content["indicators"]) for r in row.revisions.all())
    assert "status is-running" in read("/uk/plan/kurse/")


def test_a_full_sync_does_not_pass_german_off_as_ukrainian(
    measure: MeasurePage, read: Read, django_capture_on_commit_callbacks: Any
) -> None:
    translate(measure, "uk", title="Курси німецької")
    translation = Translation.objects.get(source__object_id=measure.translation_key)
    with door("test"), django_capture_on_commit_callbacks(execute=True):
        translation.save_target()
    assert uk(measure).summary == "Kurse für alle."
    assert '<span lang="de" dir="ltr">Kurse für alle.</span>' in read("/uk/plan/kurse/")


POISON: dict[type[models.Field], Any] = {
    models.BooleanField: True, models.DecimalField: Decimal("6666"), models.TextField: "GIFT",
    models.URLField: "https://gift.example/", models.EmailField: "gift@example.org",
}  # fmt: skip


def poison(page: Page) -> int:
    """Overwrites every fact column of a row and deletes its fact children; gives how many."""
    spoiled = poison_columns(page)
    words = {f.field_name for f in page.translatable_fields}
    for relation in page._meta.child_relations if hasattr(page._meta, "child_relations") else []:
        spoiled += (
            0
            if relation.name in words
            else relation.related_model.objects.filter(page=page).delete()[0]
        )
    for name in ("indicators", "milestones", "assessments"):
        for child in getattr(page, name).all():
            spoiled += poison_columns(child)
    return spoiled


def poison_columns(obj: models.Model) -> int:
    inherited = {f.name for f in Page._meta.get_fields()} | {
        "id", "page", "page_ptr", "locale", "translation_key", "sort_order"}  # fmt: skip
    words = {f.field_name for f in obj.translatable_fields}
    values = {}
    for field in obj._meta.concrete_fields:
        if field.name in inherited | words:
            continue
        if isinstance(field, models.ForeignKey):
            values[field.name] = None
        elif field.choices:
            values[field.name] = field.choices[-1][0]
        elif type(field).__name__ == "PartialDateField":
            values[field.name] = PartialDate(2099)
        else:
            values[field.name] = next(
                (v for k, v in POISON.items() if isinstance(field, k)), "GIFT"
            )
    type(obj).objects.filter(pk=obj.pk).update(**values)
    return len(values)


def pages(read: Read) -> dict[str, str]:
    return {path: read(f"/uk/{path}") for path in PATHS}


def test_poisoned_facts_of_a_translation_change_no_letter(rich: MeasurePage, read: Read) -> None:
    before = pages(read)
    assert poison(uk(rich)) > 20
    assert pages(read) == before


def test_poisoned_facts_of_the_german_page_do_change_the_pages(
    rich: MeasurePage, read: Read
) -> None:
    before = pages(read)
    poison(rich)
    after = pages(read)
    assert [path for path in PATHS if after[path] != before[path]] == list(PATHS)
