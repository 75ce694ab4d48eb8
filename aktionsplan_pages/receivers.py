"""Every signal receiver of the module; each body is one call."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import Model, signals
from modelcluster.models import get_all_child_m2m_relations
from wagtail.admin import signal_handlers
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, PageViewRestriction, Revision, TaskState, WorkflowState
from wagtail.signals import (
    page_published,
    pre_page_move,
    published,
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)

from aktionsplan_pages.approval import (
    authors,
    consents,
    files,
    gate,
    mails,
    privacy,
    reader_checks,
    review,
    rows,
)
from aktionsplan_pages.approval.gated import is_child, is_gated
from aktionsplan_pages.editing import copies
from aktionsplan_pages.models import (
    Consent,
    MeasurePage,
    Organisation,
    ReaderCheck,
    TargetGroup,
    responsibility,
)
from aktionsplan_pages.models.internal_note import delete_note_of
from aktionsplan_pages.models.references import refuse_if_named
from aktionsplan_pages.models.words import ReadThroughPage
from aktionsplan_pages.translation import german, machine, memory, starting, typists
from aktionsplan_pages.translation.vocabulary import Change

STOCK_MAILS = (
    (task_submitted, TaskState, "group_approval_task_submitted_email_notification",
     signal_handlers.task_submission_email_notifier),
    (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification",
     signal_handlers.workflow_submission_email_notifier),
    (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification",
     signal_handlers.workflow_rejection_email_notifier),
    (workflow_approved, WorkflowState, "workflow_state_approved_email_notification",
     signal_handlers.workflow_approval_email_notifier),
)  # fmt: skip


def forget_internal_note(sender: type, instance: MeasurePage, **kwargs: Any) -> None:
    delete_note_of(instance)


def keep_what_is_named(
    sender: type, instance: Organisation | TargetGroup, **kwargs: object
) -> None:
    refuse_if_named(instance)


def guard_row(
    sender: type, instance: Model, raw: bool, update_fields: Iterable[str] | None, **kwargs: Any
) -> None:
    if not raw:
        rows.check_save(instance, update_fields)


def guard_deletion(sender: type, instance: Model, **kwargs: Any) -> None:
    rows.check_delete(instance)


def guard_child(sender: type, instance: Model, raw: bool, **kwargs: Any) -> None:
    if not raw:
        rows.check_child(instance)


def guard_child_deletion(sender: type, instance: Model, origin: Any, **kwargs: Any) -> None:
    rows.check_child_deletion(instance, origin)


def guard_relation(
    sender: type, instance: Model, action: str, reverse: bool, model: type, pk_set: set, **_: Any
) -> None:
    rows.check_relation(sender, instance, action, reverse, model, pk_set)


def guard_revision(sender: type, instance: Revision, raw: bool, **kwargs: Any) -> None:
    if not raw:
        gate.check_revision(instance)
        copies.part_from_original(instance)
        authors.before_copy(instance)


def guard_revision_deletion(sender: type, instance: Revision, origin: Any, **kwargs: Any) -> None:
    gate.check_revision_deletion(instance, origin)


def note_revision(sender: type, instance: Revision, raw: bool, **kwargs: Any) -> None:
    if not raw:
        authors.note_copy(instance)


def guard_restriction(sender: type, instance: PageViewRestriction, **kwargs: Any) -> None:
    privacy.check_restriction(instance)


def guard_lifted_restriction(sender: type, instance: PageViewRestriction, **kwargs: Any) -> None:
    privacy.check_shown(instance.page)


def guard_move(sender: type, instance: Page, parent_page_after: Page, **kwargs: Any) -> None:
    privacy.check_move(instance, parent_page_after)


def guard_locale(sender: type, instance: Locale, raw: bool, **kwargs: Any) -> None:
    if not raw:
        rows.check_locale(instance)


def refuse_synchronisation(sender: type, **kwargs: Any) -> None:
    gate.refuse_alias()


def guard_file(sender: type, instance: Model, raw: bool, **kwargs: Any) -> None:
    if not raw:
        files.check_replaced(instance)


def guard_file_deletion(sender: type, instance: Model, **kwargs: Any) -> None:
    files.check_deleted(instance)


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


def begin_responsibility(
    sender: type, instance: Page, created: bool, raw: bool, **kwargs: Any
) -> None:
    if created and not raw:
        responsibility.begin_responsibility(instance)


def note_consent(sender: type, instance: Consent, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        consents.note_consent(instance)


def note_consent_gone(sender: type, instance: Consent, **kwargs: Any) -> None:
    consents.note_consent_gone(instance)


def note_german_words(sender: type, instance: Any, **kwargs: Any) -> None:
    german.note(instance, Change(review.said_of_words(instance) or Change.MEANING))


def note_reader_check(
    sender: type, instance: ReaderCheck, created: bool = False, raw: bool = False, **kwargs: Any
) -> None:
    if not raw:
        reader_checks.note_check(instance, is_new=created)


def note_reader_check_gone(sender: type, instance: ReaderCheck, **kwargs: Any) -> None:
    reader_checks.note_check(instance, is_gone=True)


def keep_free(sender: type, instance: Model, raw: bool, **kwargs: Any) -> None:
    if not raw:
        starting.keep_free(instance)


def remember_words(sender: type, instance: Page, **kwargs: Any) -> None:
    memory.remember(instance)


def note_typist(sender: type, instance: Model, raw: bool, **kwargs: Any) -> None:
    if not raw:
        typists.note_string(instance)


def settle_typists(sender: type, instance: Page, revision: Any = None, **kwargs: Any) -> None:
    typists.settle(instance, revision)


def keep_machine_name(sender: type, instance: Model, raw: bool, **kwargs: Any) -> None:
    if not raw:
        machine.keep_name(instance)


def connect() -> None:
    replace_stock_mails()
    listen(MeasurePage, post_delete=forget_internal_note)
    known = apps.get_models()
    for model in (Page, *filter(is_gated, known)):
        listen(model, pre_save=guard_row, pre_delete=guard_deletion)
    for page_type in (model for model in known if issubclass(model, ReadThroughPage)):
        signals.post_save.connect(begin_responsibility, sender=page_type, dispatch_uid="begin")
        page_published.connect(note_german_words, sender=page_type, dispatch_uid="words")
    for snippet in (Organisation, TargetGroup):
        published.connect(note_german_words, sender=snippet, dispatch_uid="words")
    listen(Consent, post_save=note_consent, post_delete=note_consent_gone)
    listen(ReaderCheck, post_save=note_reader_check, post_delete=note_reader_check_gone)
    for snippet in (Organisation, TargetGroup):
        signals.pre_delete.connect(keep_what_is_named, sender=snippet, dispatch_uid="named")
    for model in filter(is_child, known):
        listen(model, pre_save=guard_child, pre_delete=guard_child_deletion)
    for relation in {r for m in filter(is_gated, known) for r in get_all_child_m2m_relations(m)}:
        listen(relation.remote_field.through, m2m_changed=guard_relation)
    listen(
        Revision,
        pre_save=guard_revision,
        post_save=note_revision,
        pre_delete=guard_revision_deletion,
    )
    listen(PageViewRestriction, pre_save=guard_restriction, pre_delete=guard_lifted_restriction)
    listen(Locale, pre_save=guard_locale)
    page_published.connect(remember_words, dispatch_uid="memory")
    string = apps.get_model("wagtail_localize", "StringTranslation")
    listen(string, pre_save=keep_machine_name, post_save=note_typist)
    page_published.connect(settle_typists, dispatch_uid="typists")
    pre_page_move.connect(guard_move, dispatch_uid="approval")
    for model in (get_document_model(), get_image_model()):
        listen(model, pre_save=guard_file, pre_delete=guard_file_deletion)
    for model in (model for model in known if issubclass(model, TaskState)):
        listen(model, pre_save=guard_decision, post_save=note_decision)
    listen(WorkflowState, pre_save=remember_round, post_save=note_round)
    if apps.is_installed("wagtail_localize"):
        synchronisation = apps.get_model("wagtail_localize", "LocaleSynchronization")
        listen(synchronisation, pre_save=refuse_synchronisation)
        listen(apps.get_model("wagtail_localize", "Translation"), pre_save=keep_free)


def replace_stock_mails() -> None:
    """Wagtail's own mails stay for what is not approved here. They are found by their names."""
    for signal, sender, name, notifier in STOCK_MAILS:
        signal.disconnect(sender=sender, dispatch_uid=name)
        signal.connect(mails.unless_ours(notifier), sender=sender, dispatch_uid=name, weak=False)


def listen(sender: type[Model], **receivers: Any) -> None:
    """Connects each receiver to the signal it is named after."""
    for name, receiver in receivers.items():
        getattr(signals, name).connect(receiver, sender=sender, dispatch_uid="approval")
