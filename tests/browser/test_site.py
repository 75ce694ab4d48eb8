"""The public site in a real browser: keyboard, directions, weight, print, another theme."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page

from cms.settings.base import THEME

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MEASURE = "aktionsplan/netzwerk-arbeit-und-integration/"
FIRST_VIEW = 80_000  # bytes of HTML, CSS and JS, compressed


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    made = browser.new_page(viewport={"width": 1280, "height": 900})
    yield made
    made.close()


def focused(page: Page) -> str:
    return page.evaluate(
        "document.activeElement.textContent.trim() || document.activeElement.name"
    )


def outline(page: Page) -> float:
    """How thick the mark of the focus is, in pixels."""
    return page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")


def test_skip_link_menu_and_switcher_by_keyboard(page: Page, site: str) -> None:
    page.goto(f"{site}/de/{MEASURE}")
    page.keyboard.press("Tab")
    assert focused(page) == "Zum Inhalt springen"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.goto(f"{site}/de/{MEASURE}")
    seen = []
    for _ in range(12):
        page.keyboard.press("Tab")
        assert outline(page) >= 2, focused(page)
        seen.append(focused(page))
        if page.evaluate("document.activeElement.tagName") == "SUMMARY":
            page.keyboard.press("Enter")
    assert "Українська" in " ".join(seen)
    page.get_by_role("link", name="Українська").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/uk/**")
    assert page.locator("html").get_attribute("lang") == "uk"


def test_filters_by_keyboard_without_scripts(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/de/aktionsplan/massnahmen/")
    if not page.locator("#filter-status").is_visible():
        page.locator(".filters > summary").focus()
        page.keyboard.press("Enter")
    page.locator("#filter-status").focus()
    page.keyboard.press("l")  # laufend
    page.locator(".filters button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**status=running**")
    assert page.locator(".chips").get_by_text("laufend").count() == 1
    context.close()


def test_the_numbers_of_a_chart_stand_in_a_table(page: Page, site: str) -> None:
    page.goto(f"{site}/de/aktionsplan/")
    assert page.locator(".bar > svg").get_attribute("aria-label")
    page.locator(".bar summary").focus()
    page.keyboard.press("Enter")
    rows = page.locator(".bar table tbody tr")
    assert rows.count() == page.locator(".legend li").count()
    assert rows.first.is_visible()


def boxes(page: Page, selector: str) -> list[float]:
    return [
        box["x"] for box in (one.bounding_box() for one in page.locator(selector).all()) if box
    ]


@pytest.mark.parametrize(("code", "sign"), [("de", 1), ("ar", -1)])
def test_both_directions_are_at_home(code: str, sign: int, page: Page, site: str) -> None:
    """Breadcrumbs, charts and the two columns run with the text; numbers stay readable."""
    page.goto(f"{site}/{code}/{MEASURE}")
    crumbs = boxes(page, ".breadcrumb li")
    assert crumbs == sorted(crumbs, reverse=sign < 0)
    (article,), (sheet,) = boxes(page, "article.article"), boxes(page, "aside")
    assert (sheet - article) * sign > 0
    page.goto(f"{site}/{code}/aktionsplan/")
    bars = boxes(page, ".bar rect")
    assert bars == sorted(bars, reverse=sign < 0)
    reference = page.locator("bdi", has_text="VO/2025/246").first
    assert reference.evaluate("e => getComputedStyle(e).unicodeBidi") == "isolate"


def compressed(address: str) -> int:
    with urlopen(address) as answer:  # noqa: S310 (our own server)
        return len(gzip.compress(answer.read(), 6))


@pytest.mark.parametrize("path", ["", "aktionsplan/", "aktionsplan/massnahmen/", MEASURE])
def test_the_first_view_is_light(path: str, page: Page, site: str) -> None:
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto(f"{site}/ar/{path}", wait_until="networkidle")
    assert not [url for url in loaded if url.endswith(".js")]
    fonts = [url for url in loaded if url.endswith(".woff2")]
    assert any("arabic" in url for url in fonts)
    assert not [url for url in fonts if "ethiopic" in url]
    heavy = [url for url in loaded if url.startswith(site) and url not in fonts]
    assert sum(map(compressed, heavy)) <= FIRST_VIEW


def test_it_prints_without_menus_on_few_pages(page: Page, site: str) -> None:
    page.goto(f"{site}/de/{MEASURE}")
    page.emulate_media(media="print")
    for selector in (".main-nav", ".languages", ".toc", ".breadcrumb"):
        assert not page.locator(selector).first.is_visible(), selector
    assert page.locator("h1").is_visible()
    pdf = page.pdf(format="A4")
    assert 1 <= len(re.findall(rb"/Type\s*/Page[^s]", pdf)) <= 4


def test_forced_colours_keep_borders_and_marks(browser: Browser, site: str) -> None:
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(f"{site}/de/{MEASURE}")
    style = page.locator(".status").first.evaluate("e => getComputedStyle(e).borderTopStyle")
    assert style == "solid"
    context.close()


def test_reduced_motion_moves_nothing(browser: Browser, site: str) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{site}/de/aktionsplan/")
    moving = """[...document.querySelectorAll("*")].map(e => getComputedStyle(e)).filter(
        s => s.animationName != "none" || parseFloat(s.transitionDuration) > 0.01).length"""
    assert page.evaluate(moving) == 0
    context.close()


def test_a_second_county_changes_one_file(
    page: Page, site: str, settings: Any, tmp_path: Path
) -> None:
    """Colours, fonts and wordmark come from the theme file alone."""
    own = Path(finders.find(THEME)).read_text(encoding="utf-8")
    other = tmp_path / "other.css"
    other.write_text(
        re.sub(r"--brand: [^;]+;", "--brand: rgb(120, 20, 60);", own).replace(
            '"Fira Sans", "Noto Sans", system-ui', "Georgia"
        )
    )
    settings.STATICFILES_DIRS = [("other", tmp_path)]
    settings.THEME = "other/other.css"
    finders.get_finder.cache_clear()
    try:
        page.goto(f"{site}/de/aktionsplan/")
        hero = page.locator(".hero").evaluate("e => getComputedStyle(e).backgroundColor")
        font = page.locator("h1").evaluate("e => getComputedStyle(e).fontFamily")
    finally:
        finders.get_finder.cache_clear()
    assert hero == "rgb(120, 20, 60)"
    assert font.startswith("Georgia")
