"""Removes translations of pages that are gone for good: run it every night."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from aktionsplan_pages.approval.tidy import tidy


class Command(BaseCommand):
    help = "Removes translated pages whose German page was deleted; each removal is on record."

    def handle(self, *args: Any, **options: Any) -> None:
        rows = list(tidy())
        kept = [row for row in rows if row.problem]
        for row in kept:
            self.stderr.write(f"“{row.title}” ({row.language}): {row.problem}")
        if gone := len(rows) - len(kept):
            said = _("%(count)s translations of pages that are gone were removed.")
            self.stdout.write(said % {"count": gone})
        if kept:
            raise CommandError(_("Not all could be removed."))
