"""Finds pages by the visitor's words and by the German ones."""

from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Locale, Page

from aktionsplan_pages.languages import SOURCE, reading_order
from aktionsplan_pages.public.as_read import Link, links
from aktionsplan_pages.translation.reading import titles_for
from aktionsplan_pages.visibility import private_paths, visible

MOST = 50


def find(query: str, request: HttpRequest) -> list[Link]:
    """The best first, at most ``MOST``, each German page once; 6 queries for any number."""
    language = get_language() or SOURCE
    codes = [SOURCE, *reading_order(language)]
    locales = list(Locale.objects.filter(language_code__in=codes).values_list("pk", flat=True))
    rows = Page.objects.live().filter(locale__in=locales)
    keys = dict.fromkeys(row.translation_key for row in rows.search(query)[: 2 * MOST])
    german = Page.objects.filter(translation_key__in=keys, locale__language_code=SOURCE)
    pages = {page.translation_key: page for page in visible(german, private_paths(request))}
    found = [pages[key] for key in keys if key in pages][:MOST]
    return links(found, titles_for(found, language))
