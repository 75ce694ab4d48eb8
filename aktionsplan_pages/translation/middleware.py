"""The language of a request comes from its address (that of a preview from the previewed page);
moved pages are found in every language."""

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.deprecation import MiddlewareMixin
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect

from aktionsplan_pages.languages import SOURCE, preferred
from aktionsplan_pages.translation.addresses import address
from aktionsplan_pages.translation.routing import language_of_path


class AddressLanguageMiddleware(MiddlewareMixin):
    """In place of Django's LocaleMiddleware, which guesses and redirects by cookie and header.

    Addresses without a language (admin, files) are German; a page that is not found there speaks
    the language that the browser asks for.
    """

    def process_request(self, request: HttpRequest) -> None:
        preview = vars(request).get("reading")
        asked = preview.language if preview else language_of_path(request.path_info)
        language = asked or settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        response.headers.setdefault("Content-Language", translation.get_language() or SOURCE)
        return response


class MovedPageMiddleware(MiddlewareMixin):
    """Wagtail keeps redirects by the German address; this finds them from every language.

    Goes after Wagtail's own middleware, so that it answers first; the query is kept.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        language = language_of_path(request.path_info)
        if response.status_code != 404 or language is None:
            return response
        german = "/" + SOURCE + request.path_info[len(language) + 1 :]
        redirect = get_redirect(request, Redirect.normalise_path(german, decode_unicode=False))
        target = redirect and moved_to(redirect, language)
        if not target:
            return response
        if query := request.META.get("QUERY_STRING"):
            target += f"{'&' if '?' in target else '?'}{query}"
        kind = HttpResponsePermanentRedirect if redirect.is_permanent else HttpResponseRedirect
        return kind(target)


def moved_to(redirect: Redirect, language: str) -> str:
    """Where a redirect leads a visitor of ``language``; empty where it leads nowhere."""
    if page := redirect.redirect_page:
        parts = redirect.redirect_page_route_path.strip("/").split("/")
        return address(page, language, [part for part in parts if part])
    link = redirect.redirect_link
    own = language_of_path(link) == SOURCE
    return f"/{language}{link[len(SOURCE) + 1 :]}" if own else link


def root_redirect(request: HttpRequest) -> HttpResponse:
    """``/``: to the home page in the language that the browser asks for; no cookie."""
    from_header = preferred(request.headers.get("Accept-Language", ""))
    response = HttpResponse(status=302, headers={"Location": f"/{from_header}/"})
    patch_vary_headers(response, ["Accept-Language"])
    return response
