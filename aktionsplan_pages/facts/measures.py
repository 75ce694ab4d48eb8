"""Lists start here: live, public German measures, filtered, sorted and counted by facts alone."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import CharField, Count, Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Collate, Lower
from wagtail.models import Page

from aktionsplan_pages.visibility import visible

FACETS = ("status", "field", "maturity", "lead")
NOT_STATED = "none"


@dataclass(frozen=True)
class MeasureQuery:
    """What a visitor asked for; empty means all, ``none`` means *not stated*.

    ``field`` and ``lead`` are the keys of a field page and of an organisation.
    """

    status: str = ""
    field: str = ""
    maturity: str = ""
    lead: str = ""


def measures_of(plan: Page, private: Iterable[str]) -> QuerySet:
    """All live measures of a plan outside the private paths."""
    model = apps.get_model("aktionsplan_pages", "MeasurePage")
    return visible(model.objects.child_of(plan), private)


def children(plan: Page, model: str, private: Iterable[str]) -> QuerySet:
    """The visible pages of one kind below a plan, in the order of the tree."""
    pages = Page.objects.child_of(plan).filter(content_type__model=model)
    return visible(pages, private).order_by("path")


def find(measures: QuerySet, query: MeasureQuery) -> QuerySet:
    for name, column in (("status", "status"), ("maturity", "maturity")):
        if value := getattr(query, name):
            measures = measures.filter(**{column: "" if value == NOT_STATED else value})
    if query.field:
        by_field = {"field_of_action": None} if query.field == NOT_STATED else {
            "field_of_action__translation_key": query.field
        }  # fmt: skip
        measures = measures.filter(**by_field)
    if query.lead:
        measures = measures.filter(pk__in=named_leads(query.lead))
    return measures


def named_leads(organisation_key: str) -> QuerySet:
    """The measures in which the organisation leads and has confirmed that it does."""
    consents = apps.get_model("aktionsplan_pages", "Consent").objects.filter(
        role="lead",
        state="confirmed",
        organisation__live=True,
        organisation__translation_key=organisation_key,
    )
    commitments = apps.get_model("aktionsplan_pages", "Commitment").objects.filter(
        role="lead",
        organisation__translation_key=organisation_key,
        page__in=consents.values("measure"),
    )
    return commitments.values("page")


def in_order(measures: QuerySet, order: str, languages: Sequence[str], collation: str) -> QuerySet:
    """``number`` (as in the plan), ``title`` (as read), ``start``, ``changed`` (latest first)."""
    if order == "title":
        return by_title(measures, languages, collation)
    if order == "start":
        start = Coalesce("actual_start", "planned_start", output_field=CharField())
        return measures.order_by(start.desc(), "pk")
    if order == "changed":
        return measures.order_by(F("last_published_at").desc(nulls_last=True), "pk")
    return measures.order_by("path")


def by_title(measures: QuerySet, languages: Sequence[str], collation: str) -> QuerySet:
    """By the title that is read. PostgreSQL sorts by ICU collation, SQLite by code point."""
    seen = [
        Subquery(
            Page.objects.live()
            .filter(translation_key=OuterRef("translation_key"), alias_of=None)
            .filter(locale__language_code=code)
            .values("title")[:1]
        )
        for code in languages
    ]
    title = Coalesce(*seen, "title") if seen else F("title")
    postgres = connection.vendor == "postgresql"
    return measures.order_by(Collate(title, collation) if postgres else Lower(title), "pk")


@dataclass(frozen=True)
class Counts:
    """How many measures there are, and per facet and value how many it would show.

    ``facets[facet][value]`` counts with all filters but the facet's own; fields and leads are
    named by their translation keys, *not stated* by ``none``; ``names`` of the leads by key.
    """

    total: int
    facets: dict[str, dict[str, int]]
    names: dict[str, str]


def counts(measures: QuerySet, query: MeasureQuery) -> Counts:
    """All counts of a list in one query."""
    parts = [facet_rows(measures, query, facet) for facet in ("all", *FACETS)]
    facets: dict[str, dict[str, int]] = defaultdict(dict)
    names = {}
    for facet, value, name, number in parts[0].union(*parts[1:], all=True):
        key = normal_key(facet, value)
        facets[facet][key] = number
        if facet == "lead":
            names[key] = name
    return Counts(sum(facets.pop("all", {}).values()), facets, names)


def facet_rows(measures: QuerySet, query: MeasureQuery, facet: str) -> QuerySet:
    rows = find(measures, replace(query, **({} if facet == "all" else {facet: ""}))).order_by()
    name: Any = Value("", CharField())
    if facet == "lead":
        name = F("commitments__organisation__name")
        rows = rows.filter(
            commitments__role="lead",
            consents__role="lead",
            consents__state="confirmed",
            commitments__organisation__live=True,
            consents__organisation=F("commitments__organisation"),
        )
    value = Cast(COLUMNS[facet], CharField()) if facet != "all" else Value("", CharField())
    rows = rows.annotate(facet=Value(facet, CharField()), value=value, label=name)
    return rows.values_list("facet", "value", "label").annotate(Count("pk", distinct=True))


COLUMNS = {
    "status": "status",
    "maturity": "maturity",
    "field": "field_of_action__translation_key",
    "lead": "commitments__organisation__translation_key",
}


def normal_key(facet: str, value: Any) -> str:
    """SQLite keeps a UUID without hyphens; an empty value is *not stated*."""
    if not value:
        return NOT_STATED
    return str(value).replace("-", "") if facet in {"field", "lead"} else str(value)


def confirmed_parts(measures: Sequence[Page]) -> dict[int, list]:
    """Per measure its commitments whose consent is confirmed, in order; 1 query."""
    rows = with_consent(apps.get_model("aktionsplan_pages", "Commitment").objects.all())
    found: dict[int, list] = defaultdict(list)
    for row in rows.filter(page__in=[m.pk for m in measures], is_confirmed=True):
        found[row.page_id].append(row)
    return found


def with_consent(commitments: QuerySet) -> QuerySet:
    """Commitments in order, with their organisation and whether it has confirmed this part."""
    consents = apps.get_model("aktionsplan_pages", "Consent").objects.filter(
        measure=OuterRef("page"), organisation=OuterRef("organisation"), role=OuterRef("role"),
        state="confirmed", organisation__live=True,
    )  # fmt: skip
    rows = commitments.annotate(is_confirmed=Exists(consents)).select_related("organisation")
    return rows.order_by("page_id", "sort_order", "pk")
