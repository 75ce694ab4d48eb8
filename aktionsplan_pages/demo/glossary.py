"""Example terms of the glossary, marked as examples; nobody has approved them for real use."""

from typing import Any

from wagtail.models import Locale

from aktionsplan_pages.approval.publishing import publish_revision
from aktionsplan_pages.demo.plan import DEMO, data, key
from aktionsplan_pages.languages import LANGUAGES, SOURCE
from aktionsplan_pages.models import GlossaryTerm
from aktionsplan_pages.translation.sections import made_from

MARK = "Beispiel, nicht geprüft."


def load() -> int:
    """Makes the terms whose key is not stored; how many rows those were."""
    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    made = 0
    for entry in data("glossary.json"):
        own = key(f"GlossaryTerm/{entry['term']}")
        if GlossaryTerm.objects.filter(translation_key=own).exists():
            continue
        german = GlossaryTerm(
            translation_key=own, locale=locales[SOURCE], term=entry["term"],
            forms=entry.get("forms", ""), note=f"{entry['note']} ({MARK})",
        )  # fmt: skip
        published(german)
        made += 1
        for language in LANGUAGES.keys() & entry.keys() & locales.keys():
            row = german.copy_for_translation(locales[language])
            row.term, row.note = entry[language], MARK
            row.made_from = made_from(row, german)
            published(row)
            made += 1
    return made


def published(row: Any) -> None:
    row.live = False
    row.save()
    publish_revision(row.save_revision(), reason=DEMO)
