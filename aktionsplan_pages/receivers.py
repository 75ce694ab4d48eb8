"""Every signal receiver of the module; each body is one call."""

from django.db.models.signals import post_delete, pre_delete

from aktionsplan_pages.models import MeasurePage, Organisation, TargetGroup
from aktionsplan_pages.models.internal_note import delete_note_of
from aktionsplan_pages.models.references import refuse_if_named


def forget_internal_note(sender: type, instance: MeasurePage, **kwargs: object) -> None:
    delete_note_of(instance)


def keep_what_is_named(
    sender: type, instance: Organisation | TargetGroup, **kwargs: object
) -> None:
    refuse_if_named(instance)


def connect() -> None:
    post_delete.connect(forget_internal_note, sender=MeasurePage, dispatch_uid="internal-note")
    for model in (Organisation, TargetGroup):
        pre_delete.connect(keep_what_is_named, sender=model, dispatch_uid=f"named-{model}")
