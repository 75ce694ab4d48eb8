"""Translates the demo plan: strings, then a revision, then the one publishing function."""

from collections.abc import Iterable, Mapping
from typing import Any

import polib
from wagtail.models import Page

from aktionsplan_pages.approval.publishing import publish_revision
from aktionsplan_pages.demo import HERE
from aktionsplan_pages.demo.plan import Progress, data, paragraphs
from aktionsplan_pages.models import ActionPlanPage, FieldOfActionPage, GoalPage
from aktionsplan_pages.translation.submit import fill, prepare, retell, submit

RETOLD = "de-simple"
CATALOGUES = ("en", "uk", "ar", "fa", "tr", "ru", "pl")


def strings(language: str) -> dict[str, str]:
    """German sentence to translated sentence."""
    catalogue = polib.pofile(str(HERE / "translations" / f"{language}.po"))
    return {entry.msgid: entry.msgstr for entry in catalogue.translated_entries()}


def load(pages: list[Page], progress: Progress) -> None:
    """Only pages that this run made: nobody's later translation is touched."""
    for language in CATALOGUES:
        translate(pages, language, strings(language), progress)
    retellings = data("translations/de-simple.json")
    for done, page in enumerate(pages, start=1):
        if words := retelling(page, retellings):
            publish_revision(retell(page, RETOLD, words))
        progress(done, len(pages), RETOLD)


def translate(
    pages: Iterable[Page], language: str, known: Mapping[str, str], progress: Progress
) -> None:
    pages = list(pages)
    for done, page in enumerate(pages, start=1):
        if page.title in known:
            translation = prepare(page, language)
            fill(translation, known)
            publish_revision(submit(translation))
        progress(done, len(pages), language)


def retelling(page: Page, retellings: Mapping[str, Any]) -> dict[str, str]:
    """The words of one page in Leichte Sprache, one sentence a line."""
    if isinstance(page, ActionPlanPage):
        words = retellings["plan"]
    elif isinstance(page, FieldOfActionPage):
        words = retellings["fields"].get(page.title, {})
    elif isinstance(page, GoalPage):
        words = retellings["goals"].get(page.title, {})
    else:
        words = retellings["measures"].get(page.external_id, {})
    rich = {"body", "description", "text"}
    return {k: paragraphs(v.split("\n")) if k in rich else v for k, v in words.items()}
