"""Words written freely: how a page begins, and the checklist while somebody writes."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST
from wagtail.models import Page

from aktionsplan_pages.models import ReadThroughPage


@require_POST
def checklist(request: HttpRequest, page_id: int) -> HttpResponse:
    """What is found in an editor's form as it was sent; nothing is stored or validated."""
    page: Any = get_object_or_404(Page, pk=page_id).specific
    if not isinstance(page, ReadThroughPage) or not page.is_retold:
        raise Http404
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    draft = page.get_latest_revision_as_object()
    form_class = draft.get_edit_handler().get_form_class()
    form = form_class(
        request.POST, instance=draft, parent_page=page.get_parent(), for_user=request.user
    )
    try:
        retelling = form.retelling
    except (ValueError, KeyError, TypeError, AttributeError, ValidationError):
        # rich text that no editor sends
        return HttpResponseBadRequest()
    if retelling is None:
        raise Http404
    context = {"retelling": retelling}
    return render(request, "aktionsplan_pages/admin/plain_language/answer.html", context)
