"""Takes in a file that a translation office has sent back; never into public."""

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from aktionsplan_pages.approval.permissions import translates_into
from aktionsplan_pages.translation.offices import files, jobs
from aktionsplan_pages.translation.offices.checking import Outcome
from aktionsplan_pages.translation.offices.units import FileProblem, JobFile

TOLD = (Outcome.REJECTED, Outcome.CONFLICT, Outcome.NEW, Outcome.CHANGED)


class Command(BaseCommand):
    help = "Imports a translated file (XLIFF, PO or XLSX). Its texts are then in translation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="an XLIFF, PO or XLSX file")
        parser.add_argument("--user", required=True, help="user name of who takes it in")
        parser.add_argument("--dry-run", action="store_true", help="only tell what would change")
        parser.add_argument(
            "--replace", action="store_true", help="also where the translation was changed here"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        user = self._user(options["user"])
        try:
            file = self._read(options["file"])
            if not translates_into(user, file.language):
                raise CommandError(
                    _("“%(user)s” may not translate into this language: %(language)s.")
                    % {"user": user, "language": file.language}
                )
            if options["dry_run"]:
                self._tell_dry_run(file)
            else:
                self._take_in(file, options["file"].name, user, options["replace"])
        except FileProblem as error:
            raise CommandError(str(error)) from error

    def _user(self, name: str) -> Any:
        model = get_user_model()
        try:
            return model.objects.get_by_natural_key(name)
        except model.DoesNotExist as error:
            raise CommandError(_("There is no user “%(name)s”.") % {"name": name}) from error

    def _read(self, path: Path) -> JobFile:
        try:
            files.check_size(path.stat().st_size)
            return files.read(path.read_bytes())
        except OSError as error:
            raise CommandError(
                _("The file cannot be read: %(error)s") % {"error": error}
            ) from error

    def _tell_dry_run(self, file: JobFile) -> None:
        counts: Counter[str] = Counter()
        for _chunk, found in jobs.findings(file, self._progress):
            for finding in found:
                counts[finding.outcome] += 1
                if finding.outcome in TOLD:
                    self._tell(finding)
        self._sum(counts)
        self.stdout.write(_("This was a dry run: nothing was stored."))

    def _take_in(self, file: JobFile, name: str, user: Any, replace: bool) -> None:
        upload = jobs.receive(file, name, user, self._progress)
        if replace:
            upload.segments.filter(outcome=Outcome.CONFLICT).update(is_accepted=True)
        written = jobs.take_in(upload, self._progress)
        left = upload.segments.filter(
            outcome__in=[Outcome.REJECTED, Outcome.CONFLICT], is_done=False
        )
        for row in left.iterator():
            self._tell(row)
        self._sum(Counter(upload.segments.values_list("outcome", flat=True)))
        self.stdout.write(
            _("%(count)s segments were taken in. They are in translation, not public.")
            % {"count": written}
        )

    def _tell(self, row: Any) -> None:
        where = " / ".join(part for part in (row.page, row.section) if part)
        said = f": {row.reason}" if row.reason else ""
        self.stdout.write(f"{row.place}: {Outcome(row.outcome).label}: {where}{said}")

    def _sum(self, counts: Counter[str]) -> None:
        self.stdout.write(", ".join(f"{counts[one]} {one.label}" for one in Outcome) + ".")

    def _progress(self, done: int, total: int) -> None:
        progress = _("%(done)s of %(total)s segments") % {"done": done, "total": total}
        self.stdout.write(progress)
