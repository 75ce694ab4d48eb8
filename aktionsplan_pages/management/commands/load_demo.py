"""Loads the demo plan: makes what is missing by its stored key and changes nothing else."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from wagtail.models import Site

from aktionsplan_pages.demo import plan, translations, vocabulary


class Command(BaseCommand):
    help = "Loads an example plan of 21 real measures; safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
        if site is None:
            raise CommandError("There is no site yet. Run setup_site first.")
        home = site.root_page.specific
        self.stdout.write("Plan, fields, goals and measures …")
        made = plan.load(home, self.progress)
        self.stdout.write(f"{len(made)} pages made and published.")
        translations.load(made, self.progress)
        self.stdout.write(f"{vocabulary.load()} terms and renderings of the vocabularies made.")
        self.load_own_pages(home)

    def progress(self, done: int, total: int, what: str) -> None:
        if done == total or done % 10 == 0:
            self.stdout.write(f"  {what}: {done}/{total}")

    def load_own_pages(self, home: Any) -> None:
        """For the host to fill: its own pages of the demo."""
