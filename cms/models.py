"""The county's own pages: home and ordinary content."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail_localize.fields import TranslatableField

from aktionsplan_pages.languages import LANGUAGES, SOURCE, direction
from aktionsplan_pages.models import ReadThroughPage
from aktionsplan_pages.models.plan_child import WordsForm
from aktionsplan_pages.panels import FactsPanel
from aktionsplan_pages.translation.reading import reading_of
from aktionsplan_pages.translation.routing import LanguageRoutingMixin
from aktionsplan_pages.translation.words import Words
from cms.blocks import ContentBlocks


class Role(models.TextChoices):
    IMPRINT = "imprint", _("imprint")
    PRIVACY = "privacy", _("privacy")
    ACCESSIBILITY = "accessibility", _("accessibility statement")
    EASY_LANGUAGE = "easy_language", _("easy language")


def as_read(page: ReadThroughPage, request: HttpRequest) -> dict[str, Any]:
    """Title, introduction and body; the body is translated as a whole or not at all."""
    reading = reading_of(page, request)
    translated = bool(reading.translation) and "body" in reading.translation.made_from
    body_language = reading.words_language if translated else SOURCE
    words = Words("…" if translated else "", reading.words_language, reading.language)
    return {
        "reading": reading,
        "body_dated": reading.dated(words, "body", reading.source.body),
        "title": reading.section("title"),
        "introduction": reading.section("introduction"),
        "body": (reading.translation if translated else reading.source).body,
        "body_language": body_language,
        "body_direction": direction(body_language),
    }


class ContentPage(ReadThroughPage):
    introduction = models.TextField(_("introduction"), blank=True)
    body = StreamField(ContentBlocks(), blank=True, verbose_name=_("text"))
    role = models.CharField(
        _("duty"),
        max_length=20,
        choices=Role.choices,
        blank=True,
        help_text=_("Which of the pages that the law asks for this is; leave it empty otherwise."),
    )

    translatable_fields: ClassVar[list] = [
        *ReadThroughPage.translatable_fields,
        TranslatableField("introduction"),
        TranslatableField("body"),
    ]
    base_form_class = WordsForm
    belongs_to_press = True
    content_panels: ClassVar[list] = [
        *ReadThroughPage.content_panels,
        FieldPanel("introduction", help_text=_("Visitors read it under the title.")),
        FieldPanel("body"),
        FactsPanel([FieldPanel("role")], heading=_("Place in the site")),
    ]
    search_fields: ClassVar[list] = [
        *ReadThroughPage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("content page")
        verbose_name_plural = _("content pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        is_imprint = reading_of(self, request).source.role == Role.IMPRINT
        unread = [entry for entry in LANGUAGES.values() if not entry.read_by_native]
        context = super().get_context(request, *args, **kwargs) | as_read(self, request)
        return context | {"unread_languages": unread if is_imprint else []}


class HomePage(LanguageRoutingMixin, ReadThroughPage):
    introduction = models.TextField(_("introduction"), blank=True)
    body = StreamField(ContentBlocks(), blank=True, verbose_name=_("text"))

    translatable_fields: ClassVar[list] = ContentPage.translatable_fields
    base_form_class = WordsForm
    belongs_to_press = True
    content_panels: ClassVar[list] = [
        *ReadThroughPage.content_panels,
        FieldPanel("introduction", help_text=_("Visitors read it under the title.")),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        return super().get_context(request, *args, **kwargs) | as_read(self, request)
