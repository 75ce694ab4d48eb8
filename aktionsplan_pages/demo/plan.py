"""Makes the demo plan in German, through the importer and the one publishing function."""

import csv
import datetime
import json
import uuid
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db.models import Q
from django.utils.html import format_html_join
from wagtail.models import Locale, Page

from aktionsplan_pages.approval.publishing import publish_revision
from aktionsplan_pages.choices import ConsentState, Role
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
from aktionsplan_pages.models.responsibility import write_responsible

DEMO = "demo"
Progress = Callable[[int, int, str], None]


def data(name: str) -> Any:
    return json.loads((HERE / name).read_text(encoding="utf-8"))


def paragraphs(texts: list[str]) -> str:
    return format_html_join("", "<p>{}</p>", ((text,) for text in texts))


def key(name: str) -> uuid.UUID:
    """By which a page of the demo is found again, whatever an editor made of it."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"aktionsplan_pages/demo/{name}")


def stored(parent: Page, model: type[Page], name: str, **also: str) -> Any | None:
    found = Q(translation_key=key(name)) | Q(**also)
    return model.objects.child_of(parent).filter(found).first()


def load(home: Page, progress: Progress) -> list[Page]:
    """The German pages made and published by this call: those whose key is not stored."""
    content = data("plan.json")
    made: list[Page] = []
    plan = stored(home, ActionPlanPage, "plan", slug=content["plan"]["slug"])
    if plan is None:
        plan = make_plan(home, content["plan"])
        made.append(plan)
    titles: dict[str, str] = {}
    for model, entries in ((FieldOfActionPage, content["fields"]), (GoalPage, content["goals"])):
        for entry in entries:
            title, name = entry["title"], f"{model.__name__}/{entry['title']}"
            page = stored(plan, model, name, title=title)
            if page is None:
                if "text" in entry:
                    entry["text"] = paragraphs([entry["text"]])
                page = add(plan, model(translation_key=key(name), **entry))
                made.append(page)
            titles[title] = page.draft_title
    measures = import_missing(plan, titles)
    for vocabulary in (Organisation, TargetGroup):
        for snippet in vocabulary.objects.filter(live=False, latest_revision__isnull=False):
            publish_revision(snippet.latest_revision, reason=DEMO)
    for done, measure in enumerate(measures, start=1):
        made.append(finish(measure))
        progress(done, len(measures), "measures")
    record_consents(measures)
    for measure in measures:
        leads = measure.commitments.filter(role=Role.LEAD).values("organisation")
        write_responsible(measure.translation_key, Organisation.objects.filter(pk__in=leads))
    return made


def import_missing(plan: Page, titles: dict[str, str]) -> list[MeasurePage]:
    """Imports the rows whose key is not stored; ``titles`` are those of fields and goals now."""
    pages = MeasurePage.objects.child_of(plan).order_by("path")
    there = [page.get_latest_revision_as_object() for page in pages]
    keys, names = {page.external_id for page in there}, {page.title for page in there}
    numbers = {page.number for page in there}
    with (HERE / "measures.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    rows = [row for row in table if row["key"] not in keys and row["measure"] not in names]
    for row in rows:
        row |= {name: titles.get(row[name], row[name]) for name in ("field_of_action", "goal")}
        row["number"] = "" if row["number"] in numbers else row["number"]
    if rows:
        import_rows(rows, plan)
    made = list(pages.filter(external_id__in=[row["key"] for row in rows]))
    for page in made:  # so that translations of a page that was deleted become its own again
        page.translation_key = key(f"MeasurePage/{page.external_id}")
        Page.objects.filter(pk=page.pk).update(translation_key=page.translation_key)
    return made


def import_rows(rows: list[dict[str, str]], plan: Page) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "measures.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        import_file(path, plan)


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
    plan = ActionPlanPage(translation_key=key("plan"), **entry)
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
