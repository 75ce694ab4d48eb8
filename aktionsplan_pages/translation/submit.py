"""From strings to a revision: a translated page is built in memory, without German fill-ins.

The live row stays untouched; who may publish the revision is ``approval``'s to say.
"""

import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, Revision
from wagtail_localize.models import (
    StringTranslation,
    TemplateSegment,
    Translation,
)
from wagtail_localize.segments import StringSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.ingest import ingest_segments
from wagtail_localize.strings import StringValue

from aktionsplan_pages.languages import LANGUAGES
from aktionsplan_pages.translation import machine, markup, sections, typists
from aktionsplan_pages.translation.segments import source_of


def prepare(source: Page, language: str) -> Translation:
    """Extracts the German words of ``source`` into segments; safe to call again."""
    record = source_of(stored_page(source))
    locale = Locale.objects.get(language_code=language)
    translation, _made = Translation.objects.get_or_create(source=record, target_locale=locale)
    return translation


def fill(translation: Translation, texts: Mapping[str, str]) -> int:
    """Stores a translation for each German string that ``texts`` knows; returns how many."""
    stored = 0
    segments = translation.source.stringsegment_set.select_related("string", "context")
    for segment in segments:
        if text := texts.get(segment.string.data):
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


@transaction.atomic
def draft_of(source: Page, locale: Locale) -> Page:
    """The translated row to write a revision for; missing ancestors are made as drafts."""
    if existing := row_of(source, locale):
        return existing
    above = begin_above(source, locale)
    Page.objects.select_for_update().get(pk=above.pk)  # one after the other, as treebeard does
    if existing := row_of(source, locale):
        return existing
    copy = source.copy_for_translation(locale)
    if LANGUAGES[locale.language_code].retold:
        clear_words(copy)  # a retelling begins empty
        copy.save()
    return copy


def begin_above(source: Page, locale: Locale) -> Page:
    """The page above in this language, a draft if it was missing; an alias would go public."""
    parent = source.get_parent()
    return parent if parent.is_root() else draft_of(parent.specific, locale)


def row_of(source: Page, locale: Locale) -> Page | None:
    row = Page.objects.filter(translation_key=source.translation_key, locale=locale).first()
    return row and row.specific.get_latest_revision_as_object()


def stored_page(page: Page) -> Page:
    """What is public of a German page, or its first draft, whatever is in memory."""
    found: Page = Page.objects.get(pk=page.pk).specific
    return found


def built(translation: Translation) -> Page:
    """The translated page in memory: a section counts once all its strings are translated."""
    source_page = translation.source.get_source_instance().specific
    source_of(source_page)
    german = sections.digests(source_page)  # before ingesting, which writes into its blocks
    target = draft_of(source_page, translation.target_locale)
    for relation in sections.child_relations(source_page):
        source_page.copy_child_relation(relation, target)
        for child in getattr(target, relation).all():
            child.locale = translation.target_locale
    values, done = segment_values(translation, source_page)
    title = target.title
    clear_words(target)
    ingest_segments(source_page, target, source_page.locale, translation.target_locale, values)
    if "title" not in done:
        target.title = title
    target.made_from = {path: german[path] for path in done if path in german}
    target.machine = machine.tools(translation, done)
    return target


@transaction.atomic
def submit(translation: Translation, user: Any = None) -> Revision:
    """The translated words as a new revision.

    Raises ValueError if the title is not translated: a page without a title cannot be read; and
    its subclass UnseenMachineText, which names the sections that nobody has read yet.
    """
    begun = typists.rows_of(translation)
    target = built(translation)
    if "title" not in target.made_from:
        german = translation.source.get_source_instance().title
        raise ValueError(_("The title of “%(title)s” is not translated yet.") % {"title": german})
    machine.refuse_unseen(translation, set(target.made_from))
    typed = typists.rows_of(translation)
    people = {row.person_id for row in typed.values()}
    revision = target.save_revision(user=user, log_action=True, also=people)
    typists.bind(revision, [row for pk, row in typed.items() if row == begun.get(pk)])
    return revision


def clear_words(page: Page) -> None:
    for name in sections.word_fields(page):
        if name != "title":
            setattr(page, name, "")
    for relation in sections.child_relations(page):
        children = list(getattr(page, relation).all())
        for child in children:
            for name in sections.word_fields(child):
                setattr(child, name, "")
        setattr(page, relation, children)  # else they are read again from the database


def segment_values(translation: Translation, page: Page) -> tuple[list, set[str]]:
    """The segments of every complete section, and the paths of these sections."""
    rows = list(
        translation.source.stringsegment_set.annotate_translation(translation.target_locale)
        .select_related("context", "string").order_by("order")
    )  # fmt: skip
    section = {row.context.path: sections.section_of(row.context.path, page) for row in rows}
    missing = {section[row.context.path] for row in rows if not markup.is_sound(row.translation)}
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
def begin_retelling(source: Page, locale: Locale, user: Any = None) -> Page:
    """An empty page for words written freely, with the German title until it has its own.

    It is bound to no segment, so that it opens in the page editor.
    """
    target = draft_of(source, locale)
    target.save_revision(user=user, log_action=True)
    return target


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


def translation_of(page: Page) -> Translation | None:
    """The record by which ``page``, a translated row, is translated string by string."""
    found = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale_id, enabled=True
    )
    return found.select_related("source", "target_locale").first()
