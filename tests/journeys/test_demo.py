"""The demo: 21 real measures, translated in some languages, honest about the rest."""

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from io import StringIO
from itertools import pairwise
from typing import Any

import polib
import pytest
from django.core.management import call_command
from django.db import transaction
from wagtail.models import Page, Site

from aktionsplan_pages.approval.door import door
from aktionsplan_pages.demo import HERE
from aktionsplan_pages.languages import LANGUAGES
from aktionsplan_pages.models import (
    ActionPlanPage,
    Consent,
    FieldOfActionPage,
    MeasurePage,
    Organisation,
)
from cms.models import ContentPage
from tests.conftest import publish
from tests.test_commands import german, rows, run

Read = Callable[[str], str]


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demo as *make demo* loads it, once for all tests here."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("setup_site", stdout=StringIO())
        Site.clear_site_root_paths_cache()
        call_command("load_demo", stdout=StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded: None, home: Page) -> Page:
    return home


def live(model: type[Page], code: str) -> int:
    return model.objects.live().filter(locale__language_code=code, alias_of=None).count()


def test_as_much_is_translated_as_we_say(demo: Page) -> None:
    assert live(MeasurePage, "de") == 21
    for code in ("en", "uk", "ar", "de-simple"):
        assert live(MeasurePage, code) >= 10
        assert live(FieldOfActionPage, code) == live(FieldOfActionPage, "de")
    for code in ("fa", "tr", "ru", "pl"):
        assert live(MeasurePage, code) >= 3
    for code in ("kmr", "ps", "ti", "ro"):
        assert live(Page, code) == 0


def test_every_translated_string_of_the_demo_is_used(demo: Page) -> None:
    from wagtail_localize.models import String

    known = set(String.objects.values_list("data", flat=True))
    for path in HERE.glob("translations/*.po"):
        unused = [e.msgid for e in polib.pofile(str(path)) if e.msgid not in known]
        unused = [m for m in unused if m.replace("„", "").strip()]
        assert unused == [], path.name


def test_loading_twice_doubles_nothing_and_keeps_an_editors_change(demo: Page) -> None:
    measure = MeasurePage.objects.get(slug="netzwerk-sprache", locale__language_code="de")
    measure.summary = "Vom Amt geändert."
    publish(measure)
    before = list(Page.objects.order_by("pk").values_list("pk", "title", "latest_revision"))
    call_command("setup_site", stdout=StringIO())
    call_command("load_demo", stdout=StringIO())
    assert (
        list(Page.objects.order_by("pk").values_list("pk", "title", "latest_revision")) == before
    )
    measure.refresh_from_db()
    assert measure.summary == "Vom Amt geändert."


def test_each_measure_says_that_it_is_an_example_and_from_where(demo: Page, read: Read) -> None:
    for measure in MeasurePage.objects.filter(locale__language_code="de"):
        html = read(f"/uk/aktionsplan/{measure.slug}/")
        assert "Приклад" in html
        assert measure.source.replace("»", "").split(",")[0] in html


def test_target_groups_are_named_in_the_visitors_language(demo: Page, read: Read) -> None:
    address = "aktionsplan/netzwerk-arbeit-und-integration/"
    for code, word in (("ar", "القادمون إلى ألمانيا"), ("uk", "Люди, які приїхали до Німеччини"),
                       ("de-simple", "Menschen, die nach Deutschland gekommen sind")):  # fmt: skip
        html = read(f"/{code}/{address}")
        assert word in html
        assert "zugewanderte Menschen</span>" not in html
    assert '<span lang="de" dir="ltr">zugewanderte Menschen</span>' in read(f"/ti/{address}")


class GermanWords(HTMLParser):
    """Collects texts outside ``lang="de"`` that hold a word only German has."""

    SURELY_GERMAN = re.compile(
        r"\b(und|der|die|das|nicht|für|Maßnahmen?|keine|Stand|Ziele?|Handlungsfeld\w*|zwischen)\b"
    )
    VOID = frozenset({"meta", "link", "br", "img", "input", "hr"})

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[str | None] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        inherited = self.stack[-1] if self.stack else None
        if tag not in self.VOID:
            self.stack.append(dict(attrs).get("lang") or inherited)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID and self.stack:
            self.stack.pop()

    def handle_data(self, data: str) -> None:
        language = self.stack[-1] if self.stack else None
        if language not in {"de", "de-simple"} and self.is_german(data):
            self.found.append(data.strip())

    def is_german(self, text: str) -> bool:
        """A German name within a sentence in another script is none of our business."""
        letters = [c for c in text if c.isalpha()]
        latin = [c for c in letters if c < "\u0250"]
        return bool(self.SURELY_GERMAN.search(text)) and len(latin) > len(letters) / 2


def german_words(html: str) -> list[str]:
    body = re.sub(r"<(style|script|title).*?</\1>", "", html, flags=re.S)
    parser = GermanWords()
    parser.feed(body)
    return parser.found


def crawl(client: Any, code: str) -> Iterator[tuple[str, str]]:
    """Every page that can be reached from the home page without what leads to another language."""
    todo, seen = [f"/{code}/"], {f"/{code}/"}
    while todo:
        path = todo.pop()
        response = client.get(path)
        assert response.status_code == 200, path
        html = response.content.decode()
        yield path, html
        rest = re.sub(r"<a [^>]*hreflang=.*?</a>", "", html, flags=re.S)
        for href in re.findall(r'<a [^>]*href="(/[^"#?]*)', rest):
            assert href.startswith((f"/{code}/", "/documents/")), (path, href)
            if href not in seen:
                seen.add(href)
                todo.append(href)


@pytest.mark.parametrize("code", ["kmr", "uk", "ar"])
def test_a_visitor_reaches_every_page_and_meets_no_unmarked_german(
    code: str, demo: Page, client: Any
) -> None:
    read = dict(crawl(client, code))
    german = Page.objects.live().filter(locale__language_code="de", depth__gt=1)
    assert len(read) >= german.count()
    found = {path: german_words(html) for path, html in read.items()}
    assert {path: words for path, words in found.items() if words} == {}


def test_planted_german_is_found(demo: Page, read: Read) -> None:
    html = read("/uk/aktionsplan/")
    planted = html.replace("</h1>", "</h1><p>Das ist nicht übersetzt.</p>", 1)
    assert german_words(planted) == ["Das ist nicht übersetzt."]
    marked = html.replace("</h1>", '</h1><p lang="de">Das ist nicht übersetzt.</p>', 1)
    assert german_words(marked) == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_headings_never_skip_a_level(code: str, demo: Page, read: Read) -> None:
    for path in ("", "aktionsplan/", "aktionsplan/massnahmen/", "aktionsplan/sprache/",
                 "aktionsplan/netzwerk-arbeit-und-integration/", "impressum/"):  # fmt: skip
        levels = [int(level) for level in re.findall(r"<h([1-6])", read(f"/{code}/{path}"))]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_a_retelling_does_not_pass_german_names_off_as_its_own(demo: Page, read: Read) -> None:
    page = read("/de-simple/aktionsplan/netzwerk-arbeit-und-integration/")
    assert '<span lang="de" dir="ltr">Beratene Personen</span>' in page


def test_the_demo_brings_back_what_was_deleted_and_touches_nothing_else(
    demo: Page, read: Callable[[str], str]
) -> None:
    gone = (
        german(MeasurePage, external_id="netzwerk-sprache"),
        german(ContentPage, slug="impressum"),
    )
    count = {model: model.objects.count() for model in (Page, Organisation, Consent)}
    with door("test"):
        for page in gone:
            page.delete()
    renamed = german(FieldOfActionPage, title="Sprache")
    renamed.title = "Deutsch lernen"
    publish(renamed)
    moved = german(ActionPlanPage)
    moved.slug = "unser-plan"
    publish(moved)
    other = german(MeasurePage, external_id="netzwerk-gesundheit")
    other.title, other.number = "Vom Amt geändert", "3"
    other.save_revision()
    keys = {page.translation_key for page in gone}
    before = {key: row for key, row in rows().items() if row.get("translation_key") not in keys}
    out = run("load_demo")
    after = rows()
    assert {key: after[key] for key in before} == before
    assert {model: model.objects.count() for model in count} == count
    measure = german(MeasurePage, external_id="netzwerk-sprache")
    assert (measure.live, measure.field_of_action, measure.number) == (True, renamed, "")
    assert "<h1>Мережа «Мова»</h1>" in read("/uk/unser-plan/netzwerk-sprache/")
    assert "<h1>Impressum</h1>" in read("/de/impressum/")
    assert "measures: 1/1" in out
    assert "uk: 1/1" in out
