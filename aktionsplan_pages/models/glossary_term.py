"""How an administrative term is put in another language: an editable, approved vocabulary."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)
from wagtail.search import index
from wagtail_localize.fields import BaseTranslatableField

from aktionsplan_pages.languages import direction
from aktionsplan_pages.models.approved import ApprovedModel
from aktionsplan_pages.models.words import MACHINE, MADE_FROM, WordsModel
from aktionsplan_pages.panels import FactsPanel, is_source
from aktionsplan_pages.translation import glossary, sections


class GlossaryTermForm(WagtailAdminModelForm):
    """A term begins in German; its translation is written in its own direction, beside it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.german = glossary.german_of(self.instance)
        if self.german is None:
            return
        language = self.instance.locale.language_code
        for name in ("term", "note"):
            self.fields[name].widget.attrs |= {"lang": language, "dir": direction(language)}
        self.fields["term"].help_text = _("In German: %(term)s") % {"term": self.german.term}
        self.fields["note"].help_text = self.german.note

    def clean(self) -> dict:
        if self.german is None and not is_source(self.instance):
            raise ValidationError(_("A term begins in German. Please make it there first."))
        return super().clean()

    def save(self, commit: bool = True) -> "GlossaryTerm":
        term = super().save(commit=False)
        if self.german is not None:
            term.made_from = sections.made_from(term, self.german)
        if commit:
            term.save()
        return term


class GlossaryTerm(
    ApprovedModel,
    WordsModel,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    TranslatableMixin,
    index.Indexed,
    models.Model,
):
    """The German row holds the term, its other forms and what it means; every other row one
    rendering. They are written whole, not segment by segment."""

    term = models.CharField(_("term"), max_length=255)
    forms = models.TextField(
        _("other forms"),
        blank=True,
        help_text=_(
            "Further German forms by which the term is found, one a line or with commas between: "
            "“Ämter”, “Amtes”. Endings such as -e, -en, -es and long compounds are found anyway."
        ),
    )
    note = models.TextField(
        _("explanation"),
        blank=True,
        help_text=_("For translators: what the term means here, and what it is not."),
    )

    base_form_class = GlossaryTermForm
    translatable_fields: ClassVar[list] = [
        BaseTranslatableField("term"), BaseTranslatableField("note"), MADE_FROM, MACHINE,
    ]  # fmt: skip
    panels: ClassVar[list] = [
        FieldPanel("term", required_on_save=True),
        FactsPanel([FieldPanel("forms")], heading=_("Where it is found")),
        FieldPanel("note"),
    ]
    search_fields: ClassVar[list] = [
        index.SearchField("term"), index.SearchField("forms"), index.AutocompleteField("term"),
    ]  # fmt: skip

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary")
        ordering: ClassVar[list] = ["term"]

    def __str__(self) -> str:
        return self.term

    def copy_for_translation(self, *args: Any, **kwargs: Any) -> "GlossaryTerm":
        """An empty row: the German word is no translation of itself."""
        row = super().copy_for_translation(*args, **kwargs)
        row.term = row.forms = row.note = ""
        row.made_from = {}
        return row
