"""Every signal receiver of the module; each body is one call."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction, Revision, TaskState, WorkflowState

from aktionsplan_pages.approval import files, gate, review
from aktionsplan_pages.models import MeasurePage
from aktionsplan_pages.models.internal_note import delete_note_of


def forget_internal_note(sender: type, instance: MeasurePage, **kwargs: Any) -> None:
    delete_note_of(instance)


def guard_row(
    sender: type, instance: Model, raw: bool, update_fields: Iterable[str] | None, **kwargs: Any
) -> None:
    if not raw:
        gate.check_save(instance, update_fields)


def guard_deletion(sender: type, instance: Model, **kwargs: Any) -> None:
    gate.check_delete(instance)


def guard_child(sender: type, instance: Model, raw: bool, **kwargs: Any) -> None:
    if not raw:
        gate.check_child(instance)


def guard_child_deletion(sender: type, instance: Model, **kwargs: Any) -> None:
    gate.check_child(instance, is_deleted=True)


def guard_relation(
    sender: type, instance: Model, action: str, reverse: bool, model: type, pk_set: set, **_: Any
) -> None:
    gate.check_relation(instance, action, reverse, model, pk_set)


def guard_revision(sender: type, instance: Revision, raw: bool, **kwargs: Any) -> None:
    if not raw:
        gate.check_revision(instance)


def guard_restriction(sender: type, instance: PageViewRestriction, **kwargs: Any) -> None:
    gate.check_restriction(instance)


def guard_lifted_restriction(sender: type, instance: PageViewRestriction, **kwargs: Any) -> None:
    gate.check_restriction_lifted(instance)


def guard_file(sender: type, instance: Model, raw: bool, **kwargs: Any) -> None:
    if not raw:
        files.check_replaced(instance)


def guard_decision(sender: type, instance: TaskState, raw: bool, **kwargs: Any) -> None:
    if not raw:
        review.before_decision(instance)


def note_decision(sender: type, instance: TaskState, raw: bool, **kwargs: Any) -> None:
    if not raw:
        review.note_decision(instance)


def remember_round(sender: type, instance: WorkflowState, raw: bool, **kwargs: Any) -> None:
    if not raw:
        review.before_round(instance)


def note_round(sender: type, instance: WorkflowState, raw: bool, **kwargs: Any) -> None:
    if not raw:
        review.note_round(instance)


def connect() -> None:
    post_delete.connect(forget_internal_note, sender=MeasurePage, dispatch_uid="internal-note")
    models = apps.get_models(include_auto_created=True)
    for model in (Page, *filter(gate.is_gated, models)):
        pre_save.connect(guard_row, sender=model, dispatch_uid="approval")
        pre_delete.connect(guard_deletion, sender=model, dispatch_uid="approval")
        for field in model._meta.local_many_to_many if gate.is_gated(model) else ():
            m2m_changed.connect(
                guard_relation, sender=field.remote_field.through, dispatch_uid="approval"
            )
    for model in filter(gate.is_child, models):
        pre_save.connect(guard_child, sender=model, dispatch_uid="approval")
        pre_delete.connect(guard_child_deletion, sender=model, dispatch_uid="approval")
    pre_save.connect(guard_revision, sender=Revision, dispatch_uid="approval")
    pre_save.connect(guard_restriction, sender=PageViewRestriction, dispatch_uid="approval")
    pre_delete.connect(
        guard_lifted_restriction, sender=PageViewRestriction, dispatch_uid="approval"
    )
    for model in (get_document_model(), get_image_model()):
        pre_save.connect(guard_file, sender=model, dispatch_uid="approval")
    for model in (TaskState, *TaskState.__subclasses__()):
        pre_save.connect(guard_decision, sender=model, dispatch_uid="approval")
        post_save.connect(note_decision, sender=model, dispatch_uid="approval")
    pre_save.connect(remember_round, sender=WorkflowState, dispatch_uid="approval")
    post_save.connect(note_round, sender=WorkflowState, dispatch_uid="approval")
