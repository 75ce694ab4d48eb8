"""All that an approver needs to know about one page or snippet, and who may do what now."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils.translation import gettext
from wagtail.models import Page, Revision, TaskState, WorkflowState

from aktionsplan_pages.approval import records, review
from aktionsplan_pages.approval.authors import authors_of
from aktionsplan_pages.approval.deciders import deciders_of
from aktionsplan_pages.approval.roles import has_role
from aktionsplan_pages.approval.vocabulary import Act, Intent, RoleName
from aktionsplan_pages.choices import ConsentState
from aktionsplan_pages.editing import changes, readings, subject
from aktionsplan_pages.languages import SOURCE, direction
from aktionsplan_pages.models import Consent, MeasurePage, Organisation
from aktionsplan_pages.public import formats
from aktionsplan_pages.translation import sections

SHOWN_ENTRIES = 100


@dataclass(frozen=True)
class Step:
    """One step of the workflow: ``state`` is Wagtail's, or ``pending``."""

    name: str
    state: str
    at: Any = None
    person: Any = None
    comment: str = ""
    is_about_earlier: bool = False


@dataclass(frozen=True)
class Part:
    """An organisation's part in a measure and its consent to it."""

    organisation: str
    role: str
    consent: Consent | None
    is_named: bool


@dataclass(frozen=True)
class Remark:
    """A comment; ``about`` names the field that it stands at."""

    person: str
    at: Any
    text: str
    about: str = ""
    replies: tuple["Remark", ...] = ()


class Dossier:
    """One visit of ``user`` to the dossier of ``obj``."""

    def __init__(self, obj: Any, user: Any, since: str = "") -> None:
        """``since`` is the key of a refusal: show what has changed since then."""
        self.obj = obj
        self.user = user
        self.wanted_since = since

    # Where it stands

    @cached_property
    def workflow_state(self) -> Any:
        """The running round, else the last one; None if there was none."""
        states = WorkflowState.objects.for_instance(self.obj).select_related(
            "workflow", "requested_by", "current_task_state__task", "content_type"
        )
        return states.order_by("-created_at", "-pk").first()

    @property
    def is_in_review(self) -> bool:
        state = self.workflow_state
        return bool(state and state.status == WorkflowState.STATUS_IN_PROGRESS)

    @property
    def is_sent_back(self) -> bool:
        state = self.workflow_state
        return bool(state and state.status == WorkflowState.STATUS_NEEDS_CHANGES)

    @property
    def task_state(self) -> Any:
        """The step that is due; None unless in review."""
        return self.workflow_state.current_task_state if self.is_in_review else None

    @cached_property
    def task(self) -> Any:
        return self.task_state.task.specific if self.task_state else None

    @cached_property
    def entries(self) -> list[Any]:
        """What is on record, newest first."""
        return list(
            records.trail().filter(**records.identity(self.obj)).order_by("-pk")[:SHOWN_ENTRIES]
        )

    @cached_property
    def submission(self) -> Any:
        """The record of the running round."""
        return review.submission_of(self.workflow_state) if self.is_in_review else None

    @property
    def seen(self) -> str:
        """Which step of which content a decision on this screen is about."""
        if not self.task_state or not self.submission:
            return ""
        return f"{self.task_state.pk}:{self.submission.pk}:{self.submission.digest}"

    @cached_property
    def refusal(self) -> Any:
        """The last refusal since the last publication."""
        for entry in self.entries:
            if entry.act in {Act.PUBLISHED, Act.WITHDRAWN}:
                return None
            if entry.act == Act.REFUSED:
                return entry
        return None

    @cached_property
    def steps(self) -> list[Step]:
        state = self.workflow_state
        if state is None:
            return []
        latest = {
            one.task_id: one
            for one in state.task_states.select_related("task", "finished_by").order_by("pk")
        }
        tasks = [task for task in state.workflow.tasks if task.active or task.pk in latest]
        known = {task.pk for task in tasks}
        tasks = [*(one.task for one in latest.values() if one.task_id not in known), *tasks]
        return [self.step(task, latest.get(task.pk)) for task in tasks]

    def step(self, task: Any, one: TaskState | None) -> Step:
        if one is None:
            return Step(task.name, "pending")
        is_open = one.status == TaskState.STATUS_IN_PROGRESS
        is_earlier = (
            one.status == TaskState.STATUS_APPROVED and one.revision_id != self.revision.pk
        )
        return Step(
            task.name, one.status, one.started_at if is_open else one.finished_at,
            one.finished_by, one.comment, is_earlier,
        )  # fmt: skip

    # What it is

    @cached_property
    def revision(self) -> Any:
        """What is under review, else the latest draft."""
        if self.submission:
            return Revision.objects.filter(pk=self.submission.revision_id).first()
        return self.obj.latest_revision

    @cached_property
    def content(self) -> Any:
        return changes.loaded(self.obj, self.revision) if self.revision else self.obj

    @cached_property
    def live(self) -> Any:
        """What the public sees now; None for what is not public."""
        return changes.with_children(self.obj) if self.obj.live else None

    @property
    def is_withdrawal(self) -> bool:
        return bool(self.content.intent == Intent.WITHDRAW)

    @property
    def language(self) -> str:
        return str(self.obj.locale.language_code)

    @property
    def direction(self) -> str:
        return direction(self.language)

    @property
    def title(self) -> str:
        return subject.title_of(self.content)

    @property
    def kind(self) -> str:
        return subject.kind_of(self.obj)

    @cached_property
    def live_below(self) -> int:
        return self.obj.get_descendants().live().count() if isinstance(self.obj, Page) else 0

    @property
    def is_improved(self) -> bool:
        """It was sent back, and is not what was sent back any more."""
        return bool(
            self.refusal and self.revision and self.refusal.revision_id != self.revision.pk
        )

    @cached_property
    def since(self) -> Revision | None:
        """The version that was sent back, if that is what to compare with."""
        if not self.is_improved or str(self.refusal.pk) != self.wanted_since:
            return None
        return Revision.objects.filter(pk=self.refusal.revision_id).first()

    @cached_property
    def base(self) -> Any:
        """With what the content is compared; None for a first publication."""
        return changes.loaded(self.obj, self.since) if self.since else self.live

    @cached_property
    def names(self) -> changes.Names:
        return changes.names_of(self.base, self.content)

    @cached_property
    def changes(self) -> changes.Changes:
        originals = {}
        if self.language != SOURCE and self.german:
            originals = {p: changes.readable(str(v)) for p, v in sections.texts(self.german)}
        return changes.compare(self.base, self.content, self.names, originals)

    @cached_property
    def changes_words(self) -> bool:
        """Translations may be measured against other German words afterwards."""
        if self.language != SOURCE or not self.live or self.is_withdrawal:
            return False
        before, after = (
            {path: sections.prepared(text) for path, text in sections.texts(obj)}
            for obj in (self.live, self.content)
        )
        return any(after.get(path, text) != text for path, text in before.items())

    @cached_property
    def said_of_words(self) -> str:
        """What an approver of this round has called the change of words so far."""
        said = (entry.data.get("change") for entry in self.entries if entry.act == Act.APPROVED
                and entry.workflow_state_id == self.workflow_state.pk)  # fmt: skip
        return next((change for change in said if change), "")

    @cached_property
    def german(self) -> Any:
        return readings.german_page(self.obj, self.content)

    @cached_property
    def languages(self) -> list[readings.LanguageAfter]:
        return readings.languages_after(self.obj, self.content, self.german, self.live)

    @property
    def outdated_languages(self) -> list[readings.LanguageAfter]:
        return [one for one in self.languages if one.outdated_now]

    @cached_property
    def is_previewable(self) -> bool:
        return isinstance(self.obj, Page) and not self.is_withdrawal

    @cached_property
    def parts(self) -> list[Part]:
        if not isinstance(self.content, MeasurePage) or self.language != SOURCE:
            return []
        rows = Consent.objects.filter(measure=self.obj.pk).select_related("organisation")
        known = {(row.organisation_id, row.role): row for row in rows}
        return [
            self.part(one, known.get((one.organisation_id, one.role)))
            for one in self.content.commitments.all()
        ]

    def part(self, one: Any, consent: Consent | None) -> Part:
        name = self.names.get((Organisation, one.organisation_id), "")
        is_confirmed = consent is not None and consent.state == ConsentState.CONFIRMED
        is_named = is_confirmed and consent.organisation.live  # type: ignore[union-attr]
        return Part(name, one.get_role_display(), consent, is_named)

    @cached_property
    def papers(self) -> list[dict[str, str]]:
        rows = self.content.resolutions.all() if hasattr(self.content, "resolutions") else ()
        return [
            {
                "reference": row.reference, "url": row.url, "title": row.title, "body": row.body,
                "date": formats.partial_date(row.date), "outcome": row.get_outcome_display(),
            }
            for row in rows
        ]  # fmt: skip

    @cached_property
    def remarks(self) -> list[Remark]:
        """On pages Wagtail's comments that nobody has marked as settled; else from the record."""
        if not isinstance(self.obj, Page):
            own = [entry for entry in reversed(self.entries) if entry.act == Act.COMMENTED]
            return [Remark(entry.person_name, entry.at, entry.comment) for entry in own]
        rows = self.obj.wagtail_admin_comments.filter(resolved_at=None)
        rows = rows.select_related("user").prefetch_related("replies__user").order_by("pk")
        return [remark_of(row, self.about(row.contentpath), row.replies.all()) for row in rows]

    def about(self, path: str) -> str:
        """The label of the field that a comment is about."""
        columns = {column.name: column for column in type(self.obj)._meta.concrete_fields}
        column = columns.get(path.split(".")[0])
        return changes.label_of(column) if column else ""

    # Who

    @cached_property
    def author_ids(self) -> set[int]:
        return authors_of(self.revision)

    @cached_property
    def author_names(self) -> list[str]:
        people = people_of(self.author_ids)
        gone = len(self.author_ids) - len(people)
        return [*map(name_of, people), *([gettext("an account that no longer exists")] * gone)]

    @cached_property
    def actions(self) -> set[str]:
        """What the step that is due offers to this user."""
        if self.task is None:
            return set()
        return {action[0] for action in self.task.get_actions(self.obj, self.user)}

    @property
    def is_author(self) -> bool:
        return self.user.pk in self.author_ids

    @property
    def may_approve(self) -> bool:
        return "approve" in self.actions and not self.is_author

    @property
    def may_send_back(self) -> bool:
        return "reject" in self.actions

    @property
    def may_recall(self) -> bool:
        """Its authors, whoever submitted it or may write it, and coordination."""
        if not self.is_in_review:
            return False
        own = self.is_author or self.user.pk == self.workflow_state.requested_by_id
        return own or self.may_write or has_role(self.user, RoleName.COORDINATION)

    @property
    def may_write(self) -> bool:
        """A page of theirs: a colleague of its author can go on with it."""
        if not isinstance(self.obj, Page):
            return False
        return bool(self.obj.permissions_for_user(self.user).may_write())

    @cached_property
    def deciders(self) -> list[Any]:
        """The active accounts that may approve the step that is due."""
        return deciders_of(self.task_state, self.obj) if self.task_state else []

    @property
    def is_stuck(self) -> bool:
        """Nobody could approve the step that is due."""
        return self.task is not None and not self.deciders

    @property
    def colleagues(self) -> list[Any]:
        return [one for one in self.deciders if one.pk != self.user.pk]

    @property
    def may_hand_over(self) -> bool:
        return bool(self.actions and self.colleagues)

    @cached_property
    def handed_over(self) -> Any:
        """The last hand-over of the step that is due."""
        if self.task_state is None:
            return None
        of_step = (entry for entry in self.entries if entry.task_state_id == self.task_state.pk)
        return next((entry for entry in of_step if entry.act == Act.HANDED_OVER), None)


def remark_of(row: Any, about: str = "", replies: Iterable[Any] = ()) -> Remark:
    answers = tuple(map(remark_of, replies))
    return Remark(name_of(row.user), row.created_at, row.text, about, answers)


def people_of(keys: Iterable[int]) -> QuerySet:
    return get_user_model()._default_manager.filter(pk__in=list(keys))


def name_of(person: Any) -> str:
    return str(person.get_full_name() or person.get_username())
