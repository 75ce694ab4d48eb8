"""People of the house, each in the groups that set-up made."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client, override_settings
from wagtail.models import Site

from aktionsplan_pages.approval.roles import groups_of
from aktionsplan_pages.approval.vocabulary import RoleName
from tests.approval.stage import Scene, Stage


@pytest.fixture
def person(home: Any) -> Callable[..., Any]:
    """An account by name, role and language; made once."""

    def make(name: str, role: str = "", language: str = "") -> Any:
        users = get_user_model().objects
        user = users.filter(username=name).first() or users.create_user(
            name, f"{name}@example.org", "secret", first_name=name.title()
        )
        if role:
            user.groups.add(*groups_of(RoleName(role), language))
        return users.get(pk=user.pk)

    return make


@pytest.fixture
def as_user() -> Callable[[Any], Client]:
    """A browser in which that person is logged in."""

    def login(user: Any) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return login


@pytest.fixture
def editor(person: Callable[..., Any]) -> Any:
    return person("emma", "editor")


@pytest.fixture
def coordinator(person: Callable[..., Any]) -> Any:
    return person("kaya", "coordination")


@pytest.fixture
def head(person: Callable[..., Any]) -> Any:
    return person("hanna", "head")


def submit(page: Any, user: Any, **changes: Any) -> Any:
    """Saves a draft with ``changes`` as ``user`` and starts the workflow."""
    draft = page.get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    draft.save_revision(user=user, log_action=True)
    row = type(page).objects.get(pk=page.pk)
    return row.get_workflow().start(row, user)


def approve(page: Any, *users: Any) -> None:
    """Each of ``users`` approves the step that is due."""
    for user in users:
        row = type(page).objects.get(pk=page.pk)
        state = row.current_workflow_task_state
        state.task.specific.on_action(state, user, "approve")


@pytest.fixture(scope="module")
def stage(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    """The site of ``scene``, made once for all tests of a module."""
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        yield Stage.build()
        transaction.set_rollback(True)


@pytest.fixture
def scene(stage: Stage, db: None) -> Scene:
    """What is on the stage, freshly loaded; what a test does to it is rolled back."""
    return Scene(stage)


@pytest.fixture
def put_back(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The test begins with what migrations had written, and so does the next one."""
    with django_db_blocker.unblock():
        call_command(
            "flush",
            interactive=False,
            inhibit_post_migrate=True,
            reset_sequences=False,
            verbosity=0,
        )
        rows = json.loads(connection._test_serialized_contents)
        kinds = [row for row in rows if row["model"] == "contenttypes.contenttype"]
        for kind in serializers.deserialize("python", kinds):
            kind.save()  # else the first row that asks for its type makes another one
        ContentType.objects.clear_cache()
    yield
    with django_db_blocker.unblock():
        connection.creation.deserialize_db_from_string(connection._test_serialized_contents)
        Site.clear_site_root_paths_cache()
