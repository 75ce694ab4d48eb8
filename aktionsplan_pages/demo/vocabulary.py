"""Example words of the vocabularies; nobody has approved them for real use."""

from collections.abc import Iterator
from typing import Any

from wagtail.models import Locale

from aktionsplan_pages.approval.publishing import publish_revision
from aktionsplan_pages.demo.plan import DEMO, data, key
from aktionsplan_pages.languages import LANGUAGES, SOURCE
from aktionsplan_pages.models import GlossaryTerm, TargetGroup
from aktionsplan_pages.translation.sections import made_from

MARK = "Beispiel, nicht geprüft."


def load() -> int:
    """Makes the terms and the renderings that are missing; how many rows those were."""
    made = 0
    for entry in data("glossary.json"):
        own = key(f"GlossaryTerm/{entry['term']}")
        if GlossaryTerm.objects.filter(translation_key=own).exists():
            continue
        german = GlossaryTerm(
            translation_key=own, locale=Locale.objects.get(language_code=SOURCE),
            term=entry["term"], forms=entry.get("forms", ""), note=f"{entry['note']} ({MARK})",
        )  # fmt: skip
        published(german)
        made += 1
        for row, word in renderings(german, entry):
            row.term, row.note = word, MARK
            made += finished(row, german)
    for entry in data("target_groups.json"):
        rows = TargetGroup.objects.filter(locale__language_code=SOURCE, live=True)
        if (group := rows.filter(name=entry["name"]).first()) is None:
            continue  # renamed or deleted since
        for row, word in renderings(group, entry):
            row.name = word
            made += finished(row, group)
    return made


def renderings(german: Any, entry: dict[str, str]) -> Iterator[tuple[Any, str]]:
    """Empty rows for the languages of ``entry`` that have none, each with its word."""
    for locale in Locale.objects.filter(language_code__in=LANGUAGES.keys() & entry.keys()):
        if german.get_translation_or_none(locale) is None:
            yield german.copy_for_translation(locale), entry[locale.language_code]


def finished(row: Any, german: Any) -> int:
    row.made_from = made_from(row, german)
    published(row)
    return 1


def published(row: Any) -> None:
    row.live = False
    row.save()
    publish_revision(row.save_revision(), reason=DEMO)
