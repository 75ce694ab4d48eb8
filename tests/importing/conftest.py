"""A plan of its own, and tables that are written in one line."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from wagtail.models import Locale, Page, Site

from aktionsplan_pages.importing import Report, import_file
from aktionsplan_pages.models import ActionPlanPage, MeasurePage
from tests.conftest import add


@pytest.fixture
def plan(db: None) -> ActionPlanPage:
    locale, _ = Locale.objects.get_or_create(language_code="de")
    Page.objects.update(locale=locale)
    home = Site.objects.get(is_default_site=True).root_page
    return add(home, ActionPlanPage(title="Plan", slug="plan"))


@pytest.fixture
def load(plan: ActionPlanPage, tmp_path: Path) -> Callable[..., Report]:
    """Imports a table given as text, as bytes, as a path or as rows of a spreadsheet."""

    def run(table: Any, **options: Any) -> Report:
        path = tmp_path / ("table.xlsx" if isinstance(table, list) else "table.csv")
        if isinstance(table, list):
            workbook = openpyxl.Workbook()
            for row in table:
                workbook.active.append(row)
            workbook.save(path)
        elif isinstance(table, Path):
            path = table
        else:
            path.write_bytes(table if isinstance(table, bytes) else table.encode())
        return import_file(path, plan, **options)

    return run


@pytest.fixture
def draft(plan: ActionPlanPage) -> Callable[[str], MeasurePage]:
    """What the latest draft of the measure with this title says."""

    def get(title: str) -> MeasurePage:
        pages = MeasurePage.objects.child_of(plan).order_by("pk")
        drafts = [page.get_latest_revision_as_object() for page in pages]
        return next(page for page in drafts if page.title == title)

    return get
