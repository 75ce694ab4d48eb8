"""Machine translation in the admin, in place of wagtail-localize's own views."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.views.pages.utils import get_valid_next_url_from_request
from wagtail.models import Page
from wagtail_localize.models import Translation
from wagtail_localize.views.update_translations import UpdateTranslationsView

from aktionsplan_pages.approval import permissions
from aktionsplan_pages.editing import localize_views
from aktionsplan_pages.translation import machine
from aktionsplan_pages.translation.machine_services import MachineTranslationFailed
from aktionsplan_pages.translation.segments import source_of


@require_POST
def machine_translate(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Fills the empty segments of a translation; says what was done, or why nothing was."""
    translation = get_object_or_404(
        Translation.objects.select_related("source", "target_locale"), pk=translation_id
    )
    check_may_write(request.user, translation)
    try:
        say_filled(request, machine.translate_empty(translation, request.user), translation)
    except MachineTranslationFailed as error:
        messages.error(request, str(error))
    return redirect(get_valid_next_url_from_request(request) or reverse("wagtailadmin_home"))


def check_may_write(user: Any, translation: Translation) -> None:
    """By the rules of the page; where it has no row yet, by who may begin one."""
    source, language = (
        translation.source.get_source_instance(), translation.target_locale.language_code,
    )  # fmt: skip
    row = source.get_translation_or_none(translation.target_locale)
    if not isinstance(source, Page):
        allowed = permissions.may_translate(user, source, language)
    elif row is None:
        allowed = permissions.may_translate(user, source.specific, language)
    else:
        page = row.specific
        allowed = page.permissions_for_user(user).can_edit() and not page.workflow_in_progress
    if not allowed:
        raise PermissionDenied


def say_filled(request: HttpRequest, done: machine.Filled, translation: Translation) -> None:
    if not done.strings and not done.left:
        messages.warning(request, _("Nothing is empty here: there is nothing to translate."))
        return
    text = ngettext(
        "%(tool)s translated %(count)s segment. Please read it and save it before you submit.",
        "%(tool)s translated %(count)s segments. Please read each and save it before you submit.",
        done.strings,
    )
    messages.success(request, text % {"tool": done.tool, "count": done.strings})
    if done.left:
        model = machine.model_of(translation)
        names = ", ".join(machine.name_of(path, model) for path in done.left)
        text = _("The answer could not be used for these sections; they were left empty: "
                 "%(sections)s.")  # fmt: skip
        messages.warning(request, text % {"sections": names})
    if done.missing:
        text = _("The glossary has renderings that do not seem to be used for: %(terms)s.")
        messages.warning(request, text % {"terms": ", ".join(done.missing)})


class UpdateView(UpdateTranslationsView):
    """Without a machine: it would write into all languages at once, past the budget.

    Our pages are brought up to date by themselves; doing it here carries corrections over as well.
    """

    @property
    def is_ours(self) -> bool:
        return localize_views.is_ours(self.object.specific_content_type.model_class())

    def get_form(self) -> Form:
        form = super().get_form()
        form.fields.pop("use_machine_translation", None)
        form.fields["publish_translations"].help_text = ""
        if self.is_ours:
            del form.fields["publish_translations"]
        return form

    def form_valid(self, form: Form) -> HttpResponse:
        page = self.object.get_source_instance()
        if not (self.is_ours and isinstance(page, Page)):
            return super().form_valid(form)
        source_of(page.specific)
        messages.success(self.request, self.get_success_message())
        return redirect(self.get_success_url() or self.get_default_success_url())


update_translations = UpdateView.as_view()
