"""*Translate*: offers the languages that somebody may translate a page into."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import CheckboxSelectMultiple, Form, HiddenInput
from django.utils.translation import gettext as _

from aktionsplan_pages.approval.permissions import languages_of, may_translate
from aktionsplan_pages.editing.localize_views import is_ours
from aktionsplan_pages.translation.starting import BeginTranslationView


class BeginView(BeginTranslationView):
    """One language is ticked already; the server refuses the others as well.

    Who translates the house's other pages without a role in the plan does so as before.
    """

    def get_form(self) -> Form:
        form: Any = super().get_form()
        if not is_ours(type(self.object)) and not languages_of(self.request.user):
            return form
        field = form.fields["locales"]
        own = [
            locale.pk for locale in field.queryset
            if may_translate(self.request.user, self.object, locale.language_code)
        ]  # fmt: skip
        if not own:
            raise PermissionDenied
        field.queryset = field.queryset.filter(pk__in=own)
        field.label = _("Language")
        field.widget = CheckboxSelectMultiple(choices=field.choices)
        if len(own) == 1:
            form.initial["locales"] = own
            form.fields.pop("select_all", None)
        whole = form.fields["include_subtree"]  # a plan has its own way, page by page
        whole.widget, whole.disabled = HiddenInput(), True
        return form
