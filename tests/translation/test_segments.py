"""German words are taken apart as wagtail-localize does it, at a fixed cost."""

import json
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page
from wagtail_localize.models import (
    OverridableSegment,
    StringSegment,
    TemplateSegment,
    TranslatableObject,
    TranslationContext,
    TranslationSource,
)

from aktionsplan_pages.models import MeasureIndicator, MeasurePage, Milestone
from aktionsplan_pages.translation.segments import source_of
from aktionsplan_pages.translation.submit import fill, prepare
from cms.models import ContentPage
from tests.conftest import add, publish

TEXT = '<h3>Worum es geht</h3><p>Kurse <b>für</b> <a href="https://example.org/">alle</a>.</p>'


def rich(measure: MeasurePage) -> MeasurePage:
    measure.description = TEXT
    measure.indicators = [MeasureIndicator(name="Kurse", locale=measure.locale, sort_order=0)]
    measure.milestones = [
        Milestone(title=title, locale=measure.locale, sort_order=place)
        for place, title in enumerate(("Start", "Deutschkurse", "Start"))
    ]
    return publish(measure)


def stored(source: TranslationSource) -> list[Any]:
    """Everything that hangs on a source, without keys and times."""
    segments: Any = StringSegment.objects.filter(source=source)
    strings = segments.values_list("context__path", "order", "string__data", "attrs")
    templates = TemplateSegment.objects.filter(source=source).values_list(
        "context__path", "order", "template__template", "template__uuid", "template__string_count"
    )
    links = OverridableSegment.objects.filter(source=source).values_list(
        "context__path", "order", "data_json"
    )
    contexts = TranslationContext.objects.filter(object_id=source.object_id)
    return [
        sorted(strings), sorted(templates), sorted(links),
        sorted(contexts.values_list("path", "path_id", "field_path")),
        (content_of(source), source.object_repr, source.schema_version,
         source.specific_content_type_id, source.locale_id),
    ]  # fmt: skip


def content_of(source: TranslationSource) -> dict[str, Any]:
    """PostgreSQL gives the keys of stored blocks in an order of its own."""
    content = json.loads(source.content_json)
    if "body" in content:
        content["body"] = json.loads(content["body"])
    return content


def theirs(page: Page) -> TranslationSource:
    TranslationSource.objects.filter(object_id=page.translation_key).delete()
    TranslatableObject.objects.filter(translation_key=page.translation_key).delete()
    return TranslationSource.update_or_create_from_instance(page)[0]


def test_the_same_rows_as_wagtail_localize_makes(measure: MeasurePage, home: Page) -> None:
    body = [("heading", "Orte"), ("paragraph", TEXT)]
    content = add(home, ContentPage(title="Seite", slug="seite", body=body))
    for page in (rich(measure), content):
        ours = stored(source_of(page))
        assert ours[0]
        assert ours[1]
        assert ours == stored(theirs(page))


def test_a_changed_page_keeps_what_stayed_and_its_translations(measure: MeasurePage) -> None:
    measure = rich(measure)
    translation = prepare(measure, "uk")
    fill(translation, {"Deutschkurse": "Курси"})
    before = set(StringSegment.objects.values_list("pk", flat=True))
    again = prepare(measure, "uk")
    assert (again.pk, set(StringSegment.objects.values_list("pk", flat=True))) == (
        translation.pk,
        before,
    )
    measure.summary, measure.description = "Neu.", ""
    measure = publish(measure)
    source = source_of(measure)
    kept = before & set(StringSegment.objects.values_list("pk", flat=True))
    assert kept
    assert kept != before
    assert fill(translation, {"Deutschkurse": "Курси"}) == 2
    ours = stored(source)[:3]
    assert ours == stored(theirs(measure))[:3]


def cost(page: Page) -> int:
    with CaptureQueriesContext(connection) as queries:
        source_of(page)
    return len(queries)


def test_the_cost_does_not_grow_with_the_words(plan: Page) -> None:
    pages = []
    for number in (2, 40):
        page = add(plan, MeasurePage(title=f"M {number}", slug=f"m-{number}"))
        page.milestones = [
            Milestone(title=f"{number} {i}", locale=page.locale, sort_order=i)
            for i in range(number)
        ]
        pages.append(publish(page))
    few, many = (cost(page) for page in pages)
    print(few, many)
    assert few == many
    assert many <= 30
