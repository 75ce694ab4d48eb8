"""Collects interface messages: all of them for German, those that visitors meet for the others."""

from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import makemessages
from django.utils.translation import to_locale

from aktionsplan_pages.languages import LANGUAGES

ADMIN_ONLY = (
    "aktionsplan_pages/models/", "aktionsplan_pages/panels.py", "aktionsplan_pages/editing/",
    "aktionsplan_pages/importing/", "aktionsplan_pages/management/", "aktionsplan_pages/apps.py",
    "aktionsplan_pages/wagtail_hooks.py", "cms/models.py", "cms/blocks.py", "cms/management/",
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
            help="Only tells whether catalogues are fresh and full.",
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
        super().handle(*args, **options)
        for code, path in catalogues.items():
            tidy(path, code)
        if check:
            found = [problem for code in TRANSLATED for problem in problems(code, before[code])]
            for code, path in catalogues.items():
                path.write_bytes(before[code])
            if found:
                raise CommandError("\n".join(found))


def path_of(code: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / to_locale(code) / "LC_MESSAGES" / "django.po"


def problems(code: str, before: bytes) -> list[str]:
    """What is wrong with a catalogue, as sentences."""
    path = path_of(code)
    found = []
    if path.read_bytes() != before:
        found.append(f"{path} is not fresh: run `make messages` and translate what is new.")
    missing = polib.pofile(str(path)).untranslated_entries()
    return found + [f"{path}: “{entry.msgid}” is not translated." for entry in missing]


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
        "Plural-Forms": PLURALS.get(code, "nplurals=2; plural=(n != 1);"),
    }
    read = LANGUAGES[code].read_by_native
    catalogue.header = "" if read else "Not yet read by a native speaker."
    catalogue.metadata_is_fuzzy = False
    catalogue.save(str(path))


def is_admin_only(entry: polib.POEntry) -> bool:
    places = [place for place, _ in entry.occurrences]
    return bool(places) and all(place.startswith(ADMIN_ONLY) for place in places)


PLURALS = {
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
    "uk": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
    "pl": "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
    "ro": "nplurals=3; plural=(n==1 ? 0 : n==0 || (n%100>0 && n%100<20) ? 1 : 2);",
    "ti": "nplurals=2; plural=(n > 1);",
    "fa": "nplurals=2; plural=(n > 1);",
}  # fmt: skip
