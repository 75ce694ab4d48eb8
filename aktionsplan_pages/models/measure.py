"""A measure: what is done, by whom, when, and how far it is."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page, Revision, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import TranslatableField

from aktionsplan_pages import public
from aktionsplan_pages.choices import FundingKind, Maturity, Participation, Priority, Role, Status
from aktionsplan_pages.models.assessment import order_errors
from aktionsplan_pages.models.field_of_action import FieldOfActionPage
from aktionsplan_pages.models.fields import GERMAN_ROWS, PartialDateField
from aktionsplan_pages.models.goal import GoalPage
from aktionsplan_pages.models.indicator import MEASURED, MEASURED_HINT
from aktionsplan_pages.models.internal_note import note_text, write_note
from aktionsplan_pages.models.organisation import Organisation
from aktionsplan_pages.models.plan import RICH_TEXT
from aktionsplan_pages.models.plan_child import PlanChildForm, PlanChildPage
from aktionsplan_pages.models.target_group import TargetGroup
from aktionsplan_pages.models.words import WordsChild, child_of, words
from aktionsplan_pages.panels import FactsPanel, WordsInlinePanel


class MeasureForm(PlanChildForm):
    """The page form and the internal note, which is stored beside the page."""

    internal_note = forms.CharField(
        label=_("Internal note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "For the administration only: it is never public and not part of an approval."
        ),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.initial["internal_note"] = note_text(self.instance.translation_key)
        if not self.instance.is_source:
            self.leave_out("internal_note")

    def save(self, commit: bool = True) -> Page:
        if "internal_note" in self.changed_data:
            self.instance.note_to_keep = self.cleaned_data["internal_note"]
        return super().save(commit)


class MeasurePage(PlanChildPage):
    summary = models.TextField(
        _("summary"),
        blank=True,
        help_text=_("One or two sentences; they also stand in the list of measures."),
    )
    description = RichTextField(_("description"), blank=True, features=RICH_TEXT)
    starting_point = RichTextField(_("starting point"), blank=True, features=RICH_TEXT)
    status_note = models.TextField(_("note on the status"), blank=True)
    funding_note = models.TextField(_("note on funding"), blank=True)

    field_of_action = models.ForeignKey(
        FieldOfActionPage, null=True, blank=True, on_delete=models.SET_NULL,
        related_name="measures", verbose_name=_("field of action"),
    )  # fmt: skip
    goals = ParentalManyToManyField(
        GoalPage, blank=True, related_name="measures", verbose_name=_("goals"),
        help_text=_("The goals that this measure serves: none, one or several."),
    )  # fmt: skip
    maturity = models.CharField(
        _("maturity"), max_length=20, choices=Maturity.choices, blank=True,
        help_text=_("How far the planning is."),
    )  # fmt: skip
    status = models.CharField(
        pgettext_lazy("measure", "status"), max_length=20, choices=Status.choices, blank=True,
        help_text=_("Leave it empty if nobody has said it: visitors then read “not stated”."),
    )  # fmt: skip
    planned_start = PartialDateField(_("planned start"))
    planned_end = PartialDateField(_("planned end"))
    actual_start = PartialDateField(_("actual start"))
    actual_end = PartialDateField(_("actual end"))
    target_groups = ParentalManyToManyField(
        TargetGroup, blank=True, related_name="measures", verbose_name=_("target groups"),
        limit_choices_to=GERMAN_ROWS,
    )  # fmt: skip
    area = models.CharField(
        _("area"), max_length=255, blank=True, help_text=_("Where it takes place; in German.")
    )
    priority = models.CharField(_("priority"), max_length=10, choices=Priority.choices, blank=True)
    funding_kind = models.CharField(
        _("kind of funding"), max_length=10, choices=FundingKind.choices, blank=True
    )
    funding_amount = models.DecimalField(
        _("amount in euro"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    participation = models.CharField(
        _("separate participation procedure"),
        max_length=20,
        choices=Participation.choices,
        blank=True,
    )
    participation_url = models.URLField(_("link to the procedure"), blank=True)
    contact_name = models.CharField(_("contact"), max_length=255, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=50, blank=True)
    source = models.CharField(
        _("source"),
        max_length=255,
        blank=True,
        help_text=_("From which plan or report it comes; in German."),
    )
    source_url = models.URLField(_("link to the source"), max_length=500, blank=True)
    is_example = models.BooleanField(
        _("example"), default=False,
        help_text=_("Not part of the decided plan; visitors see the word “Example”."),
    )  # fmt: skip

    translatable_fields: ClassVar[list] = [
        *PlanChildPage.translatable_fields,
        *words(
            "summary", "description", "starting_point", "status_note", "funding_note",
            "indicators", "milestones", "assessments",
        )[:-1],
    ]  # fmt: skip
    base_form_class = MeasureForm
    note_to_keep: str | None = None
    content_panels: ClassVar[list] = [
        *PlanChildPage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("summary"),
                FieldPanel(
                    "description", help_text=_("Visitors read it under “What it is about”.")
                ),
                FieldPanel(
                    "starting_point", help_text=_("Visitors read it after the description.")
                ),
                FactsPanel(
                    [
                        FieldRowPanel([FieldPanel("number"), FieldPanel("priority")]),
                        FieldPanel("field_of_action", widget=forms.Select),
                        FieldPanel("goals", widget=forms.CheckboxSelectMultiple),
                        FieldRowPanel([FieldPanel("maturity"), FieldPanel("status")]),
                    ]
                ),
                FieldPanel("status_note", help_text=_("Visitors read it beside the status.")),
            ],
            heading=_("What"),
        ),
        FactsPanel(
            [
                InlinePanel("commitments", label=_("commitment"), heading=_("commitments")),
                FieldPanel("target_groups", widget=forms.CheckboxSelectMultiple),
                FieldPanel("area"),
                FieldPanel("contact_name"),
                FieldRowPanel([FieldPanel("contact_email"), FieldPanel("contact_phone")]),
            ],
            heading=_("Who"),
            help_text=_(
                "At the top of the page visitors see for whom it is, who leads it and whom to "
                "ask. An organisation is named once it has confirmed."
            ),
        ),
        MultiFieldPanel(
            [
                FactsPanel(
                    [
                        FieldRowPanel([FieldPanel("planned_start"), FieldPanel("planned_end")]),
                        FieldRowPanel([FieldPanel("actual_start"), FieldPanel("actual_end")]),
                    ]
                ),
                WordsInlinePanel("milestones", heading=_("Milestones"), label=_("milestone")),
            ],
            heading=_("When"),
            help_text=_("Visitors see what was planned and what was reached side by side."),
        ),
        MultiFieldPanel(MEASURED, heading=_("How it is measured"), help_text=MEASURED_HINT),
        MultiFieldPanel(
            [
                FactsPanel(
                    [
                        InlinePanel(
                            "resolutions", label=_("resolution"), heading=_("resolutions")
                        ),
                        FieldRowPanel(
                            [FieldPanel("participation"), FieldPanel("participation_url")]
                        ),
                        FieldRowPanel([FieldPanel("funding_kind"), FieldPanel("funding_amount")]),
                    ]
                ),
                FieldPanel("funding_note"),
            ],
            heading=_("Decisions"),
            help_text=_("Visitors see each council paper with its result and its link."),
        ),
        FactsPanel(
            [
                FieldPanel("responsible"),
                FieldPanel("internal_note"),
                FieldRowPanel([FieldPanel("source"), FieldPanel("source_url")]),
                FieldPanel("is_example"),
                FieldPanel("external_id"),
            ],
            help_text=_("Of these, visitors see only the source and the word “Example”."),
            heading=_("Internal"),
        ),
    ]
    search_fields: ClassVar[list] = [
        *PlanChildPage.search_fields,
        index.SearchField("summary"),
        index.SearchField("description"),
        index.FilterField("status"),
    ]

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")

    def clean(self) -> None:
        super().clean()
        if self.path and any(goal.plan_path != self.plan_path for goal in self.goals.all()):
            raise ValidationError(
                {"goals": _("This page belongs to another plan. Please choose one of this plan.")}
            )
        wrong = {
            **order_errors(self.planned_start, self.planned_end, "planned_end"),
            **order_errors(self.actual_start, self.actual_end, "actual_end"),
        }
        if self.funding_amount is not None and self.funding_amount < 0:
            wrong["funding_amount"] = _("An amount cannot be negative.")
        if wrong:
            raise ValidationError(wrong)

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """What the form said in the internal note is stored now, beside the revision."""
        revision = super().save_revision(*args, **kwargs)
        if self.note_to_keep is not None:
            write_note(self.translation_key, self.note_to_keep)
            self.note_to_keep = None
        return revision

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        context = super().get_context(request, *args, **kwargs)
        return context | public.measure_context(self, request)


class Commitment(Orderable):
    """An organisation's voluntary part in a measure; public once its consent is confirmed."""

    page = child_of("aktionsplan_pages.MeasurePage", "commitments")
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="commitments",
        verbose_name=_("organisation"),
        limit_choices_to=GERMAN_ROWS,
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.PARTNER)
    since = PartialDateField(_("since"))

    panels: ClassVar[list] = [
        FieldRowPanel([FieldPanel("organisation"), FieldPanel("role"), FieldPanel("since")])
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_role_display()})"


class Milestone(WordsChild):
    page = child_of("aktionsplan_pages.MeasurePage", "milestones")
    title = models.CharField(_("title"), max_length=255)
    planned = PartialDateField(_("planned for"))
    reached = PartialDateField(_("reached"))
    is_example = models.BooleanField(_("example"), default=False)

    translatable_fields: ClassVar[list] = [TranslatableField("title")]
    panels: ClassVar[list] = [
        FieldPanel("title"),
        FactsPanel(
            [
                FieldRowPanel(
                    [FieldPanel("planned"), FieldPanel("reached"), FieldPanel("is_example")]
                )
            ]
        ),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")

    def __str__(self) -> str:
        return self.title
