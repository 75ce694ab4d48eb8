"""Council papers of a plan or measure and what became of them (facts; free text is German)."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from aktionsplan_pages.choices import Outcome, PaperKind
from aktionsplan_pages.models.fields import PartialDateField
from aktionsplan_pages.models.words import child_of


class Resolution(Orderable):
    reference = models.CharField(
        _("reference"),
        max_length=50,
        help_text=_("As the council information system writes it: VO/2025/246."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=PaperKind.choices, blank=True)
    title = models.CharField(_("title"), max_length=500, blank=True)
    body = models.CharField(_("body"), max_length=255, blank=True)
    date = PartialDateField(_("date"))
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome.choices, blank=True)
    url = models.URLField(_("link to the paper"), blank=True)
    note = models.TextField(
        _("note"),
        blank=True,
        help_text=_("For example the standard checks of the paper; in German."),
    )

    panels: ClassVar[list] = [
        FieldRowPanel([FieldPanel("reference"), FieldPanel("kind")]),
        FieldPanel("title"),
        FieldPanel("body"),
        FieldRowPanel([FieldPanel("date"), FieldPanel("outcome")]),
        FieldPanel("url"),
        FieldPanel("note"),
    ]

    class Meta(Orderable.Meta):
        abstract = True
        verbose_name = _("resolution")
        verbose_name_plural = _("resolutions")

    def __str__(self) -> str:
        return self.reference


class PlanResolution(Resolution):
    page = child_of("aktionsplan_pages.ActionPlanPage", "resolutions")

    class Meta(Resolution.Meta):
        abstract = False


class MeasureResolution(Resolution):
    page = child_of("aktionsplan_pages.MeasurePage", "resolutions")

    class Meta(Resolution.Meta):
        abstract = False
