"""The dossier in a real browser: decided by keyboard alone, accessible, light and dark."""

import json
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from aktionsplan_pages.editing.subject import address_of
from aktionsplan_pages.models import MeasurePage
from tests.approval.conftest import coordinator, editor, head, person, submit  # noqa: F401
from tests.browser.test_accessible import AXE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def home(site: str) -> None:
    """The demo is the site here; people find their groups in it."""


@pytest.fixture
def measure(site: str, editor: Any) -> MeasurePage:
    page = MeasurePage.objects.filter(locale__language_code="de", live=True).order_by("path")[0]
    submit(page, editor, status="paused", summary="Ein neuer Satz. Noch ein neuer Satz.")
    return page


def logged_in(browser: Browser, site: str, user: Any, **options: Any) -> BrowserContext:
    client = Client()
    client.force_login(user)
    context = browser.new_context(**options)
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
    return context


def tab_to(page: Page, text: str, most: int = 120) -> None:
    """Presses Tab until the element with that text is reached."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(document.activeElement.innerText || '').trim()") == text:
            return
    pytest.fail(f"“{text}” is not reached by Tab")


def test_approving_by_keyboard_alone(
    browser: Browser,
    site: str,
    measure: MeasurePage,
    coordinator: Any,
    head: Any,
) -> None:
    for user in (coordinator, head):
        context = logged_in(browser, site, user)
        page = context.new_page()
        page.goto(f"{site}/admin/")
        tab_to(page, measure.title)
        page.keyboard.press("Enter")
        page.wait_for_url("**/freigabe/**")
        approve = page.locator("button[value=approve]").inner_text().strip()
        tab_to(page, page.locator("a[href='#decision']").inner_text().strip())
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.type("Einverstanden.")
        tab_to(page, approve, most=2)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/freigabe/" not in url)
        assert measure.title in page.locator(".messages").inner_text()
        context.close()
    assert MeasurePage.objects.get(pk=measure.pk).status == "paused"


def test_axe_finds_nothing_and_it_works_without_scripts(
    browser: Browser,
    site: str,
    measure: MeasurePage,
    coordinator: Any,
    person: Any,
) -> None:
    person("kim", "coordination")  # so that it can be handed over
    dossier = address_of(measure)
    found: list[Any] = []
    for scheme in ("light", "dark"):
        for width in (1400, 360):
            context = logged_in(
                browser, site, coordinator, color_scheme=scheme, bypass_csp=True,
                viewport={"width": width, "height": 900},
            )  # fmt: skip
            page = context.new_page()
            for path in (dossier, "/admin/", "/admin/reports/freigaben/"):
                page.goto(site + path)
                page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
                page.add_script_tag(path=AXE)
                result = page.evaluate("axe.run('#main')")
                found += [(scheme, width, path, v["id"], v["nodes"][0]["html"][:300])
                          for v in result["violations"]]  # fmt: skip
            context.close()
    assert not found, json.dumps(found, ensure_ascii=False, indent=1)
    context = logged_in(browser, site, coordinator, java_script_enabled=False)
    page = context.new_page()
    page.goto(site + dossier)
    page.locator("button[value=reject]").click()
    assert page.locator("#decision .error-message").count() == 1
    page.locator("#decision textarea").first.fill("Bitte kürzer.")
    page.locator("button[value=reject]").click()
    page.wait_for_url(lambda url: "/freigabe/" not in url)
    assert not MeasurePage.objects.get(pk=measure.pk).workflow_in_progress
    context.close()
