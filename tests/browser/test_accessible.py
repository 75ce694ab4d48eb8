"""axe finds nothing on any page type, in both directions; no page scrolls sideways at 320 px."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser

from aktionsplan_pages.models import Commitment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PATHS = (
    "", "integration/", "impressum/", "aktionsplan/", "aktionsplan/massnahmen/",
    "aktionsplan/sprache/", "aktionsplan/angebote-besser-nutzbar-machen/",
    "aktionsplan/netzwerk-arbeit-und-integration/", "gibt-es-nicht/", "suche/?q=Sprache",
)  # fmt: skip
CODES = ("de", "de-simple", "uk", "ar", "kmr")
VNU = Path(__file__).parents[2] / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def organisation_path() -> str:
    part = Commitment.objects.filter(page__live=True, page__locale__language_code="de").first()
    return f"aktionsplan/beteiligte/{part.organisation.translation_key.hex}/"


def test_axe_finds_nothing_and_nothing_scrolls_sideways(browser: Browser, site: str) -> None:
    found: list[Any] = []
    outside: list[str] = []
    for scheme in ("light", "dark"):
        context = browser.new_context(
            viewport={"width": 320, "height": 800}, color_scheme=scheme, bypass_csp=True
        )
        page = context.new_page()
        page.on("request", lambda r: outside.append(r.url) if not r.url.startswith(site) else None)
        for code in CODES:
            for path in (*PATHS, organisation_path()):
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


def checked(*files: Path) -> str:
    """What the W3C's checker says is wrong."""
    if shutil.which("java") is None:
        if os.environ.get("CI"):
            pytest.fail("Java is missing: apt-get install default-jre-headless")
        pytest.skip("no Java found; install it for the HTML checker")
    command = ["java", "-jar", str(VNU), "--errors-only", "--format", "gnu", *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr


def test_the_html_checker_finds_no_error(demo: Any, tmp_path: Path) -> None:
    files = []
    for code in CODES:
        for number, path in enumerate((*PATHS, organisation_path())):
            file = tmp_path / f"{code}-{number}.html"
            file.write_bytes(Client().get(f"/{code}/{path}").content)
            files.append(file)
    assert checked(*files) == ""
    files[0].write_text(files[0].read_text().replace("</h1>", "</h2>"))  # control
    assert "error" in checked(files[0])
