"""The audit trail as a report: who may see it, what it finds, what it exports."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from aktionsplan_pages.approval.vocabulary import Act
from aktionsplan_pages.editing.audit_report import harmless
from aktionsplan_pages.editing.subject import address_of
from aktionsplan_pages.models import AuditEntry, MeasurePage
from tests.approval.conftest import approve, submit
from tests.conftest import commit, translate
from tests.dossier.conftest import Screen

Look = Callable[..., Screen]
URL = "/admin/reports/freigaben/"


def rows(screen: Screen) -> list[list[str]]:
    return [[cell.get_text(" ", strip=True) for cell in row.select("td")]
            for row in screen.soup.select("#listing-results tbody tr")]  # fmt: skip


@pytest.fixture
def history(measure: MeasurePage, editor: Any, coordinator: Any, head: Any) -> MeasurePage:
    commit(measure, "VHS")
    translate(measure, "uk", title="Курси")
    submit(measure, editor, status="done", title="=1+1")
    approve(measure, coordinator, head)
    return MeasurePage.objects.get(pk=measure.pk)


def test_only_who_may_view_it(history: Any, editor: Any, head: Any, look: Look) -> None:
    assert look(editor, URL).status == 302
    assert look(editor, f"{URL}?export=csv").status == 302
    screen = look(head, URL)
    assert screen.status == 200
    assert len(rows(screen)) == AuditEntry.objects.count()
    assert screen.soup.select(f'a[href="{address_of(history)}"]')


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("act=approved", {"act": "approved"}),
        ("language=uk", {"language": "uk"}),
        ("q=Emma", {"person_name": "Emma"}),
        ("kind=aktionsplan_pages.organisation", {"model": "aktionsplan_pages.organisation"}),
        ("at_from=2000-01-01&at_to=2000-12-31", {"act": "never"}),
    ],
)
def test_filters_and_search(
    query: str, wanted: dict[str, str], history: Any, head: Any, look: Look
) -> None:
    found = rows(look(head, f"{URL}?{query}"))
    assert len(found) == AuditEntry.objects.filter(**wanted).count()


def test_filter_by_kind_of_page_and_person(
    history: Any, head: Any, editor: Any, look: Look
) -> None:
    measures = rows(look(head, f"{URL}?kind=aktionsplan_pages.measurepage"))
    keys = [str(pk) for pk in MeasurePage.objects.values_list("pk", flat=True)]
    pages = AuditEntry.objects.filter(model="wagtailcore.page")
    assert 0 < len(measures) == pages.filter(object_id__in=keys).count() < pages.count()
    key = editor.pk
    editor.delete()  # stays on record, and in the filter
    assert len(rows(look(head, f"{URL}?person={key}"))) == 1
    assert look(head, f"{URL}?person=99999999&kind=auth.user").status == 200
    today = date.today().isoformat()
    assert rows(look(head, f"{URL}?at_from={today}&at_to={today}"))


def test_exports_that_no_spreadsheet_runs(history: Any, head: Any, as_user: Any) -> None:
    client = as_user(head)
    body = client.get(f"{URL}?export=csv").getvalue().decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(body)))
    assert len(table) == AuditEntry.objects.count() + 1
    assert "'=1+1" in {cell for row in table for cell in row}
    book = load_workbook(io.BytesIO(client.get(f"{URL}?export=xlsx").getvalue()))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert book.active.max_row == len(table)
    assert not any(cell.data_type == "f" for cell in cells)


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "\n@"])
def test_formulas_become_text(text: str) -> None:
    assert harmless(text).startswith("'")
    assert harmless("VO/2025/246") == "VO/2025/246"


def test_the_record_is_not_changed_in_the_admin(history: Any, root: Any, look: Look) -> None:
    before = AuditEntry.objects.count()
    for path in ("snippets/aktionsplan_pages/auditentry/", "reports/freigaben/1/delete/"):
        assert look(root, f"/admin/{path}").status == 404
    assert as_post(root, URL) == 405
    assert AuditEntry.objects.count() == before


def as_post(user: Any, url: str) -> int:
    client = Client()
    client.force_login(user)
    return client.post(url).status_code


def test_entries_of_deleted_pages_stay(history: Any, head: Any, look: Look) -> None:
    AuditEntry.objects.create(
        act=Act.STOPPED, model="wagtailcore.page", object_id="999999", title="Weg"
    )
    assert any("Weg" in row for row in rows(look(head, URL)))
