"""What can be done on a dossier: each act with its form; the server decides who may.

Every function returns the sentence that says what has happened, or raises NotApproved.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext, gettext_lazy
from wagtail.models import WorkflowState

from aktionsplan_pages.approval import records
from aktionsplan_pages.approval.errors import NotApproved
from aktionsplan_pages.approval.vocabulary import Act
from aktionsplan_pages.editing.dossier import Dossier, name_of
from aktionsplan_pages.translation.vocabulary import Change


def text_field(**options: Any) -> forms.CharField:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), **options)


class DossierForm(forms.Form):
    def __init__(self, dossier: Dossier, *args: Any, **kwargs: Any) -> None:
        self.dossier = dossier
        super().__init__(*args, **kwargs)


class ApproveForm(DossierForm):
    """Also what is shown for sending back, which has the same field and needs it."""

    comment = text_field(
        label=gettext_lazy("Comment or reason"),
        required=False,
        help_text=gettext_lazy("Needed if you send it back: what should be changed?"),
    )
    change = forms.ChoiceField(
        label=gettext_lazy("What changes in the words?"),
        choices=Change.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text=gettext_lazy("Translations of what only a correction changes stay valid."),
    )

    def __init__(self, dossier: Dossier, *args: Any, **kwargs: Any) -> None:
        super().__init__(dossier, *args, **kwargs)
        if "change" in self.fields:
            self.fields["change"].initial = dossier.said_of_words or Change.MEANING
            if not dossier.changes_words:
                del self.fields["change"]


class SendBackForm(ApproveForm):
    change = None  # type: ignore[assignment]
    comment = text_field(
        label=ApproveForm.base_fields["comment"].label,
        help_text=ApproveForm.base_fields["comment"].help_text,
        error_messages={
            "required": gettext_lazy(
                "Please say why you send it back, so that it can be improved."
            )
        },
    )


class HandOverForm(DossierForm):
    to = forms.TypedChoiceField(label=gettext_lazy("To whom"), coerce=int)
    comment = text_field(label=gettext_lazy("Note"), required=False)

    def __init__(self, dossier: Dossier, *args: Any, **kwargs: Any) -> None:
        super().__init__(dossier, *args, **kwargs)
        people = [(one.pk, name_of(one)) for one in dossier.colleagues]
        self.fields["to"].choices = people  # type: ignore[attr-defined]


class CommentForm(DossierForm):
    comment = text_field(label=gettext_lazy("New comment"))


def approve(dossier: Dossier, user: Any, comment: str, change: str = "") -> str:
    """``change`` is what the approver says of changed German words."""
    if dossier.changes_words:
        said = change or dossier.said_of_words or Change.MEANING
        vars(dossier.task_state.specific)["said_of_words"] = {"change": str(said)}
    decide(dossier, user, "approve", comment)
    return outcome(dossier)


def send_back(dossier: Dossier, user: Any, comment: str) -> str:
    decide(dossier, user, "reject", comment)
    return gettext("“%(title)s” was sent back with your reason.") % {"title": dossier.title}


def decide(dossier: Dossier, user: Any, action: str, comment: str) -> None:
    locked(dossier)
    try:
        dossier.task.on_action(dossier.task_state.specific, user, action, comment=comment)
    except PermissionDenied as error:
        raise stale() from error


def locked(dossier: Dossier) -> WorkflowState:
    """The running round, kept from others until this act is done."""
    rows = WorkflowState.objects.select_for_update().filter(
        status=WorkflowState.STATUS_IN_PROGRESS
    )
    shown = dossier.task_state
    state = rows.filter(pk=shown.workflow_state_id).first() if shown else None
    if state is None or state.current_task_state_id != shown.pk:
        raise stale()
    return state


def stale() -> NotApproved:
    return NotApproved(
        gettext(
            "This has changed since you opened it, or somebody else has decided. "
            "Nothing was done. Please look at what is shown now."
        )
    )


def outcome(dossier: Dossier) -> str:
    """What an approval has led to."""
    title = {"title": dossier.title}
    state = WorkflowState.objects.select_related("current_task_state__task").get(
        pk=dossier.workflow_state.pk
    )
    if state.status == WorkflowState.STATUS_IN_PROGRESS:
        return gettext("You approved “%(title)s”. Next step: %(step)s.") % {
            **title, "step": state.current_task_state.task.name,
        }  # fmt: skip
    if dossier.is_withdrawal:
        return gettext("“%(title)s” is withdrawn from the public in all languages.") % title
    last = records.latest(dossier.obj, Act.PUBLISHED, Act.SCHEDULED)
    if last is not None and last.act == Act.SCHEDULED:
        return gettext("“%(title)s” is approved and goes public at the time set for it.") % title
    return gettext("“%(title)s” is approved and public.") % title


def hand_over(dossier: Dossier, user: Any, to: int, comment: str) -> str:
    if not dossier.may_hand_over:
        raise may_not()
    state = locked(dossier)
    person = next(one for one in dossier.colleagues if one.pk == to)
    records.record(
        dossier.obj, Act.HANDED_OVER, user, comment=comment, step=dossier.task.name,
        revision_id=dossier.submission.revision_id, digest=dossier.submission.digest,
        workflow_state_id=state.pk, task_state_id=state.current_task_state_id,
        data={"to": person.pk, "to_name": name_of(person)},
    )  # fmt: skip
    return gettext("“%(title)s” was handed over to %(person)s.") % {
        "title": dossier.title, "person": name_of(person),
    }  # fmt: skip


def recall(dossier: Dossier, user: Any) -> str:
    if not dossier.may_recall:
        raise may_not()
    locked(dossier).cancel(user=user)
    return gettext("“%(title)s” was withdrawn from review and can be edited again.") % {
        "title": dossier.title
    }


def add_comment(dossier: Dossier, user: Any, comment: str) -> str:
    """On a page as one of Wagtail's comments, which its editor shows beside the title."""
    if hasattr(dossier.obj, "wagtail_admin_comments"):
        row = dossier.obj.wagtail_admin_comments.model(
            page_id=dossier.obj.pk, user=user, text=comment, contentpath="title",
            revision_created=dossier.revision,
        )  # fmt: skip
        row.save()
        row.log_create(user=user, page_revision=dossier.revision)
    else:
        records.record(dossier.obj, Act.COMMENTED, user, comment=comment)
    return gettext("Your comment was added.")


def may_not() -> NotApproved:
    return NotApproved(gettext("You cannot do this here (any more)."))


@dataclass(frozen=True)
class Decision:
    """``is_bound``: it is about exactly what the screen showed; ``leaves``: then go on."""

    form: type[DossierForm]
    run: Callable[..., str]
    is_bound: bool = True
    leaves: bool = False


DECISIONS = {
    "approve": Decision(ApproveForm, approve, leaves=True),
    "reject": Decision(SendBackForm, send_back, leaves=True),
    "hand_over": Decision(HandOverForm, hand_over),
    "recall": Decision(DossierForm, recall),
    "comment": Decision(CommentForm, add_comment, is_bound=False),
}
