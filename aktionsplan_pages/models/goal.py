"""A goal: what is to be reached."""

from typing import Any, ClassVar

from django import forms
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from aktionsplan_pages import public
from aktionsplan_pages.choices import GoalLevel
from aktionsplan_pages.models.field_of_action import FieldOfActionPage
from aktionsplan_pages.models.indicator import MEASURED, MEASURED_HINT
from aktionsplan_pages.models.plan import RICH_TEXT
from aktionsplan_pages.models.plan_child import PlanChildPage
from aktionsplan_pages.models.words import words
from aktionsplan_pages.panels import FactsPanel


class GoalPage(PlanChildPage):
    text = RichTextField(_("text"), blank=True, features=RICH_TEXT)
    level = models.CharField(_("level"), max_length=20, choices=GoalLevel.choices, blank=True)
    field_of_action = models.ForeignKey(
        FieldOfActionPage,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="goals",
        verbose_name=_("field of action"),
    )

    translatable_fields: ClassVar[list] = [
        *PlanChildPage.translatable_fields,
        *words("text", "indicators", "assessments")[:-1],
    ]
    content_panels: ClassVar[list] = [
        *PlanChildPage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("text", help_text=_("Visitors read it under the title.")),
                FactsPanel(
                    [
                        FieldRowPanel([FieldPanel("number"), FieldPanel("level")]),
                        FieldPanel("field_of_action", widget=forms.Select),
                    ]
                ),
            ],
            heading=_("What"),
        ),
        MultiFieldPanel(MEASURED, heading=_("How it is measured"), help_text=MEASURED_HINT),
        FactsPanel([FieldPanel("responsible"), FieldPanel("external_id")], heading=_("Internal")),
    ]
    search_fields: ClassVar[list] = [*PlanChildPage.search_fields, index.SearchField("text")]

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        context = super().get_context(request, *args, **kwargs)
        return context | public.goal_context(self, request)
