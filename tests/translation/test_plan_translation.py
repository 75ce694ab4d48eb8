"""The whole plan into languages from the admin: who may, what happens, and how far it is."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings
from django.urls import reverse
from django_tasks import default_task_backend, task_backends
from wagtail.models import Page

from aktionsplan_pages.editing.plan_translation import address
from aktionsplan_pages.models import ActionPlanPage, TranslationRun
from aktionsplan_pages.translation.runs import begin_run, work, work_off
from tests.dossier.conftest import (  # noqa: F401
    Screen,
    as_user,
    coordinator,
    editor,
    head,
    look,
    person,
    root,
)
from tests.translation.test_bulk import measures, rows

Look = Callable[..., Screen]
LATER = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


@pytest.fixture
def tree(plan: ActionPlanPage) -> ActionPlanPage:
    measures(plan, 3)
    return ActionPlanPage.objects.get(pk=plan.pk)


@pytest.fixture
def queue() -> Any:
    """As with a worker: what is asked for is only noted."""
    with override_settings(TASKS=LATER):
        yield default_task_backend


def send(screen: Screen, *codes: str, expect: int = 200) -> Screen:
    response = screen.client.post(screen.url, {"languages": codes}, follow=True)
    assert response.status_code == expect
    return Screen(screen.client, response.request["PATH_INFO"], response)


def test_the_plan_is_begun_from_its_menu(
    tree: ActionPlanPage, coordinator: Any, look: Look
) -> None:
    edit = look(coordinator, reverse("wagtailadmin_pages:edit", args=[tree.pk]))
    assert edit.soup.select(f'a[href="{address(tree)}"]')
    form = look(coordinator, address(tree))
    assert len(form.soup.select("input[name=languages]")) == 12
    done = send(form, "uk", "ar")
    run = TranslationRun.objects.get()
    assert done.url == reverse("action_plan_run", args=[run.pk])
    assert "abgeschlossen: 4 von 4 Seiten" in done.text()
    assert "Refresh" not in done.response.headers
    assert (run.state, run.user, run.languages) == ("done", coordinator, ["uk", "ar"])
    assert rows("uk").count() == rows("ar").count() == 5
    assert not rows("uk").filter(live=True).exists()
    assert "Українська, العربية" in look(coordinator, address(tree)).text("table")


def test_who_may_begin_which_languages(
    tree: ActionPlanPage, person: Callable[..., Any], look: Look
) -> None:
    for role, language, offered in (
        ("coordination", "", 12), ("administrator", "", 12), ("translator", "uk", 1),
        ("reviewer", "uk", 0), ("editor", "", 0), ("head", "", 0), ("press", "", 0),
    ):  # fmt: skip
        user = person(f"{role}{language}", role, language)
        screen = look(user, address(tree))
        if not offered:
            assert screen.status == 302
            screen.client.post(address(tree), {"languages": ["uk"]})
            assert not TranslationRun.objects.exists()
            continue
        assert len(screen.soup.select("input[name=languages]")) == offered
    translator = person("translatoruk")
    screen = look(translator, address(tree))
    send(screen, "ar")
    assert not TranslationRun.objects.exists()
    send(screen, "uk")
    assert rows("uk").count() == 5
    assert not rows("ar").exists()


def test_nothing_ticked_is_said(tree: ActionPlanPage, coordinator: Any, look: Look) -> None:
    assert "Bitte wählen Sie eine Sprache." in send(look(coordinator, address(tree))).text()
    assert not TranslationRun.objects.exists()


def test_only_a_german_plan_has_it(tree: ActionPlanPage, coordinator: Any, look: Look) -> None:
    measure = tree.get_children().first()
    begun = look(coordinator, reverse("wagtailadmin_pages:edit", args=[measure.pk]))
    assert "In Sprachen übersetzen" not in begun.text("body")
    assert look(coordinator, reverse("action_plan_translate", args=[measure.pk])).status == 404
    send(look(coordinator, address(tree)), "uk")
    other = rows("uk").get(translation_key=tree.translation_key)
    assert look(coordinator, reverse("action_plan_translate", args=[other.pk])).status == 404


def test_a_worker_does_it_and_the_page_tells_how_far_it_is(
    tree: ActionPlanPage, coordinator: Any, look: Look, queue: Any
) -> None:
    waiting = send(look(coordinator, address(tree)), "uk")
    assert "wartet: 0 von 4 Seiten" in waiting.text()
    assert waiting.response["Refresh"] == "3"
    assert not rows("uk").exists()
    (asked,) = task_backends["default"].results
    run = TranslationRun.objects.get()
    assert asked.args == [run.pk]
    steps = work(run)
    next(steps)
    half = look(coordinator, waiting.url)
    assert "laufend: 1 von 4 Seiten" in half.text()
    assert half.soup.select_one("progress")["value"] == "1"
    assert half.response["Refresh"] == "3"
    assert not half.soup.select("main form[method=post]")
    list(steps)
    assert "abgeschlossen: 4 von 4 Seiten" in look(coordinator, waiting.url).text()


def test_a_second_run_is_refused_while_one_is_at_work(
    tree: ActionPlanPage, coordinator: Any, look: Look, queue: Any
) -> None:
    steps = work(begin_run(tree, ["uk"]))
    next(steps)
    refused = send(look(coordinator, address(tree)), "ar", expect=409)
    assert "wird bereits übersetzt: 1 von 4 Seiten" in refused.text("body")
    assert TranslationRun.objects.count() == 1
    list(steps)
    send(look(coordinator, address(tree)), "ar")
    assert TranslationRun.objects.count() == 2


def test_a_killed_worker_shows_and_the_run_goes_on_by_a_button(
    tree: ActionPlanPage, coordinator: Any, look: Look
) -> None:
    run = begin_run(tree, ["uk"])
    next(work(run))
    TranslationRun.objects.update(worker="elsewhere:1:x", seen="2020-01-01T00:00Z")
    url = reverse("action_plan_run", args=[run.pk])
    screen = look(coordinator, url)
    assert "unterbrochen: 1 von 4 Seiten" in screen.text()
    assert "Refresh" not in screen.response.headers
    response = screen.client.post(url, follow=True)
    assert "abgeschlossen: 4 von 4 Seiten" in Screen(screen.client, url, response).text()
    assert rows("uk").count() == 5
    assert Page.find_problems() == ([], [], [], [], [])
    screen.client.post(url)  # once more does nothing
    run.refresh_from_db()
    assert run.state == "done"


def test_whose_place_was_taken_stops(tree: ActionPlanPage) -> None:
    run = begin_run(tree, ["uk"])
    slow = work(run)
    next(slow)
    TranslationRun.objects.update(worker="elsewhere:1:x")
    with pytest.raises(Exception, match="bereits übersetzt"):
        list(slow)
    work_off.call(run.pk + 1)  # a run that is gone is no error


def test_what_failed_is_named(tree: ActionPlanPage, coordinator: Any, look: Look) -> None:
    draft = tree.get_children().last()
    Page.objects.filter(pk=draft.pk).update(live=False)
    done = send(look(coordinator, address(tree)), "uk")
    assert "Maßnahme 2" in done.text("table")
    assert "nicht öffentlich" in done.text("table")
    assert settings.LANGUAGE_CODE == "de"
