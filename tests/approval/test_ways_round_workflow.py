"""Ways round the approval through the workflow itself, with any arrangement of it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import override_settings
from django.urls import reverse
from wagtail.models import (
    GroupApprovalTask,
    Revision,
    Task,
    TaskState,
    Workflow,
    WorkflowPage,
    WorkflowState,
    WorkflowTask,
)

from aktionsplan_pages.approval.review import propose_withdrawal
from aktionsplan_pages.approval.roles import groups_of
from aktionsplan_pages.approval.vocabulary import RoleName
from aktionsplan_pages.models import HeadTask, LanguageReviewTask, MeasurePage
from tests.approval.conftest import approve, submit
from tests.approval.stage import Scene
from tests.approval.ways import Ways, walk_both

ways = Ways()
way = ways.way
NOBODY = "without anybody’s approval"
WROTE = "You wrote a part"
CANNOT = "You cannot decide on this step"


def arrange(scene: Scene, *tasks: Task) -> Workflow:
    """An administrator gives the whole site another workflow."""
    workflow = Workflow.objects.create(name="Anders")
    for place, task in enumerate(tasks):
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=place)
    WorkflowPage.objects.update(workflow=workflow)
    return workflow


def stock_step() -> GroupApprovalTask:
    """Wagtail's own kind of step, decided on by coordination."""
    task = GroupApprovalTask.objects.create(name="Moderation")
    task.groups.set(groups_of(RoleName.COORDINATION))
    return task


def head_step() -> HeadTask:
    return HeadTask.objects.get()


def current(scene: Scene) -> TaskState:
    return scene.fresh(scene.measure).current_workflow_task_state


def decide(scene: Scene, user: Any, action: str = "approve") -> HttpResponse:
    """The button of Wagtail's own view."""
    where = [scene.measure.pk, action, current(scene).pk]
    address = reverse("wagtailadmin_pages:workflow_action", args=where)
    return scene.browser(user).post(address, {"comment": ""})


# Four eyes


for who, arrangement in (("coordinator", stock_step), ("superuser", stock_step)):

    @way(f"{who} approves own words in Wagtail's own step", "decision", "four eyes", says=WROTE)
    def _(scene: Scene, who: str = who, arrangement: Callable = arrangement) -> Any:
        arrange(scene, arrangement())
        submit(scene.measure, getattr(scene, who), title="Anders")
        yield
        return decide(scene, getattr(scene, who))

    @way(f"{who} approves own words, and no step minds", "four eyes", says=NOBODY)
    def _(scene: Scene, who: str = who, arrangement: Callable = arrangement) -> Any:
        arrange(scene, arrangement())
        submit(scene.measure, getattr(scene, who), title="Anders")
        yield
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("aktionsplan_pages.approval.review.check_decision", lambda *args: None)
            return decide(scene, getattr(scene, who))


@way("an earlier author approves what a colleague submits", "decision", "four eyes", says=WROTE)
def _(scene: Scene) -> Any:
    arrange(scene, stock_step())
    draft = scene.fresh(scene.measure)
    draft.title = "Anders"
    draft.save_revision(user=scene.coordinator)
    submit(scene.measure, scene.editor, status="done")
    yield
    return decide(scene, scene.coordinator)


@way("the author approves a revision that hides the author", "decision", "four eyes",
     says=NOBODY)  # fmt: skip
def _(scene: Scene) -> Any:
    arrange(scene, stock_step())
    submit(scene.measure, scene.coordinator, title="Anders")
    state = current(scene)
    twin = Revision.objects.get(pk=state.revision_id)
    twin.pk, twin.user = None, None
    twin._state.adding = True
    twin.save()
    TaskState.objects.filter(pk=state.pk).update(revision=twin)
    yield
    return decide(scene, scene.coordinator)


# Who may decide


@way("an approver whose role was just taken away", "decision", says=CANNOT)
def _(scene: Scene) -> Any:
    arrange(scene, head_step())
    submit(scene.measure, scene.editor, title="Anders")
    state = current(scene)
    assert state.task.specific.may_decide(scene.measure, scene.head)
    yield scene.head.groups.clear()
    state.approve(user=scene.head)


@way("an approver who has left", "decision", says=CANNOT)
def _(scene: Scene) -> Any:
    arrange(scene, head_step())
    submit(scene.measure, scene.editor, title="Anders")
    yield get_user_model().objects.filter(pk=scene.head.pk).update(is_active=False)
    current(scene).approve(user=scene.head)


@way("somebody who is not asked", "decision", says=CANNOT)
def _(scene: Scene) -> Any:
    arrange(scene, head_step())
    submit(scene.measure, scene.editor, title="Anders")
    yield
    current(scene).approve(user=scene.coordinator)


@way("nobody at all", "decision", "four eyes", says=CANNOT)
def _(scene: Scene) -> Any:
    arrange(scene, head_step())
    submit(scene.measure, scene.editor, title="Anders")
    yield
    current(scene).approve()


# Steps


@way("all steps are skipped", "four eyes", says=NOBODY)
def _(scene: Scene) -> None:
    arrange(scene, LanguageReviewTask.objects.get())
    submit(scene.measure, scene.editor, title="Anders")


@way("no steps at all", "four eyes", says=NOBODY)
def _(scene: Scene) -> None:
    arrange(scene)
    submit(scene.measure, scene.editor, title="Anders")


@way("no steps at all, submitted in the editor", "four eyes", says=NOBODY)
def _(scene: Scene) -> HttpResponse:
    arrange(scene)
    return press_submit(scene)


@way("the only step is switched off during review", "four eyes", says=NOBODY)
def _(scene: Scene) -> Any:
    arrange(scene, head_step())
    submit(scene.measure, scene.editor, title="Anders")
    yield
    address = reverse("wagtailadmin_workflows:disable_task", args=[head_step().pk])
    return scene.browser(scene.superuser).post(address)


@way("a decision made up", "decision", says="Nobody is asked for this step")
def _(scene: Scene) -> Any:
    submit(scene.measure, scene.editor, title="Anders")
    state = WorkflowState.objects.get(object_id=str(scene.measure.pk), status="in_progress")
    made_up = [
        TaskState(
            workflow_state=state, revision=state.current_task_state.revision, task=task,
            status="approved", finished_by=scene.head,
        )
        for task in state.workflow.tasks
    ]  # fmt: skip
    yield
    for decision in made_up:
        decision.save()
    TaskState.objects.filter(pk=state.current_task_state_id).update(status="skipped")
    WorkflowState.objects.get(pk=state.pk).update()


@way("decisions written by a query", "four eyes", says=NOBODY)
def _(scene: Scene) -> Any:
    submit(scene.measure, scene.editor, title="Anders")
    state = WorkflowState.objects.get(object_id=str(scene.measure.pk), status="in_progress")
    yield
    WorkflowTask.objects.exclude(task=state.current_task_state.task).delete()
    TaskState.objects.filter(workflow_state=state).update(
        status="approved", finished_by=scene.head
    )
    WorkflowState.objects.get(pk=state.pk).update(user=scene.head)


@way("finish() called before anybody approved", "four eyes", "steps", says=NOBODY)
def _(scene: Scene) -> Any:
    submit(scene.measure, scene.editor, title="Anders")
    yield
    WorkflowState.objects.get(object_id=str(scene.measure.pk)).finish(user=scene.head)


@way("finish() called after the first step", "steps", says="is still due")
def _(scene: Scene) -> Any:
    submit(scene.measure, scene.editor, title="Anders")
    approve(scene.measure, scene.coordinator)
    yield
    WorkflowState.objects.get(object_id=str(scene.measure.pk)).finish(user=scene.coordinator)


@way("an ended round finished once more", "one release", says="has ended")
def _(scene: Scene) -> Any:
    submit(scene.measure, scene.editor, title="Erste Fassung")
    approve(scene.measure, scene.coordinator, scene.head)
    first = WorkflowState.objects.get(object_id=str(scene.measure.pk))
    submit(scene.measure, scene.editor, title="Zweite Fassung")
    approve(scene.measure, scene.coordinator, scene.head)
    yield
    WorkflowState.objects.filter(pk=first.pk).update(status="in_progress")
    WorkflowState.objects.get(pk=first.pk).finish(user=scene.head)


@way("i a newer revision than the approved one", "decision", "stock finish", "publishing",
     says="has changed since it was submitted")  # fmt: skip
def _(scene: Scene) -> Any:
    submit(scene.measure, scene.editor, status="done")
    newer = scene.fresh(scene.measure).latest_revision
    newer.pk, newer.content["title"], newer.created_at = None, "Untergeschoben", None
    newer._state.adding = True
    yield newer.save()
    MeasurePage.objects.filter(pk=scene.measure.pk).update(latest_revision=newer)
    approve(scene.measure, scene.coordinator, scene.head)


@way("the approved revision rewritten by a query", "decision", "stock finish", "publishing",
     says="has changed since it was submitted")  # fmt: skip
def _(scene: Scene) -> Any:
    submit(scene.measure, scene.editor, status="done")
    approve(scene.measure, scene.coordinator)
    revision = scene.fresh(scene.measure).latest_revision
    revision.content["title"] = "Untergeschoben"
    yield Revision.objects.filter(pk=revision.pk).update(content=revision.content)
    approve(scene.measure, scene.head)


# One approval, one change


@way(
    "an approved version once more after another change", "publishing", says="Nobody has approved"
)
def _(scene: Scene) -> Any:
    submit(scene.measure, scene.editor, title="Erste Fassung")
    approve(scene.measure, scene.coordinator, scene.head)
    first = scene.fresh(scene.measure).live_revision
    submit(scene.measure, scene.editor, title="Zweite Fassung")
    approve(scene.measure, scene.coordinator, scene.head)
    yield
    Revision.objects.get(pk=first.pk).publish()


@way(
    "an approved version once more after its withdrawal", "publishing", says="Nobody has approved"
)
def _(scene: Scene) -> Any:
    submit(scene.measure, scene.editor, title="Erste Fassung")
    approve(scene.measure, scene.coordinator, scene.head)
    first = scene.fresh(scene.measure).live_revision
    propose_withdrawal(scene.fresh(scene.measure), scene.editor, "Überholt")
    approve(scene.measure, scene.coordinator, scene.head)
    assert not scene.fresh(scene.measure).live
    yield
    Revision.objects.get(pk=first.pk).publish()


@way("a withdrawal that is published", "publishing", says="it cannot be published")
def _(scene: Scene) -> Any:
    propose_withdrawal(scene.measure, scene.editor, "Überholt")
    yield
    scene.fresh(scene.measure).latest_revision.publish()


# Without a workflow


@way("workflows are switched off", "publish permission", "publishing", "row", "child",
     says="was saved as a draft")  # fmt: skip
def _(scene: Scene) -> HttpResponse:
    with override_settings(WAGTAIL_WORKFLOW_ENABLED=False):
        return press(scene, scene.superuser, "publish")


def press(scene: Scene, user: Any, button: str) -> HttpResponse:
    address = reverse("wagtailadmin_pages:edit", args=[scene.measure.pk])
    client = scene.browser(user)
    changes = {"title": "Anders", f"action-{button}": "1"}
    return client.post(address, scene.form(client, address) | changes)


def press_submit(scene: Scene) -> HttpResponse:
    return press(scene, scene.editor, "submit")


@pytest.mark.parametrize(("way", "guarded"), ways.both())
def test_way(way: Any, guarded: bool, scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    walk_both(way, guarded, scene, monkeypatch)
