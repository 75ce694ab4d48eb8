"""Fills the translation memory with what is public; safe to run again."""

from typing import Any

from django.core.management.base import BaseCommand
from wagtail.models import Page

from aktionsplan_pages.languages import SOURCE
from aktionsplan_pages.translation.memory import remember


class Command(BaseCommand):
    help = "Fills the translation memory with the public translations; safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        pages = Page.objects.live().exclude(locale__language_code=SOURCE)
        found = [remember(page) for page in pages.specific().iterator()]
        self.stdout.write(f"{sum(found)} segments of {len(found)} pages remembered.")
