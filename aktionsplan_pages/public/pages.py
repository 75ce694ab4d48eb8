"""What the templates of plan, field, goal and measure are given."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from aktionsplan_pages.choices import Status
from aktionsplan_pages.facts import progress
from aktionsplan_pages.facts.measures import children, confirmed_parts, measures_of, with_consent
from aktionsplan_pages.languages import SOURCE, direction
from aktionsplan_pages.public import as_read, charts, formats, history
from aktionsplan_pages.translation.addresses import address
from aktionsplan_pages.translation.reading import (
    Reading,
    reading_of,
    rendered,
    titles_for,
    translations,
)
from aktionsplan_pages.translation.words import Words

SHOWN = 50
PLACE = "beteiligte"  # the reserved slug of organisations below a plan


def base_context(page: Page, request: HttpRequest) -> dict[str, Any]:
    reading = reading_of(page, request)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    source = reading.source
    return {
        "reading": reading,
        "language": reading.language,
        "direction": direction(reading.language),
        "german_url": address(source, SOURCE, reading.rest) + query if source.pk else "",
        "title": reading.section("title"),
        "facts": reading.source,
    }


def plan_of(page: Page, reading: Reading) -> Page:
    """The plan above ``page``; routing has met it already."""
    plans = [p for p in reading.trail if p.depth == page.depth - 1]
    return plans[0] if plans else page.get_parent()


def german(text: str, reading: Reading) -> Words:
    return Words(text, SOURCE, reading.language)


def plan_context(page: Page, request: HttpRequest) -> dict[str, Any]:
    context = base_context(page, request)
    reading: Reading = context["reading"]
    plan = reading.source
    measures = measures_of(plan, reading.private)
    fields = list(children(plan, "fieldofactionpage", reading.private))
    goals = list(children(plan, "goalpage", reading.private))
    titles = titles_for([*fields, *goals], reading.language)
    states = list(measures.order_by("path").values_list("pk", "status", "field_of_action_id"))
    counted = status_counts(state for __, state, __ in states)
    reached = measure_progress(measures)
    return context | {
        "introduction": reading.section("introduction"),
        "body": reading.section("body"),
        "progress_note": reading.section("progress_note"),
        "period": formats.period(plan.period_start, plan.period_end),
        "resolutions": resolutions(reading),
        "fields": [
            (link, [state for __, state, field in states if field == link.page.pk])
            for link in as_read.links(fields, titles)
        ],
        "goals": as_read.links(goals, titles),
        "number_of_measures": len(states),
        "status_counts": counted,
        "status_bar": charts.bar(
            [(status.value if status else "none", number) for status, number in counted],
            direction(reading.language) == "rtl",
        ),
        "status_description": ", ".join(
            f"{formats.number(number)} {status.label if status else gettext('not stated')}"
            for status, number in counted
        ),
        "progress": progress.together(reached.values()),
        "measures_url": address(plan, rest=["massnahmen"]),
        "steering_body": german(plan.steering_body, reading),
        "reporting_cycle": german(plan.reporting_cycle, reading),
        "contact_name": german(plan.contact_name, reading),
        "latest": history.latest_of(plan, reading),
        "history": history.of_page(reading),
        "documents": [row.document for row in plan.documents.select_related("document")],
    }


def status_counts(states: Any) -> list[tuple[as_read.Term | None, int]]:
    found: dict[str, int] = {}
    for state in states:
        found[state] = found.get(state, 0) + 1
    rows: list[tuple[as_read.Term | None, int]] = [
        (as_read.Term(s.value, str(s.label), str(s.definition)), found[s.value])
        for s in Status if s.value in found
    ]  # fmt: skip
    return [*rows, (None, found[""])] if "" in found else rows


def measure_progress(measures: Any) -> dict[int, progress.Progress]:
    """Per measure; 3 queries for any number."""
    found = {}
    for measure in measures.order_by("path").prefetch_related("indicators__values", "milestones"):
        parts = [as_read.indicator_progress(i, i.values.all()) for i in measure.indicators.all()]
        found[measure.pk] = progress.of_measure(
            parts, [bool(m.reached) for m in measure.milestones.all()]
        )
    return found


def field_context(page: Page, request: HttpRequest) -> dict[str, Any]:
    context = base_context(page, request)
    reading: Reading = context["reading"]
    field = reading.source
    plan = plan_of(field, reading)
    measures = (
        measures_of(plan, reading.private)
        .filter(field_of_action=field.pk)
        .select_related("field_of_action")
    )
    goals = reading.visible(field.goals.order_by("path")) if field.pk else []
    return context | {
        "introduction": reading.section("introduction"),
        "goals": as_read.links(goals, titles_for(goals, reading.language)),
        **measures_part(measures, reading),
        "history": history.of_page(reading),
        "all_url": address(plan, rest=["massnahmen"]) + f"?field={field.translation_key.hex}",
    }


def measures_part(measures: Any, reading: Reading) -> dict[str, Any]:
    rows = list(measures.order_by("path")[: SHOWN + 1])
    return {
        "cards": as_read.measure_cards(rows[:SHOWN], reading),
        "has_more": len(rows) > SHOWN,
        "progress": progress.together(measure_progress(measures).values()),
    }


def goal_context(page: Page, request: HttpRequest) -> dict[str, Any]:
    context = base_context(page, request)
    reading: Reading = context["reading"]
    goal = reading.source
    plan = plan_of(goal, reading)
    measures = (
        measures_of(plan, reading.private).filter(goals=goal.pk).select_related("field_of_action")
    )
    fields = reading.visible([goal.field_of_action])
    part = measures_part(measures, reading)
    shown = as_read.indicators(reading)
    counted = progress.together(i.progress for i in shown)
    return context | part | {
        "text": reading.section("text"),
        "level": as_read.term(goal, "level"),
        "field": as_read.links(fields, titles_for(fields, reading.language)),
        "indicators": shown,
        "assessments": assessments(reading),
        "history": history.of_page(reading, {i.facts.name: i.name for i in shown}),
        "progress": counted if counted.share is not None else part["progress"],
        "all_url": address(plan, rest=["massnahmen"]),
    }  # fmt: skip


def assessments(reading: Reading) -> list[dict[str, Any]]:
    return [
        {
            "period": formats.period(row.period_start, row.period_end),
            "grade": as_read.term(row, "grade"),
            "reason": reading.child("assessments", row, "reason"),
        }
        for row in reading.children("assessments")
    ]


def resolutions(reading: Reading) -> list[dict[str, Any]]:
    return [
        {
            "reference": row.reference,
            "url": row.url,
            "title": german(row.title, reading),
            "body": german(row.body, reading),
            "note": german(row.note, reading),
            "date": formats.partial_date(row.date),
            "iso": str(row.date or ""),
            "outcome": as_read.term(row, "outcome"),
            "kind": as_read.term(row, "kind"),
        }
        for row in reading.source.resolutions.all()
    ]


def measure_context(page: Page, request: HttpRequest) -> dict[str, Any]:
    context = base_context(page, request)
    reading: Reading = context["reading"]
    measure = reading.source
    above = related_pages(measure, reading)
    titles = titles_for(above, reading.language)
    parts = commitments(measure, reading)
    named = [part for part in parts if part.is_confirmed]
    plan = None if reading.is_preview else plan_of(measure, reading)
    indicators = as_read.indicators(reading)
    stones = milestones(reading)
    names = {i.facts.name: i.name for i in indicators} | {s["german"]: s["title"] for s in stones}
    shown = {
        **{name: reading.section(name) for name in
           ("summary", "description", "starting_point", "status_note", "funding_note")},
        "field": as_read.links([p for p in above if p.pk == measure.field_of_action_id], titles),
        "goals": as_read.links([p for p in above if p.pk != measure.field_of_action_id], titles),
        **{name: as_read.term(measure, name) for name in
           ("status", "maturity", "priority", "funding_kind", "participation")},
        "amount": "" if measure.funding_amount is None else formats.euro(measure.funding_amount),
        "target_groups": target_groups(measure, reading),
        "planned": formats.period(measure.planned_start, measure.planned_end),
        "actual": formats.period(measure.actual_start, measure.actual_end),
        "leads": [part_as_read(part, plan) for part in named if part.role == "lead"],
        "partners": [part_as_read(part, plan) for part in named if part.role != "lead"],
        "unconfirmed": len(parts) - len(named),
        "indicators": indicators,
        "milestones": stones,
        "history": history.of_page(reading, names),
        "assessments": assessments(reading),
        "resolutions": resolutions(reading),
        "area": german(measure.area, reading),
        "source": german(measure.source, reading),
        "contact_name": german(measure.contact_name, reading),
    }  # fmt: skip
    return context | shown | {"contents": contents(shown)}


CONTENTS = {
    "about": (("description", "starting_point", "status_note"), _("What it is about")),
    "measured": (("indicators",), _("How success is measured")),
    "milestones": (("milestones",), _("Milestones")),
    "assessments": (("assessments",), _("Assessments")),
    "people": (("leads", "partners", "unconfirmed"), _("Who takes part")),
    "decisions": (("resolutions",), _("Decisions")),
    "history": (("history",), _("What has changed")),
}


def contents(shown: dict[str, Any]) -> list[tuple[str, str]]:
    """Anchor and heading of the sections that a measure has."""
    return [
        (anchor, str(heading))
        for anchor, (names, heading) in CONTENTS.items()
        if any(shown[name] for name in names)
    ]


def part_as_read(part: Any, plan: Page | None) -> dict[str, str]:
    """An organisation that may be named, since when, and where its page is."""
    key = part.organisation.translation_key.hex
    return {
        "name": part.organisation.name,
        "since": formats.partial_date(part.since),
        "url": address(plan, rest=[PLACE, key]) if plan else "",
    }


def commitments(measure: Any, reading: Reading) -> list[Any]:
    """All parts in a measure, each with ``is_confirmed``."""
    if not reading.is_preview:
        return list(with_consent(measure.commitments.all()))
    confirmed = {
        (p.organisation_id, p.role) for p in confirmed_parts([measure]).get(measure.pk, [])
    }
    parts = list(measure.commitments.all())
    for part in parts:
        part.is_confirmed = (part.organisation_id, part.role) in confirmed
    return parts


def related_pages(measure: Any, reading: Reading) -> list[Page]:
    """The visible goals and field that a measure names."""
    if reading.is_preview:
        return reading.visible([measure.field_of_action, *measure.goals.all()])
    named = Q(pk=measure.field_of_action_id) | Q(goalpage__measures=measure.pk)
    return reading.visible(Page.objects.filter(named).order_by("path"))


def target_groups(measure: Any, reading: Reading) -> list[Words]:
    groups = [group for group in measure.target_groups.all() if group.live or reading.is_preview]
    found, language = translations(groups, reading.language), reading.language
    return [rendered(g, found.get(g.translation_key), "name", language) for g in groups]


def milestones(reading: Reading) -> list[dict[str, Any]]:
    return [
        {
            "title": reading.child("milestones", row, "title"),
            "german": row.title,
            "planned": formats.partial_date(row.planned),
            "reached": formats.partial_date(row.reached),
            "is_reached": bool(row.reached),
            "is_example": row.is_example,
        }
        for row in reading.children("milestones")
    ]
