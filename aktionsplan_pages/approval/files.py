"""Published documents and images do not change: a replacement is a new file."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import ReferenceIndex

from aktionsplan_pages.approval import gate, records
from aktionsplan_pages.approval.door import open_for
from aktionsplan_pages.approval.errors import NotApproved


def is_published(file: Any) -> bool:
    """Whether something that is or was public refers to it."""
    for reference in ReferenceIndex.get_references_to(file).select_related("content_type"):
        model = reference.content_type.model_class()
        obj = model._base_manager.filter(pk=reference.object_id).first() if model else None
        if obj and gate.gated_class(obj) and (obj.live or records.was_published(obj)):
            return True
    return False


def check_replaced(file: Any) -> None:
    """Before a document or image is saved: its file is not exchanged once it is public."""
    stored = type(file)._base_manager.filter(pk=file.pk).first() if file.pk else None
    if stored is None or open_for() or stored.file.name == file.file.name:
        return
    if is_published(stored):
        raise NotApproved(
            _(
                "“%(title)s” is public. Please upload the new version as a new file and "
                "refer to it in a page, which is then approved."
            )
            % {"title": stored.title}
        )
