"""What is shown to the public only after approval: pages, snippets and their children."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext as _
from wagtail.locks import BaseLock, ScheduledForPublishLock
from wagtail.log_actions import get_active_log_context
from wagtail.models import Locale, PageManager, Revision
from wagtail.query import PageQuerySet

from aktionsplan_pages.approval import authors, gate, permissions
from aktionsplan_pages.approval.vocabulary import Intent


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


class ApprovedPageQuerySet(PageQuerySet):
    """Deletes at once or not at all: the tree counts its children before the gate is asked."""

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> Any:
        return super().delete(*args, **kwargs)

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


ApprovedPageManager = PageManager.from_queryset(ApprovedPageQuerySet)


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

    @transaction.atomic
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
        before = authors.Before(self, previous_revision)
        self.intent, self.intent_reason = intent, reason
        revision = super().save_revision(  # type: ignore[misc]
            user,
            *args,
            previous_revision=previous_revision,
            overwrite_revision=overwrite_revision,
            **kwargs,
        )
        before.note_authors(revision, also)
        return revision

    def publish(self, revision: Revision, user: Any = None, **kwargs: Any) -> None:
        kwargs["skip_permission_checks"] = True  # the gate decides, not a permission
        self.tell_live(revision)
        with gate.publishing(self, revision, user):
            super().publish(revision, user=user, **kwargs)  # type: ignore[misc]

    def tell_live(self, revision: Revision) -> None:
        """Wagtail takes the public version from the draft, where it may be one that is purged by
        now; a date to come would then take what is public offline. In memory only."""
        rows: Any = type(self)._base_manager.filter(pk=self.pk)
        live = rows.values_list("live_revision_id", flat=True).first()
        revision.content = {**revision.content, "live_revision": live}

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

    def copy_all_child_relations(self, target: Any, *args: Any, **kwargs: Any) -> dict:
        """Wagtail copies a page by this; a draft's authors go along with it."""
        if not self.live:  # type: ignore[attr-defined]
            vars(target)["written_by"] = authors.authors_of(self.latest_revision)  # type: ignore[attr-defined]
        return super().copy_all_child_relations(target, *args, **kwargs)  # type: ignore[misc]

    def copy_for_translation(self, locale: Locale, *args: Any, **kwargs: Any) -> Any:
        """In the admin from German, by who translates into this language; code is free to."""
        user = get_active_log_context().user
        if user is not None and not permissions.may_translate(user, self, locale.language_code):
            raise PermissionDenied
        return super().copy_for_translation(locale, *args, **kwargs)  # type: ignore[misc]

    def create_alias(self, *args: Any, **kwargs: Any) -> None:
        gate.refuse_alias()

    def update_aliases(self, *args: Any, **kwargs: Any) -> None:
        """Nothing becomes public along with another page."""
