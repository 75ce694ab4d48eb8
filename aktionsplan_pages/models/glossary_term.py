"""How an administrative term is put in another language: an editable, approved vocabulary."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
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

from aktionsplan_pages.models.approved import ApprovedModel
from aktionsplan_pages.models.rendering import Rendered, RenderingForm
from aktionsplan_pages.models.words import MACHINE, MADE_FROM, WordsModel
from aktionsplan_pages.panels import FactsPanel


class GlossaryTerm(
    Rendered,
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

    base_form_class = RenderingForm
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
        return self.named(self.term)

    def copy_for_translation(self, *args: Any, **kwargs: Any) -> "GlossaryTerm":
        row: GlossaryTerm = super().copy_for_translation(*args, **kwargs)
        row.forms = ""
        return row
