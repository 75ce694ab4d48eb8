"""Turns a stopped act into a message that says what to do."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import url_has_allowed_host_and_scheme

from aktionsplan_pages.approval.errors import NotApproved


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
