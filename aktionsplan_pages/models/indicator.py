"""What is counted: indicators of goals and measures, with their values over time."""

from decimal import Decimal
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import TranslatableField

from aktionsplan_pages.choices import Direction, Unit
from aktionsplan_pages.models.fields import PartialDateField
from aktionsplan_pages.models.words import WordsChild, child_of
from aktionsplan_pages.panels import FactsPanel, WordsInlinePanel

MEASURED_HINT = _(
    "Visitors see each indicator as a chart with its numbers as a table. Leave out what nobody "
    "has counted: nothing is shown for it."
)
MEASURED = [
    WordsInlinePanel("indicators", heading=_("indicators"), label=_("indicator")),
    WordsInlinePanel("assessments", heading=_("Assessments"), label=_("assessment")),
]


def quantity(label: Any, **options: Any) -> models.DecimalField:
    return models.DecimalField(label, max_digits=16, decimal_places=2, **options)


class Indicator(WordsChild, ClusterableModel):
    """Abstract; numbers are in ``unit``, periods are partial dates."""

    name = models.CharField(_("name"), max_length=255, help_text=_("What is counted."))
    explanation = models.TextField(_("explanation"), blank=True)
    calculation = models.TextField(_("how it is calculated"), blank=True)
    unit = models.CharField(_("unit"), max_length=20, choices=Unit.choices, blank=True)
    direction = models.CharField(
        _("direction"), max_length=10, choices=Direction.choices, blank=True, default=Direction.UP
    )
    baseline = quantity(_("baseline"), null=True, blank=True)
    baseline_period = PartialDateField(_("baseline from"))
    target = quantity(_("target"), null=True, blank=True)
    target_period = PartialDateField(_("target until"))
    source = models.CharField(
        _("source"),
        max_length=255,
        blank=True,
        help_text=_("Where the numbers come from; in German."),
    )
    is_example = models.BooleanField(
        _("example"),
        default=False,
        help_text=_("Invented numbers; visitors see the word “Example”."),
    )

    translatable_fields: ClassVar[list] = [
        TranslatableField(name) for name in ("name", "explanation", "calculation")
    ]
    panels: ClassVar[list] = [
        FieldPanel("name"),
        FieldPanel("explanation"),
        FieldPanel("calculation"),
        FactsPanel(
            [
                FieldRowPanel([FieldPanel("unit"), FieldPanel("direction")]),
                FieldRowPanel([FieldPanel("baseline"), FieldPanel("baseline_period")]),
                FieldRowPanel([FieldPanel("target"), FieldPanel("target_period")]),
                InlinePanel("values", heading=_("values"), label=_("value")),
                FieldPanel("source"),
                FieldPanel("is_example"),
            ]
        ),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        abstract = True
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.target is not None and not self.unit:
            raise ValidationError(
                {"unit": _("This indicator has a target. Please say in which unit it is counted.")}
            )


class IndicatorValue(Orderable):
    """Abstract; one measured value of an indicator in one period."""

    period = PartialDateField(_("period"), blank=False)
    value = quantity(_("value"))
    remark = models.CharField(_("remark"), max_length=255, blank=True, help_text=_("In German."))

    panels: ClassVar[list] = [
        FieldRowPanel([FieldPanel("period"), FieldPanel("value"), FieldPanel("remark")])
    ]

    class Meta(Orderable.Meta):
        abstract = True
        verbose_name = _("value")
        verbose_name_plural = _("values")

    def __str__(self) -> str:
        return f"{self.period}: {Decimal(self.value).normalize():f}"


class GoalIndicator(Indicator):
    page = child_of("aktionsplan_pages.GoalPage", "indicators")

    class Meta(Indicator.Meta):
        abstract = False


class GoalIndicatorValue(IndicatorValue):
    indicator = ParentalKey(GoalIndicator, on_delete=models.CASCADE, related_name="values")

    class Meta(IndicatorValue.Meta):
        abstract = False


class MeasureIndicator(Indicator):
    page = child_of("aktionsplan_pages.MeasurePage", "indicators")

    class Meta(Indicator.Meta):
        abstract = False


class MeasureIndicatorValue(IndicatorValue):
    indicator = ParentalKey(MeasureIndicator, on_delete=models.CASCADE, related_name="values")

    class Meta(IndicatorValue.Meta):
        abstract = False
