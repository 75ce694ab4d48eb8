"""What is shown to the public only after approval: pages, snippets and their children."""

from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.translation import gettext as _
from wagtail.locks import BaseLock, ScheduledForPublishLock
from wagtail.models import Revision

from aktionsplan_pages.approval import authors, gate
from aktionsplan_pages.approval.errors import NotApproved
from aktionsplan_pages.choices import Intent


class ReviewLock(BaseLock):
    """Nobody edits during review; approving and commenting have a page of their own."""

    def for_user(self, user: Any) -> bool:
        return True

    def get_message(self, user: Any) -> str:
        return _(
            "This is under review. To go on writing, withdraw it from review; "
            "it then has to be submitted again."
        )

    def get_locked_by(self, user: Any) -> str:
        return _("Under review")

    def get_description(self, user: Any) -> str:
        return _("Nobody edits it until the review has ended.")


class ApprovedModel(models.Model):
    """Goes before ``Page``, or before ``DraftStateMixin`` and the others of a snippet.

    ``intent`` and its reason belong to one revision: the next one starts without them.
    """

    intent = models.CharField(
        max_length=20, choices=Intent.choices, blank=True, default="", editable=False
    )
    intent_reason = models.TextField(blank=True, default="", editable=False)

    is_gated: ClassVar[bool] = True
    not_content: ClassVar[set[str]] = set()

    class Meta:
        abstract = True

    def save_revision(
        self,
        user: Any = None,
        *args: Any,
        previous_revision: Revision | None = None,
        overwrite_revision: Revision | None = None,
        intent: str = "",
        reason: str = "",
        also: Any = (),
        **kwargs: Any,
    ) -> Revision:
        """As Wagtail's; a submitted or approved revision is never overwritten.

        ``also`` are the ids of further people who wrote a part. Raises NotApproved during review.
        """
        gate.check_no_review(self)
        if overwrite_revision is not None and gate.is_frozen(overwrite_revision):
            overwrite_revision = None
        before = self.latest_revision  # type: ignore[attr-defined]
        self.intent, self.intent_reason = intent, reason
        with transaction.atomic():
            revision = super().save_revision(  # type: ignore[misc]
                user,
                *args,
                previous_revision=previous_revision,
                overwrite_revision=overwrite_revision,
                **kwargs,
            )
            authors.note_authors(self, revision, before, previous_revision, also)
        return revision

    def publish(self, revision: Revision, user: Any = None, **kwargs: Any) -> None:
        kwargs["skip_permission_checks"] = True  # the gate decides, not a permission
        with gate.publishing(self, revision, user):
            super().publish(revision, user=user, **kwargs)  # type: ignore[misc]

    def unpublish(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        if gate.is_row_open(self):
            super().unpublish(*args, user=user, **kwargs)  # type: ignore[misc]
            return
        with gate.withdrawing(self, user):
            super().unpublish(*args, user=user, **kwargs)  # type: ignore[misc]

    def get_lock(self) -> BaseLock | None:
        lock = super().get_lock()  # type: ignore[misc]
        if isinstance(lock, ScheduledForPublishLock):
            return lock
        return ReviewLock(self) if self.workflow_in_progress else lock  # type: ignore[attr-defined]

    def create_alias(self, *args: Any, **kwargs: Any) -> None:
        raise NotApproved(
            _(
                "An alias would publish whatever its page publishes. "
                "Every language reads the German page instead."
            )
        )
