"""Two people decide in the same moment, on a database that lets them."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection, connections
from wagtail.models import TaskState, WorkflowState

from aktionsplan_pages.approval import records
from aktionsplan_pages.approval.errors import NotApproved
from aktionsplan_pages.approval.vocabulary import Act
from aktionsplan_pages.models import MeasurePage
from tests.approval.conftest import approve, submit

pytestmark = pytest.mark.skipif(
    connections["default"].vendor != "postgresql", reason="SQLite lets one writer in at a time"
)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each of ``acts`` gives or raises, all begun together, each on its own connection."""
    gate = threading.Barrier(len(acts))
    results: list[Any] = [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            gate.wait(timeout=10)
            results[place] = act()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


def decision(state: TaskState, user: Any, action: str) -> Callable[[], Any]:
    def act() -> None:
        fresh = TaskState.objects.get(pk=state.pk)
        person = get_user_model().objects.get(pk=user.pk)
        fresh.task.specific.on_action(fresh, person, action, comment="Grund.")

    return act


@pytest.fixture
def committed(
    put_back: None, django_db_serialized_rollback: None, transactional_db: None,
    request: pytest.FixtureRequest,
) -> MeasurePage:  # fmt: skip
    """A measure that other connections see, on a database as migrations leave it."""
    call_command(
        "flush", interactive=False, reset_sequences=False, inhibit_post_migrate=True, verbosity=0
    )
    connection.creation.deserialize_db_from_string(connection._test_serialized_contents)
    return request.getfixturevalue("measure")


@pytest.mark.parametrize("second", ["approve", "reject"])
def test_one_decision_counts_and_the_other_person_is_told(
    second: str, committed: MeasurePage, editor: Any, coordinator: Any, head: Any,
    person: Callable[..., Any],
) -> None:  # fmt: skip
    other = person("heike", "head")
    measure = committed
    submit(measure, editor, summary="Neu.")
    approve(measure, coordinator)
    published = records.trail().filter(act=Act.PUBLISHED).count()
    state = WorkflowState.objects.get().current_task_state
    results = at_once(decision(state, head, "approve"), decision(state, other, second))
    refused = [result for result in results if result is not None]
    assert len(refused) == 1
    assert isinstance(refused[0], NotApproved | PermissionDenied)
    state.refresh_from_db()
    page = MeasurePage.objects.get(pk=measure.pk)
    if state.status == TaskState.STATUS_APPROVED:
        assert page.summary == "Neu."
        assert records.trail().filter(act=Act.PUBLISHED).count() == published + 1
    else:
        assert page.summary != "Neu."
        assert records.trail().filter(act=Act.PUBLISHED).count() == published
    decided = records.trail().filter(task_state_id=state.pk, act__in=(Act.APPROVED, Act.REFUSED))
    assert decided.count() == 1
