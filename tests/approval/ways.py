"""Ways round the approval: each is walked twice, once with its guards and once without.

With its guards it is found closed: the person is told, and nothing public has changed. Without
them the very same walk changes what is public; so it is these guards that close it.
"""

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from inspect import isgeneratorfunction
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.test import TestCase
from django.utils import translation
from wagtail.models import WorkflowState
from wagtail.workflows import publish_workflow_state

from aktionsplan_pages.approval import files, gate, privacy, review, rows
from aktionsplan_pages.approval.errors import NotApproved
from aktionsplan_pages.approval.permissions import ApprovalPermissionTester, NobodyPublishes
from aktionsplan_pages.editing import copies, desk_view, localize_views, menus, refusals
from aktionsplan_pages.editing.file_forms import KeepsPublished
from aktionsplan_pages.models import references
from aktionsplan_pages.models.approved import ApprovedModel
from tests.approval.stage import Scene

# The guards, each with what takes it out


def nothing(*args: Any, **kwargs: Any) -> None:
    return None


def replaced(place: Any, name: str, by: Any = nothing) -> Callable[[pytest.MonkeyPatch], None]:
    return lambda patch: patch.setattr(place, name, by)


def as_in_wagtail(name: str) -> Callable[[pytest.MonkeyPatch], None]:
    return lambda patch: patch.delattr(ApprovedModel, name)


@contextmanager
def only_open(obj: Any, *args: Any, **kwargs: Any) -> Any:
    with gate.row_open(obj):
        yield


def always(*args: Any, **kwargs: Any) -> bool:
    return True


GUARDS = {
    "publishing": replaced(gate, "publishing", only_open),
    "withdrawing": replaced(gate, "withdrawing", only_open),
    "row": replaced(rows, "check_save"),
    "child": lambda patch: [
        patch.setattr(rows, name, nothing) for name in ("check_child", "check_child_deletion")
    ],
    "relation": replaced(rows, "check_relation"),
    "deletion": replaced(rows, "check_delete"),
    "deletion button": replaced(menus, "is_kept"),
    "named": lambda patch: [
        patch.setattr(place, "measures_naming", lambda snippet: [])
        for place in (references, refusals)
    ],
    "copy settled": replaced(copies, "keep"),
    "language": replaced(rows, "check_locale"),
    "revision kept": replaced(gate, "check_revision_deletion"),
    "revision": replaced(gate, "check_revision"),
    "frozen": replaced(gate, "is_frozen", lambda revision: False),
    "review": replaced(gate, "check_no_review"),
    "lock": replaced(ApprovedModel, "get_lock"),
    "privacy": replaced(privacy, "check_shown"),
    "alias": as_in_wagtail("create_alias"),
    "no alias follows": as_in_wagtail("update_aliases"),
    "no synchronisation": replaced(gate, "refuse_alias"),
    "file": replaced(files, "check_replaced"),
    "file form": replaced(KeepsPublished, "clean", lambda form: form.cleaned_data),
    "file kept": replaced(files, "check_deleted"),
    "file hidden": replaced(files, "is_public", always),
    "decision": replaced(review, "check_decision"),
    "four eyes": replaced(review, "approvals_of", always),
    "one release": replaced(review, "is_over"),
    "steps": replaced(WorkflowState, "get_next_task"),
    "stock finish": replaced(review, "conclude", publish_workflow_state),
    "desk": replaced(desk_view, "desk_of"),
    "their views": replaced(localize_views, "is_ours", lambda model: False),
    "publish permission": replaced(ApprovalPermissionTester, "can_publish", always),
    "publish below": replaced(ApprovalPermissionTester, "can_publish_subpage", always),
    "unpublish permission": replaced(ApprovalPermissionTester, "can_unpublish", always),
    "delete permission": replaced(ApprovalPermissionTester, "can_delete", always),
    "snippet permission": replaced(NobodyPublishes, "user_has_permission", always),
}


@dataclass(frozen=True)
class Way:
    """``says`` is part of what the person who tries it reads."""

    name: str
    walk: Callable[[Scene], Any]
    guards: tuple[str, ...]
    says: str

    def __str__(self) -> str:
        return self.name


@dataclass
class Ways:
    """A table that is filled by a decorator."""

    table: list[Way] = field(default_factory=list)

    def way(self, name: str, *guards: str, says: str) -> Callable[[Any], Any]:
        def note(walk: Callable[[Any], Any]) -> Callable[[Any], Any]:
            self.table.append(Way(name, walk, guards, says))
            return walk

        return note

    def both(self) -> list[Any]:
        return [
            pytest.param(
                way,
                guarded,
                id=f"{way.name} - {'closed' if guarded else 'control'}",
                marks=[] if guarded else [pytest.mark.control],
            )
            for way in self.table
            for guarded in (True, False)
        ]


def told(walk: Callable[[], Any]) -> str:
    """All that the person is told: messages, an answer in JSON, a refusal."""
    with translation.override("en"):
        try:
            with transaction.atomic(), TestCase.captureOnCommitCallbacks(execute=True):
                return said_by(walk())
        except (NotApproved, PermissionDenied) as stopped:
            return str(stopped)


def said_by(answer: Any) -> str:
    if not isinstance(answer, HttpResponse):
        return str(answer)
    said = [str(message) for message in get_messages(answer.wsgi_request)]  # type: ignore[attr-defined]
    if answer.status_code in {403, 404, 409} or "json" in answer.get("Content-Type", ""):
        said.append(f"{answer.status_code} {answer.content.decode()[:500]}")
    form = (getattr(answer, "context_data", None) or {}).get("form")
    said += [error for errors in (form.errors if form else {}).values() for error in errors]
    return " | ".join(said)


def walk_both(way: Way, guarded: bool, scene: Scene, patch: pytest.MonkeyPatch) -> None:
    """The test of every table."""
    walk = prepared(way, scene)
    before = scene.public()
    if not guarded:
        for guard in way.guards:
            GUARDS[guard](patch)
    answer = told(walk)
    after = scene.public()
    if guarded:
        assert after == before, f"{way} is open: {changed(before, after)}"
        assert way.says in answer, f"{way} says: {answer}"
    else:
        assert after != before, f"{way} is closed without its guards as well: {answer}"


def prepared(way: Way, scene: Scene) -> Callable[[], Any]:
    """What comes before a ``yield`` in a walk only sets the scene."""
    if not isgeneratorfunction(way.walk):
        return lambda: way.walk(scene)
    steps = way.walk(scene)
    next(steps)

    def rest() -> Any:
        try:
            next(steps)
        except StopIteration as end:
            return end.value

    return rest


def changed(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
