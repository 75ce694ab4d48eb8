"""What it costs to begin the translation of a plan: theirs (*include subtree*) and ours.

``make bench``; with ``PAGES=300 make bench`` also a plan of that size in twelve languages, ours
alone. Both sides run on the same tree, in a transaction that is rolled back.
"""

import os
import resource
import time
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import connection, transaction
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, Translation
from wagtail_localize.operations import translate_object, translate_page_subtree

from aktionsplan_pages.approval.door import door
from aktionsplan_pages.languages import LANGUAGES, SOURCE
from aktionsplan_pages.models import ActionPlanPage, MeasureIndicator, MeasurePage, Milestone
from aktionsplan_pages.translation.bulk import Outcome, targets, translate_tree
from aktionsplan_pages.translation.submit import draft_of

SMALL = 8
PAGES = int(os.environ.get("PAGES", "0"))
ALL = tuple(code for code in LANGUAGES if code != SOURCE)
MEGABYTE = 1024  # ru_maxrss is in kilobytes


def grow(plan: ActionPlanPage, number: int) -> None:
    """Measures as in real plans: three texts, an indicator, two milestones."""
    with door("bench"):
        for i in range(number):
            page = MeasurePage(
                title=f"Maßnahme {i}", slug=f"m-{i}", summary=f"Kurz {i}.", locale=plan.locale,
                description=f"<p>Erster Absatz {i}.</p><p>Zweiter Absatz {i}.</p>", live=True,
            )  # fmt: skip
            page.indicators = [MeasureIndicator(name=f"Zahl {i}", locale=plan.locale)]
            page.milestones = [
                Milestone(title=f"{what} {i}", locale=plan.locale) for what in ("Start", "Ende")
            ]
            plan.add_child(instance=page)


def measured(act: Callable[[], Any]) -> dict[str, float]:
    asked = 0

    def count(execute: Any, *args: Any) -> Any:
        nonlocal asked
        asked += 1
        return execute(*args)

    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    with transaction.atomic(), connection.execute_wrapper(count):
        act()
        took = time.perf_counter() - begun
        made = Page.objects.exclude(locale__language_code=SOURCE).filter(depth__gt=2).count()
        known = Translation.objects.count(), StringSegment.objects.count()
        problems = Page.find_problems()
        transaction.set_rollback(True)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory
    return {
        "rows": made, "translations": known[0], "segments": known[1], "queries": asked,
        "seconds": took, "memory": memory / MEGABYTE, "problems": sum(map(len, problems)),
    }  # fmt: skip


def theirs(plan: ActionPlanPage, codes: Sequence[str]) -> Callable[[], None]:
    def act() -> None:
        locales = list(Locale.objects.filter(language_code__in=codes))
        for locale in locales:  # it makes no page above the plan
            draft_of(plan.get_parent().specific, locale)
        translate_object(plan, locales)
        translate_page_subtree(plan.pk, locales, None, None)

    return act


def ours(plan: ActionPlanPage, codes: Sequence[str]) -> Callable[[], None]:
    def act() -> None:
        fresh = ActionPlanPage.objects.get(pk=plan.pk)
        steps = list(translate_tree(fresh, targets(codes)))
        assert {step.outcome for step in steps} == {Outcome.BEGUN}

    return act


def line(name: str, found: dict[str, float]) -> str:
    rows = found["rows"]
    return (
        f"{name:<34}{rows:>6.0f}{found['queries'] / rows:>10.1f}"
        f"{found['seconds'] / rows * 1000:>9.1f}{found['queries']:>10.0f}"
        f"{found['seconds']:>8.1f}{found['memory']:>8.0f}{found['problems']:>10.0f}"
    )


HEAD = (
    f"{'':<34}{'rows':>6}{'queries':>10}{'ms':>9}{'queries':>10}{'s':>8}{'MB':>8}{'problems':>10}\n"
    f"{'':<40}{'per page and language':>19}{'in all':>10}{'':>8}{'more':>8}{'in tree':>10}"
)


@pytest.mark.parametrize("codes", [("uk", "ar"), ALL], ids=["2 languages", "12 languages"])
def test_side_by_side(codes: tuple[str, ...], plan: ActionPlanPage) -> None:
    grow(plan, SMALL)
    told = f"{SMALL + 1} pages, {len(codes)} languages"
    their_own = measured(theirs(plan, codes))
    own = measured(ours(plan, codes))
    print(f"\n\n{HEAD}")
    print(line(f"include subtree: {told}", their_own))
    print(line(f"translate_plan: {told}", own))
    assert own["rows"] == their_own["rows"]
    assert own["problems"] == 0
    assert own["queries"] * 10 <= their_own["queries"]


@pytest.mark.skipif(not PAGES, reason="asked for with PAGES=300")
def test_a_large_plan(plan: ActionPlanPage) -> None:
    grow(plan, PAGES - 1)
    print(f"\n\n{HEAD}")
    print(line(f"translate_plan: {PAGES} pages, {len(ALL)} languages", measured(ours(plan, ALL))))
