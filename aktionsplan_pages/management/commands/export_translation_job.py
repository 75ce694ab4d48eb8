"""Writes what a translation office is to translate into one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from aktionsplan_pages.translation.offices import files, jobs, selection
from aktionsplan_pages.translation.offices.units import FileProblem


class Command(BaseCommand):
    help = (
        "Exports what of a plan is missing or changed in one language, for a translation office."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the file to write; must not exist")
        parser.add_argument("--plan", required=True, help="slug of the German action plan")
        parser.add_argument("--to", required=True, choices=selection.languages())
        parser.add_argument("--format", choices=list(files.FORMATS), default="xliff12")
        parser.add_argument("--all", action="store_true", help="the whole plan, not what is due")

    def handle(self, *args: Any, **options: Any) -> None:
        plan = self._plan(options["plan"])
        try:
            with options["file"].open("xb") as out:
                job = jobs.export(
                    plan, options["to"], options["format"], out, only_due=not options["all"]
                )
        except OSError as error:
            raise CommandError(
                _("The file cannot be written: %(error)s") % {"error": error}
            ) from error
        except FileProblem as error:
            options["file"].unlink()
            raise CommandError(str(error)) from error
        self.stdout.write(_("%(count)s segments were exported.") % {"count": job.count})

    def _plan(self, slug: str) -> Any:
        found = list(selection.plans().filter(slug=slug))
        if len(found) != 1:
            known = ", ".join(selection.plans().values_list("url_path", flat=True)) or "–"
            raise CommandError(
                _("“%(slug)s” is not one public plan. Public plans: %(plans)s.")
                % {"slug": slug, "plans": known}
            )
        return found[0]
