"""Begins the translation of a plan into languages; run it again to go on where it stopped."""

import sys
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from aktionsplan_pages.management.plans import german_plan
from aktionsplan_pages.translation.bulk import Outcome, Step
from aktionsplan_pages.translation.runs import Busy, begin_run, work

STEP = 25


class Command(BaseCommand):
    help = (
        "Begins the translation of a plan and all pages below it: drafts and strings to translate "
        "are there afterwards, and nothing is public. Safe to run again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--plan", required=True, help="slug of the German action plan")
        parser.add_argument("--to", required=True, help="languages, for example uk,ar")

    def handle(self, *args: Any, **options: Any) -> None:
        codes = [code.strip() for code in options["to"].split(",") if code.strip()]
        try:
            run = begin_run(german_plan(options["plan"]), codes)
            steps = self._work(run)
        except (ValueError, Busy) as error:
            raise CommandError(str(error)) from error
        self._tell(steps)

    def _work(self, run: Any) -> list[Step]:
        """A bar on a terminal, plain lines elsewhere."""
        steps = []
        bar = tqdm(
            work(run), total=run.total, file=sys.stderr, disable=None, unit=" " + _("pages")
        )
        for step in bar:
            steps.append(step)
            if bar.disable and (len(steps) % STEP == 0 or len(steps) == run.total):
                said = _("%(done)s of %(total)s pages")
                self.stdout.write(said % {"done": len(steps), "total": run.total})
        return steps

    def _tell(self, steps: list[Step]) -> None:
        for step in steps:
            if step.problem:
                self.stderr.write(f"{step.path} “{step.title}”: {step.problem}")
        count = Counter(step.outcome for step in steps)
        said = _(
            "%(begun)s pages begun, %(known)s were there already, %(skipped)s skipped, "
            "%(failed)s failed."
        )
        self.stdout.write(said % {one.value: count[one] for one in Outcome})
        if count[Outcome.FAILED]:
            raise CommandError(_("Not all pages could be begun. Please run this again."))
