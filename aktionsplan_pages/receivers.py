"""Every signal receiver of the module; each body is one call."""

from django.db.models.signals import post_delete

from aktionsplan_pages.models import MeasurePage
from aktionsplan_pages.models.internal_note import delete_note_of


def forget_internal_note(sender: type, instance: MeasurePage, **kwargs: object) -> None:
    delete_note_of(instance)


def connect() -> None:
    post_delete.connect(forget_internal_note, sender=MeasurePage, dispatch_uid="internal-note")
