"""Where a translation begins: segments for most languages, an empty page for a retelling."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail_localize.models import Translation
from wagtail_localize.views.submit_translations import SubmitPageTranslationView

from aktionsplan_pages.languages import LANGUAGES
from aktionsplan_pages.translation.submit import begin_above, begin_retelling


def is_retold(locale: Any) -> bool:
    language = LANGUAGES.get(locale.language_code)
    return bool(language and language.retold)


def keep_free(translation: Translation) -> None:
    """Before it is saved: words that are written freely never follow the German segments."""
    if is_retold(translation.target_locale):
        translation.enabled = False


class BeginTranslationView(SubmitPageTranslationView):
    """In place of wagtail-localize's view of the same address."""

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        locales = form.cleaned_data["locales"]
        is_ours = hasattr(self.object, "note_words")
        retold = [locale for locale in locales if is_ours and is_retold(locale)]
        begun = [begin_retelling(self.object, locale, self.request.user) for locale in retold]
        others = locales.exclude(pk__in=[locale.pk for locale in retold])
        if others:
            form.cleaned_data["locales"] = others
            for locale in others:
                begin_above(self.object, locale)
            return super().form_valid(form)
        said = _("“%(title)s” can be written now. It is empty; the German text stands beside it.")
        messages.success(self.request, said % {"title": self.object.title})
        return redirect(self.get_success_url() or self.get_default_success_url(begun[0]))
