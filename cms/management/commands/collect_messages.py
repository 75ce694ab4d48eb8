"""Collects interface messages: all of them for German, those that visitors meet for the others."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import makemessages
from django.utils.translation import to_locale

from aktionsplan_pages.languages import LANGUAGES, SOURCE
from cms.catalogues import problems

ADMIN_ONLY = (
    "aktionsplan_pages/models/", "aktionsplan_pages/panels.py", "aktionsplan_pages/editing/",
    "aktionsplan_pages/approval/", "aktionsplan_pages/importing/",
    "aktionsplan_pages/management/", "aktionsplan_pages/apps.py",
    "aktionsplan_pages/wagtail_hooks.py", "aktionsplan_pages/translation/machine",
    "templates/aktionsplan_pages/admin/",
    "templates/aktionsplan_pages/emails/", "cms/models.py", "cms/blocks.py", "cms/management/",
)  # fmt: skip
IGNORED = [".venv", "node_modules", "var", "tests", "build"]
TRANSLATED = [code for code in LANGUAGES if code != "en"]  # message ids are English


class Command(makemessages.Command):
    help = "Collects messages into locale/*/LC_MESSAGES/django.po."
    msgmerge_options = ["-q", "--backup=none", "--update", "--no-fuzzy-matching"]

    def add_arguments(self, parser: Any) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--check",
            action="store_true",
            help="Only tells what is wrong with the catalogues.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        check = options.pop("check")
        catalogues = {code: path_of(code) for code in TRANSLATED}
        before = {code: path.read_bytes() for code, path in catalogues.items()}
        options.update(
            locale=[to_locale(code) for code in TRANSLATED],
            ignore_patterns=[*options["ignore_patterns"], *IGNORED],
            add_location="file",
            no_obsolete=True,
            verbosity=0,
        )
        try:
            super().handle(*args, **options)
            for code, path in catalogues.items():
                tidy(path, code)
            if check and (found := list(self.found(catalogues, before))):
                raise CommandError("\n".join(found))
        finally:
            if check:
                for code, path in catalogues.items():
                    path.write_bytes(before[code])

    def found(self, catalogues: dict[str, Path], before: dict[str, bytes]) -> Iterator[str]:
        german = polib.pofile(str(catalogues[SOURCE]))
        for code, path in catalogues.items():
            if path.read_bytes() != before[code]:
                yield f"{path}: not fresh. Run `make messages` and translate what is new."
            for problem in problems(code, polib.pofile(str(path)), german):
                yield f"{path}: {problem}"


def path_of(code: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / to_locale(code) / "LC_MESSAGES" / "django.po"


def tidy(path: Path, code: str) -> None:
    """Stable order and header; outside German, what only editors meet is left out."""
    catalogue = polib.pofile(str(path), wrapwidth=99)
    keep = [e for e in catalogue if code == "de" or not is_admin_only(e)]
    catalogue[:] = sorted(keep, key=lambda e: (e.msgid.casefold(), e.msgid, e.msgctxt or ""))
    for entry in catalogue:
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    catalogue.metadata = {
        "Language": code,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": catalogue.metadata.get("Plural-Forms", "nplurals=2; plural=(n != 1);"),
    }
    read = LANGUAGES[code].read_by_native
    catalogue.header = "" if read else "Not yet read by a native speaker."
    catalogue.metadata_is_fuzzy = False
    catalogue.save(str(path))


def is_admin_only(entry: polib.POEntry) -> bool:
    places = [place for place, _ in entry.occurrences]
    return bool(places) and all(place.startswith(ADMIN_ONLY) for place in places)
