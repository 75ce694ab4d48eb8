"""From submission to release: what happens when workflows and their tasks change their state.

Called by receivers of ``WorkflowState`` and ``TaskState``, so it holds with any task and any way
to it: the admin's buttons, Wagtail's views, or a call in code.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Revision, TaskState, WorkflowState
from wagtail.workflows import publish_workflow_state

from aktionsplan_pages.approval import gate, records
from aktionsplan_pages.approval.authors import authors_of
from aktionsplan_pages.approval.digest import digest
from aktionsplan_pages.approval.errors import NotApproved
from aktionsplan_pages.approval.vocabulary import Act, Intent

DECISION = ("status", "finished_by_id", "finished_at", "comment")
DECIDED = {TaskState.STATUS_APPROVED: Act.APPROVED, TaskState.STATUS_REJECTED: Act.REFUSED}


def subject_of(state: WorkflowState) -> Any:
    """The page or snippet under review, if it is one of ours."""
    if not gate.is_gated(state.content_type.model_class()):
        return None
    return state.content_type.model_class()._base_manager.filter(pk=state.object_id).first()


# Submission


def before_round(state: WorkflowState) -> None:
    """Before a workflow state is saved: remembers what it was."""
    stored = WorkflowState.objects.filter(pk=state.pk).values_list("status", flat=True).first()
    vars(state)["_status_before"] = stored


def note_round(state: WorkflowState) -> None:
    """After a workflow state was saved: a new round is bound to the content of its revision."""
    before = vars(state).pop("_status_before", None)
    obj = subject_of(state)
    if obj is None:
        return
    if state.status == WorkflowState.STATUS_IN_PROGRESS and before != state.status:
        forget_content(state)
        revision = obj.latest_revision
        if revision is None:
            raise NotApproved(_("“%(title)s” has no draft to submit.") % gate.named(obj))
        records.record(
            obj, Act.SUBMITTED, state.requested_by, revision_id=revision.pk,
            digest=digest(revision.as_object()), workflow_state_id=state.pk,
        )  # fmt: skip
    if state.status == WorkflowState.STATUS_CANCELLED and before not in (None, state.status):
        records.record(obj, Act.RECALLED, None, workflow_state_id=state.pk)


def forget_content(state: WorkflowState) -> None:
    """Wagtail's editor of snippets still has in hand what was sent back, not what was improved."""
    if WorkflowState.content_object.is_cached(state):
        WorkflowState.content_object.delete_cached_value(state)


def submission_of(state: WorkflowState) -> Any:
    """The record of the running round: which revision, which digest."""
    found = records.trail().filter(workflow_state_id=state.pk, act=Act.SUBMITTED)
    return found.order_by("-pk").first()


# Decision


def before_decision(task_state: TaskState) -> None:
    """Before a task state is saved: if it becomes approved or sent back, checks that it may."""
    if task_state.status not in DECIDED:
        return
    with transaction.atomic():
        stored = TaskState.objects.select_for_update().filter(pk=task_state.pk).first()
    vars(task_state)["_status_before"] = stored.status if stored else None
    if stored is None or any(getattr(stored, n) != getattr(task_state, n) for n in DECISION):
        check_decision(task_state, stored)


def check_decision(task_state: TaskState, stored: TaskState | None) -> None:
    """Raises NotApproved and says why."""
    obj = subject_of(task_state.workflow_state)
    if obj is None:
        return
    if stored is None:
        raise NotApproved(_("Nobody is asked for this step of “%(title)s” now.") % gate.named(obj))
    if stored.status != TaskState.STATUS_IN_PROGRESS:
        raise NotApproved(_("This step has been decided meanwhile. Please reload the page."))
    person = deciding_person(task_state, obj)
    if task_state.status == TaskState.STATUS_REJECTED:
        if not task_state.comment.strip():
            raise NotApproved(_("Please say why you send it back, so that it can be improved."))
        return
    if person.pk in authors_of(task_state.revision):
        raise NotApproved(
            _("You wrote a part of “%(title)s”. Somebody else must approve it.") % gate.named(obj)
        )
    submission = submission_of(task_state.workflow_state)
    content = digest(task_state.revision.as_object())
    if submission is None or content != submission.digest:
        raise has_changed(obj)


def has_changed(obj: Any) -> NotApproved:
    return NotApproved(
        _("“%(title)s” has changed since it was submitted. Please submit it again.")
        % gate.named(obj)
    )


def deciding_person(task_state: TaskState, obj: Any) -> Any:
    """Who decides, as the database knows them now. Raises NotApproved without the right to."""
    person = task_state.finished_by and (
        get_user_model()._default_manager.filter(pk=task_state.finished_by.pk).first()
    )
    wanted = "approve" if task_state.status == TaskState.STATUS_APPROVED else "reject"
    actions = []
    if person and person.is_active:
        actions = [action[0] for action in task_state.task.specific.get_actions(obj, person)]
    if wanted not in actions:
        raise NotApproved(
            _("You cannot decide on this step of “%(title)s” (any more).") % gate.named(obj)
        )
    return person


def note_decision(task_state: TaskState) -> None:
    """After a task state was saved."""
    before = vars(task_state).pop("_status_before", None)
    act = DECIDED.get(task_state.status)
    if act is None or before == task_state.status:
        return
    obj = subject_of(task_state.workflow_state)
    if obj is None:
        return
    submission = submission_of(task_state.workflow_state)
    records.record(
        obj, act, task_state.finished_by, revision_id=task_state.revision_id,
        digest=submission.digest if submission else "", comment=task_state.comment,
        workflow_state_id=task_state.workflow_state_id, task_state_id=task_state.pk,
        step=task_state.task.name, data=vars(task_state).pop("said_of_words", {}),
    )  # fmt: skip


def said_of_words(obj: Any) -> str:
    """While ``obj`` goes public: what its approvers called the change of its words.

    The last one who said it counts; empty if nobody did, or if the release was used before.
    """
    release = records.latest(obj, Act.RELEASED)
    if release is None or records.trail().filter(basis=release).exists():
        return ""
    found = records.trail().filter(workflow_state_id=release.workflow_state_id, act=Act.APPROVED)
    said = found.filter(data__has_key="change").order_by("-pk").first()
    return str(said.data["change"]) if said else ""


# Conclusion


@transaction.atomic
def conclude(state: WorkflowState, user: Any = None) -> None:
    """What ``WAGTAIL_FINISH_WORKFLOW_ACTION`` does: releases and acts on the approved content.

    Raises NotApproved, and nothing has happened, if no one who is not an author said yes.
    """
    obj = subject_of(state)
    if obj is None:
        publish_workflow_state(state, user)
        return
    submission = submission_of(state)
    revision = Revision.objects.filter(pk=submission.revision_id).first() if submission else None
    if revision is None or not approvals_of(state, submission, revision):
        raise NotApproved(
            _(
                "The workflow “%(workflow)s” would end without anybody’s approval. Nothing of "
                "“%(title)s” was published. An administrator should look at its steps."
            )
            % {"workflow": state.workflow.name, **gate.named(obj)}
        )
    if is_over(submission):
        raise NotApproved(_("This round of “%(title)s” has ended.") % gate.named(obj))
    if due := state.get_next_task():
        raise NotApproved(
            _("“%(title)s” is not approved yet: the step “%(step)s” is still due.")
            % {"step": due.name, **gate.named(obj)}
        )
    intent = revision.content["intent"]
    release = records.record(
        obj, Act.RELEASED, user, revision_id=revision.pk, digest=submission.digest,
        workflow_state_id=state.pk, comment=revision.content["intent_reason"],
        data={"intent": intent},
    )  # fmt: skip
    if intent == Intent.WITHDRAW:
        withdraw(obj, user, release, revision)
    else:
        revision.publish(user=user, skip_permission_checks=True)


def is_over(submission: Any) -> bool:
    """Whether this round has led to a release already."""
    found = records.trail().filter(workflow_state_id=submission.workflow_state_id)
    return found.filter(act=Act.RELEASED, pk__gt=submission.pk).exists()


def approvals_of(state: WorkflowState, submission: Any, revision: Revision) -> list[Any]:
    """The yeses to exactly this content by people who did not write it."""
    found = records.trail().filter(
        workflow_state_id=state.pk, act=Act.APPROVED, digest=submission.digest,
        pk__gt=submission.pk,
    )  # fmt: skip
    authors = authors_of(revision)
    return [entry for entry in found if entry.person_id and entry.person_id not in authors]


def withdraw(obj: Any, user: Any, release: Any, revision: Revision) -> None:
    """Takes a live page or snippet out of the public, as released."""
    if digest(revision.as_object()) != release.digest:
        raise has_changed(obj)
    with gate.withdrawing(obj, user, release):
        obj.unpublish(user=None)


# Acts of authors


def propose_withdrawal(obj: Any, user: Any, reason: str) -> WorkflowState:
    """A revision that says *withdraw* and why, submitted like any other.

    Raises NotApproved if ``obj`` is not live, has no workflow, or no reason is given.
    """
    if not obj.live:
        raise NotApproved(_("“%(title)s” is not public.") % gate.named(obj))
    if not reason.strip():
        raise NotApproved(_("Please say why it is to be withdrawn."))
    workflow = obj.get_workflow()
    if workflow is None:
        raise NotApproved(_("No workflow is set up. An administrator should add one."))
    with transaction.atomic():
        obj.save_revision(
            user=user, log_action=True, clean=False, intent=Intent.WITHDRAW, reason=reason
        )
        if sent_back := obj.current_workflow_state:  # none is under review
            sent_back.cancel(user=user)
        return workflow.start(obj, user)
