"""Every address works in every language: the German tree is the map, words are laid over it."""

from collections.abc import Callable, Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult
from wagtail.views import serve as wagtail_serve

from aktionsplan_pages.languages import LANGUAGES, SOURCE
from aktionsplan_pages.translation.reading import Reading, translations
from aktionsplan_pages.visibility import private_paths


class LanguageRoutingMixin:
    """Goes before ``Page`` in a site's home page, whose root page is in German."""

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        return route(request, path_components)

    def route_own(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        if path_components:
            raise Http404
        return super().route(request, path_components)  # type: ignore[misc]


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """In place of Wagtail's view of the same name: it looks the page up at once.

    Wagtail first loads the home page in the active language, which costs three queries and is
    not needed. What was found is kept where ``Page.route_for_request`` looks first.
    """
    try:
        found = route(request, [part for part in path.split("/") if part])
    except Http404:
        found = None
    vars(request)["_wagtail_route_for_request"] = found
    return wagtail_serve(request, path)


def route(request: HttpRequest, path_components: list[str]) -> RouteResult:
    """The German page at an address, live or 404; what is read goes to ``request.reading``."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    root = site.root_page
    trail = find_trail(root, path_components)
    page = trail[-1].specific
    rest = path_components[page.depth - root.depth :]
    own = page.route_own if isinstance(page, LanguageRoutingMixin) else page.route
    found = own(request, rest)
    note_reading(request, page, tuple(rest), tuple(trail))
    return found


def note_reading(
    request: HttpRequest, page: Page, rest: tuple[str, ...] = (), trail: tuple[Page, ...] = ()
) -> None:
    """Keeps in ``request.reading`` what a visitor reads of a German page."""
    language = get_language() or SOURCE
    words = translations([page], language).get(page.translation_key)
    vars(request)["reading"] = Reading(
        page, words, language, rest, trail=trail, private=private_paths(request)
    )


def find_trail(root: Page, path_components: list[str]) -> list[Page]:
    """The pages from ``root`` down to the longest prefix that exists, in one query."""
    paths, path = [root.url_path], root.url_path
    for component in path_components[:20]:
        path += f"{component}/"
        paths.append(path)
    if "\0" in path:
        raise Http404
    found = {page.url_path: page for page in Page.objects.filter(url_path__in=paths)}
    trail = []
    for path in paths:
        if path not in found:
            break
        trail.append(found[path])
    if not trail:
        raise Http404
    return trail


def mark_dressed_pages(serve_next: Callable) -> Callable:
    """Hook ``on_serve_page``: pages without words in the visitor's language are not indexed."""

    def serve(page: Page, request: HttpRequest, args: Iterable, kwargs: dict) -> HttpResponse:
        response = serve_next(page, request, args, kwargs)
        reading: Reading | None = getattr(request, "reading", None)
        if reading and reading.is_dressed:
            response["X-Robots-Tag"] = "noindex"
        return response

    return serve


def language_of_path(path: str) -> str | None:
    """The language code that a path begins with, or None."""
    first = path.lstrip("/").split("/", 1)[0]
    return first if first in LANGUAGES else None
