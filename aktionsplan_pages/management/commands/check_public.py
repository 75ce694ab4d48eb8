"""Compares what is public with what was approved; finds what went past the gate by SQL."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from aktionsplan_pages.approval.check import accept_all, findings


class Command(BaseCommand):
    help = "Tells which live pages and snippets differ from their approved content."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="only tell what differs")
        parser.add_argument(
            "--accept",
            metavar="WHY",
            help="put on record that all that is public now counts as approved: once, for a "
            "site that was filled before this module asked for approval",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["accept"]:
            accept_all(options["accept"])
        found = list(findings())
        wrong = [finding for finding in found if finding.problem]
        for finding in wrong:
            self.stderr.write(f"{finding.name}: {finding.problem}")
        if not options["quiet"]:
            self.stdout.write(_("%(checked)s checked.") % {"checked": len(found)})
        if wrong:
            raise CommandError(
                _("%(count)s differ from what was approved.") % {"count": len(wrong)}
            )
