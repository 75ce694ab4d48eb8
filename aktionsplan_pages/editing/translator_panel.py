"""A translator's start page: what came back, what waits in their languages, what is in review."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string
from wagtail.admin.ui.components import Component

from aktionsplan_pages.approval.permissions import languages_of
from aktionsplan_pages.editing import renderings, subject
from aktionsplan_pages.languages import LANGUAGES, Language
from aktionsplan_pages.translation.states import Cell, german_pages, matrix
from aktionsplan_pages.translation.vocabulary import State

SHOWN = 10  # of what waits; the report has all of it


@dataclass(frozen=True)
class Task:
    """One page that somebody should translate, or has."""

    page: Any
    cell: Cell
    url: str
    visits: int = 0

    @property
    def language(self) -> Language:
        return LANGUAGES[self.cell.language]


def visits() -> Mapping[UUID, int]:
    """Visits by page key, where the host counts them: ``ACTION_PLAN_VISITS`` names a callable."""
    name = getattr(settings, "ACTION_PLAN_VISITS", "")
    found: Mapping[UUID, int] = import_string(name)() if name else {}
    return found


def tasks_of(user: Any) -> dict[str, list[Task]]:
    """What came back, what waits (most visited, then longest waiting first), what is in review."""
    codes = languages_of(user)
    tasks: dict[str, list[Task]] = {"back": [], "waiting": [], "review": []}
    pages = german_pages() if codes else []
    cells, seen = matrix(pages, codes) if pages else {}, visits() if pages else {}
    for page in pages:
        for cell in cells[page.translation_key].values():
            task = Task(page, cell, url_of(page, cell), seen.get(page.translation_key, 0))
            if cell.sent_back:
                tasks["back"].append(task)
            elif cell.work == State.IN_REVIEW:
                tasks["review"].append(task)
            elif cell.waits_for_translator:
                tasks["waiting"].append(task)
    tasks["waiting"].sort(key=lambda task: (-task.visits, str(task.cell.since)))
    return tasks


def url_of(page: Any, cell: Cell) -> str:
    """Where to go on: the dossier in review, the editor, or the start of the translation."""
    if cell.page_id is None:
        return reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    if cell.work == State.IN_REVIEW:
        return subject.address_of(type(page)(pk=cell.page_id))
    return reverse("wagtailadmin_pages:edit", args=[cell.page_id])


class TranslatorPanel(Component):
    name = "translator"
    template_name = "aktionsplan_pages/admin/translator_panel.html"
    order = 90

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        tasks = tasks_of(user)
        return {
            "languages": [LANGUAGES[code] for code in languages_of(user)], **tasks,
            "waiting": tasks["waiting"][:SHOWN], "number": len(tasks["waiting"]),
            "vocabulary": list(renderings.missing(languages_of(user))),
        }  # fmt: skip
