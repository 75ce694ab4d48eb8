"""What to tell whom by mail: worked out from what is due and what is on record, not queued.

So nobody is told of what was decided meanwhile, or of what they may no longer see. ``about`` is
remembered once it was told.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import Any

import holidays
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.utils import get_admin_base_url
from wagtail.models import Locale, TaskState, WorkflowState
from wagtail.users.models import UserProfile

from aktionsplan_pages.approval import records, review
from aktionsplan_pages.approval.authors import contributions
from aktionsplan_pages.approval.deciders import deciders_of
from aktionsplan_pages.approval.permissions import may_read
from aktionsplan_pages.approval.vocabulary import Act, Intent
from aktionsplan_pages.languages import LANGUAGES, SOURCE

OUTCOMES = (
    Act.REFUSED, Act.RECALLED, Act.SCHEDULED, Act.PUBLISHED, Act.WITHDRAWN, Act.EXPIRED,
    Act.STOPPED,
)  # fmt: skip
TOLD_FOR = datetime.timedelta(days=14)  # older outcomes are no news any more


class Kind(StrEnum):
    DUE = "due"
    HANDED_OVER = "handed_over"
    REMINDER = "reminder"
    TRANSLATE = "translate"
    OUTCOME = "outcome"


@dataclass(frozen=True)
class Notice:
    """One thing to tell one person; ``since`` is when it began to wait or happened."""

    person: Any
    kind: Kind
    about: str
    title: str
    language: str
    since: datetime.datetime
    url: str
    by: str = ""
    step: str = ""
    comment: str = ""
    act: str = ""
    is_withdrawal: bool = False
    original: str = ""  # the German title of a translation
    working_days: int = 0

    @property
    def language_name(self) -> str:
        """Empty for German."""
        return "" if self.language == SOURCE else LANGUAGES[self.language].own_name

    @property
    def title_language(self) -> str:
        return SOURCE if self.kind == Kind.TRANSLATE else self.language

    @property
    def is_wanted(self) -> bool:
        """As the person chose in the account settings."""
        profile = UserProfile.get_for_user(self.person)
        if self.kind != Kind.OUTCOME:
            return bool(profile.submitted_notifications)
        if self.act in {Act.REFUSED, Act.STOPPED}:
            return bool(profile.rejected_notifications)
        return bool(profile.approved_notifications)


def notices(*others: Callable[[], Iterable[Notice]]) -> dict[Any, list[Notice]]:
    """By person, oldest first, what they have not been told yet; ``others`` find more."""
    told = set(apps.get_model("aktionsplan_pages", "Told").objects.values_list("person", "about"))
    found: dict[Any, list[Notice]] = {}
    for notice in chain(waiting(told), outcomes(), *(find() for find in others)):
        key = (notice.person.pk, notice.about)
        if key not in told and notice.person.email and notice.is_wanted:
            found.setdefault(notice.person, []).append(notice)
    return {person: sorted(own, key=lambda notice: notice.since) for person, own in found.items()}


def waiting(told: set[tuple[int, str]]) -> Iterator[Notice]:
    """Steps that somebody can decide: once when they start, then after so many working days."""
    running = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
    ).select_related("workflow_state__requested_by", "revision", "task")
    for state in running:
        obj = review.subject_of(state.workflow_state)
        if obj is None:
            continue
        details = about_object(obj) | {
            "since": state.started_at, "step": state.task.name,
            "by": name_of(state.workflow_state.requested_by),
            "is_withdrawal": state.revision.content.get("intent") == Intent.WITHDRAW,
        }  # fmt: skip
        days = working_days(state.started_at)
        times = days // settings_value("ACTION_PLAN_REMINDER_AFTER", 5)
        handed = latest_hand_over(state)
        for person in deciders_of(state, obj):
            due = f"due:{state.pk}"
            if (person.pk, due) not in told:
                yield Notice(person, Kind.DUE, due, **details)
            elif times:
                about = f"reminder:{state.pk}:{times}"
                yield Notice(person, Kind.REMINDER, about, **details, working_days=days)
            if handed is not None and handed.data["to"] == person.pk:
                to_me = {"by": handed.person_name, "since": handed.at, "comment": handed.comment}
                yield Notice(person, Kind.HANDED_OVER, f"entry:{handed.pk}", **details | to_me)


def latest_hand_over(state: TaskState) -> Any:
    entries = records.trail().filter(act=Act.HANDED_OVER, task_state_id=state.pk)
    return entries.order_by("-pk").first()


def outcomes() -> Iterator[Notice]:
    """What became of a submission: for who submitted it or wrote a part, unless they did it."""
    entries = records.trail().filter(act__in=OUTCOMES, at__gte=timezone.now() - TOLD_FOR)
    for entry in entries.select_related("basis").order_by("pk"):
        if "door" in entry.data:
            continue
        obj = records.object_of(entry)
        if obj is None:
            continue
        for person in get_user_model()._default_manager.filter(pk__in=concerned(entry)):
            if person.pk != entry.person_id and may_read(person, obj):
                yield Notice(
                    person, Kind.OUTCOME, f"entry:{entry.pk}", **about_object(obj),
                    since=entry.at, by=entry.person_name, step=entry.step,
                    comment=entry.comment, act=entry.act,
                )  # fmt: skip


def concerned(entry: Any) -> set[int]:
    revision = entry.revision_id or (entry.basis and entry.basis.revision_id)
    round_ = entry.workflow_state_id or (entry.basis and entry.basis.workflow_state_id)
    authors = contributions().filter(pk=revision).values_list("authors", flat=True).first()
    asked = WorkflowState.objects.filter(pk=round_).values_list("requested_by", flat=True).first()
    return {*(authors or ()), asked} - {None}  # type: ignore[return-value]


def about_object(obj: Any) -> dict[str, Any]:
    return {
        "title": str(getattr(obj, "draft_title", "") or obj),
        "language": obj.locale.language_code,
        "original": german_title(obj),
        "url": admin_url("action_plan_dossier", *records.identity(obj).values()),
    }


def admin_url(name: str, *args: Any) -> str:
    """The whole address of a view of the admin, for mails."""
    return (get_admin_base_url() or "").rstrip("/") + reverse(name, args=args)


def german_title(obj: Any) -> str:
    """Of a translation; empty for German."""
    german = obj.get_translation_or_none(Locale.objects.get(language_code=SOURCE))
    return str(german or "") if german != obj else ""


def name_of(person: Any) -> str:
    return str(person.get_full_name() or person.get_username()) if person else ""


def working_days(since: datetime.datetime) -> int:
    """Whole days from Monday to Friday since then, public holidays left out."""
    country, region = settings_value("ACTION_PLAN_HOLIDAYS", ("DE", "SH"))
    start, today = timezone.localdate(since), timezone.localdate()
    if start >= today:
        return 0
    calendar = holidays.country_holidays(country, subdiv=region)
    return calendar.get_working_days_count(start + datetime.timedelta(days=1), today)


def settings_value(name: str, default: Any) -> Any:
    return getattr(settings, name, default)
