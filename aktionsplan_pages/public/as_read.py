"""Parts of pages as a visitor reads them: cards in lists, indicators, milestones, parts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, pgettext
from wagtail.models import Page

from aktionsplan_pages import choices
from aktionsplan_pages.facts import progress
from aktionsplan_pages.facts.measures import confirmed_parts
from aktionsplan_pages.languages import LANGUAGES, SOURCE, direction
from aktionsplan_pages.public import charts, formats
from aktionsplan_pages.translation.addresses import address
from aktionsplan_pages.translation.reading import (
    Reading,
    Titles,
    titles_for,
    translations,
    words_of,
)
from aktionsplan_pages.translation.words import Words

VOCABULARIES = {
    "status": choices.Status, "maturity": choices.Maturity, "level": choices.GoalLevel,
    "grade": choices.Grade, "priority": choices.Priority, "funding_kind": choices.FundingKind,
    "participation": choices.Participation, "outcome": choices.Outcome,
    "kind": choices.PaperKind, "direction": choices.Direction,
}  # fmt: skip


@dataclass(frozen=True)
class Link:
    title: Words
    url: str
    page: Page


@dataclass(frozen=True)
class Term:
    """A value of a vocabulary as read: label, definition and the stored value for the mark."""

    value: str
    label: str
    definition: str


def term(page: Any, name: str) -> Term | None:
    """The label and definition of a choice; None where nothing is stated."""
    value = getattr(page, name)
    if not value:
        return None
    member = VOCABULARIES[name](value)
    return Term(value, str(member.label), str(member.definition))


@dataclass(frozen=True)
class MeasureCard:
    """One row of a list of measures."""

    facts: Page
    title: Words
    summary: Words
    url: str
    status: Term | None
    field: Words | None
    leads: tuple[str, ...]
    has_open_lead: bool
    period: str


def links(pages: Iterable[Page], titles: Titles) -> list[Link]:
    return [Link(titles.of(page), address(page), page) for page in pages]


def measure_cards(
    measures: Sequence[Any], reading: Reading, fields: Titles | None = None
) -> list[MeasureCard]:
    """At most 3 queries for any number of measures; ``fields`` are titles known already."""
    language = reading.language
    words = translations(measures, language)
    fields = fields or titles_for((m.field_of_action for m in measures), language)
    parts = confirmed_parts(measures)
    cards = []
    for facts in measures:
        translated = words.get(facts.translation_key)
        spoken = translated.locale.language_code if translated else SOURCE
        retold = LANGUAGES[spoken].retold
        leads = [p.organisation.name for p in parts[facts.pk] if p.role == "lead"]
        above = reading.visible([facts.field_of_action])
        cards.append(
            MeasureCard(
                facts,
                words_of(facts, translated, "title", language),
                words_of(facts, translated, "summary", language, retold),
                address(facts),
                term(facts, "status"),
                fields.of(above[0]) if above else None,
                tuple(leads),
                not leads,
                duration(facts),
            )
        )
    return cards


def duration(measure: Any) -> str:
    """The actual period where it is known, else the planned one."""
    start = measure.actual_start or measure.planned_start
    return formats.period(start, measure.actual_end or measure.planned_end)


@dataclass(frozen=True)
class ValueAsRead:
    period: str
    value: str
    remark: Words
    kind: str


@dataclass(frozen=True)
class IndicatorAsRead:
    facts: Any
    name: Words
    explanation: Words
    calculation: Words
    direction: Term | None
    values: list[ValueAsRead]
    source: Words
    progress: progress.Progress
    chart: charts.LineChart | None


def indicators(reading: Reading) -> list[IndicatorAsRead]:
    """Order, facts and values from the German page, names from the translation; 2 queries."""
    return [indicator(reading, facts) for facts in reading.children("indicators", "values")]


def indicator(reading: Reading, facts: Any) -> IndicatorAsRead:
    values = list(facts.values.all())
    numbers = [(facts.baseline_period, facts.baseline, "", gettext("Baseline"))]
    numbers += [(v.period, v.value, v.remark, gettext("Actual")) for v in values]
    numbers += [(facts.target_period, facts.target, "", pgettext("indicator", "Target"))]
    reached = indicator_progress(facts, values)
    drawn = [(when, value) for when, value, *_rest in numbers if value is not None and when]
    points = [
        charts.Value(
            when, value, formats.quantity(value, facts.unit), formats.partial_date(when), tick,
            when == facts.target_period and value == facts.target,
        )
        for (when, value), tick in zip(
            drawn, formats.ticks([when for when, _value in drawn]), strict=True
        )
    ]  # fmt: skip
    return IndicatorAsRead(
        facts,
        reading.child("indicators", facts, "name"),
        reading.child("indicators", facts, "explanation"),
        reading.child("indicators", facts, "calculation"),
        term(facts, "direction"),
        [
            ValueAsRead(
                formats.partial_date(when),
                formats.quantity(value, facts.unit),
                Words(remark, SOURCE, reading.language),
                kind,
            )
            for when, value, remark, kind in numbers
            if value is not None
        ],
        Words(facts.source, SOURCE, reading.language),
        reached,
        charts.line_chart(points, direction(reading.language) == "rtl"),
    )


def indicator_progress(facts: Any, values: Iterable[Any]) -> progress.Progress:
    pairs = [(v.period, v.value) for v in values]
    return progress.of_indicator(facts.baseline, facts.target, facts.direction, pairs)
