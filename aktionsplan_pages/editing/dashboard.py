"""What waits for somebody and where their own submissions stand: panels of the start page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.http import HttpRequest
from wagtail.admin.templatetags.wagtailadmin_tags import locale_label_from_id
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import (
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)
from wagtail.models import TaskState, WorkflowState

from aktionsplan_pages.approval import gate, records
from aktionsplan_pages.approval.authors import contributions
from aktionsplan_pages.approval.permissions import languages_of
from aktionsplan_pages.approval.vocabulary import Act, Intent
from aktionsplan_pages.editing import subject
from aktionsplan_pages.editing.translator_panel import TranslatorPanel

STOCK = (WorkflowObjectsToModeratePanel, UserObjectsInWorkflowModerationPanel)


@dataclass(frozen=True)
class Row:
    """One dossier in a list."""

    title: str
    url: str
    kind: str
    language: str
    is_withdrawal: bool
    step: str
    since: Any
    submitted_by: Any
    reason: str = ""
    is_own: bool = False
    handed_to: str = ""
    handed_by: str = ""


def row_of(state: WorkflowState, task_state: Any, **details: Any) -> Row | None:
    """None where the page has gone or is not approved here."""
    obj = state.content_object
    if obj is None or not gate.is_gated(state.content_type.model_class()):
        return None
    return Row(
        task_state.title, subject.address_of(obj), state.content_type.name,
        locale_label_from_id(obj.locale_id), task_state.intent == Intent.WITHDRAW,
        task_state.task.name, task_state.started_at, state.requested_by, **details,
    )  # fmt: skip


def with_titles(states: Any) -> Any:
    """Title and intent out of the revision, without loading its whole content."""
    return states.annotate(
        title=F("revision__object_str"), intent=F("revision__content__intent")
    ).select_related("task")


class AwaitingDecisionPanel(Component):
    name = "awaiting_decision"
    template_name = "aktionsplan_pages/admin/awaiting_decision.html"
    order = 100

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        return {"rows": awaiting(user)}


class SubmissionsPanel(Component):
    name = "submissions"
    template_name = "aktionsplan_pages/admin/submissions.html"
    order = 110

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        rows = submissions(user)
        return {"rows": rows, "is_idle": not (rows or languages_of(user) or awaiting(user))}


def awaiting(user: Any) -> list[Row]:
    """What ``user`` can decide: handed over to them first, then the oldest; own parts last."""
    due = TaskState.objects.reviewable_by(user).values("pk")
    states = with_titles(TaskState.objects.filter(pk__in=due)).select_related(
        "workflow_state__content_type", "workflow_state__requested_by"
    )
    states = list(states.prefetch_related("workflow_state__content_object").order_by("started_at"))
    handed = hand_overs(states)
    written = dict(
        contributions()
        .filter(pk__in=[state.revision_id for state in states])
        .values_list("pk", "authors")
    )
    rows = []
    for state in states:
        entry = handed.get(state.pk)
        details: dict[str, Any] = {"is_own": user.pk in written.get(state.revision_id, ())}
        if entry is not None:
            details |= {"handed_to": entry.data["to_name"], "handed_by": entry.person_name}
        if row := row_of(state.workflow_state, state, **details):
            mine = entry is not None and entry.data["to"] == user.pk
            rows.append((details["is_own"], 0 if mine else 1 if entry is None else 2, row))
    return [row for *_rank, row in sorted(rows, key=lambda one: one[:2])]


def hand_overs(states: list[TaskState]) -> dict[int, Any]:
    entries = records.trail().filter(
        act=Act.HANDED_OVER, task_state_id__in=[state.pk for state in states]
    )
    return {entry.task_state_id: entry for entry in entries.order_by("pk")}


def submissions(user: Any) -> list[Row]:
    """What ``user`` submitted, and where it stands."""
    found = WorkflowState.objects.active().filter(requested_by=user)
    found = found.select_related("content_type", "requested_by").prefetch_related("content_object")
    states = {state.current_task_state_id: state for state in found}
    rows = []
    for task_state in with_titles(TaskState.objects.filter(pk__in=states)).order_by("started_at"):
        is_back = task_state.status == TaskState.STATUS_REJECTED
        reason = task_state.comment if is_back else ""
        rows.append(row_of(states[task_state.pk], task_state, reason=reason))
    return [row for row in rows if row]


def construct_homepage_panels(request: HttpRequest, panels: list[Any]) -> None:
    """Hook: Wagtail's own lists offer to approve without showing what."""
    panels[:] = [panel for panel in panels if not isinstance(panel, STOCK)]
    panels += [TranslatorPanel(), AwaitingDecisionPanel(), SubmissionsPanel()]
