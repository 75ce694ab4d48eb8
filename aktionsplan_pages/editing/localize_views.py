"""wagtail-localize's own views: for what is approved here, ours stand in their place.

Its editor stores strings that no approver sees, in any state; what a house translates beside the
plan keeps it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from wagtail.models import Page
from wagtail_localize.models import Translation
from wagtail_localize.views import (
    convert,
    edit_translation,
    snippets_api,
    submit_translations,
)

from aktionsplan_pages.approval.gated import gated_class, is_gated

View = Callable[..., HttpResponse]


def is_ours(model: Any) -> bool:
    """Whether rows of ``model`` are content that is approved, or a record of this module."""
    return is_gated(model) or (model is not None and model._meta.app_label == "aktionsplan_pages")


def of_translation(translation_id: int, **_rest: Any) -> Any:
    rows = Translation.objects.select_related("source__specific_content_type")
    return get_object_or_404(rows, pk=translation_id).source.specific_content_type.model_class()


def of_page(page_id: int, **_rest: Any) -> Any:
    return gated_class(get_object_or_404(Page, pk=page_id))


def of_snippet(app_label: str, model_name: str, **_rest: Any) -> Any:
    try:
        return apps.get_model(app_label, model_name)
    except LookupError as error:
        raise Http404 from error


def unless_ours(view: View, find: Callable[..., Any]) -> View:
    """``view`` for all but our models, which ``find`` tells from the address: not found."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if is_ours(find(**kwargs)):
            raise Http404
        return view(request, **kwargs)

    return guarded


def guarded_urls() -> list[URLPattern]:
    """The same addresses as wagtail-localize's, which come later."""
    edit, listing = edit_translation, snippets_api.SnippetViewSet
    begin = submit_translations.SubmitSnippetTranslationView
    strings, po = "strings/<int:string_segment_id>/edit/", "pofile/"
    snippet = "localize/api/snippets/<slug:app_label>/<slug:model_name>/"
    views = {
        strings: edit.edit_string_translation,
        "overrides/<int:overridable_segment_id>/edit/": edit.edit_override,
        f"{po}download/": edit.download_pofile, f"{po}upload/": edit.upload_pofile,
        "preview/": edit.preview_translation, "preview/<str:mode>/": edit.preview_translation,
        "disable/": edit.stop_translation,
    }  # fmt: skip
    one = "localize/translate/<int:translation_id>/"
    return [
        *(path(one + where, unless_ours(view, of_translation)) for where, view in views.items()),
        path("localize/page/<int:page_id>/convert_to_alias/",
             unless_ours(convert.convert_to_alias, of_page)),
        path("localize/submit/snippet/<slug:app_label>/<slug:model_name>/<str:pk>/",
             unless_ours(begin.as_view(), of_snippet)),
        path(snippet, unless_ours(listing.as_view({"get": "list"}), of_snippet)),
        path(f"{snippet}<str:pk>/", unless_ours(listing.as_view({"get": "retrieve"}), of_snippet)),
    ]  # fmt: skip
