"""The dossier's screen: reads on GET, decides on POST; and the preview of what it is about."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from aktionsplan_pages.approval import permissions
from aktionsplan_pages.approval.errors import NotApproved
from aktionsplan_pages.editing import readings, subject
from aktionsplan_pages.editing.decisions import DECISIONS, DossierForm, stale
from aktionsplan_pages.editing.dossier import Dossier


class SubjectMixin:
    """Finds the page or snippet; refuses who may not read what is under review."""

    def dispatch(self, request: HttpRequest, model: str, object_id: str, **kwargs: Any) -> Any:
        self.object = subject.find(model, object_id)
        if not permissions.may_read(request.user, self.object):
            raise PermissionDenied
        return super().dispatch(request, **kwargs)  # type: ignore[misc]


class DossierView(SubjectMixin, WagtailAdminTemplateMixin, TemplateView):
    template_name = "aktionsplan_pages/admin/dossier.html"
    page_title = gettext_lazy("Approval")
    header_icon = "clipboard-list"
    bound: dict[str, DossierForm]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.bound = {}

    @cached_property
    def dossier(self) -> Dossier:
        return Dossier(self.object, self.request.user, self.request.GET.get("since", ""))

    @cached_property
    def edit_url(self) -> str | None:
        return AdminURLFinder(self.request.user).get_edit_url(self.object)

    def get_page_subtitle(self) -> str:
        return self.dossier.title

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        here = {"url": "", "label": self.page_title, "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, here]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons = []
        if self.edit_url:
            buttons.append(Button(gettext("Open in the editor"), self.edit_url, icon_name="edit"))
        if isinstance(self.object, Page) and self.object.live and self.object.url:
            buttons.append(
                Button(gettext("Public page"), self.object.url, icon_name="link-external")
            )
        return buttons

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        forms = {
            name: self.bound.get(name) or decision.form(self.dossier, auto_id=f"{name}_%s")
            for name, decision in DECISIONS.items()
        }
        if "reject" in self.bound:  # one form on the screen, two buttons
            forms["approve"] = self.bound["reject"]
        return super().get_context_data(**kwargs) | {
            "dossier": self.dossier, "forms": forms, "edit_url": self.edit_url,
            "model": self.kwargs["model"], "object_id": self.kwargs["object_id"],
        }  # fmt: skip

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        name = request.POST.get("action", "")
        decision = DECISIONS.get(name)
        if decision is None:
            return HttpResponseBadRequest()
        shown = "approve" if name == "reject" else name
        form = decision.form(self.dossier, request.POST, auto_id=f"{shown}_%s")
        if decision.is_bound and request.POST.get("seen", "") != self.dossier.seen:
            return self.refuse(str(stale()), name, form)
        if not form.is_valid():
            self.bound[name] = form
            messages.validation_error(request, gettext("Nothing was done yet."), form)
            return self.render_to_response(self.get_context_data(), status=422)
        try:
            with transaction.atomic():
                said = decision.run(self.dossier, request.user, **form.cleaned_data)
        except NotApproved as error:
            return self.refuse(str(error), name, form)
        messages.success(request, said)
        return redirect("wagtailadmin_home") if decision.leaves else redirect(request.path)

    def refuse(self, said: str, name: str, form: DossierForm) -> HttpResponse:
        """Shows what is true now, keeps what was typed, and says why nothing was done."""
        messages.error(self.request, said)
        self.object = subject.find(self.kwargs["model"], self.kwargs["object_id"])
        del self.dossier
        self.bound[name] = DECISIONS[name].form(
            self.dossier, initial=self.request.POST.dict(), auto_id=form.auto_id
        )
        return self.render_to_response(self.get_context_data(), status=409)


class PreviewView(SubjectMixin, View):
    """Exactly the content under review, as visitors of one language will read it."""

    def get(self, request: HttpRequest, language: str) -> HttpResponse:
        content = Dossier(self.object, request.user).content
        return readings.preview(self.object, content, language, request)
