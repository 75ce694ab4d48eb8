"""Who wrote what is under review: those cannot approve it."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from wagtail.models import Revision

from aktionsplan_pages.approval import records
from aktionsplan_pages.approval.digest import digest
from aktionsplan_pages.approval.vocabulary import Act


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


def unapproved_authors(obj: Any, revision: Revision | None) -> set[int]:
    """As ``authors_of``; what was public needs no author any more."""
    if revision is None or records.latest(obj, Act.PUBLISHED, revision_id=revision.pk):
        return set()
    return authors_of(revision)


class Before:
    """What was there before a revision is saved: who wrote it, and whether anything changes."""

    def __init__(self, obj: Any, reverted_to: Revision | None = None) -> None:
        newest = obj.revisions.order_by("created_at", "pk").last() if obj.pk else None
        self.obj = obj
        self.digest = digest(newest.as_object()) if newest else ""
        self.authors = unapproved_authors(obj, newest) | unapproved_authors(obj, reverted_to)
        self.authors |= vars(obj).pop("written_by", set())

    def note_authors(self, revision: Revision, also: Iterable[int] = ()) -> None:
        """Who only comments, and changes nothing, is no author."""
        authors = self.authors | set(also)
        if digest(self.obj) != self.digest:
            authors |= {revision.user_id}
        noted = {"authors": sorted(authors - {None})}
        contributions().update_or_create(pk=revision.pk, defaults=noted)


def before_copy(revision: Revision) -> None:
    """Before a revision is saved: a page that is copied takes its revisions along."""
    if revision.pk is None and not revision._state.adding:
        same = Revision.objects.filter(
            base_content_type=revision.base_content_type_id, user=revision.user_id,
            created_at=revision.created_at, object_str=revision.object_str,
        )  # fmt: skip
        vars(revision)["written_by"] = authors_of(same.order_by("pk").last())


def note_copy(revision: Revision) -> None:
    """After it was saved: the copy has the same authors."""
    if "written_by" in vars(revision):
        noted = {"authors": sorted(vars(revision).pop("written_by"))}
        contributions().update_or_create(pk=revision.pk, defaults=noted)
