"""A field of action: a topic of the plan."""

from typing import Any, ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from aktionsplan_pages import public
from aktionsplan_pages.models.plan_child import PlanChildPage
from aktionsplan_pages.models.words import words
from aktionsplan_pages.panels import FactsPanel


class FieldOfActionPage(PlanChildPage):
    introduction = models.TextField(_("introduction"), blank=True)
    colour = models.CharField(
        _("colour"),
        max_length=7,
        blank=True,
        validators=[
            RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Please write a colour such as #003c5a."))
        ],
        help_text=_("An ornament only, such as #003c5a; it never carries a meaning."),
    )

    translatable_fields: ClassVar[list] = [
        *PlanChildPage.translatable_fields,
        *words("introduction")[:-1],
    ]
    content_panels: ClassVar[list] = [
        *PlanChildPage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("introduction", help_text=_("Visitors read it under the title.")),
                FactsPanel([FieldRowPanel([FieldPanel("number"), FieldPanel("colour")])]),
            ],
            heading=_("What"),
        ),
        FactsPanel([FieldPanel("responsible"), FieldPanel("external_id")], heading=_("Internal")),
    ]
    search_fields: ClassVar[list] = [
        *PlanChildPage.search_fields,
        index.SearchField("introduction"),
    ]

    class Meta:
        verbose_name = _("field of action")
        verbose_name_plural = _("fields of action")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        context = super().get_context(request, *args, **kwargs)
        return context | public.field_context(self, request)
