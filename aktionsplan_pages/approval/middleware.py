"""Turns a stopped act into a message that says what to do."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState

from aktionsplan_pages.approval.errors import NotApproved
from aktionsplan_pages.approval.gated import gated_class


class NotApprovedMiddleware(MiddlewareMixin):
    """Goes after Django's message middleware."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, NotApproved):
            return None
        text = str(exception)
        if not request.accepts("text/html") or request.headers.get("X-Requested-With"):
            return JsonResponse({"success": False, "error_message": text}, status=409)
        messages.error(request, text)
        back = request.headers.get("Referer", "")
        is_ours = url_has_allowed_host_and_scheme(
            back, {request.get_host()}, require_https=request.is_secure()
        )
        return HttpResponseRedirect(back if is_ours else reverse("wagtailadmin_home"))


def say_draft(request: HttpRequest, obj: Any) -> None:
    """After saving: who pressed a hidden button, or none that works, learns that it is a draft."""
    if not gated_class(obj):
        return
    if request.POST.get("action-publish"):
        text = _("It was saved as a draft. To make it public, please submit it for approval.")
        messages.warning(request, text)
    running = obj.workflow_states.filter(status=WorkflowState.STATUS_IN_PROGRESS)
    if request.POST.get("action-submit") and not running.exists():
        text = _("It was saved as a draft. No workflow is set up that it could be submitted to.")
        messages.warning(request, text)
