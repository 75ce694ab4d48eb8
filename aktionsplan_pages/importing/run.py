"""Imports one file into one plan: everything or nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import transaction
from wagtail.models import Page

from aktionsplan_pages.importing.files import read_table
from aktionsplan_pages.importing.report import ImportFailed, Report
from aktionsplan_pages.importing.rows import read_rows
from aktionsplan_pages.importing.writing import Writer
from aktionsplan_pages.models import ActionPlanPage, MeasurePage


def import_file(
    path: Path,
    plan: ActionPlanPage,
    user: Any = None,
    dry_run: bool = False,
    on_progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Makes drafts only. A column that is missing changes nothing, and neither does an empty cell.

    Raises TableError if the file is no table, ImportFailed with all problems of its rows.
    """
    table = read_table(Path(path))
    rows, problems = read_rows(table)
    report = Report(notes=table.notes)
    with transaction.atomic():
        Page.objects.select_for_update().get(pk=plan.pk)
        writer = Writer(ActionPlanPage.objects.get(pk=plan.pk), user, table)
        goals_first = sorted(rows, key=lambda row: row.model is MeasurePage)
        for done, row in enumerate(goals_first, start=1):
            if result := writer.write(row):
                report.rows.append(result)
            if on_progress:
                on_progress(done, len(rows))
        if problems or writer.problems:
            raise ImportFailed(problems + writer.problems)
        if dry_run:
            transaction.set_rollback(True)
    report.rows.sort(key=lambda result: result.row)
    return report
