"""Imports a table of measures (CSV or XLSX) into a plan, as drafts."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from aktionsplan_pages.importing import ImportFailed, Outcome, Report, TableError, import_file
from aktionsplan_pages.management.plans import german_plan

STEP = 100


class Command(BaseCommand):
    help = "Imports a table of measures (CSV or XLSX) into a plan. Everything becomes a draft."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a CSV or XLSX file")
        parser.add_argument("--plan", required=True, help="slug of the German action plan")
        parser.add_argument("--dry-run", action="store_true", help="only tell what would happen")
        parser.add_argument("--user", help="user name of the author of the drafts")

    def handle(self, *args: Any, **options: Any) -> None:
        plan, user = german_plan(options["plan"]), self._user(options["user"])
        try:
            report = import_file(
                options["file"], plan, user, options["dry_run"], on_progress=self._progress
            )
        except (TableError, ImportFailed) as error:
            raise CommandError(str(error)) from error
        self._tell(report, options["dry_run"])

    def _user(self, name: str | None) -> Any:
        if not name:
            return None
        model = get_user_model()
        try:
            return model.objects.get_by_natural_key(name)
        except model.DoesNotExist as error:
            raise CommandError(_("There is no user “%(name)s”.") % {"name": name}) from error

    def _progress(self, done: int, total: int) -> None:
        if done % STEP == 0 or done == total:
            progress = _("%(done)s of %(total)s rows") % {"done": done, "total": total}
            self.stdout.write(progress)

    def _tell(self, report: Report, dry_run: bool) -> None:
        outcomes: dict[Outcome, str] = {
            "created": _("created"),
            "updated": _("updated"),
            "unchanged": _("unchanged"),
        }
        for note in report.notes:
            self.stdout.write(note)
        for row in report.rows:
            self.stdout.write(f"{row.row}: {outcomes[row.outcome]}: {row.title}")
            for message in row.messages:
                self.stdout.write(f"    {message}")
        counts = [f"{report.count(outcome)} {word}" for outcome, word in outcomes.items()]
        self.stdout.write(", ".join(counts) + ".")
        if dry_run:
            self.stdout.write(_("This was a dry run: nothing was stored."))
