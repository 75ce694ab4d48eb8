"""As Wagtail's command of the same name; one schedule that was not approved stops no other."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from wagtail.management.commands import publish_scheduled
from wagtail.models import DraftStateMixin, Page, Revision

from aktionsplan_pages.approval import records
from aktionsplan_pages.approval.errors import NotApproved
from aktionsplan_pages.approval.gated import gated_class
from aktionsplan_pages.approval.vocabulary import Act


class Command(publish_scheduled.Command):
    help = "Publishes and expires what was approved to go live or expire by now."

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dryrun"]:
            super().handle(*args, **options)
            return
        now = timezone.now()
        snippets = [
            model
            for model in apps.get_models()
            if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
        ]
        for model in (Page, *snippets):
            due = model._default_manager.filter(live=True, expire_at__lt=now)
            for obj in list(due.order_by("expire_at")):
                self.attempt(obj, partial(self.expire, obj))
        coming = Revision.objects.filter(approved_go_live_at__lt=now)
        for revision in list(coming.order_by("approved_go_live_at")):
            self.attempt(
                revision.content_object,
                partial(revision.publish, log_action="wagtail.publish.scheduled"),
                revision_id=revision.pk,
            )

    @staticmethod
    def expire(obj: Any) -> None:
        specific = obj.specific if isinstance(obj, Page) else obj
        specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")

    def attempt(self, obj: Any, act: Callable[[], None], **details: Any) -> None:
        """What is stopped is said every time and put on record once."""
        try:
            with transaction.atomic():
                act()
        except NotApproved as stopped:
            self.stderr.write(str(stopped))
            last = records.latest(obj, *Act) if gated_class(obj) else None
            if gated_class(obj) and not (last and last.act == Act.STOPPED):
                records.record(obj, Act.STOPPED, comment=str(stopped), **details)
