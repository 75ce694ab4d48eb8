"""Published documents and images do not change: a replacement is a new file."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import ReferenceIndex
from wagtail.utils.file import hash_filelike

from aktionsplan_pages.approval.door import open_for
from aktionsplan_pages.approval.errors import NotApproved
from aktionsplan_pages.approval.gated import gated_class

SHOWN = ("file", "title", "description", "focal_point_x", "focal_point_y", "focal_point_width",
         "focal_point_height")  # fmt: skip


def check_replaced(file: Any) -> None:
    """Before a document or image is saved: what the public sees of it stays as it is."""
    stored = type(file)._base_manager.filter(pk=file.pk).first() if file.pk else None
    if stored is None or open_for():
        return
    if any(shown(file, name) != shown(stored, name) for name in SHOWN) and is_approved(stored):
        raise unchangeable(stored)


def unchangeable(file: Any) -> NotApproved:
    return NotApproved(
        _(
            "“%(title)s” is public. Please upload the new version as a new file and "
            "refer to it in a page, which is then approved."
        )
        % {"title": file.title}
    )


def check_deleted(file: Any) -> None:
    """Before a document or image is deleted."""
    if not open_for() and is_approved(file):
        raise NotApproved(
            _("“%(title)s” is public. Please take it out of the pages that refer to it first.")
            % {"title": file.title}
        )


def hide_unpublished(document: Any, request: HttpRequest) -> None:
    """Before a document is served: who cannot enter the admin sees what is public only."""
    if not request.user.has_perm("wagtailadmin.access_admin") and not is_public(document):
        raise Http404


def hash_on_disk(file: Any) -> str:
    try:
        with file.open_file() as content:
            return hash_filelike(content)
    except OSError:  # it is missing
        return ""


def shown(file: Any, name: str) -> str:
    return str(getattr(file, name, None) or "")


def users_of(file: Any) -> Iterator[Any]:
    """The pages and other rows that refer to ``file``, as they are stored."""
    for reference in ReferenceIndex.get_references_to(file).select_related("content_type"):
        model = reference.content_type.model_class()
        found = model._base_manager.filter(pk=reference.object_id).first() if model else None
        if found is not None:
            yield found


def is_public(file: Any) -> bool:
    return any(getattr(row, "live", True) for row in users_of(file))


def is_approved(file: Any) -> bool:
    """Whether something public of ours refers to it."""
    return any(gated_class(row) and row.live for row in users_of(file))
