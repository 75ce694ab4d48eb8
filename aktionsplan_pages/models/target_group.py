"""For whom a measure is: an editable, translatable vocabulary."""

from typing import ClassVar

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

from aktionsplan_pages.models.approved import ApprovedModel
from aktionsplan_pages.models.rendering import Rendered, RenderingForm
from aktionsplan_pages.models.words import WordsModel, words


class TargetGroup(
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
    name = models.CharField(_("name"), max_length=255)

    base_form_class = RenderingForm
    translatable_fields: ClassVar[list] = words("name")
    panels: ClassVar[list] = [FieldPanel("name", required_on_save=True)]
    search_fields: ClassVar[list] = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("target group")
        verbose_name_plural = _("target groups")
        ordering: ClassVar[list] = ["name"]

    def __str__(self) -> str:
        return self.named(self.name)
