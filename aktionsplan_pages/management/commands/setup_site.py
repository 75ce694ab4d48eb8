"""Prepares a site: languages, roles and the approval workflow. Safe to run again."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation
from wagtail.models import Locale, Site

from aktionsplan_pages.approval.roles import prepare_roles
from aktionsplan_pages.languages import LANGUAGES, SOURCE
from aktionsplan_pages.models.tasks import prepare_workflow
from aktionsplan_pages.translation import german, states


class Command(BaseCommand):
    help = "Prepares the languages; safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        self.prepare_locales()
        self.prepare_home()
        self.prepare_approval()
        german.catch_up(states.german_pages())

    def prepare_locales(self) -> None:
        """Wagtail makes one Locale for LANGUAGE_CODE when it migrates; here come the others."""
        for code in (SOURCE, *LANGUAGES):
            _, made = Locale.objects.get_or_create(language_code=code)
            if made:
                self.stdout.write(f"Language {code} added.")

    def prepare_approval(self) -> None:
        site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
        if site is None:
            return
        with translation.override(SOURCE):
            prepare_roles(site.root_page)
            if prepare_workflow(site.root_page):
                self.stdout.write("Approval workflow made.")

    def prepare_home(self) -> None:
        """For the host to fill: the module has no home page of its own."""
