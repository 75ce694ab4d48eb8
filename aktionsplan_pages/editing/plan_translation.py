"""Beginning the translation of a whole plan in the admin: a form, and the progress of a run."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from aktionsplan_pages.approval.permissions import may_translate
from aktionsplan_pages.languages import LANGUAGES, SOURCE
from aktionsplan_pages.models import ActionPlanPage, TranslationRun
from aktionsplan_pages.models.translation import RunState
from aktionsplan_pages.translation.bulk import pages_of
from aktionsplan_pages.translation.runs import Busy, begin_run, resume, work_off

UNDER_WAY = (RunState.WAITING, RunState.RUNNING)
REFRESH = 3  # seconds
LATEST = 5


def languages_for(user: Any, page: Any) -> list[str]:
    """The languages that ``user`` may begin to translate a German plan into."""
    if not isinstance(page, ActionPlanPage) or not page.is_source:
        return []
    return [code for code in LANGUAGES if code != SOURCE and may_translate(user, page, code)]


def address(plan: ActionPlanPage) -> str:
    return reverse("action_plan_translate", args=[plan.pk])


class LanguagesForm(forms.Form):
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose a language.")},
    )

    def __init__(self, *args: Any, codes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, LANGUAGES[code].own_name) for code in codes]
        self.fields["languages"].choices = choices  # type: ignore[attr-defined]


class PlanMixin(WagtailAdminTemplateMixin):
    header_icon = "wagtail-localize-language"
    plan: ActionPlanPage

    def get_page_subtitle(self) -> str:
        return self.plan.title

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        here = {"url": "", "label": self.page_title, "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, here]


class TranslatePlanView(PlanMixin, FormView):
    """Languages to tick; only pages without a row in a language are begun."""

    form_class = LanguagesForm
    template_name = "aktionsplan_pages/admin/translate_plan.html"
    page_title = _("Translate the plan")

    def dispatch(self, request: HttpRequest, pk: int) -> Any:
        self.plan = get_object_or_404(ActionPlanPage, pk=pk, locale__language_code=SOURCE)
        self.codes = languages_for(request.user, self.plan)
        if not self.codes:
            raise PermissionDenied
        return super().dispatch(request)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"codes": self.codes}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pages = pages_of(self.plan)
        return super().get_context_data(**kwargs) | {
            "plan": self.plan, "total": len(pages), "public": sum(page.live for page in pages),
            "runs": named(TranslationRun.objects.filter(plan=self.plan)[:LATEST]),
            "back_url": reverse("wagtailadmin_pages:edit", args=[self.plan.pk]),
        }  # fmt: skip

    def form_valid(self, form: LanguagesForm) -> HttpResponse:
        try:
            run = begin_run(self.plan, form.cleaned_data["languages"], self.request.user)
        except Busy as busy:
            messages.error(self.request, str(busy))
            return self.render_to_response(self.get_context_data(form=form), status=409)
        work_off.enqueue(run.pk)
        return redirect("action_plan_run", run.pk)


def named(runs: Any) -> list[dict[str, Any]]:
    """Runs with the names of their languages."""
    return [
        {"run": run, "names": [LANGUAGES[code].own_name for code in run.languages]} for run in runs
    ]


class RunView(PlanMixin, TemplateView):
    """How far a run is: the browser asks again by itself, without JavaScript."""

    template_name = "aktionsplan_pages/admin/translation_run.html"
    page_title = _("Translation of the plan")

    def dispatch(self, request: HttpRequest, pk: int) -> Any:
        self.run = get_object_or_404(TranslationRun.objects.select_related("plan", "user"), pk=pk)
        self.plan = self.run.plan.specific
        if not set(self.run.languages) <= set(languages_for(request.user, self.plan)):
            raise PermissionDenied
        return super().dispatch(request)

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(*args, **kwargs)
        if self.run.state in UNDER_WAY:
            response["Refresh"] = str(REFRESH)
        return response

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            resume(self.run)
        except Busy as busy:
            messages.error(request, str(busy))
        else:
            work_off.enqueue(self.run.pk)
        return redirect(request.path)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        under_way = self.run.state in UNDER_WAY
        said = gettext("This page refreshes itself every %(seconds)s seconds.")
        return super().get_context_data(**kwargs) | {
            **named([self.run])[0], "plan": self.plan, "is_under_way": under_way,
            "is_interrupted": self.run.state == RunState.INTERRUPTED,
            "refresh": said % {"seconds": REFRESH} if under_way else "",
            "begin_url": address(self.plan),
            "explorer_url": reverse("wagtailadmin_explore", args=[self.plan.pk]),
        }  # fmt: skip
