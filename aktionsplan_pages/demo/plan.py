"""Makes the demo plan in German, through the importer and the one publishing function."""

import datetime
import json
from collections.abc import Callable
from typing import Any

from django.utils.html import format_html_join
from wagtail.models import Locale, Page

from aktionsplan_pages.approval.publishing import publish_revision
from aktionsplan_pages.choices import ConsentState
from aktionsplan_pages.dates import PartialDate
from aktionsplan_pages.demo import HERE
from aktionsplan_pages.importing import import_file
from aktionsplan_pages.languages import SOURCE
from aktionsplan_pages.models import (
    ActionPlanPage,
    Consent,
    FieldOfActionPage,
    GoalPage,
    MeasureIndicator,
    MeasureIndicatorValue,
    MeasurePage,
    Milestone,
    Organisation,
    PlanResolution,
    TargetGroup,
)

DEMO = "demo"
Progress = Callable[[int, int, str], None]


def data(name: str) -> Any:
    return json.loads((HERE / name).read_text(encoding="utf-8"))


def paragraphs(texts: list[str]) -> str:
    return format_html_join("", "<p>{}</p>", ((text,) for text in texts))


def load(home: Page, progress: Progress) -> list[Page]:
    """The German pages made and published by this call; none if the plan is there already."""
    content = data("plan.json")
    slug = content["plan"]["slug"]
    if ActionPlanPage.objects.child_of(home).filter(slug=slug).exists():
        return []
    plan = make_plan(home, content["plan"])
    made: list[Page] = [plan]
    for entry in content["fields"]:
        made.append(add(plan, FieldOfActionPage(**entry)))
    for entry in content["goals"]:
        made.append(add(plan, GoalPage(**entry | {"text": paragraphs([entry["text"]])})))
    import_file(HERE / "measures.csv", plan)
    for model in (Organisation, TargetGroup):
        for snippet in model.objects.filter(live=False):
            publish_revision(snippet.latest_revision, reason=DEMO)
    measures = list(MeasurePage.objects.child_of(plan).order_by("path"))
    for done, measure in enumerate(measures, start=1):
        made.append(finish(measure))
        progress(done, len(measures), "measures")
    record_consents(measures)
    return made


def add(parent: Page, page: Page) -> Page:
    page.locale = Locale.objects.get(language_code=SOURCE)
    page.live = False
    parent.add_child(instance=page)
    publish_revision(page.save_revision())
    page.refresh_from_db()
    return page


def make_plan(home: Page, entry: dict[str, Any]) -> Page:
    resolutions = entry.pop("resolutions")
    entry["body"] = paragraphs(entry["body"])
    for name in ("period_start", "period_end"):
        entry[name] = PartialDate.parse(entry[name]) if entry[name] else None
    plan = ActionPlanPage(**entry)
    rows = [PlanResolution(sort_order=i, **row) for i, row in enumerate(resolutions)]
    plan.resolutions.add(*rows)
    return add(home, plan)


def finish(measure: MeasurePage) -> Page:
    """Adds what no table column holds: the example mark, made-up series; then publishes."""
    page = measure.get_latest_revision_as_object()
    page.is_example = True
    extra = data("examples.json").get(page.external_id, {})
    if rows := extra.get("indicators"):
        page.indicators = [indicator(row, i, page) for i, row in enumerate(rows)]
    if rows := extra.get("milestones"):
        page.milestones = [
            Milestone(
                sort_order=i, locale=page.locale, is_example=True, title=row["title"],
                planned=row["planned"], reached=row["reached"],
            )
            for i, row in enumerate(rows)
        ]  # fmt: skip
    publish_revision(page.save_revision())
    return MeasurePage.objects.get(pk=measure.pk)


def indicator(row: dict[str, Any], position: int, page: Page) -> MeasureIndicator:
    values = row.pop("values")
    numbers = {name: row.pop(name) or None for name in ("baseline", "target")}
    made = MeasureIndicator(
        sort_order=position, locale=page.locale, is_example=True, **row, **numbers
    )
    made.values = [
        MeasureIndicatorValue(sort_order=i, period=period, value=value)
        for i, (period, value) in enumerate(values)
    ]
    return made


def record_consents(measures: list[MeasurePage]) -> None:
    """The organisations stand in public sources; that is recorded as their consent."""
    for measure in measures:
        live = MeasurePage.objects.get(pk=measure.pk)
        for part in live.commitments.all():
            Consent.objects.get_or_create(
                measure=live,
                organisation=part.organisation,
                role=part.role,
                defaults={
                    "state": ConsentState.CONFIRMED,
                    "date": datetime.date(2026, 11, 23),
                    "how": f"Beispiel: in einer öffentlichen Quelle genannt ({live.source_url})",
                },
            )
