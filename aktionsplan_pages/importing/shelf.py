"""The pages of one kind in a plan, as last drafted, and which of them a row means."""

import re
from collections import defaultdict
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.coreutils import find_available_slug

from aktionsplan_pages.importing.columns import same
from aktionsplan_pages.models import ActionPlanPage

RESERVED = "massnahmen"
MAX_SLUG = 80
_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe",
                          "Ü": "Ue", "ẞ": "SS"})  # fmt: skip


class Unclear(Exception):
    """A row could mean several pages; ``column`` is the one to correct."""

    def __init__(self, column: str, value: str, message: str) -> None:
        self.column, self.value, self.message = column, value, message
        super().__init__(message)


class Shelf:
    """What the drafts say comes first; a live row answers only where no draft does."""

    def __init__(self, plan: ActionPlanPage, model: type[Any]) -> None:
        self.plan, self.model = plan, model
        self.drafts: dict[int, Any] = {}
        self._drafted: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._live: dict[tuple[str, str], list[int]] = defaultdict(list)
        for page in model.objects.child_of(plan).select_related("latest_revision"):
            self._note(self._live, page)
            self.add(page.get_latest_revision_as_object())

    def add(self, draft: Any) -> None:
        self.drafts[draft.pk] = draft
        self._note(self._drafted, draft)

    def _note(self, index: dict[tuple[str, str], list[int]], page: Any) -> None:
        index["title", same(page.title)].append(page.pk)
        for name in ("number", "external_id"):
            if getattr(page, name):
                index[name, getattr(page, name)].append(page.pk)

    def find(self, name: str, value: str) -> list[Any]:
        key = (name, same(value) if name == "title" else value)
        return [self.drafts[pk] for pk in self._drafted.get(key) or self._live.get(key, [])]

    def by_mark(self, fields: dict[str, Any]) -> Any | None:
        """By number and key, which must not mean different pages."""
        found: dict[Any, Any] = {}
        for name, column in (("number", "number"), ("external_id", "key")):
            pages = self.find(name, fields[name]) if fields.get(name) else []
            self.one(pages, column, fields.get(name, ""))
            found |= {page.pk: page for page in pages}
        if len(found) > 1:
            message = _("Number and key belong to different pages: %(titles)s.")
            titles = ", ".join(page.title for page in found.values())
            raise Unclear("key", fields["external_id"], message % {"titles": titles})
        return next(iter(found.values()), None)

    def one(self, pages: list[Any], column: str, value: str) -> Any | None:
        if len(pages) > 1:
            message = _(
                "This could mean %(count)s pages of the plan. Please add their number or key."
            )
            raise Unclear(column, value, message % {"count": len(pages)})
        return pages[0] if pages else None

    def new(self, **fields: Any) -> Any:
        """A page that is not stored yet."""
        return self.model(
            slug=self._slug(fields["title"]), live=False, locale=self.plan.locale, **fields
        )

    def _slug(self, title: str) -> str:
        slug = slugify(title.translate(_LETTERS))[: MAX_SLUG - 5].strip("-_")
        slug = slug or self.model.__name__.removesuffix("Page").lower()
        slug = f"{slug}-1" if slug == RESERVED else slug
        return find_available_slug(self.plan, re.sub("-+", "-", slug))
