"""The tree stays sound while a plan is begun and others write, on a database that lets them."""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from aktionsplan_pages.approval.publishing import publish_revision
from aktionsplan_pages.models import ActionPlanPage, MeasurePage, TranslationRun
from aktionsplan_pages.translation.bulk import Outcome, Step, targets, translate_tree
from aktionsplan_pages.translation.runs import Busy, begin_run
from aktionsplan_pages.translation.submit import draft_of, prepare
from tests.approval.conftest import put_back  # noqa: F401
from tests.approval.test_two_at_once import at_once, committed  # noqa: F401
from tests.conftest import add, publish, translate
from tests.translation.test_bulk import ALL, command, measures

pytestmark = pytest.mark.skipif(
    connections["default"].vendor != "postgresql", reason="SQLite lets one writer in at a time"
)
SOUND: tuple[list, ...] = ([], [], [], [], [])
MANY = 12


@pytest.fixture
def tree(committed: MeasurePage) -> ActionPlanPage:
    plan = ActionPlanPage.objects.get(pk=committed.get_parent().pk)
    measures(plan, MANY)
    return ActionPlanPage.objects.get(pk=plan.pk)


def translating(plan: ActionPlanPage, *codes: str) -> Callable[[], list[Step]]:
    return lambda: list(translate_tree(ActionPlanPage.objects.get(pk=plan.pk), targets(codes)))


def each(plan: ActionPlanPage, act: Callable[[MeasurePage], Any]) -> Callable[[], None]:
    def run() -> None:
        for page in MeasurePage.objects.child_of(plan).order_by("-path"):
            act(page)

    return run


def complete(plan: ActionPlanPage, *codes: str) -> None:
    assert Page.find_problems() == SOUND
    for code in codes:
        rows = Page.objects.filter(locale__language_code=code)
        above = rows.get(translation_key=plan.translation_key)
        assert above.get_children().count() == above.numchild == plan.get_children().count()


def no_errors(results: list[Any]) -> None:
    assert [one for one in results if isinstance(one, Exception)] == []


def test_two_runs_and_single_translations_of_the_same_pages(tree: ActionPlanPage) -> None:
    uk = Locale.objects.get(language_code="uk")
    results = at_once(
        translating(tree, "uk", "ar"),
        translating(tree, "ar", "uk"),
        each(tree, lambda page: (prepare(page, "uk"), draft_of(page, uk))),
    )
    no_errors(results)
    for steps in results[:2]:
        assert {step.outcome for step in steps} <= {Outcome.BEGUN, Outcome.KNOWN}
    complete(tree, "uk", "ar")


def test_pages_are_published_meanwhile_in_german_and_in_the_language(
    tree: ActionPlanPage,
) -> None:
    translate(tree, "uk", title="План")
    uk = tree.get_translation(Locale.objects.get(language_code="uk"))

    def publishing(page: ActionPlanPage) -> Callable[[], None]:
        def run() -> None:
            for number in range(MANY):
                row = ActionPlanPage.objects.get(pk=page.pk)
                row.introduction = f"{number}"
                publish_revision(row.save_revision())

        return run

    no_errors(at_once(translating(tree, "uk", "ar"), publishing(uk), publishing(tree)))
    complete(tree, "uk", "ar")
    assert ActionPlanPage.objects.get(pk=uk.pk).introduction == f"{MANY - 1}"


def test_german_pages_are_moved_and_added_meanwhile(tree: ActionPlanPage) -> None:
    def moving() -> None:
        for number, page in enumerate(MeasurePage.objects.child_of(tree).order_by("path")[:MANY]):
            first = Page.objects.get(pk=tree.pk).get_first_child()
            Page.objects.get(pk=page.pk).move(first, pos="left")
            add(ActionPlanPage.objects.get(pk=tree.pk), MeasurePage(
                title=f"Neu {number}", slug=f"neu-{number}"))  # fmt: skip

    no_errors(at_once(translating(tree, "uk"), moving))
    assert Page.find_problems() == SOUND
    translating(tree, "uk")()
    complete(ActionPlanPage.objects.get(pk=tree.pk), "uk")


def test_one_of_two_runs_begun_at_once_is_refused(tree: ActionPlanPage) -> None:
    results = at_once(lambda: begin_run(tree, ["uk"]), lambda: begin_run(tree, ["ar"]))
    assert sorted(type(one).__name__ for one in results) == ["Busy", "TranslationRun"]
    assert isinstance(next(one for one in results if isinstance(one, Exception)), Busy)
    with pytest.raises(CommandError):
        call_command("translate_plan", plan="plan", to="uk")
    assert TranslationRun.objects.count() == 1


def test_words_are_those_that_were_public_at_one_moment(tree: ActionPlanPage) -> None:
    """German words change while they are taken apart: each page is taken as it was or as it is."""

    def retitling(page: MeasurePage) -> None:
        page.title = page.summary = f"{page.title} neu"
        publish(page)

    no_errors(at_once(translating(tree, "uk"), each(tree, retitling)))
    complete(tree, "uk")


def test_a_killed_command_leaves_no_half_page_and_goes_on_at_once(tree: ActionPlanPage) -> None:
    known = connection.settings_dict
    place = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**known)
    process = subprocess.Popen(
        [sys.executable, "manage.py", "translate_plan", "--plan", "plan", "--to", ",".join(ALL)],
        cwd=Path(__file__).parents[2], env=os.environ | {"DATABASE_URL": place},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    for _ in range(1200):
        if TranslationRun.objects.filter(done__gt=2).exists():
            break
        time.sleep(0.05)
    process.kill()
    process.wait()
    run = TranslationRun.objects.get()
    assert 2 < run.done < run.total
    assert run.state == "interrupted"
    for rows, whole in (
        (Page.objects.filter(depth__gt=3).exclude(locale=tree.locale), len(ALL)),
        (Translation.objects.all(), len(ALL) - 1),
    ):
        name = "translation_key" if rows.model is Page else "source"
        assert set(Counter(rows.values_list(name, flat=True)).values()) == {whole}
    assert Page.find_problems() == SOUND
    command(",".join(ALL))
    complete(tree, *ALL)
