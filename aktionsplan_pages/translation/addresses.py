"""Addresses: German pages have them, and every language reads them under its own prefix."""

from collections.abc import Iterable
from urllib.parse import quote

from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import override
from wagtail.models import Page, Site
from wagtail.rich_text.pages import PageLinkHandler

from aktionsplan_pages.languages import SOURCE


def path_below_root(page: Page) -> str | None:
    """``plan/massnahme/`` for a page of any site; None for a page outside all sites."""
    for root in Site.get_site_root_paths():
        if page.url_path.startswith(root.root_path):
            return page.url_path[len(root.root_path) :]
    return None


def address(page: Page, language: str | None = None, rest: Iterable[str] = ()) -> str:
    """The address of a German ``page`` in ``language`` (None: the active one); no query."""
    below = path_below_root(page)
    if below is None:
        return ""
    below += "".join(f"{quote(part)}/" for part in rest)
    if language is None:
        return reverse("wagtail_serve", args=[below])
    with override(language):
        return reverse("wagtail_serve", args=[below])


class VisitorLinkHandler(PageLinkHandler):
    """Links in rich text lead to the German page's address in the active language."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        pages = cls.get_many(attrs_list)
        strays = [p for p in pages if p and p.locale.language_code != SOURCE]
        german = {}
        if strays:
            rows = Page.objects.filter(
                translation_key__in={p.translation_key for p in strays},
                locale__language_code=SOURCE,
            )
            german = {row.translation_key: row for row in rows}
        return [cls._open(page and german.get(page.translation_key, page)) for page in pages]

    @staticmethod
    def _open(page: Page | None) -> str:
        target = address(page) if page else ""
        return f'<a href="{escape(target)}">' if target else "<a>"
