"""How set-up, import and demo make a revision public: through the logged door."""

from typing import Any

from wagtail.models import Revision

from aktionsplan_pages.approval.door import door


def publish_revision(revision: Revision, user: Any = None, reason: str = "set-up") -> None:
    """Makes exactly this revision live, on record with ``reason``; for no person's request."""
    with door(reason):
        revision.publish(user=user, skip_permission_checks=True)
