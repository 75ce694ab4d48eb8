"""The search, and errors in the visitor's language."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers

from aktionsplan_pages.languages import preferred
from aktionsplan_pages.public.search import find
from aktionsplan_pages.translation.routing import language_of_path


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An address without a known language answers in the one that the browser asks for."""
    asked = language_of_path(request.path_info)
    language = asked or preferred(request.headers.get("Accept-Language", ""))
    with translation.override(language):
        response = render(request, "404.html", {"unknown_language": asked is None}, status=404)
    response.headers["Content-Language"] = language
    if asked is None:
        patch_vary_headers(response, ["Accept-Language"])
    return response


def search(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:100]
    found = find(query, request) if query else []
    return render(request, "cms/search.html", {"query": query, "found": found})


def server_error(request: HttpRequest) -> HttpResponse:
    """Without menu and database: they may be what is broken."""
    with translation.override(language_of_path(request.path_info) or preferred("")):
        return HttpResponse(
            render(None, "500.html").content,
            status=500,  # type: ignore[arg-type]
        )
