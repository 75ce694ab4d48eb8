"""Rows for words that nobody has written yet: drafts without text, in many languages at once."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.coreutils import find_available_slug
from wagtail.models import Locale, Page, PageLogEntry
from wagtail.signal_handlers import disable_reference_index_auto_update

from aktionsplan_pages.translation import sections


class ParentMissing(Exception):
    """A page's parent has no row in the language yet."""


def make_drafts(
    page: Page, parent: Page, locales: Sequence[Locale], user: Any = None
) -> list[Page]:
    """The rows of ``page`` (German, specific) in those of ``locales`` that have none, as drafts.

    They hold the German title, since a row has one, and no other words; never an alias, never
    live. Raises ParentMissing. Call it in a transaction.
    """
    keys = {page.translation_key} | (set() if parent.is_root() else {parent.translation_key})
    known = Page.objects.filter(translation_key__in=keys, locale__in=locales)
    there = {(row.translation_key, row.locale_id): row for row in known}
    made = []
    for locale in locales:
        if (page.translation_key, locale.pk) in there:
            continue
        above = there.get((parent.translation_key, locale.pk))
        if above is None and not parent.is_root():
            raise ParentMissing(parent.title)
        made.append(add_draft(page, above or parent, locale, user))
    add_children(page, made)
    log_begin(made, user)
    return made


def add_draft(page: Page, parent: Page, locale: Locale, user: Any) -> Page:
    """Through treebeard, which locks the parent; there are no words yet that refer to anything."""
    slug = f"{page.slug}-{locale.language_code}" if parent.is_root() else page.slug
    row = type(page)(
        title=page.title, draft_title=page.title, slug=slug, locale=locale, owner=user,
        translation_key=page.translation_key, show_in_menus=page.show_in_menus,
        live=False, has_unpublished_changes=True,
    )  # fmt: skip
    row.log_begin = False
    vars(row)["_is_site_root"] = page.is_site_root()  # the same in all languages; known
    with disable_reference_index_auto_update():
        try:
            parent.add_child(instance=row)
        except ValidationError as error:
            if set(error.message_dict) != {"slug"}:
                raise
            row.slug = find_available_slug(parent, slug)
            parent.add_child(instance=row)
    return row


def add_children(page: Page, rows: Iterable[Page]) -> None:
    """Indicators, milestones and so on of each row: empty, to be written."""
    rows = list(rows)
    for relation in sections.child_relations(page):
        german = list(getattr(page, relation).all()) if rows else []
        if german:
            type(german[0])._default_manager.bulk_create(
                type(child)(
                    page_id=row.pk, locale_id=row.locale_id, sort_order=child.sort_order,
                    translation_key=child.translation_key,
                )
                for row in rows for child in german
            )  # fmt: skip


def log_begin(rows: Iterable[Page], user: Any) -> None:
    """In each page's history, as Wagtail writes it, in one query."""
    entries = [
        PageLogEntry(
            page=row, content_type_id=row.content_type_id, label=row.title, user=user,
            action="wagtail.create", timestamp=timezone.now(), content_changed=True, data={},
        )
        for row in rows
    ]  # fmt: skip
    PageLogEntry.objects.bulk_create(entries)
