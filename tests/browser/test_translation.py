"""From *missing* to public in a real browser, in both directions, and what German does then."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Browser, Page

from aktionsplan_pages.editing.subject import address_of
from aktionsplan_pages.models import ActionPlanPage, MeasurePage
from aktionsplan_pages.translation.vocabulary import Change
from tests.approval.conftest import (  # noqa: F401
    coordinator,
    editor,
    head,
    person,
    submit,
)
from tests.browser.test_accessible import AXE
from tests.browser.test_dossier import logged_in
from tests.conftest import add

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = {"uk": ("Нова назва", "Нові слова."), "ar": ("عنوان جديد", "كلمات جديدة.")}


@pytest.fixture
def home(site: str) -> None:
    """The demo is the site here; people find their groups in it."""


@pytest.fixture
def measure(site: str, home: None) -> MeasurePage:
    """A public measure that no language but German has."""
    plan = ActionPlanPage.objects.get(locale__language_code="de")
    words = {"title": "Schwimmen lernen", "slug": "schwimmen", "summary": "Kurse für Kinder."}
    return add(plan, MeasurePage(status="running", **words))


@pytest.fixture
def browse(browser: Browser, site: str) -> Any:
    """A window in which somebody is logged in."""
    contexts = []

    def open_window(user: Any) -> Page:
        contexts.append(logged_in(browser, site, user, bypass_csp=True))
        return contexts[-1].new_page()

    yield open_window
    for context in contexts:
        context.close()


def approve(page: Page, site: str, obj: Any, kind: str = "") -> None:
    page.goto(site + address_of(obj))
    if kind:
        page.locator(f"input[name=change][value={kind}]").check()
    page.locator("button[name=action][value=approve]").click()
    page.wait_for_url("**/admin/")


def public(page: Page, site: str, code: str, measure: MeasurePage) -> str:
    page.goto(f"{site}/{code}/aktionsplan/{measure.slug}/")
    return page.locator("main").inner_text()


def matrix_cell(page: Page, site: str, code: str, measure: MeasurePage) -> str:
    page.goto(f"{site}{reverse('action_plan_translations')}?language={code}&title={measure.title}")
    row = page.locator(".matrix__table tbody tr", has_text=measure.title)
    return row.locator("td").inner_text()


def visits() -> dict[UUID, int]:
    """Everybody wants to swim: what waits longest would hide it among the demo's many."""
    return {
        MeasurePage.objects.get(slug="schwimmen", locale__language_code="de").translation_key: 7
    }


@pytest.mark.parametrize("code", ["uk", "ar"])
def test_from_missing_to_public_and_what_german_does_then(
    code: str, site: str, measure: MeasurePage, browse: Callable[[Any], Page],
    person: Callable[..., Any], editor: Any, coordinator: Any, head: Any,
    settings: Any,
) -> None:  # fmt: skip
    translator = person(f"t-{code}", "translator", code)
    reviewer = person(f"r-{code}", "reviewer", code)
    title, summary = WORDS[code]
    desk, check, lead = browse(translator), browse(reviewer), browse(head)
    coordination, visitor = browse(coordinator), browse(person("visitor"))

    assert "fehlt" in matrix_cell(coordination, site, code, measure)
    desk.goto(f"{site}/admin/")
    desk.goto(f"{site}{reverse('wagtail_localize:submit_page_translation', args=[measure.pk])}")
    desk.locator("form button[type=submit], form input[type=submit]").last.click()
    desk.wait_for_selector(".desk__line")
    fields = desk.locator(".desk textarea")
    assert fields.first.get_attribute("lang") == code
    assert fields.first.evaluate("e => getComputedStyle(e).direction") == (
        "rtl" if code == "ar" else "ltr"
    )
    desk.add_script_tag(path=AXE)
    found = desk.evaluate("axe.run('.desk')")["violations"]
    assert not found, [(one["id"], one["nodes"][0]["html"][:200]) for one in found]

    def line(german: str) -> Any:
        return desk.locator(".desk__line", has_text=german).locator("textarea")

    line(measure.title).first.fill(title)
    line(measure.summary).first.fill(summary)
    desk.get_by_role("button", name="Speichern und zur Freigabe einreichen").click()
    desk.wait_for_url("**/freigabe/**")
    assert "in Prüfung" in matrix_cell(coordination, site, code, measure)
    assert title not in public(visitor, site, code, measure)
    call_command("send_notices")
    assert [one for one in mail.outbox if reviewer.email in one.to]

    page = MeasurePage.objects.get(
        translation_key=measure.translation_key, locale__language_code=code
    )
    approve(check, site, page)
    approve(lead, site, page)
    text = public(visitor, site, code, measure)
    assert title in text
    assert summary in text

    def german(kind: str = "", **changes: str) -> None:
        submit(MeasurePage.objects.get(pk=measure.pk), editor, **changes)
        approve(coordination, site, measure, kind)
        approve(lead, site, measure, kind)

    def told() -> list[str]:
        """The subjects of what the translator got since the last time."""
        mail.outbox.clear()
        call_command("send_notices")
        return [str(one.subject) for one in mail.outbox if translator.email in one.to]

    told()
    german(Change.TYPO, summary=f"{measure.summary}!")
    assert "Schreibfehler" in matrix_cell(coordination, site, code, measure)
    public(visitor, site, code, measure)
    assert visitor.locator(".as-of").count() == 0
    assert told() == []

    german(Change.MEANING, summary="Ganz anderer Inhalt.")
    assert "Inhalt" in matrix_cell(coordination, site, code, measure)
    assert summary in public(visitor, site, code, measure)
    assert visitor.locator(".as-of").count() == 1
    assert told() == [f"Der deutsche Text hat sich geändert: „{measure.title}“"]
    settings.ACTION_PLAN_VISITS = "tests.browser.test_translation.visits"
    desk.goto(f"{site}/admin/")
    assert measure.title in desk.locator("#to-translate-content").inner_text()

    german(status="paused")
    public(visitor, site, code, measure)
    assert visitor.locator(".status.is-paused").count()
    assert visitor.locator(".as-of").count() == 1
    assert told() == []
