"""Who writes a page: the accounts of the organisations that are responsible for it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from aktionsplan_pages.models import MeasurePage, Organisation, Responsibility
from aktionsplan_pages.models.responsibility import responsible_for, write_responsible
from tests.approval.conftest import as_user, coordinator, editor, person  # noqa: F401
from tests.conftest import draft, publish
from tests.editing.conftest import create, edit

pytestmark = pytest.mark.django_db


@pytest.fixture
def service(home: Any, editor: Any) -> Organisation:
    """A Fachdienst that the editor speaks for."""
    service = publish(draft(Organisation(name="Fachdienst Zuwanderung", locale=home.locale)))
    service.accounts.add(editor)
    return service


def names(page: Page) -> list[str]:
    return [organisation.name for organisation in responsible_for(page.translation_key)]


def test_whoever_makes_a_page_makes_it_for_their_organisations(
    plan: Any,
    service: Organisation,
    editor: Any,
    as_user: Callable[[Any], Client],
) -> None:
    form = create(as_user(editor), "measurepage", plan)
    form.send(title="Neue Maßnahme", slug="neu")
    page = MeasurePage.objects.get(slug="neu")
    assert names(page) == ["Fachdienst Zuwanderung"]


def test_coordination_assigns_a_page_and_its_editors_can_write_it_at_once(
    measure: MeasurePage, service: Organisation, editor: Any, coordinator: Any,
    as_user: Callable[[Any], Client],
) -> None:  # fmt: skip
    assert edit(as_user(editor), measure).status == 302
    form = edit(as_user(coordinator), measure)
    form.send(responsible=[str(service.pk)])
    assert names(measure) == ["Fachdienst Zuwanderung"]
    assert edit(as_user(editor), measure).status == 200
    edit(as_user(coordinator), measure).send(responsible=[])
    assert names(measure) == []
    assert edit(as_user(editor), measure).status == 302


def test_an_editor_neither_sees_nor_sets_who_is_responsible(
    measure: MeasurePage,
    service: Organisation,
    editor: Any,
    as_user: Callable[[Any], Client],
) -> None:
    other = publish(draft(Organisation(name="Andere", locale=measure.locale)))
    write_responsible(measure.translation_key, [service])
    form = edit(as_user(editor), measure)
    assert "responsible" not in form.data
    form.send(responsible=[str(other.pk)], summary="Neu.")
    assert names(measure) == ["Fachdienst Zuwanderung"]
    assert MeasurePage.objects.get(pk=measure.pk).latest_revision.content["summary"] == "Neu."


def test_a_page_that_moves_to_another_service_leaves_who_began_it(
    plan: Any,
    service: Organisation,
    editor: Any,
    as_user: Callable[[Any], Client],
) -> None:
    create(as_user(editor), "measurepage", plan).send(title="Neu", slug="neu")
    page = MeasurePage.objects.get(slug="neu")
    assert page.permissions_for_user(editor).can_edit()
    write_responsible(page.translation_key, [
        publish(draft(Organisation(name="Andere", locale=plan.locale)))
    ])  # fmt: skip
    fresh = type(editor).objects.get(pk=editor.pk)
    assert not page.permissions_for_user(fresh).can_edit()


def test_an_editor_who_left_the_service_can_no_longer_write(
    measure: MeasurePage,
    service: Organisation,
    editor: Any,
) -> None:
    write_responsible(measure.translation_key, [service])
    assert measure.permissions_for_user(editor).can_edit()
    service.accounts.remove(editor)
    fresh = type(editor).objects.get(pk=editor.pk)
    assert not measure.permissions_for_user(fresh).can_edit()


def test_an_organisation_that_goes_takes_its_responsibilities_along(
    measure: MeasurePage,
) -> None:
    gone = Organisation(name="Entwurf", locale=measure.locale, live=False)
    gone.save()
    write_responsible(measure.translation_key, [gone])
    gone.delete()
    assert not Responsibility.objects.exists()
