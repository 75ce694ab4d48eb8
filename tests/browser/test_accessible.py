"""axe finds nothing on any page type, in both directions; no page scrolls sideways at 320 px."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PATHS = (
    "", "integration/", "impressum/", "aktionsplan/", "aktionsplan/massnahmen/",
    "aktionsplan/sprache/", "aktionsplan/angebote-besser-nutzbar-machen/",
    "aktionsplan/netzwerk-arbeit-und-integration/", "gibt-es-nicht/",
)  # fmt: skip


def test_axe_finds_nothing_and_nothing_scrolls_sideways(browser: Browser, site: str) -> None:
    found: list[Any] = []
    outside: list[str] = []
    for scheme in ("light", "dark"):
        context = browser.new_context(
            viewport={"width": 320, "height": 800}, color_scheme=scheme, bypass_csp=True
        )
        page = context.new_page()
        page.on("request", lambda r: outside.append(r.url) if not r.url.startswith(site) else None)
        for code in ("de", "uk", "ar", "de-simple"):
            for path in PATHS:
                page.goto(f"{site}/{code}/{path}")
                page.add_script_tag(path=AXE)
                result = page.evaluate("axe.run()")
                found += [(scheme, code, path, v["id"], v["nodes"][0]["html"][:200])
                          for v in result["violations"]]  # fmt: skip
                if page.evaluate("document.documentElement.scrollWidth") > 320:
                    found.append((scheme, code, path, "scrolls sideways"))
        assert context.cookies() == []
        context.close()
    assert not found, json.dumps(found, ensure_ascii=False, indent=1)
    assert outside == []


def test_axe_would_find_something(browser: Browser, site: str) -> None:
    page = browser.new_page(bypass_csp=True)
    page.goto(f"{site}/de/")
    page.evaluate("document.documentElement.removeAttribute('lang')")
    page.add_script_tag(path=AXE)
    assert any(v["id"] == "html-has-lang" for v in page.evaluate("axe.run()")["violations"])
    page.close()
