"""A county's site with a plan, made once per test from factories that read like sentences."""

import gc
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from wagtail.models import Locale, Page, Site
from xdist.scheduler import LoadScopeScheduling

from aktionsplan_pages.approval.publishing import publish_revision
from aktionsplan_pages.models import (
    ActionPlanPage,
    Commitment,
    Consent,
    FieldOfActionPage,
    GoalPage,
    MeasurePage,
    Organisation,
)
from aktionsplan_pages.translation.submit import fill, prepare, submit


class ByPlace(LoadScopeScheduling):
    """One process makes what a module shares; and one for all of them, the demo in a browser."""

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.partition("::")[0]
        return "tests/browser" if module.startswith("tests/browser/") else module


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByPlace:
    return ByPlace(config, log)


def pytest_collection_finish() -> None:
    """What was imported is no garbage; looking for some there took an eighth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000)


def publish(page: Page) -> Page:
    publish_revision(page.save_revision())
    return type(page).objects.get(pk=page.pk)


def draft(snippet: Any) -> Any:
    """A snippet that nobody has approved yet."""
    snippet.live = False
    snippet.save()
    return snippet


def publish_draft(obj: Any) -> Any:
    """Makes public what was saved last, as an approval would."""
    publish_revision(type(obj).objects.get(pk=obj.pk).latest_revision)
    return type(obj).objects.get(pk=obj.pk)


def add_snippet(snippet: Any) -> Any:
    """A snippet, published."""
    return publish(draft(snippet))


def add(parent: Page, page: Page) -> Page:
    """A German page, published below ``parent``."""
    parent.refresh_from_db()
    page.locale = Locale.objects.get(language_code="de")
    page.live = False
    parent.add_child(instance=page)
    return publish(page)


def translate(page: Page, language: str, **strings: str) -> Page:
    """Translates the given sections of ``page`` through segments, revision and publishing."""
    translation = prepare(page, language)
    known = {str(getattr(page, name)): text for name, text in strings.items()}
    fill(translation, known)
    revision = submit(translation)
    publish_revision(revision)
    return type(page).objects.get(pk=revision.object_id)


def commit(
    measure: MeasurePage, name: str, role: str = "lead", state: str = "confirmed"
) -> Organisation:
    organisation = Organisation.objects.filter(name=name).first() or add_snippet(
        Organisation(name=name, locale=measure.locale)
    )
    measure.commitments.add(Commitment(organisation=organisation, role=role))
    publish(measure)
    Consent.objects.create(measure=measure, organisation=organisation, role=role, state=state)
    return organisation


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The site is set up once a run; only tests that empty the database do it again."""
    with django_db_blocker.unblock():
        call_command("setup_site", stdout=StringIO())


@pytest.fixture
def home(db: None) -> Page:
    if not Locale.objects.filter(language_code="uk").exists():
        call_command("setup_site", stdout=StringIO())
    Site.clear_site_root_paths_cache()
    return Site.objects.get(is_default_site=True).root_page.specific


@pytest.fixture
def plan(home: Page) -> ActionPlanPage:
    return add(home, ActionPlanPage(title="Aktionsplan", slug="plan", show_in_menus=True))


@pytest.fixture
def field(plan: ActionPlanPage) -> FieldOfActionPage:
    return add(plan, FieldOfActionPage(title="Sprache", slug="sprache"))


@pytest.fixture
def goal(plan: ActionPlanPage, field: FieldOfActionPage) -> GoalPage:
    return add(plan, GoalPage(title="Deutsch lernen", slug="ziel", field_of_action=field))


@pytest.fixture
def measure(plan: ActionPlanPage, field: FieldOfActionPage, goal: GoalPage) -> MeasurePage:
    page = MeasurePage(
        title="Deutschkurse", slug="kurse", status="running", summary="Kurse für alle.",
        field_of_action=field,
    )  # fmt: skip
    page.goals = [goal]
    return add(plan, page)


@pytest.fixture
def read(client: Any) -> Callable[..., str]:
    """GET an address that must answer 200; gives its text."""

    def get(path: str) -> str:
        response = client.get(path)
        assert response.status_code == 200, (path, response.status_code)
        return response.content.decode()

    return get
