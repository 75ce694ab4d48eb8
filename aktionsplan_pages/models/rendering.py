"""Vocabulary in other languages: each row is written whole, in a form beside the German one."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from aktionsplan_pages.languages import direction
from aktionsplan_pages.models.words import german_of
from aktionsplan_pages.panels import is_source
from aktionsplan_pages.translation import sections


class Rendered:
    """Goes before the other bases of a snippet with ``translatable_fields``."""

    def copy_for_translation(self, *args: Any, **kwargs: Any) -> Any:
        """A row without words: the German ones are no translation of themselves."""
        row = super().copy_for_translation(*args, **kwargs)  # type: ignore[misc]
        for name in sections.word_fields(row):
            setattr(row, name, "")
        row.made_from = {}
        return row

    def named(self, word: str) -> str:
        """``word``, or as long as there is none that of the German row."""
        return word or (str(german_of(self) or "") if not is_source(self) else "")


class RenderingForm(WagtailAdminModelForm):
    """Begins in German; another language is written in its own direction, beside the German."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.german = None if is_source(self.instance) else german_of(self.instance)
        if self.german is None:
            return
        language, names = self.instance.locale.language_code, sections.word_fields(self.instance)
        for name in self.fields.keys() - set(names):  # facts stand in German alone
            del self.fields[name]
        for name in names:
            field, german = self.fields[name], getattr(self.german, name)
            field.widget.attrs |= {"lang": language, "dir": direction(language)}
            field.help_text = _("In German: %(text)s") % {"text": german} if german else ""

    def clean(self) -> dict:
        if self.german is None and not is_source(self.instance):
            raise ValidationError(_("This begins in German. Please make it there first."))
        return super().clean()

    def save(self, commit: bool = True) -> Any:
        row = super().save(commit=False)
        if self.german is not None:
            row.made_from = sections.made_from(row, self.german)
        if commit:
            row.save()
            self.save_m2m()
        return row
