"""The German words of a page as wagtail-localize keeps them, stored in a fixed number of queries.

The same rows as ``TranslationSource.update_or_create_from_instance`` makes, which takes about ten
queries for each segment.
"""

import json
import uuid
from collections.abc import Hashable, Iterable, Mapping
from functools import cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    String,
    StringSegment,
    Template,
    TemplateSegment,
    TranslatableObject,
    TranslationContext,
    TranslationSource,
    get_schema_version,
)
from wagtail_localize.segments import StringSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.segments.types import OverridableSegmentValue, RelatedObjectSegmentValue

from aktionsplan_pages.translation import sections, strings

OWN_WAY = {  # rare: pictures and links that a translator may replace
    OverridableSegmentValue: OverridableSegment,
    RelatedObjectSegmentValue: RelatedObjectSegment,
}


@transaction.atomic(savepoint=False)
def source_of(page: Page) -> TranslationSource:
    """The words of ``page`` (specific, as it is in memory) as segments; safe to call again.

    Where German was only corrected since, the translations are carried over; what somebody has
    translated already is left as it is. As many queries for one language as for twelve.
    """
    TranslatableObject.objects.bulk_create(
        [TranslatableObject(translation_key=page.translation_key, content_type=kind_of(Page))],
        ignore_conflicts=True,
    )
    content = page.to_json()
    rows = TranslationSource.objects.select_for_update()
    found = rows.filter(object_id=page.translation_key, locale_id=page.locale_id).first()
    if found and json.loads(found.content_json) == json.loads(content):
        return found
    wanted = strings.corrected(found, page) if found else set()
    before = strings.by_context(found, page, wanted) if found and wanted else {}
    source = found or TranslationSource(
        object_id=page.translation_key, locale_id=page.locale_id,
        specific_content_type=kind_of(type(page)),
    )  # fmt: skip
    source.object_repr = str(page)[:200]
    source.content_json = content
    source.schema_version = schema_of(page._meta.app_label)
    source.last_updated_at = timezone.now()
    source.save()
    store_segments(source, page, is_new=found is None)
    if before:
        strings.carry_over(strings.pairs(before, strings.by_context(source, page, wanted)))
    return source


@cache
def schema_of(app_label: str) -> str:
    """The same as long as this process runs."""
    return get_schema_version(app_label)


def kind_of(model: type[models.Model]) -> ContentType:
    return ContentType.objects.get_for_model(model)


def store_segments(source: TranslationSource, page: Page, is_new: bool) -> None:
    """Brings the segments of ``source`` to the words of ``page``; translations stay."""
    values = extract_segments(page)
    contexts = contexts_of(source, page, {value.path for value in values})
    texts = stored_strings(
        source, {v.string.data for v in values if isinstance(v, StringSegmentValue)}
    )
    templates = stored_templates(v for v in values if isinstance(v, TemplateSegmentValue))
    wanted: dict[Any, list[Any]] = {StringSegment: [], TemplateSegment: []}
    kept: dict[Any, list[int]] = {model: [] for model in OWN_WAY.values()}
    for value in values:
        place = {"source": source, "order": value.order}
        if isinstance(value, StringSegmentValue):
            attrs = json.dumps(value.attrs, cls=DjangoJSONEncoder)
            wanted[StringSegment].append(
                StringSegment(
                    context_id=contexts[value.path], string_id=texts[value.string.data],
                    attrs=attrs, **place,
                )
            )  # fmt: skip
        elif isinstance(value, TemplateSegmentValue):
            wanted[TemplateSegment].append(
                TemplateSegment(
                    context_id=contexts[value.path], template_id=templates[mark_of(value)], **place
                )
            )
        else:
            model = OWN_WAY[type(value)]
            kept[model].append(model.from_value(source, value).pk)
    for model, rows in wanted.items():
        replace(model, source, rows, is_new)
    for model, keys in kept.items():
        if not is_new:
            model.objects.filter(source=source).exclude(pk__in=keys).delete()


def replace(model: Any, source: TranslationSource, rows: list[Any], is_new: bool) -> None:
    """Stores ``rows``; those that are there stay, others of ``source`` go."""
    columns = [f.attname for f in model._meta.concrete_fields if f.name not in ("id", "source")]
    found: dict[Hashable, int] = {}
    if not is_new:
        stored = model.objects.filter(source=source)
        found = {tuple(row[1:]): row[0] for row in stored.values_list("pk", *columns)}
    wanted = {tuple(getattr(row, name) for name in columns): row for row in rows}
    if gone := [key for mark, key in found.items() if mark not in wanted]:
        model.objects.filter(pk__in=gone).delete()
    model.objects.bulk_create([row for mark, row in wanted.items() if mark not in found])


def contexts_of(source: TranslationSource, page: Page, paths: Iterable[str]) -> dict[str, int]:
    """Key of the context of each path, made where it is missing."""
    marks = {TranslationContext._get_path_id(path): path for path in sorted(paths)}
    made = {
        mark: TranslationContext(
            object_id=source.object_id, path_id=mark, path=path, field_path=field_path(path, page)
        )
        for mark, path in marks.items()
    }
    rows = stored(TranslationContext, "path_id", made, object_id=source.object_id)
    if any(not context.field_path for context in made.values()):
        for context in TranslationContext.objects.filter(pk__in=rows.values(), field_path=""):
            context.get_field_path(page)
    return {marks[mark]: key for mark, key in rows.items()}


def field_path(path: str, page: Page) -> str:
    """As wagtail-localize names the field that a path leads to; empty inside a StreamField."""
    parts = path.split(".")
    if parts[0] in sections.child_relations(page):
        child = page._meta.get_field(parts[0]).related_model
        return f"{parts[0]}.{parts[2]}" if is_plain(child, parts[2]) else ""
    return parts[0] if is_plain(page, parts[0]) else ""


def is_plain(model: Any, name: str) -> bool:
    return not isinstance(model._meta.get_field(name), StreamField)


def stored_strings(source: TranslationSource, texts: Iterable[str]) -> dict[str, int]:
    marks = {String._get_data_hash(text): text for text in texts}
    made = {
        mark: String(locale_id=source.locale_id, data_hash=mark, data=text)
        for mark, text in marks.items()
    }
    rows = stored(String, "data_hash", made, locale_id=source.locale_id)
    return {marks[mark]: key for mark, key in rows.items()}


def mark_of(value: TemplateSegmentValue) -> uuid.UUID:
    return uuid.uuid5(uuid.uuid5(Template.BASE_UUID_NAMESPACE, value.format), value.template)


def stored_templates(values: Iterable[TemplateSegmentValue]) -> dict[uuid.UUID, int]:
    made = {
        mark_of(value): Template(
            uuid=mark_of(value), template=value.template, template_format=value.format,
            string_count=value.string_count,
        )
        for value in values
    }  # fmt: skip
    return stored(Template, "uuid", made)


def stored(
    model: Any, mark: str, rows: Mapping[uuid.UUID, models.Model], **known: Any
) -> dict[uuid.UUID, int]:
    """Keys of ``rows`` by the column ``mark``; who makes the same rows at once is no trouble."""
    if not rows:
        return {}
    model.objects.bulk_create([rows[one] for one in sorted(rows)], ignore_conflicts=True)
    found = model.objects.filter(**known, **{f"{mark}__in": list(rows)})
    return dict(found.values_list(mark, "pk"))
