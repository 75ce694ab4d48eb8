"""The gate: below all views, a live row changes only to content that was approved.

Here are the acts: publish, withdraw, save a revision. ``rows`` guards what is written beside them,
``privacy`` who may see it, ``files`` what is behind documents and images. ``QuerySet.update``,
``bulk_create``, rows of automatic many-to-many tables and SQL cannot be caught; the command
``check_public`` finds what they did.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision, TaskState, WorkflowState

from aktionsplan_pages.approval import records
from aktionsplan_pages.approval.digest import FILES, content_of, digest, digest_of
from aktionsplan_pages.approval.door import open_for
from aktionsplan_pages.approval.errors import NotApproved
from aktionsplan_pages.approval.gated import gated_class, is_gated, named, stored_row
from aktionsplan_pages.approval.vocabulary import Act

_open: ContextVar[frozenset[tuple[str, str]]] = ContextVar("open_rows", default=frozenset())


@contextmanager
def row_open(obj: Any) -> Iterator[None]:
    """Inside, the row of ``obj`` and its children may be written; no other."""
    token = _open.set(_open.get() | {(records.label_of(type(obj)), str(obj.pk))})
    try:
        yield
    finally:
        _open.reset(token)


def is_open(model: type[models.Model], pk: Any) -> bool:
    return (records.label_of(model), str(pk)) in _open.get()


def is_row_open(obj: Any) -> bool:
    return is_open(type(obj), obj.pk)


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
        if before is not None and not after.live:  # Wagtail lost track of what is live
            raise still_public(after)
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
    names = sorted({name for name in after if before.get(name) != after[name]} - {FILES})
    return {"changes": {name: [before.get(name), after[name]] for name in names}}


def reason_given() -> dict[str, str]:
    return {"door": open_for()} if open_for() else {}


@contextmanager
def withdrawing(
    obj: Any, user: Any, basis: Any = None, act: Act = Act.WITHDRAWN
) -> Iterator[None]:
    """Around Wagtail's own unpublishing; ``basis`` is the release of the withdrawal."""
    if basis is None and not open_for():
        if not may_expire(obj):
            raise still_public(obj)
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


def still_public(obj: Any) -> NotApproved:
    return NotApproved(
        _("“%(title)s” is public. Please propose its withdrawal, which is then approved.")
        % named(obj)
    )


def changed_live(obj: Any) -> NotApproved:
    return NotApproved(
        _("“%(title)s” is public. A change of it is saved as a draft and submitted for approval.")
        % named(obj)
    )


def refuse_alias() -> None:
    raise NotApproved(
        _(
            "An alias would publish whatever its page publishes. "
            "Every language reads the German page instead."
        )
    )


# Revisions


def is_frozen(revision: Revision) -> bool:
    """Submitted, approved or public: it is never overwritten."""
    return (
        TaskState.objects.filter(revision=revision).exists()
        or records.trail().filter(revision_id=revision.pk).exists()
    )


def check_revision(revision: Revision) -> None:
    """Before a revision is saved, by whatever code."""
    stored = Revision.objects.filter(pk=revision.pk).first() if revision.pk else None
    of = stored or revision
    if open_for() or not is_gated(of.content_type.model_class()):
        return
    if is_open(of.base_content_type.model_class(), of.object_id):
        return
    if stored and stored.content != as_stored(revision) and is_frozen(stored):
        raise NotApproved(
            _("What was submitted or approved is not overwritten. Save a new draft.")
        )
    scheduled = revision.approved_go_live_at
    if scheduled and not (stored and scheduled == stored.approved_go_live_at):
        raise NotApproved(_("A schedule is approved with the content. Please submit it."))


def check_revision_deletion(revision: Revision, origin: Any) -> None:
    """Wagtail's *purge_revisions* would delete a live one, and then take its page offline."""
    if getattr(origin, "model", type(origin)) is not Revision:
        return  # goes along with its page or snippet
    model = revision.content_type.model_class()
    row = stored_row(model, revision.object_id) if is_gated(model) else None
    if row is not None and row.live_revision_id == revision.pk and not open_for():
        raise ProtectedError(_("This version is public and is kept."), {revision})


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
