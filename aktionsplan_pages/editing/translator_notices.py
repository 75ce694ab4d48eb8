"""Who is told by mail that the German text of a translation has changed in meaning."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from aktionsplan_pages.approval.notices import TOLD_FOR, Kind, Notice, admin_url
from aktionsplan_pages.approval.roles import groups_of
from aktionsplan_pages.approval.vocabulary import RoleName
from aktionsplan_pages.translation.german import approved_words
from aktionsplan_pages.translation.states import Cell, german_pages, matrix
from aktionsplan_pages.translation.vocabulary import Change, State


def changed_german() -> Iterator[Notice]:
    """For every translator of a language whose translation visitors read with a note now.

    Nobody is told of corrections, of facts, or of what was translated again meanwhile.
    """
    recent = timezone.now() - TOLD_FOR
    words = approved_words().filter(until=None, change=Change.MEANING, since__gte=recent)
    changed = dict(words.order_by("since").values_list("page_key", "since"))  # the latest
    if not changed:
        return
    pages = [page for page in german_pages() if page.translation_key in changed]
    cells = matrix(pages)
    people: dict[str, list[Any]] = {}
    for page in pages:
        for code, cell in cells[page.translation_key].items():
            if cell.public != State.CHANGED or not cell.waits_for_translator:
                continue
            if code not in people:
                people[code] = translators_of(code)
            for person in people[code]:
                yield notice(page, cell, person, changed[page.translation_key])


def translators_of(code: str) -> list[Any]:
    groups = groups_of(RoleName.TRANSLATOR, code)
    return list(get_user_model()._default_manager.filter(groups__in=groups, is_active=True))


def notice(page: Any, cell: Cell, person: Any, since: datetime) -> Notice:
    return Notice(
        person, Kind.TRANSLATE, f"changed:{cell.page_id}:{since.timestamp():.6f}",
        page.title, cell.language, since, admin_url("wagtailadmin_pages:edit", cell.page_id),
    )  # fmt: skip
