"""The action plan: the whole, under which fields, goals and measures stand."""

import re
from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.documents import get_document_model_string
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index

from aktionsplan_pages import public
from aktionsplan_pages.models.assessment import check_order
from aktionsplan_pages.models.fields import PartialDateField
from aktionsplan_pages.models.plan_child import LIST, WordsForm
from aktionsplan_pages.models.words import ReadThroughPage, child_of, words
from aktionsplan_pages.panels import FactsPanel

RICH_TEXT = ["bold", "italic", "link", "document-link", "ul", "ol"]


class ActionPlanPage(RoutablePageMixin, ReadThroughPage):
    introduction = models.TextField(
        _("introduction"), blank=True, help_text=_("Two or three sentences under the title.")
    )
    body = RichTextField(_("text"), blank=True, features=["h2", "h3", *RICH_TEXT])
    progress_note = models.TextField(
        _("how progress is reported"),
        blank=True,
        help_text=_("To whom and how often is reported."),
    )
    period_start = PartialDateField(_("period from"))
    period_end = PartialDateField(_("period to"))
    steering_body = models.CharField(_("steering body"), max_length=255, blank=True)
    reporting_cycle = models.CharField(_("reporting cycle"), max_length=255, blank=True)
    contact_name = models.CharField(_("contact"), max_length=255, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=50, blank=True)

    translatable_fields: ClassVar[list] = [
        *ReadThroughPage.translatable_fields,
        *words("introduction", "body", "progress_note")[:-1],
    ]
    subpage_types: ClassVar[list] = [
        "aktionsplan_pages.FieldOfActionPage",
        "aktionsplan_pages.GoalPage",
        "aktionsplan_pages.MeasurePage",
    ]
    base_form_class = WordsForm
    show_in_menus_default = True
    content_panels: ClassVar[list] = [
        *ReadThroughPage.content_panels,
        MultiFieldPanel([FieldPanel("introduction"), FieldPanel("body")], heading=_("What")),
        FactsPanel(
            [
                FieldPanel("steering_body"),
                FieldPanel("contact_name"),
                FieldRowPanel([FieldPanel("contact_email"), FieldPanel("contact_phone")]),
            ],
            heading=_("Who"),
            help_text=_("Visitors see it at the top of the plan."),
        ),
        FactsPanel(
            [FieldRowPanel([FieldPanel("period_start"), FieldPanel("period_end")])],
            heading=_("When"),
        ),
        MultiFieldPanel(
            [FactsPanel([FieldPanel("reporting_cycle")]), FieldPanel("progress_note")],
            heading=_("How it is measured"),
        ),
        FactsPanel(
            [
                InlinePanel("resolutions", label=_("resolution"), heading=_("resolutions")),
                InlinePanel("documents", label=_("document"), heading=_("documents")),
            ],
            heading=_("Decisions"),
            help_text=_("Visitors see each council paper with its result and its link."),
        ),
    ]
    search_fields: ClassVar[list] = [
        *ReadThroughPage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("action plan")
        verbose_name_plural = _("action plans")

    def clean(self) -> None:
        super().clean()
        check_order(self.period_start, self.period_end, "period_end")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        context = super().get_context(request, *args, **kwargs)
        return context | public.plan_context(self, request)

    def get_route_paths(self) -> list[str]:
        """What leaves a redirect when the plan's address changes."""
        return [*super().get_route_paths(), f"/{LIST}/"]

    @path(f"{public.PLACE}/<str:key>/", name="organisation")
    def organisation(self, request: HttpRequest, key: str) -> HttpResponse:
        """Where one organisation takes part; ``key`` is its translation key."""
        if not re.fullmatch("[0-9a-f]{32}", key):
            raise Http404
        context = super().get_context(request) | public.organisation_context(self, request, key)
        return TemplateResponse(request, "aktionsplan_pages/organisation.html", context)

    @path(f"{LIST}/", name="measures")
    def measures(self, request: HttpRequest) -> HttpResponse:
        context = super().get_context(request) | public.measure_list_context(self, request)
        return TemplateResponse(request, "aktionsplan_pages/measure_list.html", context)


class PlanDocument(Orderable):
    page = child_of("aktionsplan_pages.ActionPlanPage", "documents")
    document = models.ForeignKey(
        get_document_model_string(),
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("document"),
    )
    panels: ClassVar[list] = [FieldPanel("document")]

    class Meta(Orderable.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self) -> str:
        return str(self.document)
