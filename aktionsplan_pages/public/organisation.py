"""Where an organisation takes part: only what it has confirmed, only what the visitor may see."""

from typing import Any

from django.apps import apps
from django.http import Http404, HttpRequest
from wagtail.models import Page

from aktionsplan_pages.facts.measures import measures_of, with_consent
from aktionsplan_pages.languages import SOURCE
from aktionsplan_pages.public import as_read
from aktionsplan_pages.public.pages import base_context
from aktionsplan_pages.translation.addresses import address
from aktionsplan_pages.translation.reading import rendered, translations
from aktionsplan_pages.translation.words import Words


def organisation_context(page: Page, request: HttpRequest, key: str) -> dict[str, Any]:
    """Raises Http404 for an organisation that is named nowhere in this plan."""
    context = base_context(page, request)
    reading = context["reading"]
    plan, language = reading.source, reading.language
    measures = measures_of(plan, reading.private)
    parts = apps.get_model("aktionsplan_pages", "Commitment").objects.filter(
        page__in=measures, organisation__translation_key=key, organisation__live=True
    )
    confirmed = list(with_consent(parts).filter(is_confirmed=True))
    if not confirmed:
        raise Http404
    organisation = confirmed[0].organisation
    translated = translations([organisation], language).get(organisation.translation_key)
    named = {part.page_id for part in confirmed}
    rows = measures.filter(pk__in=named).select_related("field_of_action").order_by("path")
    return context | {
        "organisation": organisation,
        "name": Words(organisation.name, SOURCE, language),
        "explanation": rendered(organisation, translated, "explanation", language),
        "plan_url": address(plan),
        "plan_title": context["title"],
        "cards": as_read.measure_cards(list(rows), reading),
    }
