"""Runs over a plan, on record: one at a time on each plan, and resumed where one was killed."""

import os
import socket
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task
from wagtail.models import Page

from aktionsplan_pages.translation.bulk import Outcome, Step, pages_of, targets, translate_tree


class Busy(Exception):
    """Somebody else is translating this plan; the message says so to a person."""


def runs() -> Any:
    return apps.get_model("aktionsplan_pages", "TranslationRun").objects


@transaction.atomic
def begin_run(plan: Page, codes: Sequence[str], user: Any = None) -> Any:
    """A new run over ``plan`` (German); nothing is translated yet.

    Raises ValueError for a language that cannot be translated into, Busy while another run is
    under way. One that was interrupted is given up: its pages are not begun a second time.
    """
    codes = [locale.language_code for locale in targets(codes)]
    Page.objects.select_for_update().get(pk=plan.pk)
    for earlier in runs().filter(plan_id=plan.pk, finished=None):
        if earlier.is_alive:
            raise Busy(busy(earlier))
        runs().filter(pk=earlier.pk).update(finished=timezone.now())
    return runs().create(plan_id=plan.pk, languages=codes, user=user, total=len(pages_of(plan)))


def busy(run: Any) -> str:
    return _(
        "“%(plan)s” is being translated already: %(done)s of %(total)s pages. "
        "Please wait until that has ended."
    ) % {"plan": run.plan.title, "done": run.done, "total": run.total}


@transaction.atomic
def resume(run: Any) -> None:
    """Makes an interrupted run one that may be worked on again. Raises Busy if another one is."""
    Page.objects.select_for_update().get(pk=run.plan_id)
    fresh = runs().get(pk=run.pk)
    for other in runs().filter(plan_id=run.plan_id, finished=None):
        if other.is_alive:
            raise Busy(busy(other))
        runs().filter(pk=other.pk).update(finished=timezone.now())
    if not fresh.is_complete:
        runs().filter(pk=run.pk).update(finished=None, worker="", seen=timezone.now())


def work(run: Any) -> Iterator[Step]:
    """Does what is left of a run, one step for each page; progress is stored after each.

    Raises Busy if somebody else works on it, also if they take over later.
    """
    worker = f"{socket.gethostname()[:200]}:{os.getpid()}:{uuid4().hex[:8]}"
    mine = runs().filter(pk=run.pk, finished=None)
    if run.worker and run.is_alive:
        raise Busy(busy(run))
    claimed = mine.filter(worker=run.worker, seen=run.seen).update(
        worker=worker, seen=timezone.now(), done=0, problems=[], total=len(pages_of(run.plan))
    )
    if not claimed:
        raise Busy(busy(run))
    problems: list[dict[str, str]] = []
    steps = translate_tree(run.plan, targets(run.languages), run.user)
    for done, step in enumerate(steps, start=1):
        if step.outcome in (Outcome.FAILED, Outcome.SKIPPED):
            problems.append(
                {"title": step.title, "outcome": step.outcome, "problem": step.problem}
            )
        told = {"done": done, "seen": timezone.now(), "problems": problems}
        if not mine.filter(worker=worker).update(**told):
            raise Busy(busy(run))
        yield step
    mine.filter(worker=worker).update(finished=timezone.now(), is_complete=True)


@task()
def work_off(run_id: int) -> None:
    """In the background: what ``begin_run`` or ``resume`` has asked for."""
    run = runs().select_related("plan", "user").filter(pk=run_id, finished=None).first()
    if run is not None:
        for _step in work(run):
            pass
