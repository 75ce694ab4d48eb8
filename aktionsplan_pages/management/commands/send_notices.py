"""Sends what is new to each person: run it every ten minutes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from aktionsplan_pages.approval.mails import send_notices


class Command(BaseCommand):
    help = "Mails about approvals: what waits, what is still waiting, what was decided."

    def handle(self, *args: Any, **options: Any) -> None:
        sent, failed = send_notices()
        if sent:
            self.stdout.write(f"{sent} mails sent.")
        if failed:
            raise CommandError(f"{failed} mails not sent; they are tried again next time.")
