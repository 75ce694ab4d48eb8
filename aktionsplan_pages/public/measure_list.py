"""The list of measures with its filters, sorting and paging, without JavaScript."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from aktionsplan_pages import choices
from aktionsplan_pages.facts.measures import (
    FACETS,
    NOT_STATED,
    Counts,
    MeasureQuery,
    children,
    counts,
    find,
    in_order,
    measures_of,
)
from aktionsplan_pages.languages import LANGUAGES, SOURCE, reading_order
from aktionsplan_pages.public import as_read
from aktionsplan_pages.public.pages import base_context
from aktionsplan_pages.translation.addresses import address
from aktionsplan_pages.translation.reading import titles_for
from aktionsplan_pages.translation.words import Words

PER_PAGE = 20
ORDERS = {
    "number": _("as in the plan"),
    "title": _("title"),
    "start": _("start"),
    "changed": _("last changed"),
}
HEADINGS = {
    "status": pgettext_lazy("measure", "Status"),
    "field": _("Field of action"),
    "maturity": _("Maturity"),
    "lead": _("Lead"),
}


@dataclass(frozen=True)
class Option:
    value: str
    label: Words
    number: int
    is_chosen: bool
    definition: str = ""


@dataclass(frozen=True)
class Facet:
    name: str
    heading: str
    options: list[Option]


def query_of(request: HttpRequest) -> MeasureQuery:
    """Unknown or hostile values find nothing or are passed over; they are never an error."""
    values = {name: request.GET.get(name, "").strip()[:64] for name in FACETS}
    for name in ("field", "lead"):
        key = values[name].replace("-", "").lower()
        is_key = len(key) == 32 and all(c in "0123456789abcdef" for c in key)
        values[name] = (
            key if is_key else NOT_STATED if values[name] == NOT_STATED and name == "field" else ""
        )
    for name, vocabulary in (("status", choices.Status), ("maturity", choices.Maturity)):
        if values[name] not in {*vocabulary.values, NOT_STATED}:
            values[name] = ""
    return MeasureQuery(**values)


def measure_list_context(page: Page, request: HttpRequest) -> dict[str, Any]:
    """At most 15 queries for the whole request, for any number of measures."""
    context = base_context(page, request)
    reading = context["reading"]
    plan, language = reading.source, reading.language
    query, order = query_of(request), request.GET.get("sort", "")
    order = order if order in ORDERS else "number"
    everything = measures_of(plan, reading.private)
    fields = list(children(plan, "fieldofactionpage", reading.private))
    titles = titles_for(fields, language)
    rows = in_order(
        find(everything, query).select_related("field_of_action"), order,
        reading_order(language),
        LANGUAGES[language].collation if language in LANGUAGES else "und-x-icu",
    )  # fmt: skip
    found = counts(everything, query)
    paginator = Paginator(rows, PER_PAGE)
    paginator.count = found.total
    result = paginator.get_page(request.GET.get("page"))
    chosen = {name: getattr(query, name) for name in FACETS if getattr(query, name)}
    base = address(plan, rest=["massnahmen"])

    def url(**changes: Any) -> str:
        values = {**chosen, "sort": order if order != "number" else "", **changes}
        kept = urlencode({k: v for k, v in values.items() if v})
        return f"{base}?{kept}" if kept else base

    shown = facets(as_read.links(fields, titles), query, found, language)
    return context | {
        "plan_url": address(plan),
        "plan_title": context["title"],
        "result": result,
        "cards": as_read.measure_cards(list(result), reading, titles),
        "facets": shown,
        "orders": [(url(sort=name), label, name == order) for name, label in ORDERS.items()],
        "order": order,
        "reset_url": base,
        "is_filtered": bool(chosen),
        "chips": [
            (option.label, url(**{facet.name: ""}))
            for facet in shown
            for option in facet.options
            if option.is_chosen
        ],
        "form_url": base,
        "previous_url": url(page=result.previous_page_number()) if result.has_previous() else "",
        "next_url": url(page=result.next_page_number()) if result.has_next() else "",
    }


def facets(
    fields: list[as_read.Link], query: MeasureQuery, found: Counts, language: str
) -> list[Facet]:
    labels = {
        "status": {s.value: (plain(s.label, language), str(s.definition)) for s in choices.Status},
        "maturity": {
            m.value: (plain(m.label, language), str(m.definition)) for m in choices.Maturity
        },
        "field": {link.page.translation_key.hex: (link.title, "") for link in fields},
        "lead": {key: (Words(name, SOURCE, language), "") for key, name in found.names.items()},
    }
    return [
        Facet(
            name,
            str(HEADINGS[name]),
            options(name, labels[name], query, found.facets.get(name, {}), language),
        )
        for name in FACETS
    ]


def options(
    name: str, labels: dict, query: MeasureQuery, numbers: dict[str, int], language: str
) -> list[Option]:
    chosen = getattr(query, name)
    rows = [
        Option(value, label, numbers.get(value, 0), value == chosen, definition)
        for value, (label, definition) in labels.items()
        if value in numbers or value == chosen
    ]
    if NOT_STATED in numbers and name != "lead":
        unknown = plain(gettext("not stated"), language)
        rows.append(Option(NOT_STATED, unknown, numbers[NOT_STATED], chosen == NOT_STATED))
    return rows


def plain(text: Any, language: str) -> Words:
    return Words(str(text), language, language)
