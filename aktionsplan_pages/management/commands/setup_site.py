"""Prepares a site for the module: one Locale per language. Safe to run again."""

from typing import Any

from django.core.management.base import BaseCommand
from wagtail.models import Locale

from aktionsplan_pages.languages import LANGUAGES, SOURCE


class Command(BaseCommand):
    help = "Prepares the languages; safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        self.prepare_locales()
        self.prepare_home()

    def prepare_locales(self) -> None:
        """Wagtail makes one Locale for LANGUAGE_CODE when it migrates; here come the others."""
        for code in (SOURCE, *LANGUAGES):
            _, made = Locale.objects.get_or_create(language_code=code)
            if made:
                self.stdout.write(f"Language {code} added.")

    def prepare_home(self) -> None:
        """For the host to fill: the module has no home page of its own."""
