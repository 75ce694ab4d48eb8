"""The checklist of Leichte Sprache in a real browser: fresh while typing, accessible."""

import json
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect

from aktionsplan_pages.models import MeasurePage
from tests.approval.conftest import person  # noqa: F401
from tests.browser.test_accessible import AXE
from tests.browser.test_dossier import logged_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def home(site: str) -> None:
    """The demo is the site here; people find their groups in it."""


def test_the_checklist_follows_the_writer(
    browser: Browser, site: str, person: Any, settings: Any
) -> None:
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0  # it would go on saving while the test cleans up
    page_row = MeasurePage.objects.filter(locale__language_code="de-simple").order_by("path")[0]
    context = logged_in(browser, site, person("lea", "translator", "de-simple"), bypass_csp=True)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    page.goto(site + reverse("wagtailadmin_pages:edit", args=[page_row.pk]))
    part = page.locator("[data-plain-language-part=summary]")
    rich = page.locator("[data-plain-language-part=description]")
    expect(part).not_to_contain_text("VHS")
    page.locator("textarea[name=summary]").fill("Die VHS hilft Ihnen.")
    expect(part).to_contain_text("VHS")
    page.locator("[data-contentpath=description] [contenteditable=true]").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Der Kurs wird geplant.")
    expect(rich).to_contain_text("wird geplant")
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run('.plain-language')")["violations"]
    assert not found, json.dumps(found, ensure_ascii=False, indent=1)
    context.close()
    assert not [text for text in complaints if "controller" in text]
    assert "VHS" not in MeasurePage.objects.get(pk=page_row.pk).summary
