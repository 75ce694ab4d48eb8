"""A plan or a measure named on another page: title, summary and status as they are now."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page

from aktionsplan_pages.languages import SOURCE
from aktionsplan_pages.public import as_read
from aktionsplan_pages.translation.addresses import address
from aktionsplan_pages.translation.reading import translations, words_of
from aktionsplan_pages.translation.words import Words
from aktionsplan_pages.visibility import is_visible, private_paths


@dataclass(frozen=True)
class Teaser:
    title: Words
    text: Words
    url: str
    status: as_read.Term | None


def teaser(page: Page | None, request: HttpRequest | None) -> Teaser | None:
    """None for what this visitor may not see; 3 queries."""
    if page is None:
        return None
    source: Any = page.specific
    if source.locale.language_code != SOURCE:
        source = type(source).objects.filter(
            translation_key=source.translation_key, locale__language_code=SOURCE
        ).first()  # fmt: skip
    reading = getattr(request, "reading", None)
    private = reading.private if reading else private_paths(request)
    if source is None or not is_visible(source, private):
        return None
    language = get_language() or SOURCE
    translated = translations([source], language).get(source.translation_key)
    text = "summary" if hasattr(source, "summary") else "introduction"
    return Teaser(
        words_of(source, translated, "title", language),
        words_of(source, translated, text, language),
        address(source),
        as_read.term(source, "status") if hasattr(source, "status") else None,
    )
