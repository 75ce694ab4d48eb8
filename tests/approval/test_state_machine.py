"""Everybody of the house against the gate, in random order: nothing unapproved becomes public.

``make fuzz`` plays on with other dice until it is stopped.
"""

import json
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from io import StringIO
from typing import Any
from unittest import mock
from uuid import uuid4

import pytest
from django.conf import settings as conf
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import ProtectedError
from django.http import HttpResponse
from django.test import Client, TestCase, override_settings
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as some
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)
from wagtail.models import Page, Revision, Site, TaskState, WorkflowState
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail.test.utils.form_data import querydict_from_html
from wagtail_localize.models import StringTranslation

from aktionsplan_pages.approval import review, rows
from aktionsplan_pages.approval.check import findings
from aktionsplan_pages.approval.errors import NotApproved
from aktionsplan_pages.approval.review import propose_withdrawal
from aktionsplan_pages.approval.roles import groups_of, roles_of
from aktionsplan_pages.approval.vocabulary import RoleName
from aktionsplan_pages.editing.decisions import DECISIONS
from aktionsplan_pages.editing.dossier import Dossier
from aktionsplan_pages.editing.subject import address_of
from aktionsplan_pages.models import AuditEntry, HeadTask, MeasurePage, Milestone
from aktionsplan_pages.translation.submit import fill, prepare
from aktionsplan_pages.translation.submit import submit as submit_translation
from aktionsplan_pages.translation.vocabulary import Change
from tests.approval.machine import (
    COORDINATION,
    PEOPLE,
    STEPS,
    SUPERUSER,
    Broken,
    Clock,
    House,
    Memory,
    Thing,
    differences,
    of_revision,
    public_now,
    signatures,
)
from tests.approval.ways import nothing, said_by

STOPS = (NotApproved, PermissionDenied, ProtectedError)
LINE = re.compile(r'<textarea name="(line-[\d-]+)"')
SEEN = re.compile(r'name="seen" value="([^"]*)"')
STEP_NAMES = {model._meta.model_name: name for model, name in STEPS.items()}


class Tally:
    """Acts that had their effect, what came of them, and attempts that were refused."""

    def __init__(self) -> None:
        self.accepted: Counter[str] = Counter()
        self.outcomes: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()

    def __str__(self) -> str:
        accepted, outcomes, refused = (
            ", ".join(f"{kind} {number}" for kind, number in part.most_common())
            for part in (self.accepted, self.outcomes, self.refused)
        )
        return (
            f"{self.accepted.total()} accepted steps: {accepted}\n"
            f"What came of them: {outcomes}\n"
            f"{self.refused.total()} refused attempts: {refused}"
        )


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# What there is to choose from

Choices = Callable[["Play"], Sequence[Any]] | Sequence[Any]


@dataclass(frozen=True)
class Move:
    """What can be done while there is something to choose for each of its ``arguments``."""

    name: str
    often: int
    arguments: dict[str, Choices]

    def choices(self, play: "Play") -> dict[str, Sequence[Any]]:
        return {name: c(play) if callable(c) else c for name, c in self.arguments.items()}


@dataclass(frozen=True)
class Act:
    """A move with its arguments; reads like the call that it is."""

    move: str
    arguments: dict[str, Any]

    def __repr__(self) -> str:
        return f"{self.move}({', '.join(f'{k}={v!r}' for k, v in self.arguments.items())})"


MOVES: list[Move] = []


def move(often: int, **arguments: Choices) -> Callable[[Any], Any]:
    def note(function: Any) -> Any:
        MOVES.append(Move(function.__name__, often, arguments))
        return function

    return note


def next_act(play: "Play") -> Any:
    """One of all acts that are possible now, some moves more often than others."""
    possible = [(one, one.choices(play)) for one in MOVES]
    possible = [(one, found) for one, found in possible if all(map(len, found.values()))]
    possible.sort(key=lambda pair: -pair[0].often)
    often = [pair for pair in possible for _ in range(pair[0].often)]
    return some.sampled_from(often).flatmap(lambda pair: act_of(*pair))


def act_of(chosen: Move, choices: dict[str, Sequence[Any]]) -> Any:
    values = some.tuples(*map(some.sampled_from, choices.values()))
    return values.map(lambda found: Act(chosen.name, dict(zip(choices, found, strict=True))))


def that(fits: Callable[[Thing], Any]) -> Callable[["Play"], list[Thing]]:
    return lambda play: [thing for thing in play.memory.things.values() if fits(thing)]


def now_and_then(choices: Callable[["Play"], list[Any]]) -> Callable[["Play"], list[Any]]:
    """A browser takes its time."""
    return lambda play: choices(play) if play.steps % 4 == 0 else []


anything = that(lambda thing: True)
german = that(lambda thing: thing.language == "de")
german_pages = that(lambda thing: thing.language == "de" and thing.is_page)
translated = that(lambda thing: thing.language != "de")
reviewed = that(lambda thing: thing.round)
drafted = that(lambda thing: thing.is_drafted)
public = that(lambda thing: thing.public)
scheduled = that(lambda thing: thing.is_scheduled)


def in_motion(play: "Play") -> list[Thing]:
    """What is under review, else what is drafted or waits, before all the rest."""
    return reviewed(play) or drafted(play) + scheduled(play) or anything(play)


def never_public(play: "Play") -> list[Thing]:
    """Without a translation, which would be left behind."""
    sources = {thing.name.partition("/")[0] for thing in translated(play)}
    return [one for one in anything(play) if not one.was_public and one.name not in sources]


def present(play: "Play") -> list[str]:
    return play.memory.present()


def in_charge(play: "Play") -> list[str]:
    """Who may write in the admin, most of them everywhere."""
    people = ("sina", "adam", "kaya", "klaus", "emma", "erik", "heiko", "taras", "amal", "rita")
    return [name for name in people if name in present(play)]


def accounts(play: "Play") -> list[str]:
    return [name for name in PEOPLE if name not in play.memory.gone]


CHANCE = range(12)
WORDS = ("summary", "introduction", "explanation", "name")
CHANGES = (
    "words", "words", "title", "fact", "step", "step removed", "goes live", "goes live", "expires",
    "at once",
)  # fmt: skip
DECIDING = (
    "task", "task", "task", "state", "state", "cached", "old form", "dossier", "screen", "wagtail"
)  # fmt: skip


# Ways round, in code and by a superuser's browser; each must be refused in words

Way = Callable[["Play", Thing], Any]
IN_CODE: dict[str, Way] = {}
IN_A_BROWSER: dict[str, Way] = {}
IN_REVIEW: dict[str, Way] = {}


def way(table: dict[str, Way], name: str) -> Callable[[Way], Way]:
    return lambda walk: table.setdefault(name, walk)


@way(IN_CODE, "row saved")
def _(play: "Play", thing: Thing) -> None:
    row = thing.row()
    play.change(row, "words", SUPERUSER)
    row.save()


@way(IN_CODE, "one column saved")
def _(play: "Play", thing: Thing) -> None:
    row = thing.row()
    setattr(row, thing.title_field, play.sign(SUPERUSER))
    row.save(update_fields=[thing.title_field])


@way(IN_CODE, "saved as a plain page")
def _(play: "Play", thing: Thing) -> None:
    row = thing.plain_row()
    setattr(row, thing.title_field, play.sign(SUPERUSER))
    row.save()


@way(IN_CODE, "child changed")
def _(play: "Play", thing: Thing) -> None:
    row = thing.row()
    children = row.milestones.all() if thing.model is MeasurePage else ()
    if children:
        children[0].title = play.sign(SUPERUSER)
        children[0].save()
    else:
        play.change(row, "step", SUPERUSER)
        row.save()


@way(IN_CODE, "child deleted")
def _(play: "Play", thing: Thing) -> None:
    row = thing.row()
    children = row.milestones.all() if thing.model is MeasurePage else ()
    children[0].delete() if children else row.delete()


@way(IN_CODE, "switched off")
def _(play: "Play", thing: Thing) -> None:
    row = thing.row()
    row.live = False
    row.save()


@way(IN_CODE, "unpublished")
def _(play: "Play", thing: Thing) -> None:
    thing.row().unpublish(user=play.user(SUPERUSER))


@way(IN_CODE, "unpublished as a plain page")
def _(play: "Play", thing: Thing) -> None:
    thing.plain_row().unpublish()


@way(IN_CODE, "deleted")
def _(play: "Play", thing: Thing) -> None:
    thing.row().delete()


@way(IN_CODE, "deleted as a plain page")
def _(play: "Play", thing: Thing) -> None:
    thing.plain_row().delete()


@way(IN_CODE, "deleted by a query")
def _(play: "Play", thing: Thing) -> None:
    row = thing.plain_row()
    type(row).objects.filter(pk=row.pk).delete()


@way(IN_CODE, "copied live")
def _(play: "Play", thing: Thing) -> None:
    row = thing.row()
    if thing.is_page:
        row.copy(update_attrs={"slug": f"kopie-{play.steps}"}, keep_live=True)
    else:
        row.pk = row.id = None
        row.translation_key = uuid4()
        row.save()


@way(IN_CODE, "alias")
def _(play: "Play", thing: Thing) -> None:
    row = thing.row()
    row.create_alias(**({"update_slug": f"alias-{play.steps}"} if thing.is_page else {}))


@way(IN_CODE, "made an alias")
def _(play: "Play", thing: Thing) -> None:
    if not thing.is_page:
        return thing.row().create_alias()
    row = thing.row()
    row.alias_of = play.memory.things["plan"].row()
    return row.save()


@way(IN_CODE, "public version rewritten")
def _(play: "Play", thing: Thing) -> None:
    rewrite(play, thing.row().live_revision)


@way(IN_CODE, "version scheduled")
def _(play: "Play", thing: Thing) -> None:
    row = thing.row()
    play.change(row, "words", SUPERUSER)
    row.save_revision(approved_go_live_at=play.clock.now)


@way(IN_CODE, "version scheduled by a query")
def _(play: "Play", thing: Thing) -> str:
    row = thing.row()
    play.change(row, "words", SUPERUSER)
    with transaction.atomic():
        row.save_revision(user=play.user(SUPERUSER))
        latest = Revision.objects.filter(pk=thing.row().latest_revision_id)
        latest.update(approved_go_live_at=play.clock.now - timedelta(hours=1))
        said = play.run_schedules()
        latest.update(approved_go_live_at=None)
    play.memory.wrote(thing, SUPERUSER)
    return said


@way(IN_CODE, "expiry set by a query")
def _(play: "Play", thing: Thing) -> str:
    if said := play.run_schedules() or not thing.public:
        return said or "Its time was over."
    row = thing.model._base_manager.filter(pk=thing.key)
    before = row.values_list("expire_at", flat=True).get()
    row.update(expire_at=play.clock.now - timedelta(hours=1))
    said = play.run_schedules()
    row.filter(live=True).update(expire_at=before)
    return said


def rewrite(play: "Play", revision: Revision) -> None:
    model = revision.content_type.model_class()
    revision.content["title" if issubclass(model, Page) else "name"] = play.sign(SUPERUSER)
    revision.save()


@way(IN_REVIEW, "finished")
def _(play: "Play", thing: Thing) -> None:
    play.running(thing).finish(user=play.user(SUPERUSER))


@way(IN_REVIEW, "decision made up")
def _(play: "Play", thing: Thing) -> None:
    state = play.running(thing)
    TaskState.objects.create(
        workflow_state=state, revision_id=thing.round.revision, task=HeadTask.objects.get(),
        status=TaskState.STATUS_APPROVED, finished_by=play.user(SUPERUSER),
    )  # fmt: skip


@way(IN_REVIEW, "submitted version rewritten")
def _(play: "Play", thing: Thing) -> None:
    rewrite(play, Revision.objects.get(pk=thing.round.revision))


@way(IN_REVIEW, "submitted version published")
def _(play: "Play", thing: Thing) -> None:
    Revision.objects.get(pk=thing.round.revision).publish(user=play.user(SUPERUSER))


def press(play: "Play", thing: Thing, view: str, **data: str) -> HttpResponse:
    if not thing.is_page:
        view = f"wagtailsnippets_aktionsplan_pages_{thing.model._meta.model_name}:{view}"
    else:
        view = f"wagtailadmin_pages:{view}"
    return play.browser(SUPERUSER).post(reverse(view, args=[thing.key]), data)


@way(IN_A_BROWSER, "unpublish")
def _(play: "Play", thing: Thing) -> HttpResponse:
    return press(play, thing, "unpublish")


@way(IN_A_BROWSER, "delete")
def _(play: "Play", thing: Thing) -> HttpResponse:
    return press(play, thing, "delete")


@way(IN_A_BROWSER, "copy")
def _(play: "Play", thing: Thing) -> HttpResponse:
    if not thing.is_page:
        return press(play, thing, "delete")
    parent = thing.row().get_parent().pk
    slug = f"kopie-{play.steps}"
    data = {"new_title": slug, "new_slug": slug, "new_parent_page": parent}
    return press(play, thing, "copy", publish_copies="on", **data)


@way(IN_A_BROWSER, "turn into an alias")
def _(play: "Play", thing: Thing) -> HttpResponse:
    if thing.language == "de":
        return press(play, thing, "unpublish")
    address = reverse("wagtail_localize:convert_to_alias", args=[thing.key])
    return play.browser(SUPERUSER).post(address)


for action in ("publish", "unpublish", "delete"):

    @way(IN_A_BROWSER, f"{action} in bulk")
    def _(play: "Play", thing: Thing, action: str = action) -> HttpResponse:
        if not thing.is_page:
            return press(play, thing, "unpublish")
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        return play.browser(SUPERUSER).post(f"{address}?id={thing.key}&next=/admin/")


class Play(RuleBasedStateMachine):
    house: House
    tally: Tally

    def __init__(self) -> None:
        super().__init__()
        self.steps = self.words = 0
        self.clock = Clock()
        self.clock.goes_on(days=1)
        self.world = ExitStack()
        self.world.enter_context(mock.patch("django.utils.timezone.now", self.clock))
        self.world.enter_context(rolled_back())
        self.memory = Memory(self.house)
        self.cached = {name: self.user(name) for name in PEOPLE}
        for user in self.cached.values():
            roles_of(user)  # as they were in the beginning
        self.old_forms: dict[str, TaskState] = {}

    def teardown(self) -> None:
        self.world.close()

    @rule(act=some.runner().flatmap(next_act))
    def does(self, act: Act) -> None:
        getattr(self, act.move)(**act.arguments)

    # Acts

    def user(self, name: str) -> Any:
        return get_user_model().objects.get(pk=self.house.people[name])

    def browser(self, name: str) -> Client:
        client = Client()
        client.force_login(self.user(name))
        return client

    def sign(self, who: str) -> str:
        """A word that nobody has written before."""
        self.words += 1
        return f"{who} №{self.words}"

    def told(self, do: Callable[[], Any], *stops: type[Exception]) -> str:
        """What the person reads; what a stopped act had written before stays."""
        with (
            translation.override("en"),
            transaction.atomic(),
            TestCase.captureOnCommitCallbacks(execute=True),
        ):
            try:
                answer = do()
            except (*STOPS, *stops) as stopped:
                return str(stopped) or type(stopped).__name__
            if isinstance(answer, HttpResponse):
                is_stranger = "/login/" in answer.get("Location", "")
                return "Please log in." if is_stranger else said_by(answer)
            return answer or ""

    def act(
        self, kind: str, do: Callable[[], Any], effect: Callable[[], bool], *stops: type[Exception]
    ) -> bool:
        """Counts an act that has its effect, or an attempt that is told why it has none."""
        self.steps += 1
        self.clock.goes_on(seconds=1)
        self.said = self.told(do, *stops)
        done = effect()
        if not done and not self.said:
            raise Broken(f"{kind}: nothing has happened, and nothing was said.")
        (self.tally.accepted if done else self.tally.refused)[kind] += 1
        return done

    def attempt(self, kind: str, do: Callable[[], Any]) -> None:
        """Must be refused in words; that nothing has changed is seen afterwards."""
        self.act(kind, do, lambda: False)

    def came(self, *outcomes: str) -> None:
        self.tally.outcomes.update(outcome for outcome in outcomes if outcome)

    # Writing

    def change(self, draft: Any, what: str, who: str) -> None:
        is_measure = isinstance(draft, MeasurePage)
        if what == "title" and hasattr(draft, "title"):
            draft.title = self.sign(who)
        elif what == "fact" and is_measure:
            draft.area = self.sign(who)
        elif what == "step" and is_measure:
            draft.milestones.add(
                Milestone(
                    title=self.sign(who), sort_order=draft.milestones.count(), locale=draft.locale
                )
            )
        elif what == "step removed" and is_measure and draft.milestones.count():
            draft.milestones.remove(draft.milestones.last())
        elif what == "goes live":
            draft.go_live_at = self.clock.now + timedelta(hours=3 + self.steps % 30)
        elif what == "expires":
            draft.expire_at = self.clock.now + timedelta(hours=5 + self.steps % 40)
        elif what == "at once" and (draft.go_live_at or draft.expire_at):
            draft.go_live_at = draft.expire_at = None
        elif what != "nothing":
            name = next(n for n in WORDS if hasattr(draft, n))
            setattr(draft, name, self.sign(who))

    def write(self, thing: Thing, who: str, what: str, over: bool = False, old: int = 0) -> None:
        """As Wagtail's editor: the row of what is not public follows its draft."""

        def do() -> None:
            row = thing.row()
            before = Revision.objects.filter(pk=old).first()
            draft = before.as_object() if before else row.get_latest_revision_as_object()
            if not before:
                self.change(draft, what, who)
            with transaction.atomic():
                if not draft.live:
                    draft.save()
                draft.save_revision(
                    user=self.user(who), log_action=True, clean=False, previous_revision=before,
                    overwrite_revision=row.latest_revision if over else None,
                )  # fmt: skip

        kind = "restored" if old else "autosaved" if over else "saved"
        is_locked = thing.round is not None
        done = self.act(kind, do, lambda: self.memory.wrote(thing, who, restored=old))
        if done and is_locked:
            raise Broken(f"{who} wrote on {thing.name} during its review.")

    @move(8, thing=anything, who=present, what=(*CHANGES, "nothing"))
    def writes(self, thing: Thing, who: str, what: str) -> None:
        self.write(thing, who, what)

    @move(5, thing=anything, who=present, what=CHANGES, same=(True, True, False))
    def autosaves(self, thing: Thing, who: str, what: str, same: bool) -> None:
        """Over the latest version, most often by the person who wrote it."""
        user = thing.row().latest_revision.user
        last = user.username if same and user and user.is_active else who
        self.write(thing, last, what, over=True)

    @move(2, thing=anything, who=present, which=CHANCE)
    def restores(self, thing: Thing, who: str, which: int) -> None:
        versions = sorted(thing.versions)
        self.write(thing, who, "nothing", old=versions[which % len(versions)])

    @move(3, thing=now_and_then(german), who=in_charge, button=("", "submit", "publish"))
    def writes_in_a_browser(self, thing: Thing, who: str, button: str) -> None:
        is_locked = thing.round is not None
        field = "title" if thing.is_page else "name"
        data = {field: self.sign(who)} | ({f"action-{button}": "1"} if button else {})

        def effect() -> bool:
            done = self.memory.wrote(thing, who)
            if done and self.has_begun(thing, is_locked):
                self.tally.accepted["submitted in a browser"] += 1
            return done

        done = self.act("saved in a browser", lambda: self.post_editor(thing, who, data), effect)
        if done and is_locked:
            raise Broken(f"{who} wrote on {thing.name} during its review.")

    def post_editor(self, thing: Thing, who: str, data: dict[str, str]) -> HttpResponse:
        """Opens the editor, changes something, presses a button."""
        client, address = self.browser(who), editor_of(thing)
        shown = client.get(address)
        if shown.status_code != 200:
            return shown
        html = shown.content.decode()
        form = "page-edit-form" if thing.is_page else "w-editor-form"
        found = querydict_from_html(html, form_id=form if f'id="{form}"' in html else None)
        known = {name: v if len(v) > 1 else v[0] for name, v in found.lists()}
        return client.post(address, known | data)

    @move(1, thing=german_pages, who=present, language=("uk", "ar"), whole=(True, False))
    def translates(self, thing: Thing, who: str, language: str, whole: bool) -> None:
        name = f"{thing.name}/{language}"

        def do() -> None:
            row = thing.row()
            prepared = prepare(row, language)
            strings = prepared.source.stringsegment_set.values_list("string__data", flat=True)
            known = {one: self.sign(who) for one in strings if whole or one == row.title}
            fill(prepared, known)
            submit_translation(prepared, user=self.user(who))

        def effect() -> bool:
            row = thing.row()
            found = thing.model._default_manager.filter(
                translation_key=row.translation_key, locale__language_code=language
            ).first()
            if found is None or found.latest_revision_id is None:
                return False
            known = self.memory.things
            if name not in known:  # begins as a copy, whose authors count as well
                known[name] = Thing(name, thing.model, found.pk, ever_wrote={*thing.ever_wrote})
            return self.memory.wrote(known[name], who)

        self.act("translated", do, effect)

    @move(4, thing=translated, who=present, which=CHANCE, button=("", "submit"))
    def works_at_the_desk(self, thing: Thing, who: str, which: int, button: str) -> None:
        """Types one text in the translator's editor and saves it, or submits all of them."""
        word, is_locked = self.sign(who), thing.round is not None

        def do() -> HttpResponse:
            client, address = self.browser(who), editor_of(thing)
            shown = client.get(address)
            lines = LINE.findall(shown.content.decode()) if shown.status_code == 200 else []
            if not lines:
                return shown
            data = {lines[which % len(lines)]: word} | ({button: "1"} if button else {})
            return client.post(address, data)

        def effect() -> bool:
            typed = StringTranslation.objects.filter(data=word).exists()
            thing.ever_wrote |= {who} if typed else set()  # whoever submits it
            if button and self.memory.wrote(thing, who):
                if self.has_begun(thing, is_locked):
                    self.tally.accepted["submitted at the desk"] += 1
                return True
            return typed

        if self.act("saved at the desk", do, effect) and is_locked:
            raise Broken(f"{who} wrote on {thing.name} during its review.")

    @move(3, thing=anything, who=present, on_screen=(False, False, True))
    def comments(self, thing: Thing, who: str, on_screen: bool) -> None:
        """Who only comments is no author."""
        word = self.sign(who)

        def do() -> Any:
            if on_screen:
                return self.post_dossier(thing, who, action="comment", comment=word)
            dossier = Dossier(thing.row(), self.user(who))
            DECISIONS["comment"].run(dossier, dossier.user, comment=word)
            return None

        def effect() -> bool:
            if thing.is_page:
                return thing.row().wagtail_admin_comments.filter(text=word).exists()
            return AuditEntry.objects.filter(comment=word).exists()

        self.act("commented", do, effect)

    def post_dossier(self, thing: Thing, who: str, **data: str) -> HttpResponse:
        """What is sent from the screen that the person sees now."""
        client, address = self.browser(who), address_of(thing.row())
        shown = client.get(address)
        if shown.status_code != 200:
            return shown
        seen = SEEN.search(shown.content.decode())
        return client.post(address, {"seen": seen.group(1) if seen else "", **data})

    # Rounds

    def running(self, thing: Thing) -> WorkflowState | None:
        states = WorkflowState.objects.for_instance(thing.row())
        return states.filter(status=WorkflowState.STATUS_IN_PROGRESS).first()

    def submit(self, thing: Thing, who: str, anew: bool = False) -> None:
        """As the button of the editor does."""
        was_running = thing.round is not None

        def do() -> None:
            row, user = thing.row(), self.user(who)
            state = row.current_workflow_state
            if state is None or state.status == WorkflowState.STATUS_IN_PROGRESS:
                row.get_workflow().start(row, user)
            elif anew:
                state.cancel(user)
                row.get_workflow().start(row, user)
            else:
                state.resume(user)

        begun = partial(self.has_begun, thing, was_running, anew)
        self.act("submitted", do, begun, ValidationError)

    def has_begun(self, thing: Thing, was_running: bool, anew: bool = False) -> bool:
        state = self.running(thing)
        if state is None or was_running:
            return False
        if anew:
            thing.sent_back = None
        self.old_forms[thing.name] = state.current_task_state
        self.memory.submitted(thing, STEPS[type(state.current_task_state.task.specific)])
        return True

    @move(2, thing=anything, who=present, anew=(False, True))
    def submits(self, thing: Thing, who: str, anew: bool) -> None:
        self.submit(thing, who, anew)

    def decide(self, thing: Thing, who: str, action: str, comment: str, how: str) -> None:
        state = self.running(thing).current_task_state.specific
        if how == "wagtail" and not thing.is_page:
            how = "task"

        def do() -> Any:
            user = self.cached[who] if how == "cached" else self.user(who)
            if how in {"task", "cached"}:
                return state.task.specific.on_action(state, user, action, comment=comment)
            if how in {"state", "old form"}:
                form = self.old_forms[thing.name] if how == "old form" else state
                return getattr(form, action)(user=user, comment=comment) and None
            if how == "dossier":
                said = {"change": Change.MEANING} if action == "approve" else {}
                DECISIONS[action].run(Dossier(thing.row(), user), user, comment=comment, **said)
                return None
            if how == "screen":
                said = {"change": Change.TYPO} if action == "approve" else {}
                return self.post_dossier(thing, who, action=action, comment=comment, **said)
            where = [thing.key, action, state.pk]
            address = reverse("wagtailadmin_pages:workflow_action", args=where)
            return self.browser(who).post(address, {"comment": comment})

        may = who in self.memory.entitled(thing)
        is_plain = how in {"task", "state", "cached", "dossier"}
        if action == "reject":
            self.act("sent back", do, lambda: self.is_now(state, TaskState.STATUS_REJECTED))
        else:
            done = self.act("approved", do, lambda: self.is_now(state, TaskState.STATUS_APPROVED))
            if done:
                self.came(self.memory.was_approved(thing, who, self.clock.now))
            elif may and is_plain and who not in thing.ever_wrote:
                raise Broken(f"{who} could not approve {thing}: {self.said}")
            return
        if self.is_now(state, TaskState.STATUS_REJECTED):
            self.memory.was_sent_back(thing, who, comment)
        elif may and is_plain and comment.strip():
            raise Broken(f"{who} could not send {thing} back: {self.said}")

    @staticmethod
    def is_now(state: TaskState, status: str) -> bool:
        return TaskState.objects.get(pk=state.pk).status == status

    @move(2, thing=reviewed, who=accounts, action=("approve", "reject"), how=DECIDING,
          comment=("", " ", "Bitte kürzer"))  # fmt: skip
    def decides(self, thing: Thing, who: str, action: str, how: str, comment: str) -> None:
        """Anybody, asked or not, also who is away."""
        self.decide(thing, who, action, comment, how)

    @move(2, thing=reviewed, which=CHANCE, how=DECIDING)
    def approves_own_words(self, thing: Thing, which: int, how: str) -> None:
        own = sorted(self.memory.authors(thing) - self.memory.gone)
        asked = [who for who in own if who in self.memory.entitled(thing)]
        if own:
            self.decide(thing, (asked or own)[which % len(asked or own)], "approve", "", how)

    @move(10, thing=in_motion, which=CHANCE, how=DECIDING, mood=CHANCE)
    def goes_on(self, thing: Thing, which: int, how: str, mood: int) -> None:
        """What comes next if everybody does what they are there for."""
        memory, here = self.memory, self.memory.present()
        if thing.round:
            asked = memory.entitled(thing)
            free = [who for who in asked if who not in memory.authors(thing)]
            if asked and mood > 8:
                self.decide(thing, asked[which % len(asked)], "reject", "Bitte kürzer", how)
            elif free:
                self.decide(thing, free[which % len(free)], "approve", "", how)
            else:
                self.recall(thing, next(iter(memory.holders(COORDINATION)), SUPERUSER), "state")
        elif thing.public and mood < 6:
            how = ("row", "draft")[mood % 2]
            self.propose(thing, here[which % len(here)], "Überholt", how)
        elif thing.is_drafted:
            writer = next((who for who in here if who in thing.newest.hands), here[0])
            if which > 9:
                self.write(thing, writer, ("goes live", "expires")[which % 2])
            else:
                self.submit(thing, writer, anew=which > 5)
        elif thing.is_scheduled:
            self.time_passes(hours=12)
        else:
            self.write(thing, here[which % len(here)], CHANGES[which % len(CHANGES)])

    def recall(self, thing: Thing, who: str, how: str) -> None:
        state = self.running(thing)

        def do() -> Any:
            user = self.user(who)
            if how == "state":
                state.cancel(user)
                return None
            if how == "screen":
                return self.post_dossier(thing, who, action="recall")
            DECISIONS["recall"].run(Dossier(thing.row(), user), user)
            return None

        if self.act("recalled", do, lambda: self.running(thing) is None):
            thing.round = None

    @move(1, thing=reviewed, who=present, how=("dossier", "dossier", "screen"))
    def recalls(self, thing: Thing, who: str, how: str) -> None:
        self.recall(thing, who, how)

    def propose(self, thing: Thing, who: str, reason: str, how: str) -> None:
        was_running = thing.round is not None

        def do() -> Any:
            row = thing.row()
            if how == "screen":
                return self.browser(who).post(address_of(row, "withdrawal"), {"reason": reason})
            if how == "draft":
                row = row.get_latest_revision_as_object()
            propose_withdrawal(row, self.user(who), reason)
            return None

        def effect() -> bool:
            self.memory.wrote(thing, who)
            return self.has_begun(thing, was_running, anew=True)

        self.act("proposed a withdrawal", do, effect)

    @move(2, thing=public, who=present, reason=("Überholt", "Überholt", " "),
          how=("row", "draft", "screen"))  # fmt: skip
    def proposes_a_withdrawal(self, thing: Thing, who: str, reason: str, how: str) -> None:
        self.propose(thing, who, reason, how)

    # Time, people, tidying

    @move(3, hours=range(1, 8))
    def time_passes(self, hours: int) -> None:
        self.steps += 1
        self.clock.goes_on(hours=hours)
        self.told(self.run_schedules)

    def run_schedules(self) -> str:
        """What a server does every few minutes."""
        said = StringIO()
        call_command("publish_scheduled", stderr=said)
        if effects := self.memory.came_due(self.clock.now):
            self.tally.accepted["schedules run"] += 1
            self.came(*effects)
        return said.getvalue()

    @move(2, who=accounts, which=CHANCE)
    def rights_change(self, who: str, which: int) -> None:
        """Taken from somebody, or given back to all who lack them."""
        memory = self.memory
        held = sorted(memory.roles[who])
        if held and which < 6:
            role, language = held[which % len(held)]
            self.user(who).groups.remove(*groups_of(RoleName(role), language))
            memory.roles[who].discard((role, language))
            self.tally.accepted["right taken"] += 1
        else:
            for name in set(PEOPLE) - memory.gone:
                for role, language in PEOPLE[name] - memory.roles[name]:
                    self.user(name).groups.add(*groups_of(RoleName(role), language))
                    memory.roles[name].add((role, language))
                    self.tally.accepted["right given back"] += 1
        self.steps += 1

    @move(1, who=accounts, for_good=CHANCE)
    def accounts_change(self, who: str, for_good: int) -> None:
        """Somebody leaves, or comes back."""
        memory, user = self.memory, self.user(who)
        if who in memory.away:
            get_user_model().objects.filter(pk=user.pk).update(is_active=True)
            memory.away.discard(who)
            self.tally.accepted["account back"] += 1
        elif any(memory.holders(role) == [who] for role in memory.roles[who]) or who == SUPERUSER:
            return  # the house goes on
        elif for_good == 11:
            self.told(user.delete)
            memory.gone.add(who)
            self.tally.accepted["account deleted"] += 1
        else:
            get_user_model().objects.filter(pk=user.pk).update(is_active=False)
            memory.away.add(who)
            self.tally.accepted["account closed"] += 1
        self.steps += 1

    @move(1)
    def purges(self) -> None:
        """Wagtail's command deletes old versions."""
        one_by_one = transaction.atomic(Revision.delete)  # as without a transaction around all
        before = Revision.objects.count()

        def effect() -> bool:
            kept = set(Revision.objects.values_list("pk", flat=True))
            for thing in self.memory.things.values():
                thing.versions = {k: v for k, v in thing.versions.items() if k in kept}
            return len(kept) < before

        def do() -> str:
            said = StringIO()
            with mock.patch.object(Revision, "delete", one_by_one):
                call_command("purge_revisions", stdout=said)
            return said.getvalue()

        self.act("purged", do, effect)

    # Ways round

    @move(1, thing=anything, which=CHANCE, who=present)
    def publishes_a_version(self, thing: Thing, which: int, who: str) -> None:
        """Only what is approved and waits goes through."""
        versions = sorted(thing.versions)
        key = versions[-1 - which % min(len(versions), 3)]
        content = thing.versions[key].content
        waits = thing.release is not None and thing.release[1] == content

        def effect() -> bool:
            if waits:
                thing.release = (key, content)
                self.came(self.memory.published(thing, self.clock.now))
            return waits

        user = self.user(who)
        version = Revision.objects.get(pk=key)
        self.act("published by hand", lambda: version.publish(user=user), effect)

    @move(5, thing=public, way=sorted(IN_CODE))
    def goes_round(self, thing: Thing, way: str) -> None:
        self.attempt(way, lambda: IN_CODE[way](self, thing))

    @move(2, thing=reviewed, way=sorted(IN_REVIEW))
    def goes_round_a_review(self, thing: Thing, way: str) -> None:
        self.attempt(way, lambda: IN_REVIEW[way](self, thing))

    @move(3, thing=now_and_then(public), way=sorted(IN_A_BROWSER))
    def goes_round_in_a_browser(self, thing: Thing, way: str) -> None:
        self.attempt(f"{way} in a browser", lambda: IN_A_BROWSER[way](self, thing))

    @move(1, thing=now_and_then(never_public))
    def deletes_a_draft(self, thing: Thing) -> None:
        def effect() -> bool:
            done = not thing.model._base_manager.filter(pk=thing.key).exists()
            if done:
                self.memory.forget_what_is_gone()
            return done

        self.act("draft deleted", lambda: thing.row().delete(), effect)

    @invariant()
    def all_holds(self) -> None:
        """After every step."""
        self.what_is_public_was_approved()
        self.reviews_stand_where_they_were_left()
        self.what_was_submitted_or_waits_is_kept()
        self.visitors_read_what_was_approved()
        self.the_house_finds_nothing_wrong_itself()

    def what_is_public_was_approved(self) -> None:
        if wrong := differences(self.memory.must_be_public(), public_now()):
            raise Broken("; ".join(wrong))

    def reviews_stand_where_they_were_left(self) -> None:
        states = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS)
        found = {
            (int(key), revision): STEP_NAMES[step]
            for key, revision, step in states.values_list(
                "object_id", "current_task_state__revision_id",
                "current_task_state__task__content_type__model",
            )
        }  # fmt: skip
        expected = {
            (thing.key, thing.round.revision): thing.round.steps[0]
            for thing in self.memory.things.values()
            if thing.round
        }
        if found != expected:
            raise Broken(f"Under review are {found} instead of {expected}.")

    def what_was_submitted_or_waits_is_kept(self) -> None:
        for thing in self.memory.things.values():
            kept = [(thing.round.revision, thing.round.version.content)] if thing.round else []
            kept += [thing.release] if thing.release and thing.is_scheduled else []
            for revision, content in kept:
                if of_revision(thing.model, revision) != content:
                    raise Broken(f"What was submitted of {thing.name} was written over.")

    def visitors_read_what_was_approved(self) -> None:
        turn, rest = divmod(self.steps, 15)
        if not rest:
            pages = german_pages(self)
            for language in ("de", ("uk", "ar")[turn % 2]):
                self.visit(pages[turn % len(pages)], language)

    def visit(self, thing: Thing, language: str) -> None:
        below = "" if thing.name == "plan" else f"{thing.name}/"
        response = Client().get(f"/{language}/plan/{below}")
        if response.status_code != (200 if thing.public else 404):
            raise Broken(f"{thing.name} in {language} answers {response.status_code}.")
        read = response.content.decode()
        contents = self.memory.must_be_public().values()
        if unapproved := signatures(read) - set().union(*map(signatures, contents)):
            raise Broken(f"{thing.name} in {language} shows {unapproved}, which nobody approved.")
        if thing.public:
            twin = self.memory.things.get(f"{thing.name}/{language}")
            has_title = twin and twin.public and "title" in json.loads(twin.public["made_from"])
            title = (twin if has_title else thing).public["title"]
            if title not in read:
                raise Broken(f"{thing.name} in {language} is not called {title}.")

    def the_house_finds_nothing_wrong_itself(self) -> None:
        if self.steps % 50 == 0:
            found = [f"{one.name}: {one.problem}" for one in findings() if one.problem]
            if found or any(Page.find_problems()):
                raise Broken(f"check_public and treebeard find {found}, {Page.find_problems()}.")


def editor_of(thing: Thing) -> str:
    if thing.is_page:
        return reverse("wagtailadmin_pages:edit", args=[thing.key])
    name = f"wagtailsnippets_aktionsplan_pages_{thing.model._meta.model_name}:edit"
    return reverse(name, args=[thing.key])


# The play

VENDOR = connection.vendor
STEPS_AT_LEAST, EACH_AT_LEAST = {"sqlite": (2000, 50), "postgresql": (300, 5)}[VENDOR]
GAMES = {"sqlite": 3, "postgresql": 1}[VENDOR]
IS_FUZZ = "FUZZ" in os.environ


@pytest.fixture(scope="module")
def house(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    media = tmp_path_factory.mktemp("media")
    search = deepcopy(conf.WAGTAILSEARCH_BACKENDS)
    search["default"]["AUTO_UPDATE"] = False
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=media, WAGTAILSEARCH_BACKENDS=search),
        disable_reference_index_auto_update(),
        rolled_back(),
    ):
        with mock.patch("django.utils.timezone.now", Clock()):
            built = House.build()
        yield built
    Site.clear_site_root_paths_cache()


def play(house: House, tally: Tally, dice: int | None = None, **options: Any) -> None:
    """Eleven rounds of a hundred steps; the same ``dice`` fall the same way."""
    game = type("Play", (Play,), {"house": house, "tally": tally})
    if dice is not None:
        game = seed(dice)(game)
        options["database"] = None
    run_state_machine_as_test(
        game,
        settings=settings(
            max_examples=11, stateful_step_count=100, deadline=None,
            suppress_health_check=list(HealthCheck), **options,
        ),
    )  # fmt: skip


def test_nothing_unapproved_becomes_public(
    house: House, db: None, capfd: pytest.CaptureFixture[str]
) -> None:
    tally = Tally()
    for number in range(GAMES):
        play(house, tally, None if IS_FUZZ else number)
    with capfd.disabled():
        print(f"\n{tally}", file=sys.stderr)
    assert tally.accepted.total() >= STEPS_AT_LEAST
    assert tally.accepted["approved"] >= EACH_AT_LEAST
    assert tally.accepted["sent back"] >= EACH_AT_LEAST
    assert tally.outcomes["published"] >= EACH_AT_LEAST
    assert tally.outcomes["withdrawn"] >= EACH_AT_LEAST


# The same play finds out which guard is missing


def without(place: Any, name: str, instead: Any = nothing) -> Any:
    return lambda patch: patch.setattr(place, name, instead)


MISSING = {
    "authors do not approve": without(review, "authors_of", lambda revision: set()),
    "who has no right does not approve": without(
        review, "deciding_person", lambda state, obj: state.finished_by
    ),
    "public rows are not saved": without(rows, "check_save"),
    "public children are not saved": without(rows, "check_child"),
}


@pytest.mark.parametrize("guard", MISSING)
def test_the_same_play_finds_out_that_a_guard_is_missing(
    guard: str, house: House, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    MISSING[guard](monkeypatch)
    with pytest.raises(Broken):
        play(house, Tally(), dice=0, phases=[Phase.generate])
