"""Who wrote what is under review: those cannot approve it."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from wagtail.models import Revision

from aktionsplan_pages.approval import records
from aktionsplan_pages.choices import Act


def contributions() -> Any:
    return apps.get_model("aktionsplan_pages", "Contribution").objects


def authors_of(revision: Revision | None) -> set[int]:
    """The ids of all who wrote any part of ``revision`` since the last approval."""
    if revision is None:
        return set()
    found = contributions().filter(pk=revision.pk).values_list("authors", flat=True).first()
    if found is not None:
        return set(found)
    return {revision.user_id} if revision.user_id else set()


def note_authors(
    obj: Any,
    revision: Revision,
    before: Revision | None,
    reverted_to: Revision | None = None,
    also: Iterable[int] = (),
) -> None:
    """After ``revision`` was saved upon ``before``: what was public needs no author any more."""
    authors = {revision.user_id, *also} - {None}
    for earlier in (before, reverted_to):
        if earlier is not None and (earlier.pk == revision.pk or not was_public(obj, earlier)):
            authors |= authors_of(earlier)
    contributions().update_or_create(pk=revision.pk, defaults={"authors": sorted(authors)})


def was_public(obj: Any, revision: Revision) -> bool:
    return records.latest(obj, Act.PUBLISHED, revision_id=revision.pk) is not None
