"""Parts of pages as a visitor reads them: cards in lists, indicators, milestones, parts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from wagtail.models import Page

from aktionsplan_pages.facts import progress
from aktionsplan_pages.facts.measures import confirmed_parts
from aktionsplan_pages.languages import LANGUAGES, SOURCE
from aktionsplan_pages.public import formats
from aktionsplan_pages.translation.addresses import address
from aktionsplan_pages.translation.reading import Reading, Titles, titles_for, translations, words_of
from aktionsplan_pages.translation.words import Words


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
    choice = dict_of_members(page, name)[value]
    return Term(value, str(choice.label), str(choice.definition))


def dict_of_members(page: Any, name: str) -> dict:
    from aktionsplan_pages import choices

    vocabulary = {
        "status": choices.Status, "maturity": choices.Maturity, "level": choices.GoalLevel,
        "grade": choices.Grade, "priority": choices.Priority, "funding_kind": choices.FundingKind,
        "participation": choices.Participation, "outcome": choices.Outcome,
        "kind": choices.PaperKind, "role": choices.Role, "direction": choices.Direction,
    }[name]  # fmt: skip
    return {member.value: member for member in vocabulary}


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


def measure_cards(measures: Sequence[Any], language: str) -> list[MeasureCard]:
    """3 queries for any number of measures (2 in German)."""
    words = translations(measures, language)
    fields = titles_for((m.field_of_action for m in measures), language)
    parts = confirmed_parts(measures)
    cards = []
    for facts in measures:
        translated = words.get(facts.translation_key)
        spoken = translated.locale.language_code if translated else SOURCE
        retold = LANGUAGES[spoken].retold
        leads = [p.organisation.name for p in parts[facts.pk] if p.role == "lead"]
        field = facts.field_of_action
        cards.append(
            MeasureCard(
                facts,
                words_of(facts, translated, "title", language),
                words_of(facts, translated, "summary", language, retold),
                address(facts),
                term(facts, "status"),
                titles_for_field(fields, field),
                tuple(leads),
                not leads,
                duration(facts),
            )
        )
    return cards


def titles_for_field(titles: Titles, field: Page | None) -> Words | None:
    return titles.of(field) if field and field.live else None


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
    percent: int | None
    overshoot: bool

    @property
    def percent_text(self) -> str:
        return "" if self.percent is None else formats.percent(self.percent)


def indicators(reading: Reading) -> list[IndicatorAsRead]:
    """Order, facts and values from the German page, names from the translation; 3 queries."""
    rows = reading.source.indicators.all()
    if hasattr(rows, "prefetch_related"):
        rows = rows.prefetch_related("values")
    return [indicator(reading, facts) for facts in rows]


def indicator(reading: Reading, facts: Any) -> IndicatorAsRead:
    german = lambda text: Words(text, SOURCE, reading.language)  # noqa: E731
    values = list(facts.values.all())
    shown = []
    if facts.baseline is not None:
        shown.append(value_as_read(facts.baseline_period, facts.baseline, facts.unit, german(""), gettext("Baseline")))
    shown += [
        value_as_read(v.period, v.value, facts.unit, german(v.remark), gettext("Actual")) for v in values
    ]
    if facts.target is not None:
        shown.append(value_as_read(facts.target_period, facts.target, facts.unit, german(""), gettext("Target")))
    reached = indicator_progress(facts, values)
    return IndicatorAsRead(
        facts,
        reading.child("indicators", facts, "name"),
        reading.child("indicators", facts, "explanation"),
        reading.child("indicators", facts, "calculation"),
        term(facts, "direction"),
        shown,
        german(facts.source),
        reached.percent,
        reached.overshoot,
    )


def value_as_read(when: Any, value: Any, unit: str, remark: Words, kind: str) -> ValueAsRead:
    return ValueAsRead(formats.partial_date(when), formats.quantity(value, unit), remark, kind)


def indicator_progress(facts: Any, values: Iterable[Any]) -> progress.Progress:
    pairs = [(v.period, v.value) for v in values]
    return progress.of_indicator(facts.baseline, facts.target, facts.direction, pairs)
