"""The language of a request comes from its address alone; moved pages are found in every one."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
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
        language = language_of_path(request.path_info) or settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        response.headers.setdefault("Content-Language", translation.get_language() or SOURCE)
        return response


class MovedPageMiddleware(MiddlewareMixin):
    """Wagtail keeps redirects by the German address; this finds them from every language."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        language = language_of_path(request.path_info)
        if response.status_code != 404 or language is None or language == SOURCE:
            return response
        german = "/" + SOURCE + request.path_info[len(language) + 1 :]
        redirect = get_redirect(request, Redirect.normalise_path(german, decode_unicode=False))
        if redirect is None or not redirect.redirect_page:
            return response
        return HttpResponsePermanentRedirect(address(redirect.redirect_page, language))


def root_redirect(request: HttpRequest) -> HttpResponse:
    """``/``: to the home page in the language that the browser asks for; no cookie."""
    from_header = preferred(request.headers.get("Accept-Language", ""))
    response = HttpResponse(status=302, headers={"Location": f"/{from_header}/"})
    patch_vary_headers(response, ["Accept-Language"])
    return response
