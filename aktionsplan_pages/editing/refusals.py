"""What the admin does not do, said in a sentence with the way out; hooks of Wagtail."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from aktionsplan_pages.approval import permissions, rows
from aktionsplan_pages.editing import menus
from aktionsplan_pages.models import Organisation, ReadThroughPage, TargetGroup
from aktionsplan_pages.models.plan_child import PlanChildPage, stays_in_plan
from aktionsplan_pages.models.references import measures_naming, still_named
from aktionsplan_pages.panels import is_source


def refuse_deletion(request: HttpRequest, snippets: Iterable[Any]) -> HttpResponse | None:
    """Hook ``before_delete_snippet``: says what keeps the snippet.

    It was public, or measures name it; these are linked.
    """
    refused = None
    for snippet in snippets:
        if not isinstance(snippet, Organisation | TargetGroup):
            continue
        if menus.is_kept(snippet):
            messages.error(request, str(rows.kept(snippet)))
            refused = snippet
        if found := measures_naming(snippet):
            links = [
                messages.button(reverse("wagtailadmin_pages:edit", args=[page.pk]), page.title)
                for page in found[:5]
            ]
            messages.error(request, still_named(snippet, found), buttons=links)
            refused = snippet
    return redirect(refused.snippet_viewset.get_url_name("list")) if refused else None


def refuse_start_elsewhere(
    request: HttpRequest, parent: Page, page_class: type[Page]
) -> HttpResponse | None:
    """Hook ``before_create_page``: a page begins in German, where visitors are led to it.

    A plan below a page of the press is begun by those in charge.
    """
    if not issubclass(page_class, ReadThroughPage) or parent.is_root():
        return None
    is_handed_on = getattr(parent, "belongs_to_press", False) and not page_class.belongs_to_press
    if is_handed_on and not permissions.is_in_charge(request.user):
        raise PermissionDenied
    if is_source(parent):
        return None
    message = _(
        "A page begins in German: please make it below the German page, then translate it."
    )
    messages.error(request, message)
    return redirect("wagtailadmin_explore", parent.pk)


def refuse_move(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Hook ``before_move_page``: a page stays in its plan."""
    if not isinstance(page, PlanChildPage) or page.can_move_to(destination):
        return None
    messages.error(request, stays_in_plan(page))
    return redirect("wagtailadmin_explore", page.get_parent().pk)
