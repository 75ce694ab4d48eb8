"""What became public when, from the audit trail, without the names of persons.

Values are those that were approved. An organisation is named only where its consent is confirmed
today, a page only where this visitor may see it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import CharField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page

from aktionsplan_pages.approval import records
from aktionsplan_pages.approval.vocabulary import Act
from aktionsplan_pages.dates import PartialDate
from aktionsplan_pages.facts.measures import confirmed_parts
from aktionsplan_pages.languages import SOURCE, reading_order
from aktionsplan_pages.public import as_read, formats
from aktionsplan_pages.translation.reading import Reading, titles_for
from aktionsplan_pages.translation.words import Words
from aktionsplan_pages.visibility import visible

SHOWN, LATEST = 20, 8
TERMS = {
    "status": pgettext_lazy("measure", "Status"), "maturity": _("Maturity"),
    "priority": _("Priority"), "participation": _("Participation"), "level": _("Level"),
    "funding_kind": _("Funding"),
}  # fmt: skip
SPANS = {"planned": _("Planned"), "actual": _("Carried out"), "period": _("Period")}
GERMAN = {"area": _("Area"), "steering_body": _("Steering body"), "reporting_cycle": _("Reports")}
PAGES = {"field_of_action": _("Field of action"), "goals": _("Goals")}
ONLY_NAMED = {
    "target_groups": _("For whom"), "documents": _("Documents"), "contact_name": _("Contact"),
    "contact_email": _("Contact"), "contact_phone": _("Contact"),
}  # fmt: skip
NUMBERS = {"baseline": _("Baseline"), "target": pgettext_lazy("indicator", "Target")}

Text = str | Words
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """One fact, ``about`` what it is; without values where only that it changed is told."""

    label: Text
    before: tuple[Text, ...] = ()
    after: tuple[Text, ...] = ()
    about: str = ""

    @property
    def has_values(self) -> bool:
        return any(self.before) or any(self.after)


@dataclass(frozen=True)
class Event:
    """``kind`` is ``published``, ``again``, ``changed``, ``withdrawn`` or ``translated``."""

    kind: str
    date: str
    iso: str
    changes: tuple[Change, ...] = ()
    has_words: bool = False
    papers: tuple[Row, ...] = ()
    link: as_read.Link | None = None

    @property
    def labels(self) -> list[str]:
        return list(dict.fromkeys(str(change.label) for change in self.changes))


def of_page(reading: Reading, names: Mapping[str, Words] | None = None) -> list[Event]:
    """Newest first; 1 query, and up to 3 more where goals, fields or organisations changed.

    ``names`` are indicators and milestones of today as read, by their German names.
    """
    if reading.is_preview:
        return []
    entries = records.trail().filter(
        model=Page._meta.label_lower, translation_key=reading.source.translation_key,
        language__in=[SOURCE, *reading_order(reading.language)], act__in=records.ENDS,
    )  # fmt: skip
    found = list(entries.order_by("-pk")[:SHOWN])
    changes = [change for entry in found for change in entry.data.get("changes", {}).items()]
    teller = Teller(
        reading, names or {}, page_titles(changes, reading), organisations(changes, reading)
    )
    earliest = {entry.language: entry.pk for entry in found}
    events = (teller.event(e, is_first=earliest[e.language] == e.pk) for e in found)
    return [event for event in events if event]


def latest_of(plan: Page, reading: Reading) -> list[Event]:
    """The latest changes of the plan's pages that this visitor may see; 3 queries."""
    if reading.is_preview:
        return []
    pages = visible(Page.objects.descendant_of(plan, inclusive=True), reading.private)
    keys = pages.annotate(key=Cast("pk", CharField())).values("key")
    entries = records.trail().filter(
        model=Page._meta.label_lower, act=Act.PUBLISHED, language=SOURCE, object_id__in=keys
    )
    found = list(entries.order_by("-pk")[: 5 * LATEST])
    named = Page.objects.filter(pk__in={entry.object_id for entry in found})
    known = {str(page.pk): page for page in named}
    titles = titles_for(known.values(), reading.language)
    teller = Teller(reading)
    events: list[Event] = []
    for entry in found:
        link = as_read.links([known[entry.object_id]], titles)[0]
        event = teller.event(entry, is_first=True, link=link)
        if event:
            events.append(event)
    return events[:LATEST]


def page_titles(changes: Iterable[tuple[str, Any]], reading: Reading) -> dict[int, Words]:
    keys: set[Any] = set()
    for name, values in changes:
        if name in PAGES:
            keys |= {key for value in values for key in as_list(value)}
    pages = reading.visible(Page.objects.filter(pk__in=keys)) if keys else []
    titles = titles_for(pages, reading.language) if pages else None
    return {page.pk: titles.of(page) for page in pages} if titles else {}


def organisations(changes: Iterable[tuple[str, Any]], reading: Reading) -> dict[Any, Words]:
    """Those that may be named, by key and role."""
    if not any(name == "commitments" for name, _values in changes):
        return {}
    parts = confirmed_parts([reading.source])[reading.source.pk]
    return {
        (part.organisation_id, part.role): Words(part.organisation.name, SOURCE, reading.language)
        for part in parts
    }


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def date(text: str | None) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


def matched(rows: list[list[Row]], key: str) -> Iterator[tuple[str, Row | None, Row | None]]:
    """Children before and after, matched by what they are called."""
    before, after = ({row[key] or "": row for row in side or ()} for side in rows)
    for name in dict.fromkeys([*before, *after]):
        yield name, before.get(name), after.get(name)


@dataclass(frozen=True)
class Teller:
    """Tells one visitor; ``pages`` and ``organisations`` are those that may be named."""

    reading: Reading
    names: Mapping[str, Words] = field(default_factory=dict)
    pages: Mapping[int, Words] = field(default_factory=dict)
    organisations: Mapping[Any, Words] = field(default_factory=dict)

    def event(self, entry: Any, is_first: bool, link: as_read.Link | None = None) -> Event | None:
        """None if nothing changed that a visitor could notice."""
        iso = timezone.localdate(entry.at).isoformat()
        when = (formats.partial_date(date(iso)), iso)
        if entry.act != Act.PUBLISHED:
            return Event("withdrawn", *when, link=link)
        if entry.language != SOURCE:
            return Event("translated", *when, link=link)
        changes = entry.data.get("changes")
        if changes is None:
            return Event("published" if is_first else "again", *when, link=link)
        facts = tuple(self.facts(changes))
        has_words = bool(set(changes) & self.reading.source.word_names())
        papers = tuple(self.papers(changes))
        if not (facts or has_words or papers):
            return None
        return Event("changed", *when, facts, has_words, papers, link)

    def facts(self, changes: Mapping[str, Any]) -> Iterator[Change]:
        for name, label in TERMS.items():
            if name in changes:
                yield self.change(label, [self.term(name, value) for value in changes[name]])
        for name, label in SPANS.items():
            ends = [changes.get(f"{name}_{end}", [None, None]) for end in ("start", "end")]
            spans = [formats.period(date(a), date(b)) for a, b in zip(*ends, strict=True)]
            if any(spans):
                yield self.change(label, spans)
        if "funding_amount" in changes:
            amounts = changes["funding_amount"]
            yield self.change(_("Funding"), [v and formats.euro(Decimal(v)) for v in amounts])
        for name, label in GERMAN.items():
            if name in changes:
                yield self.change(label, [self.german(value) for value in changes[name]])
        for name, label in PAGES.items():
            if name in changes:
                sides = [[self.pages.get(key) for key in as_list(v)] for v in changes[name]]
                yield self.change(label, sides)
        named = (str(label) for name, label in ONLY_NAMED.items() if name in changes)
        yield from map(Change, dict.fromkeys(named))
        yield from self.children(changes)

    def change(self, label: Any, sides: list[Any], about: str = "") -> Change:
        before, after = (
            tuple(value for value in (side if isinstance(side, list) else [side]) if value)
            for side in sides
        )
        return Change(label if isinstance(label, Words) else str(label), before, after, about)

    def children(self, changes: Mapping[str, Any]) -> Iterator[Change]:
        if rows := changes.get("commitments"):
            sides = [
                [self.organisations.get((part["organisation"], part["role"])) for part in side]
                for side in rows
            ]
            yield self.change(_("Partners"), sides if sides[0] != sides[1] else ["", ""])
        for name, old, new in matched(changes.get("indicators", [[], []]), "name"):
            yield from self.indicator(name, old, new)
        for name, old, new in matched(changes.get("milestones", [[], []]), "title"):
            yield from self.milestone(name, old, new)
        if rows := changes.get("assessments"):
            grades = [[self.term("grade", row["grade"]) for row in side] for side in rows]
            yield self.change(_("Assessments"), grades if grades[0] != grades[1] else ["", ""])

    def indicator(self, name: str, old: Row | None, new: Row | None) -> Iterator[Change]:
        label = self.name_of(name)
        if old is None or new is None:
            sides = [label if row else "" for row in (old, new)]
            yield self.change(_("How success is measured"), sides)
            return
        for column, kind in NUMBERS.items():
            if old.get(column) != new.get(column):
                sides = [self.quantity(row.get(column), new) for row in (old, new)]
                yield self.change(label, sides, str(kind))
        for period, a, b in matched([old["values"], new["values"]], "period"):
            values = [row["value"] if row else None for row in (a, b)]
            if values[0] != values[1]:
                sides = [self.quantity(value, new) for value in values]
                yield self.change(label, sides, formats.partial_date(date(period)))

    def milestone(self, name: str, old: Row | None, new: Row | None) -> Iterator[Change]:
        label = self.name_of(name)
        if old is None or new is None:
            yield self.change(_("Milestones"), [label if row else "" for row in (old, new)])
            return
        for column, kind in (("planned", _("Planned")), ("reached", _("Carried out"))):
            if old.get(column) != new.get(column):
                sides = [formats.partial_date(date(row.get(column))) for row in (old, new)]
                yield self.change(label, sides, str(kind))

    def papers(self, changes: Mapping[str, Any]) -> Iterator[Row]:
        """Council papers that were not named before."""
        before, after = changes.get("resolutions", [[], []])
        known = {row["reference"] for row in before or ()}
        for row in after or ():
            if row["reference"] and row["reference"] not in known:
                yield {"reference": row["reference"], "url": row["url"]}

    def name_of(self, german: str) -> Words:
        return self.names.get(german) or self.german(german)

    def german(self, text: str | None) -> Words:
        return Words(text or "", SOURCE, self.reading.language)

    def term(self, name: str, value: str | None) -> str:
        known = {member.value: member.label for member in as_read.VOCABULARIES[name]}
        return str(known.get(value or "", ""))

    def quantity(self, value: str | None, indicator: Row) -> str:
        return formats.quantity(Decimal(value), indicator["unit"] or "") if value else ""
