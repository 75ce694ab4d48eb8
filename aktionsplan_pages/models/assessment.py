"""How far a goal or measure was reached at the end of a reporting period, and why."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import TranslatableField

from aktionsplan_pages.choices import Grade
from aktionsplan_pages.models.fields import PartialDateField
from aktionsplan_pages.models.words import WordsChild, child_of
from aktionsplan_pages.panels import FactsPanel


def order_errors(start: Any, end: Any, field: str) -> dict[str, Any]:
    """What to tell at ``field`` if the end is surely before the start."""
    if not (start and end and end.is_surely_before(start)):
        return {}
    message = _("The end (%(end)s) is before the start (%(start)s). Please correct one of them.")
    return {field: message % {"end": end, "start": start}}


def check_order(start: Any, end: Any, field: str) -> None:
    if wrong := order_errors(start, end, field):
        raise ValidationError(wrong)


class Assessment(WordsChild):
    """Abstract; one grade for one reporting period."""

    period_start = PartialDateField(_("reporting period from"), blank=False)
    period_end = PartialDateField(_("reporting period to"))
    grade = models.CharField(_("how far reached"), max_length=20, choices=Grade.choices)
    reason = models.TextField(_("reason"), blank=True, help_text=_("Why it was reached or not."))

    translatable_fields: ClassVar[list] = [TranslatableField("reason")]
    panels: ClassVar[list] = [
        FactsPanel(
            [
                FieldRowPanel(
                    [FieldPanel("period_start"), FieldPanel("period_end"), FieldPanel("grade")]
                )
            ]
        ),
        FieldPanel("reason"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        abstract = True
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")

    def __str__(self) -> str:
        return f"{self.period_start}: {self.get_grade_display()}"

    def clean(self) -> None:
        super().clean()
        check_order(self.period_start, self.period_end, "period_end")


class GoalAssessment(Assessment):
    page = child_of("aktionsplan_pages.GoalPage", "assessments")

    class Meta(Assessment.Meta):
        abstract = False


class MeasureAssessment(Assessment):
    page = child_of("aktionsplan_pages.MeasurePage", "assessments")

    class Meta(Assessment.Meta):
        abstract = False
