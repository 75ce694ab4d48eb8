"""From strings to a revision: a translated page is built in memory, without German fill-ins.

The live row stays untouched; who may publish the revision is ``approval``'s to say.
"""

import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from wagtail.models import Locale, Page, Revision
from wagtail_localize.models import (
    StringTranslation,
    TemplateSegment,
    Translation,
    TranslationSource,
)
from wagtail_localize.segments import StringSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.ingest import ingest_segments
from wagtail_localize.strings import StringValue

from aktionsplan_pages.translation import machine, sections


def prepare(source: Page, language: str) -> Translation:
    """Extracts the German words of ``source`` into segments; safe to call again."""
    record, _ = TranslationSource.update_or_create_from_instance(source)
    locale = Locale.objects.get(language_code=language)
    translation, _ = Translation.objects.get_or_create(source=record, target_locale=locale)
    return translation


def fill(translation: Translation, strings: Mapping[str, str]) -> int:
    """Stores a translation for each German string that ``strings`` knows; returns how many."""
    stored = 0
    segments = translation.source.stringsegment_set.select_related("string", "context")
    for segment in segments:
        if text := strings.get(segment.string.data):
            StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                context=segment.context,
                locale=translation.target_locale,
                defaults={
                    "data": text,
                    "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                    "tool_name": "",
                },
            )
            stored += 1
    return stored


def draft_of(source: Page, locale: Locale) -> Page:
    """The translated row to write a revision for; missing ancestors are made as drafts."""
    existing = Page.objects.filter(translation_key=source.translation_key, locale=locale).first()
    if existing:
        return existing.specific.get_latest_revision_as_object()
    parent = source.get_parent()
    if not parent.is_root():
        draft_of(parent.specific, locale)
    return source.copy_for_translation(locale)


@transaction.atomic
def submit(translation: Translation, user: Any = None) -> Revision:
    """The translated words as a new revision; a section counts once all its strings do.

    Raises ValueError if the title is not translated: a page without a title cannot be read; and
    its subclass UnseenMachineText, which names the sections that nobody has read yet.
    """
    source_page = translation.source.get_source_instance().specific
    target = draft_of(source_page, translation.target_locale)
    for relation in sections.child_relations(source_page):
        source_page.copy_child_relation(relation, target)
        for child in getattr(target, relation).all():
            child.locale = translation.target_locale
    values, done = segment_values(translation, source_page)
    if "title" not in done:
        raise ValueError(f"The title of “{source_page.title}” is not translated yet.")
    machine.refuse_unseen(translation, done)
    clear_words(target)
    ingest_segments(source_page, target, source_page.locale, translation.target_locale, values)
    german = dict(sections.texts(source_page))
    target.made_from = {
        p: sections.digest(sections.prepared(german[p])) for p in done if p in german
    }
    target.machine = machine.tools(translation, done)
    return target.save_revision(user=user, log_action=True, also=typists(translation, target))


def typists(translation: Translation, target: Page) -> set[int]:
    """Who typed, uploaded, had translated or confirmed any string since ``target`` was last
    published."""
    strings = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id, locale=translation.target_locale
    )
    if target.live and target.last_published_at:
        strings = strings.filter(updated_at__gt=target.last_published_at)
    people = strings.values_list("last_translated_by", "seen__person")
    return {person for row in people for person in row if person}


def clear_words(page: Page) -> None:
    for name in sections.word_fields(page):
        if name != "title":
            setattr(page, name, "")
    for relation in sections.child_relations(page):
        for child in getattr(page, relation).all():
            for name in sections.word_fields(child):
                setattr(child, name, "")


def segment_values(translation: Translation, page: Page) -> tuple[list, set[str]]:
    """The segments of every complete section, and the paths of these sections."""
    rows = list(
        translation.source.stringsegment_set.annotate_translation(translation.target_locale)
        .select_related("context", "string").order_by("order")
    )  # fmt: skip
    section = {row.context.path: sections.section_of(row.context.path, page) for row in rows}
    missing = {section[row.context.path] for row in rows if not row.translation}
    done = set(section.values()) - missing
    values: list = [
        StringSegmentValue(
            row.context.path, StringValue(row.translation), attrs=json.loads(row.attrs)
        ).with_order(row.order)
        for row in rows if section[row.context.path] in done
    ]  # fmt: skip
    templates = TemplateSegment.objects.filter(source=translation.source).select_related(
        "template", "context"
    )
    values += [
        TemplateSegmentValue(
            row.context.path, row.template.template_format, row.template.template,
            row.template.string_count, order=row.order,
        )
        for row in templates
        if sections.section_of(row.context.path, page) in done
    ]  # fmt: skip
    return values, done


@transaction.atomic
def retell(source: Page, language: str, words: Mapping[str, str], user: Any = None) -> Revision:
    """Words written freely (Leichte Sprache), bound to the German page but to no segment.

    ``words`` by field of the page; nothing else counts as retold.
    """
    target = draft_of(source, Locale.objects.get(language_code=language))
    clear_words(target)
    for name, text in words.items():
        setattr(target, name, text)
    target.note_words(source)
    target.made_from = {path: d for path, d in target.made_from.items() if path in words}
    target.machine = {}
    return target.save_revision(user=user, log_action=True)
