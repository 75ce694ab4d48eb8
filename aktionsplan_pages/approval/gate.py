"""The gate: below all views, it lets a live row change only to content that was approved.

Who writes a live row comes through here: ``publish``, ``unpublish``, ``save``, ``delete``, also
through the base class, children, many-to-many tables and revisions. ``QuerySet.update`` and SQL
cannot be caught; the command ``check_public`` finds what they did.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey
from wagtail.models import Page, PageViewRestriction, Revision, TaskState, WorkflowState

from aktionsplan_pages.approval import records
from aktionsplan_pages.approval.digest import content_fields, content_of, digest, digest_of, plain
from aktionsplan_pages.approval.door import open_for
from aktionsplan_pages.approval.errors import NotApproved
from aktionsplan_pages.choices import Act

_open: ContextVar[frozenset[tuple[str, str]]] = ContextVar("open_rows", default=frozenset())


def key_of(obj: Any) -> tuple[str, str]:
    found = records.identity(obj)
    return found["model"], found["object_id"]


@contextmanager
def row_open(obj: Any) -> Iterator[None]:
    """Inside, the row of ``obj`` and its children may be written; no other."""
    token = _open.set(_open.get() | {key_of(obj)})
    try:
        yield
    finally:
        _open.reset(token)


def is_row_open(obj: Any) -> bool:
    return key_of(obj) in _open.get()


def is_open(obj: Any) -> bool:
    return bool(open_for()) or is_row_open(obj)


def is_gated(model: type[models.Model] | None) -> bool:
    return bool(model and getattr(model, "is_gated", False))


def gated_class(obj: Any) -> type[models.Model] | None:
    """The class whose content is guarded, also behind a plain ``Page``; None if it is not ours."""
    model = obj.specific_class if isinstance(obj, Page) else type(obj)
    return model if is_gated(model) else None


def named(obj: Any) -> dict[str, str]:
    return {"title": str(getattr(obj, "title", None) or obj)}


# Publishing and withdrawing


@contextmanager
def publishing(obj: Any, revision: Revision, user: Any) -> Iterator[None]:
    """Around Wagtail's own publishing of ``revision``, which makes it live or schedules it.

    Raises NotApproved if nobody released exactly this content, or if what became live differs.
    """
    coming = revision.as_object()
    content = content_of(coming)
    mark = digest_of(content)
    basis = records.release_for(obj, mark)
    if coming.intent:
        raise NotApproved(
            _("“%(title)s” is to be withdrawn; it cannot be published.") % named(coming)
        )
    if basis is None and not open_for():
        raise NotApproved(
            _("Nobody has approved this content of “%(title)s”. Please submit it for approval.")
            % named(coming)
        )
    with transaction.atomic():
        stored = stored_row(type(coming), obj.pk)
        before = content_of(stored) if stored and stored.live else None
        with row_open(obj):
            yield
        after = stored_row(type(coming), obj.pk)
        if after.live_revision_id != revision.pk:
            details = {"revision_id": revision.pk, "digest": mark}
            records.record(obj, Act.SCHEDULED, user, **details, data=reason_given())
            return
        if digest(after) != mark:
            raise NotApproved(
                _("“%(title)s” would have become public with other content than was approved.")
                % named(coming)
            )
        records.record(
            after, Act.PUBLISHED, user, revision_id=revision.pk, digest=mark, basis=basis,
            data=reason_given() | changes(before, content),
        )  # fmt: skip


def changes(before: dict | None, after: dict) -> dict[str, Any]:
    """Per changed field its value before and after; nothing at the first publication."""
    if before is None:
        return {"first": True}
    names = sorted(name for name in after if before.get(name) != after[name])
    return {"changes": {name: [before.get(name), after[name]] for name in names}}


def reason_given() -> dict[str, str]:
    return {"door": open_for()} if open_for() else {}


def stored_row(model: type[models.Model], pk: Any) -> Any:
    """The row as it is in the database, with the columns of ``model``."""
    return model._base_manager.filter(pk=pk).first()


@contextmanager
def withdrawing(
    obj: Any, user: Any, basis: Any = None, act: Act = Act.WITHDRAWN
) -> Iterator[None]:
    """Around Wagtail's own unpublishing; ``basis`` is the release of the withdrawal."""
    if basis is None and not open_for():
        if not may_expire(obj):
            raise NotApproved(
                _("“%(title)s” is public. Please propose its withdrawal, which is then approved.")
                % named(obj)
            )
        act = Act.EXPIRED
    with transaction.atomic():
        with row_open(obj):
            yield
        comment = basis.comment if basis else ""
        records.record(obj, act, user, basis=basis, comment=comment, data=reason_given())


def may_expire(obj: Any) -> bool:
    """Its time is over, and that time is part of what was approved."""
    model = gated_class(obj)
    stored = stored_row(model, obj.pk) if model else None
    if not stored or not stored.live or not stored.expire_at:
        return False
    published = records.latest(stored, Act.PUBLISHED)
    return bool(
        stored.expire_at <= timezone.now() and published and published.digest == digest(stored)
    )


# Rows


def check_save(obj: Any, update_fields: Iterable[str] | None) -> None:
    """Before a page or snippet is saved, also as a plain ``Page``."""
    if is_open(obj) or gated_class(obj) is None:
        return
    stored = stored_row(type(obj), obj.pk) if obj.pk else None
    if not obj.live and not (stored and stored.live):
        return
    if stored is None or not stored.live:
        if update_fields is None or "live" in update_fields:
            raise NotApproved(
                _("“%(title)s” cannot become public without approval. Please submit it.")
                % named(obj)
            )
        return
    if not obj.live and (update_fields is None or "live" in update_fields):
        if obj.expired and may_expire(obj):
            return
        raise NotApproved(
            _("“%(title)s” is public. Please propose its withdrawal, which is then approved.")
            % named(obj)
        )
    fields = set(content_fields(type(obj)))
    if update_fields is not None:
        names = set(update_fields)
        fields = {field for field in fields if {field.name, field.attname} & names}
    if any(plain(field, obj) != plain(field, stored) for field in fields):
        raise changed_live(stored)


def changed_live(obj: Any) -> NotApproved:
    return NotApproved(
        _("“%(title)s” is public. A change of it is saved as a draft and submitted for approval.")
        % named(obj)
    )


def check_delete(obj: Any) -> None:
    """Only what was never public is deleted; live rows go with nothing."""
    if is_open(obj) or gated_class(obj) is None:
        return
    if obj.live or records.was_published(obj):
        raise NotApproved(
            _("“%(title)s” is or was public and is kept. Please propose its withdrawal instead.")
            % named(obj)
        )


def owner_of(child: Any) -> Any:
    """The page or snippet that a child belongs to, through all parental keys; None if none."""
    while not is_gated(type(child)):
        keys = [field for field in child._meta.concrete_fields if isinstance(field, ParentalKey)]
        if not keys or getattr(child, keys[0].attname) is None:
            return None
        child = (
            keys[0]
            .remote_field.model._base_manager.filter(pk=getattr(child, keys[0].attname))
            .first()
        )
        if child is None:
            return None
    return child


def is_child(model: type[models.Model]) -> bool:
    """Whether rows of ``model`` are content of a page or snippet of ours."""
    keys = [field for field in model._meta.concrete_fields if isinstance(field, ParentalKey)]
    above = keys[0].remote_field.model if keys else None
    return bool(above and model.__name__ != "Comment" and (is_gated(above) or is_child(above)))


def check_child(child: Any, is_deleted: bool = False) -> None:
    """Before a child is saved or deleted: the live row's children are its content."""
    if open_for():
        return
    owner = owner_of(child)
    if owner is None or not owner.live or is_open(owner):
        return
    stored = stored_row(type(child), child.pk) if child.pk else None
    if is_deleted or stored is None or content_of_row(stored) != content_of_row(child):
        raise changed_live(owner)


def content_of_row(row: Any) -> dict[str, Any]:
    return {field.name: plain(field, row) for field in content_fields(type(row))}


def check_relation(instance: Any, action: str, reverse: bool, model: Any, pks: Any) -> None:
    """Before a many-to-many table of a live page changes, from either side."""
    if not action.startswith("pre_"):
        return
    rows = [instance]
    if reverse:
        rows = list(model._base_manager.filter(pk__in=pks or ()))
    for row in rows:
        if is_gated(type(row)) and row.pk and not is_open(row):
            stored = stored_row(type(row), row.pk)
            if stored and stored.live:
                raise changed_live(stored)


# Revisions and restrictions


def is_frozen(revision: Revision) -> bool:
    """Submitted, approved or public: it is never overwritten."""
    return (
        TaskState.objects.filter(revision=revision).exists()
        or records.trail().filter(revision_id=revision.pk).exists()
    )


def check_revision(revision: Revision) -> None:
    """Before a revision is saved again."""
    if not revision.pk or open_for() or not is_gated(revision.content_type.model_class()):
        return
    stored = Revision.objects.filter(pk=revision.pk).first()
    if stored is None:
        return
    obj = stored.base_content_type.model_class()(pk=stored.object_id)
    if is_open(obj):
        return
    if stored.content != as_stored(revision) and is_frozen(stored):
        raise NotApproved(
            _("What was submitted or approved is not overwritten. Save a new draft.")
        )
    scheduled = revision.approved_go_live_at
    if scheduled and scheduled != stored.approved_go_live_at:
        raise NotApproved(_("A schedule is approved with the content. Please submit it."))


def as_stored(revision: Revision) -> Any:
    encoder = Revision._meta.get_field("content").encoder
    return json.loads(json.dumps(revision.content, cls=encoder))


def check_no_review(obj: Any) -> None:
    """Before a new revision: nobody edits during review."""
    if open_for():
        return
    running = WorkflowState.objects.for_instance(obj).filter(
        status=WorkflowState.STATUS_IN_PROGRESS
    )
    if obj.pk and running.exists():
        raise NotApproved(
            _("“%(title)s” is under review. Please withdraw it from review to go on writing.")
            % named(obj)
        )


def check_restriction(restriction: PageViewRestriction) -> None:
    """Before a restriction is saved: another kind of it may let more people in."""
    stored = restriction.pk and PageViewRestriction.objects.filter(pk=restriction.pk).first()
    if stored and (stored.restriction_type, stored.page_id, stored.password) != (
        restriction.restriction_type, restriction.page_id, restriction.password,
    ):  # fmt: skip
        check_restriction_lifted(stored)


def check_restriction_lifted(restriction: PageViewRestriction) -> None:
    """Before a restriction is deleted or changed: what was hidden would become public."""
    page = restriction.page
    if open_for() or gated_class(page) is None:
        return
    if page.live or page.get_descendants().live().exists():
        raise NotApproved(
            _(
                "“%(title)s” would become visible to everybody. Please propose its withdrawal, "
                "lift the restriction, and submit the page for approval again."
            )
            % named(page)
        )
