"""Proposing that a public page or snippet vanishes: a form that asks why."""

from typing import Any

from django import forms
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import Page, ReferenceIndex, WorkflowState

from aktionsplan_pages.approval import gate
from aktionsplan_pages.approval.errors import NotApproved
from aktionsplan_pages.approval.review import propose_withdrawal
from aktionsplan_pages.editing import readings, subject
from aktionsplan_pages.editing.dossier_views import SubjectMixin
from aktionsplan_pages.languages import SOURCE


def may_propose(user: Any, obj: Any) -> bool:
    """Who may edit it, while it is public and not under review."""
    if isinstance(obj, Page):
        return bool(obj.permissions_for_user(user).can_propose_withdrawal())
    policy = obj.snippet_viewset.permission_policy
    running = WorkflowState.objects.active().for_instance(obj)
    return obj.live and policy.user_has_permission(user, "change") and not running.exists()


def uses_of(obj: Any) -> int:
    """How many other pages and snippets name it."""
    models = [model for model in apps.get_models() if gate.is_gated(model)]
    kinds = ContentType.objects.get_for_models(*models).values()
    found = ReferenceIndex.get_references_to(obj).filter(content_type__in=kinds)
    return found.values("base_content_type", "object_id").distinct().count()


class WithdrawalForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why is it to be withdrawn?"),
        help_text=gettext_lazy("Those who approve read it, and it stays on record."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Please say why it is to be withdrawn.")},
    )


class WithdrawalView(SubjectMixin, WagtailAdminTemplateMixin, FormView):
    form_class = WithdrawalForm
    template_name = "aktionsplan_pages/admin/withdrawal.html"
    page_title = gettext_lazy("Propose withdrawal")
    header_icon = "no-view"

    def get_page_subtitle(self) -> str:
        return subject.title_of(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        here = {"url": "", "label": self.page_title, "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, here]

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check()
        return super().get(*args, **kwargs)

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check()
        return super().post(*args, **kwargs)

    def check(self) -> None:
        if not may_propose(self.request.user, self.object):
            raise PermissionDenied

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        obj = self.object
        is_german = obj.locale.language_code == SOURCE
        rows = readings.translations_of(obj, obj) if is_german else {}
        below = obj.get_descendants().live().count() if isinstance(obj, Page) and is_german else 0
        return super().get_context_data(**kwargs) | {
            "object": obj, "is_german": is_german, "translations": rows.values(), "below": below,
            "uses": uses_of(obj) if is_german else 0,
            "back_url": subject.address_of(obj),
        }  # fmt: skip

    def form_valid(self, form: WithdrawalForm) -> HttpResponse:
        draft = self.object.get_latest_revision_as_object()  # keeps what is being written
        try:
            with transaction.atomic():
                propose_withdrawal(draft, self.request.user, form.cleaned_data["reason"])
        except NotApproved as error:
            messages.error(self.request, str(error))
            return self.render_to_response(self.get_context_data(form=form), status=409)
        said = gettext("The withdrawal of “%(title)s” was submitted for approval.")
        messages.success(self.request, said % {"title": subject.title_of(self.object)})
        return redirect(subject.address_of(self.object))
