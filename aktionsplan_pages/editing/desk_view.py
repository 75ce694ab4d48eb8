"""The translator's editor: German as approved beside the words of one language."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.models import Page, WorkflowState

from aktionsplan_pages.approval.errors import NotApproved
from aktionsplan_pages.editing import changes, subject
from aktionsplan_pages.languages import LANGUAGES, direction
from aktionsplan_pages.models import ReadThroughPage
from aktionsplan_pages.translation import machine
from aktionsplan_pages.translation.desk import Desk, Part
from aktionsplan_pages.translation.submit import built, submit, translation_of


def desk_of(page: Any) -> Desk | None:
    """None for German pages, for retellings, and for what is not translated string by string."""
    if not isinstance(page, ReadThroughPage) or page.is_source:
        return None
    if LANGUAGES[page.locale.language_code].retold:
        return None
    if (translation := translation_of(page)) is None:
        return None
    stored = type(page)._default_manager.get(pk=page.pk)  # Wagtail hands over the latest draft
    return Desk(translation, stored)


def show_desk(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Hook ``before_edit_page``, in place of wagtail-localize's editor, which can publish."""
    desk = desk_of(page.specific)
    return DeskView.as_view(desk=desk)(request) if desk else None


class DeskView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "aktionsplan_pages/admin/desk.html"
    page_title = gettext_lazy("Translation")
    header_icon = "wagtail-localize-language"
    desk: Any = None
    homeless: Sequence[str] = ()
    unsaved = 0  # of the texts that were sent

    @property
    def page(self) -> Any:
        return self.desk.target

    @cached_property
    def round(self) -> Any:
        """The round that is running or was sent back."""
        return self.page.current_workflow_state

    @property
    def is_in_review(self) -> bool:
        return bool(self.round and self.round.status == WorkflowState.STATUS_IN_PROGRESS)

    @cached_property
    def closed(self) -> str:
        """Why nobody, or not this person, can write here now; else empty."""
        if self.is_in_review:
            return gettext("It is under review. Please withdraw it from review to go on writing.")
        lock = self.page.get_lock()
        if lock and lock.for_user(self.request.user):
            return str(lock.get_message(self.request.user))
        return ""

    def get_page_subtitle(self) -> str:
        return f"{self.desk.source.title} – {LANGUAGES[self.desk.language].own_name}"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        here = {"url": "", "label": self.page_title, "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, here]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return [
            Button(gettext("Approval"), subject.address_of(self.page), icon_name="clipboard-list")
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        done, total = self.desk.progress
        self.desk.find_help()
        return super().get_context_data(**kwargs) | {
            "desk": self.desk, "page": self.page, "language": LANGUAGES[self.desk.language],
            "direction": direction(self.desk.language), "done": done, "total": total,
            "rows": [(part, self.difference(part)) for part in self.desk.parts],
            "closed": self.closed, "is_in_review": self.is_in_review,
            "approval_url": subject.address_of(self.page), "homeless": self.homeless,
            "unsaved": self.unsaved,
            "sent_back": "" if self.is_in_review else self.reason,
            "machine_url": self.machine_url,
        }  # fmt: skip

    @property
    def machine_url(self) -> str:
        """Where empty texts are filled by a machine; empty where no service is set up."""
        if self.closed or not machine.is_offered(self.desk.language):
            return ""
        return reverse("wagtail_localize:machine_translate", args=[self.desk.translation.pk])

    @property
    def reason(self) -> str:
        """Why it was sent back; empty if it was not."""
        state = self.round.current_task_state if self.round else None
        return state.comment if state else ""

    def difference(self, part: Part) -> str:
        """What has changed in German since this translation was made."""
        if not part.german_before:
            return ""
        return changes.marked_text(*map(changes.readable, (part.german_before, part.german)))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.closed:
            raise NotApproved(self.closed)
        saved = self.desk.save(request.POST, request.user)
        self.homeless = self.desk.homeless(request.POST)
        wrong = [line for lines in self.desk.lines.values() for line in lines if line.errors]
        self.unsaved = len(wrong) + len(self.homeless)
        if self.unsaved:
            messages.error(
                request,
                gettext(
                    "%(saved)d texts were saved, %(wrong)d not: please look at what is marked."
                )
                % {"saved": saved, "wrong": self.unsaved},
            )
            return self.render_to_response(self.get_context_data(), status=422)
        if "submit" not in request.POST:
            messages.success(request, gettext("The translation was saved. Nothing is public yet."))
            return redirect("wagtailadmin_pages:edit", self.page.pk)
        try:
            self.submit()
        except ValueError as error:
            messages.error(request, str(error))
            return redirect("wagtailadmin_pages:edit", self.page.pk)
        messages.success(request, gettext("The translation was submitted for approval."))
        return redirect(subject.address_of(self.page))

    @transaction.atomic
    def submit(self) -> None:
        """Raises ValueError or NotApproved; then nothing was submitted, but the texts are kept."""
        revision = submit(self.desk.translation, self.request.user)
        page = revision.content_object
        workflow = page.get_workflow()
        if workflow is None:
            raise NotApproved(gettext("No workflow is set up. An administrator should add one."))
        if self.round:
            self.round.resume(self.request.user)
        else:
            workflow.start(page, self.request.user)


def preview_desk(request: HttpRequest, page_id: int) -> HttpResponse:
    """What is on the desk, as visitors would read it; nothing is saved."""
    page = Page.objects.filter(pk=page_id).specific().first()
    desk = desk_of(page)
    if page is None or desk is None:
        raise Http404
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return built(desk.translation).make_preview_request(request)
