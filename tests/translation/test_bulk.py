"""A whole plan is begun in many languages: page by page, resumable, cheap, and never public."""

from collections import Counter
from io import StringIO
from itertools import islice
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils.translation import override
from wagtail.models import Locale, Page, PageLogEntry, Revision
from wagtail_localize.models import StringSegment, Translation, TranslationSource

from aktionsplan_pages.approval import records
from aktionsplan_pages.approval.publishing import publish_revision
from aktionsplan_pages.approval.vocabulary import Act
from aktionsplan_pages.languages import LANGUAGES
from aktionsplan_pages.models import (
    ActionPlanPage,
    FieldOfActionPage,
    GoalPage,
    MeasureIndicator,
    MeasurePage,
    Milestone,
    TranslationRun,
)
from aktionsplan_pages.translation import bulk
from aktionsplan_pages.translation.bulk import Outcome, Step, targets, translate_tree
from aktionsplan_pages.translation.runs import begin_run, work
from aktionsplan_pages.translation.submit import fill, submit
from tests.conftest import add, publish, translate

TWO = ("uk", "ar")
ALL = tuple(code for code in LANGUAGES if code != "de")


def measures(plan: Page, number: int, start: int = 0) -> None:
    """Measures with an indicator and two milestones each."""
    for i in range(start, start + number):
        page = MeasurePage(title=f"Maßnahme {i}", slug=f"m-{i}", summary=f"Kurz {i}.")
        page.indicators = [MeasureIndicator(name=f"Zahl {i}", target=i, unit="course")]
        page.milestones = [Milestone(title="Start"), Milestone(title=f"Ende {i}")]
        for child in (*page.indicators.all(), *page.milestones.all()):
            child.locale = plan.locale
        add(plan, page)


def command(to: str = "uk,ar", plan: str = "plan") -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    with override("en"):
        call_command("translate_plan", plan=plan, to=to, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def rows(code: str) -> Any:
    return Page.objects.filter(locale__language_code=code)


def run(plan: Page, *codes: str) -> list[Step]:
    return list(translate_tree(plan, targets(codes)))


@pytest.fixture
def tree(plan: ActionPlanPage, field: FieldOfActionPage, goal: GoalPage) -> ActionPlanPage:
    measures(plan, 3)
    return ActionPlanPage.objects.get(pk=plan.pk)


def test_every_page_is_begun_and_nothing_is_public(tree: ActionPlanPage, read: Any) -> None:
    before = {code: read(f"/{code}/plan/m-1/") for code in TWO}
    published = records.trail().filter(act=Act.PUBLISHED).count()
    out, err = command()
    assert "6 pages begun, 0 were there already, 0 skipped, 0 failed." in out
    assert "6 of 6 pages" in out
    assert err == ""
    for code in TWO:
        made = rows(code).exclude(translation_key=tree.get_parent().translation_key)
        assert made.count() == 6
        assert not made.filter(live=True).exists()
        assert not made.exclude(alias_of=None).exists()
        assert read(f"/{code}/plan/m-1/") == before[code]
    assert records.trail().filter(act=Act.PUBLISHED).count() == published
    assert Page.find_problems() == ([], [], [], [], [])
    assert Translation.objects.count() == 12
    german = MeasurePage.objects.get(slug="m-1", locale=tree.locale)
    arabic = german.get_translation(Locale.objects.get(language_code="ar"))
    assert arabic.get_parent().translation_key == tree.translation_key
    assert (arabic.title, arabic.summary, arabic.made_from) == (german.title, "", {})
    assert [child.name for child in arabic.indicators.all()] == [""]
    assert [child.target for child in arabic.indicators.all()] == [None]
    assert [entry.action for entry in PageLogEntry.objects.filter(page=arabic.pk)] == [
        "wagtail.create"
    ]


def test_what_was_begun_is_translated_and_published_as_ever(
    tree: ActionPlanPage, read: Any
) -> None:
    command()
    german = MeasurePage.objects.get(slug="m-1", locale=tree.locale)
    translation = Translation.objects.get(
        source__object_id=german.translation_key, target_locale__language_code="uk"
    )
    known = {"Maßnahme 1": "Захід 1", "Kurz 1.": "Коротко.", "Zahl 1": "Число", "Start": "Початок",
             "Ende 1": "Кінець"}  # fmt: skip
    assert fill(translation, known) == 5
    publish_revision(submit(translation))
    html = read("/uk/plan/m-1/")
    for text in known.values():
        assert text in html
    assert "Захід 1" not in read("/ar/plan/m-1/")
    assert Page.find_problems() == ([], [], [], [], [])


def test_leichte_sprache_gets_a_row_to_write_in_and_no_segments(tree: ActionPlanPage) -> None:
    command("de-simple")
    assert rows("de-simple").filter(depth__gt=2).count() == 6
    assert not TranslationSource.objects.exists()
    command("de-simple,uk")
    assert set(Translation.objects.values_list("target_locale__language_code", flat=True)) == {
        "uk"
    }


def test_only_approved_german_is_translated(tree: ActionPlanPage) -> None:
    draft = MeasurePage(title="Entwurf", slug="entwurf", live=False, locale=tree.locale)
    tree.add_child(instance=draft)
    public = MeasurePage.objects.get(slug="m-0", locale=tree.locale)
    public.summary = "Noch nicht freigegeben."
    public.save_revision()
    out, err = command()
    assert "“Entwurf”: The German page is not public" in err
    assert "6 pages begun, 0 were there already, 1 skipped" in out
    assert not rows("uk").filter(title="Entwurf").exists()
    assert not StringSegment.objects.filter(string__data="Noch nicht freigegeben.").exists()
    assert StringSegment.objects.filter(string__data="Kurz 0.").exists()


def test_existing_translations_are_left_alone(tree: ActionPlanPage, read: Any) -> None:
    german = MeasurePage.objects.get(slug="m-1", locale=tree.locale)
    translate(german, "uk", title="Захід 1", summary="Коротко.")
    row = german.get_translation(Locale.objects.get(language_code="uk"))
    before = (Page.objects.filter(pk=row.pk).values().get(), row.made_from, read("/uk/plan/m-1/"))
    revisions = Revision.objects.count()
    run(tree, *TWO)
    row = MeasurePage.objects.get(pk=row.pk)
    after = (Page.objects.filter(pk=row.pk).values().get(), row.made_from, read("/uk/plan/m-1/"))
    assert after == before
    assert Revision.objects.count() == revisions
    assert rows("ar").filter(translation_key=german.translation_key).count() == 1


@pytest.mark.parametrize("after", [0, 1, 3, 5])
def test_a_killed_run_goes_on_where_it_stopped(after: int, tree: ActionPlanPage) -> None:
    first = begin_run(tree, TWO)
    list(islice(work(first), after))  # and no more: as if it was killed
    TranslationRun.objects.update(worker="elsewhere:1:x", seen="2020-01-01T00:00Z")
    assert TranslationRun.objects.get().state == "interrupted"
    made = dict(Page.objects.values_list("pk", "path"))
    out, _ = command()
    assert f"{6 - after} pages begun, {after} were there already" in out
    assert {pk: path for pk, path in Page.objects.values_list("pk", "path") if pk in made} == made
    assert [r.state for r in TranslationRun.objects.order_by("-pk")] == ["done", "interrupted"]
    counts = Counter(Page.objects.values_list("locale__language_code", flat=True))
    assert counts["uk"] == counts["ar"] == 7


def test_a_page_that_breaks_in_the_middle_leaves_no_half_page(
    tree: ActionPlanPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = MeasurePage.objects.get(slug="m-1", locale=tree.locale)
    whole = bulk.make_drafts

    def half(page: Page, parent: Page, locales: Any, user: Any = None) -> list[Page]:
        if page.pk == broken.pk:
            whole(page, parent, locales[:1], user)
            raise RuntimeError("power cut")
        return whole(page, parent, locales, user)

    with monkeypatch.context() as patch:
        patch.setattr(bulk, "make_drafts", half)
        out, err = StringIO(), StringIO()
        with override("en"), pytest.raises(CommandError, match="Please run this again"):
            call_command("translate_plan", plan="plan", to="uk,ar", stdout=out, stderr=err)
    assert "“Maßnahme 1”: RuntimeError: power cut" in err.getvalue()
    assert "5 pages begun, 0 were there already, 0 skipped, 1 failed" in out.getvalue()
    key = broken.translation_key
    assert not Page.objects.filter(translation_key=key).exclude(pk=broken.pk).exists()
    assert not TranslationSource.objects.filter(object_id=key).exists()
    assert Page.find_problems() == ([], [], [], [], [])
    assert TranslationRun.objects.get().failed == 1
    out, _ = command()
    assert "1 pages begun, 5 were there already" in out


def test_below_a_page_that_failed_the_reason_is_named(
    tree: ActionPlanPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = bulk.make_drafts

    def refuse(page: Page, parent: Page, locales: Any, user: Any = None) -> list[Page]:
        if page.pk == tree.pk:
            raise RuntimeError("no")
        return whole(page, parent, locales, user)

    monkeypatch.setattr(bulk, "make_drafts", refuse)
    with override("en"):
        steps = run(tree, "uk")
    assert {step.outcome for step in steps} == {Outcome.FAILED}
    assert "“Aktionsplan” above it" in steps[1].problem


def test_a_slug_that_is_taken_in_a_language_is_no_obstacle(tree: ActionPlanPage) -> None:
    run(tree, "uk")
    german = MeasurePage.objects.get(slug="m-1", locale=tree.locale)
    german.slug = "anders"
    publish(german)
    add(tree, MeasurePage(title="Neu", slug="m-1"))
    steps = run(tree, "uk")
    assert Counter(step.outcome for step in steps) == {Outcome.KNOWN: 6, Outcome.BEGUN: 1}
    assert rows("uk").get(title="Neu").slug == "m-1-1"


def test_a_public_page_below_a_withdrawn_plan_has_a_place(tree: ActionPlanPage) -> None:
    Page.objects.filter(pk=tree.pk).update(live=False)
    tree.refresh_from_db()
    steps = run(tree, "uk")
    assert Counter(step.outcome for step in steps) == {Outcome.SKIPPED: 1, Outcome.BEGUN: 5}
    assert Page.find_problems() == ([], [], [], [], [])


def test_wrong_plan_and_languages_are_named(tree: ActionPlanPage) -> None:
    for to, plan, said in (
        ("uk,xx", "plan", "“xx” is no language to translate into"),
        ("de", "plan", "“de” is no language"),
        (" ,", "plan", "Please choose a language"),
        ("uk", "nirgends", "There is no plan with the slug “nirgends”. Existing plans: plan."),
    ):
        with pytest.raises(CommandError, match=said):
            command(to, plan)
    assert not TranslationRun.objects.exists()
    assert not rows("uk").exists()


def test_a_second_run_on_the_same_plan_is_refused_while_one_is_at_work(
    tree: ActionPlanPage,
) -> None:
    first = work(begin_run(tree, TWO))
    next(first)
    with pytest.raises(CommandError, match=r"translated already: 1 of 6 pages"):
        command()
    list(first)
    assert "0 pages begun, 6 were there already" in command()[0]


@pytest.mark.parametrize(("codes", "most"), [(TWO, 28), (ALL, 15)])
def test_the_cost_of_a_page_and_language_does_not_grow_with_the_plan(
    codes: tuple[str, ...], most: int, plan: ActionPlanPage
) -> None:
    def cost(number: int) -> float:
        queries: list[str] = []

        def count(execute: Any, sql: str, *args: Any) -> Any:
            queries.append(sql)
            return execute(sql, *args)

        with connection.execute_wrapper(count):
            steps = list(translate_tree(ActionPlanPage.objects.get(pk=plan.pk), targets(codes)))
        begun = sum(step.outcome is Outcome.BEGUN for step in steps)
        assert begun == number
        return len(queries) / number / len(codes)

    cost(1)
    measures(plan, 3)
    few = cost(3)
    measures(plan, 30, start=3)
    many = cost(30)
    print(f"{len(codes)} languages: {few:.1f} and {many:.1f} queries for a page and language")
    assert many <= few + 1
    assert few <= most
