"""Menu, breadcrumbs, footer and language switcher, in the visitor's words."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page, Site

from aktionsplan_pages.languages import LANGUAGES, SOURCE, direction
from aktionsplan_pages.translation.addresses import address
from aktionsplan_pages.translation.reading import Reading, Titles, titles_for
from aktionsplan_pages.translation.words import Words
from aktionsplan_pages.visibility import is_visible, private_paths, visible


@dataclass(frozen=True)
class Entry:
    title: Words
    url: str
    is_current: bool = False


@dataclass(frozen=True)
class LanguageEntry:
    code: str
    own_name: str
    direction: str
    url: str
    is_current: bool
    is_translated: bool
    is_easy: bool


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: 2 queries on a public page, none in the admin."""
    language = get_language() or SOURCE
    context: dict[str, Any] = {
        "language": language,
        "direction": direction(language),
        "site_name": settings.WAGTAIL_SITE_NAME,
        "theme": settings.THEME,
    }
    reading: Reading | None = getattr(request, "reading", None)
    if request.path.startswith("/admin/") or (site := Site.find_for_request(request)) is None:
        return context | {"home_url": f"/{language}/", "languages": switcher(language)}
    root = site.root_page
    context |= {"site_name": site.site_name or settings.WAGTAIL_SITE_NAME}
    private = reading.private if reading else private_paths(request)
    below = list(visible(Page.objects.child_of(root), private).order_by("path"))
    menu = [page for page in below if page.show_in_menus]
    legal = [page for page in below if not page.show_in_menus]
    trail = [page for page in (reading.trail if reading else ()) if is_visible(page, private)]
    current = reading.source if reading else None
    titles = titles_for([root, *below, *trail], language, current)
    open_pk = {page.pk for page in trail}
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return context | {
        "home_url": address(root),
        "menu": [Entry(titles.of(p), address(p), p.pk in open_pk) for p in menu],
        "footer_pages": [Entry(titles.of(p), address(p), p.pk in open_pk) for p in legal],
        "breadcrumbs": [Entry(titles.of(p), address(p)) for p in trail],
        "languages": switcher(language, reading, titles, query),
        "german_url": address(current, SOURCE, reading.rest) + query if reading else f"/{SOURCE}/",
    }


def switcher(
    language: str, reading: Reading | None = None, titles: Titles | None = None, query: str = ""
) -> list[LanguageEntry]:
    """The same page with the same filters in every language, and which have it translated."""
    has = titles.languages_of(reading.source) if reading and titles else set(LANGUAGES)
    return [
        LanguageEntry(
            code,
            entry.own_name,
            entry.direction,
            address(reading.source, code, reading.rest) + query if reading else f"/{code}/",
            code == language,
            code in has,
            entry.retold,
        )
        for code, entry in LANGUAGES.items()
    ]
