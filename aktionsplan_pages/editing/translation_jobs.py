"""Translation jobs: send one out, see what a returned file would change, take it in."""

import io
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.generic import TemplateView, View
from django_tasks import task
from django_tasks.base import TaskResultStatus
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from aktionsplan_pages.approval.permissions import translates_into
from aktionsplan_pages.languages import LANGUAGES, direction
from aktionsplan_pages.models import TranslationJob, TranslationUpload
from aktionsplan_pages.translation.offices import files, jobs, selection
from aktionsplan_pages.translation.offices.checking import Outcome
from aktionsplan_pages.translation.offices.units import FileProblem

AT_ONCE = 50
SECONDS = 3  # between two looks at the progress


def languages_of(user: Any) -> list[str]:
    """Those that ``user`` may send out and take in."""
    return [code for code in selection.languages() if translates_into(user, code)]


class ExportForm(forms.Form):
    plan: forms.ModelChoiceField = forms.ModelChoiceField(
        label=gettext_lazy("Action plan"),
        queryset=None,
        empty_label=None,
        widget=forms.Select(attrs={"class": "w-w-full"}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"))
    only_due = forms.TypedChoiceField(
        label=gettext_lazy("What"),
        choices=[
            ("1", gettext_lazy("only what is missing or changed")),
            ("", gettext_lazy("the whole plan")),
        ],
        coerce=bool, required=False, empty_value="", initial="1",
        widget=forms.Select(attrs={"class": "w-w-full"}),
    )  # fmt: skip
    format = forms.ChoiceField(
        label=gettext_lazy("Format"),
        choices=[(name, one.label) for name, one in files.FORMATS.items()],
    )

    def __init__(self, languages: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = selection.plans()  # type: ignore[attr-defined]
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            (code, LANGUAGES[code].own_name) for code in languages
        ]


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Translated file"),
        help_text=gettext_lazy("XLIFF, PO or XLSX. First you only see what it would change."),
        widget=forms.FileInput(attrs={"accept": ".xlf,.xliff,.po,.xlsx"}),
    )

    def clean_file(self) -> files.JobFile:
        file = self.cleaned_data["file"]
        try:
            files.check_size(file.size)
            self.name = file.name
            return files.read(file.read())
        except FileProblem as error:
            raise forms.ValidationError(str(error)) from error


class JobsMixin(WagtailAdminTemplateMixin):
    """Only for those who may translate into some language."""

    page_title = gettext_lazy("Translation jobs")
    header_icon = "wagtail-localize-language"
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.languages = languages_of(request.user)
        if not self.languages:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def check_language(self, code: str) -> None:
        if code not in self.languages:
            raise PermissionDenied

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        here = {"url": "", "label": str(self.page_title), "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, here]


class JobsView(JobsMixin, TemplateView):
    """The jobs so far and the two forms; a posted file is checked and kept."""

    template_name = "aktionsplan_pages/admin/translation_jobs.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = TranslationJob.objects.filter(language__in=self.languages).defer("sent")
        page = Paginator(rows.select_related("created_by"), AT_ONCE).get_page(
            self.request.GET.get("p")
        )
        waiting = TranslationUpload.objects.filter(
            created_by_id=self.request.user.pk, finished_at=None, language__in=self.languages
        )
        forms_shown = {
            "export_form": ExportForm(self.languages, auto_id="export_%s"),
            "upload_form": UploadForm(auto_id="upload_%s"),
        }
        return super().get_context_data(**kwargs) | forms_shown | kwargs | {
            "page_obj": page, "waiting": waiting, "jobs": [named(job) for job in page],
            "elided_page_range": page.paginator.get_elided_page_range(page.number),
        }  # fmt: skip

    def post(self, request: HttpRequest) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES, auto_id="upload_%s")
        if form.is_valid():
            file = form.cleaned_data["file"]
            self.check_language(file.language)
            try:
                upload = jobs.receive(file, form.name, request.user)
            except FileProblem as error:
                form.add_error("file", str(error))
            else:
                return redirect("action_plan_upload", upload.pk)
        return self.render_to_response(self.get_context_data(upload_form=form), status=422)


def named(job: TranslationJob) -> TranslationJob:
    """With the names that the list shows."""
    known = LANGUAGES.get(job.language)
    vars(job).update(
        language_name=known.own_name if known else job.language,
        format_name=files.FORMATS[job.format].label if job.format in files.FORMATS else job.format,
    )
    return job


class ExportView(JobsMixin, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        if request.POST.get("language") in LANGUAGES:
            self.check_language(request.POST["language"])
        form = ExportForm(self.languages, request.POST, auto_id="export_%s")
        if not form.is_valid():
            return self.again(form)
        chosen, out = form.cleaned_data, io.BytesIO()
        try:
            job = jobs.export(
                chosen["plan"], chosen["language"], chosen["format"], out,
                only_due=bool(chosen["only_due"]), user=request.user,
            )  # fmt: skip
        except FileProblem as error:
            messages.error(request, str(error))
            return redirect("action_plan_jobs")
        known = files.FORMATS[job.format]
        plan = slugify(job.plan_title.replace("ß", "ss"))[:60].strip("-") or "plan"
        name = f"{plan}-{job.language}-{timezone.localdate()}"
        return HttpResponse(
            out.getvalue(),
            content_type=known.mime,
            headers={"Content-Disposition": f'attachment; filename="{name}.{known.ending}"'},
        )

    def again(self, form: ExportForm) -> HttpResponse:
        view = JobsView()
        view.setup(self.request)
        view.languages = self.languages
        return view.render_to_response(view.get_context_data(export_form=form), status=422)


@task()
def take_in_upload(pk: int) -> int:
    """In the background where the host has a worker, else at once."""
    upload = TranslationUpload.objects.select_related("created_by").get(pk=pk)
    if upload.created_by is None or not translates_into(upload.created_by, upload.language):
        return 0  # the right was taken away meanwhile
    return jobs.take_in(upload)


class UploadView(JobsMixin, TemplateView):
    """The dry run of a returned file, segment by segment; its own person decides about it."""

    template_name = "aktionsplan_pages/admin/translation_upload.html"
    page_title = gettext_lazy("Returned translation")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.upload = get_object_or_404(
            TranslationUpload, pk=kwargs["pk"], created_by_id=request.user.pk
        )
        if not translates_into(request.user, self.upload.language):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.upload.file_name

    @cached_property
    def counts(self) -> dict[str, int]:
        rows = self.upload.segments.order_by().values_list("outcome").annotate(n=Count("pk"))
        return dict(rows)

    @property
    def shown(self) -> str:
        """The outcome that is listed: what was asked for, else the first that there is."""
        asked = self.request.GET.get("outcome", "")
        return asked if asked in Outcome.values else next(
            (one for one in Outcome.values if self.counts.get(one)), Outcome.NEW
        )  # fmt: skip

    def rows(self) -> QuerySet:
        return self.upload.segments.filter(outcome=self.shown)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(self.rows(), AT_ONCE).get_page(self.request.GET.get("p"))
        todo = self.upload.segments.filter(jobs.WRITTEN)
        done, total = todo.filter(is_done=True).count(), todo.count()
        language = self.upload.language
        return super().get_context_data(**kwargs) | {
            "upload": self.upload, "page_obj": page, "outcome": self.shown,
            "elided_page_range": page.paginator.get_elided_page_range(page.number),
            "tabs": [(one, one.label, self.counts.get(one, 0)) for one in Outcome],
            "rejected": self.counts.get(Outcome.REJECTED, 0),
            "conflicts": self.counts.get(Outcome.CONFLICT, 0),
            "done": done, "total": total, "left": total - done,
            "language": language, "direction": direction(language),
            "language_name": LANGUAGES[language].own_name,
            "is_running": self.upload.started_at and not self.upload.finished_at,
        }  # fmt: skip

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        if self.upload.started_at and not self.upload.finished_at:
            response["Refresh"] = str(SECONDS)
        return response

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        action = request.POST.get("action", "")
        if action == "discard":
            self.upload.delete()
            messages.success(request, gettext("The file was discarded; nothing was taken in."))
            return redirect("action_plan_jobs")
        if action not in {"tick", "import"}:
            return HttpResponseBadRequest()
        self.tick(request)
        if action == "import":
            self.start(request)
        return redirect(request.get_full_path() if action == "tick" else request.path)

    def tick(self, request: HttpRequest) -> None:
        """Of the conflicts that the form has shown, those that are ticked are accepted."""
        listed = {int(pk) for pk in request.POST.getlist("listed") if pk.isdecimal()}
        ticked = {int(pk) for pk in request.POST.getlist("accept") if pk.isdecimal()}
        conflicts = self.upload.segments.filter(outcome=Outcome.CONFLICT, pk__in=listed)
        conflicts.update(is_accepted=False)
        conflicts.filter(pk__in=ticked).update(is_accepted=True)

    def start(self, request: HttpRequest) -> None:
        TranslationUpload.objects.filter(pk=self.upload.pk).update(
            started_at=timezone.now(), finished_at=None
        )
        result = take_in_upload.enqueue(self.upload.pk)
        if result.status == TaskResultStatus.FAILED:
            messages.error(
                request,
                gettext("Taking it in was interrupted. What is done stays; please start again."),
            )
        elif result.status == TaskResultStatus.SUCCESSFUL:
            number = result.return_value or 0
            said = ngettext(
                "%(number)s segment was taken in. It is in translation, not public.",
                "%(number)s segments were taken in. They are in translation, not public.",
                number,
            )
            messages.success(request, said % {"number": number})


class JobsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(languages_of(request.user))


def jobs_menu_item() -> JobsMenuItem:
    return JobsMenuItem(
        gettext_lazy("Translation jobs"), reverse("action_plan_jobs"), name="translation-jobs",
        icon_name="wagtail-localize-language", order=1110,
    )  # fmt: skip
