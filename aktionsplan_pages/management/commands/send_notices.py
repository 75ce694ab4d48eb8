"""Sends what is new to each person: run it every ten minutes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from aktionsplan_pages.approval.mails import send_notices
from aktionsplan_pages.editing.translator_notices import changed_german


class Command(BaseCommand):
    help = "Mails: what waits, what was decided, which translations the German text left behind."

    def handle(self, *args: Any, **options: Any) -> None:
        sent, failed = send_notices(changed_german)
        if sent:
            self.stdout.write(f"{sent} mails sent.")
        if failed:
            raise CommandError(f"{failed} mails not sent; they are tried again next time.")
