"""Who wrote something of a translation that nobody has approved yet.

A string knows who touched it last; its authors are all who did, also those whose words were
finished or submitted by somebody else.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.apps import apps
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail_localize.models import StringTranslation, Translation

from aktionsplan_pages.translation import sections


class Row(NamedTuple):
    pk: int
    person_id: int
    at: Any


def typed() -> Any:
    return apps.get_model("aktionsplan_pages", "TypedText").objects


def note(person_id: int | None, locale_id: int, contexts: Iterable[int]) -> None:
    """Somebody wrote, emptied, had translated or confirmed the texts at these places."""
    if person_id is None:
        return
    model, now = typed().model, timezone.now()
    typed().bulk_create(
        [model(person_id=person_id, locale_id=locale_id, context_id=one, at=now)
         for one in dict.fromkeys(contexts)],
        update_conflicts=True, unique_fields=["context", "locale", "person"],
        update_fields=["at", "revision"],
    )  # fmt: skip


def note_string(string: StringTranslation) -> None:
    """After it was saved, in whatever way."""
    note(string.last_translated_by_id, string.locale_id, [string.context_id])


def rows_of(translation: Translation) -> dict[int, Row]:
    """By key; one query."""
    found = typed().filter(
        context__object_id=translation.source.object_id, locale=translation.target_locale_id
    )
    return {row[0]: Row(*row) for row in found.values_list("pk", "person_id", "at")}


def bind(revision: Revision, rows: Iterable[Row]) -> None:
    """``revision`` holds what these rows tell of, unless a section is not complete yet."""
    typed().filter(pk__in=[row.pk for row in rows]).update(revision=revision)


def settle(page: Page, revision: Revision | None) -> None:
    """After a translation went public: what it holds was approved, and has no author any more."""
    if revision is None or not getattr(page, "made_from", None):
        return
    rows = typed().filter(revision=revision).values_list("pk", "context__path")
    done = [pk for pk, path in rows if sections.section_of(path, page) in page.made_from]
    typed().filter(pk__in=done).delete()
