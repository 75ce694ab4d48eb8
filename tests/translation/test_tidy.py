"""Translations of pages that are gone for good are removed, on record, and nothing else is."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override
from wagtail.models import Locale, Page, Revision
from wagtail_localize.models import StringTranslation, Translation

from aktionsplan_pages.approval import records
from aktionsplan_pages.approval.door import door
from aktionsplan_pages.approval.vocabulary import Act
from aktionsplan_pages.models import ActionPlanPage, GoalPage, MeasurePage
from aktionsplan_pages.translation.bulk import targets, translate_tree
from tests.conftest import translate

SOUND: tuple[list, ...] = ([], [], [], [], [])


def tidy() -> str:
    out = StringIO()
    with override("en"):
        call_command("tidy_translations", stdout=out, stderr=StringIO())
    return out.getvalue()


def locale(code: str) -> Locale:
    return Locale.objects.get(language_code=code)


def everything() -> list[Any]:
    return [list(Page.objects.order_by("pk").values()), Revision.objects.count()]


def delete(page: Page) -> None:
    """For good: it was public, so that only the logged door lets it go."""
    with door("test"):
        Page.objects.get(pk=page.pk).specific.delete()


def test_while_german_is_there_nothing_is_removed(measure: MeasurePage, goal: GoalPage) -> None:
    translate(measure, "uk", title="Курси")
    list(translate_tree(measure.get_parent().specific, targets(["uk", "ar"])))
    Page.objects.filter(pk=goal.pk).update(live=False)
    before = everything()
    assert tidy() == ""
    assert everything() == before


def test_translations_of_a_page_that_is_gone_go_and_are_on_record(
    measure: MeasurePage, goal: GoalPage, read: Any, client: Any
) -> None:
    translate(measure, "uk", title="Курси")
    translate(goal, "uk", title="Мета")
    list(translate_tree(measure.get_parent().specific, targets(["uk", "ar"])))
    key = measure.translation_key
    uk = measure.get_translation(locale("uk"))
    others = Page.objects.exclude(translation_key=key)
    delete(measure)
    before = sorted(others.values_list("pk", "path", "live", "title"))
    assert Page.objects.filter(translation_key=key).count() == 2
    assert client.get("/uk/plan/kurse/").status_code == 404  # at once, before anything is tidied
    assert "2 translations of pages that are gone were removed." in tidy()
    assert not Page.objects.filter(translation_key=key).exists()
    assert sorted(others.values_list("pk", "path", "live", "title")) == before
    assert Page.find_problems() == SOUND
    entries = records.trail().filter(translation_key=key, act=Act.REMOVED)
    assert {entry.language for entry in entries} == {"uk", "ar"}
    entry = entries.get(language="uk")
    assert (entry.title, entry.object_id) == ("Курси", str(uk.pk))
    assert entry.data == {"door": "The German page is gone.", "was_live": True}
    assert records.trail().filter(object_id=str(uk.pk), act=Act.WITHDRAWN).exists()
    assert not Translation.objects.filter(source__object_id=key).exists()
    assert not StringTranslation.objects.filter(data="Курси").exists()
    assert "Мета" in read("/uk/plan/ziel/")
    count = records.trail().count()
    assert tidy() == ""
    assert records.trail().count() == count
    call_command("check_public", stdout=StringIO())


def test_a_whole_plan_goes_from_below(plan: ActionPlanPage, measure: MeasurePage) -> None:
    list(translate_tree(plan, targets(["uk", "ar", "de-simple"])))
    delete(plan)
    assert Page.objects.exclude(locale=plan.locale).filter(depth__gt=2).count() == 12
    assert "12 translations" in tidy()
    assert not Page.objects.exclude(locale=plan.locale).filter(depth__gt=2).exists()
    assert Page.find_problems() == SOUND


def test_a_place_that_others_stand_on_is_kept_and_named(
    plan: ActionPlanPage, measure: MeasurePage, goal: GoalPage
) -> None:
    list(translate_tree(plan, targets(["uk"])))
    Page.objects.filter(pk=plan.pk).update(translation_key="00000000-0000-0000-0000-000000000001")
    with pytest.raises(CommandError, match="Not all could be removed"):
        tidy()
    assert Page.objects.filter(locale=locale("uk"), depth=3).count() == 1
    assert Page.objects.filter(locale=locale("uk"), depth=4).count() == 3
    assert Page.find_problems() == SOUND
