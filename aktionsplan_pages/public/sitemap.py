"""The sitemap: each public page once for German and once for each language that really has it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from wagtail.models import Page, Site

from aktionsplan_pages.languages import LANGUAGES, SOURCE
from aktionsplan_pages.translation.addresses import address
from aktionsplan_pages.translation.reading import languages_of
from aktionsplan_pages.visibility import private_paths, visible


class PagesSitemap(Sitemap):
    """Dressed pages, whose words are German, are no translations and are not listed."""

    i18n = True
    alternates = True

    def __init__(self, root: Page) -> None:
        self.root = root

    @cached_property
    def pages(self) -> list[Page]:
        german = Page.objects.filter(locale__language_code=SOURCE)
        below = german.filter(path__startswith=self.root.path)
        return list(visible(below, private_paths()).order_by("path"))

    @cached_property
    def known(self) -> dict[Any, set[str]]:
        return languages_of(self.pages)

    def items(self) -> Sequence[Page]:
        return self.pages

    def get_languages_for_item(self, item: Page) -> list[str]:
        there = self.known.get(item.translation_key, set()) | {SOURCE}
        return [code for code in LANGUAGES if code in there]

    def location(self, item: Page) -> str:
        return address(item)

    def lastmod(self, item: Page) -> datetime | None:
        return item.last_published_at


def site_map(request: HttpRequest) -> HttpResponse:
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    return sitemap(request, {"pages": PagesSitemap(site.root_page)})
