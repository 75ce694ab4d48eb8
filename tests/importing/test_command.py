"""The command ``import_measures``: what it tells, and what it refuses without a trace."""

from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from wagtail.models import GroupApprovalTask, Page, ReferenceIndex, Workflow, WorkflowTask

from aktionsplan_pages.approval.door import door
from aktionsplan_pages.importing import ImportFailed
from aktionsplan_pages.management.commands import import_measures
from aktionsplan_pages.models import ActionPlanPage, MeasurePage, Organisation
from tests.conftest import add
from tests.importing.test_promises import DEMO, stored

pytestmark = pytest.mark.django_db
TABLE = "Maßnahme;Ort\nKurs;Kiel\nTreff;Plön\nFest;Eutin\n"


def run(path: Path, plan: str = "plan", *options: str) -> str:
    out = StringIO()
    call_command("import_measures", str(path), "--plan", plan, *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "massnahmen.csv"
    path.write_text(TABLE)
    return path


def test_a_dry_run_tells_all_and_stores_nothing(plan: ActionPlanPage, table: Path) -> None:
    before = stored()
    dry = run(table, "plan", "--dry-run")
    assert stored() == before
    assert "Probelauf" in dry
    real = run(table)
    assert stored() != before
    assert dry.startswith(real)
    assert "3 angelegt, 0 aktualisiert, 0 unverändert." in real


def test_a_dry_run_of_a_wrong_table_fails_as_the_real_run_does(
    plan: ActionPlanPage, table: Path
) -> None:
    table.write_text("Maßnahme;Beginn\nKurs;bald\n")
    before = stored()
    for options in ((), ("--dry-run",)):
        with pytest.raises(CommandError, match="Zeile 2, Spalte „Beginn“, „bald“: ") as failed:
            run(table, "plan", *options)
        assert failed.value.returncode == 1
    assert stored() == before


def test_progress_is_told_while_it_works(
    plan: ActionPlanPage, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_measures, "STEP", 2)
    assert run(table).startswith("2 von 3 Zeilen\n3 von 3 Zeilen\n")


def test_the_same_slug_on_two_sites_is_refused_with_both_plans(
    plan: ActionPlanPage, table: Path
) -> None:
    root = Page.get_first_root_node()
    other = root.add_child(instance=Page(title="Andere", slug="andere", locale=plan.locale))
    twin = add(other, ActionPlanPage(title="P", slug="plan"))
    before = stored()
    with pytest.raises(CommandError) as refused:
        run(table)
    assert plan.url_path in str(refused.value)
    assert twin.url_path in str(refused.value)
    assert stored() == before
    with door("test"):
        twin.delete()
    assert "3 angelegt" in run(table)


def test_an_unknown_plan_or_user_is_refused_by_name(plan: ActionPlanPage, table: Path) -> None:
    before = stored()
    with pytest.raises(CommandError, match=r"„nirgends“ gibt es nicht.*: plan"):
        run(table, "nirgends")
    with pytest.raises(CommandError, match="„berta“"):
        run(table, "plan", "--user", "berta")
    assert stored() == before
    get_user_model().objects.create_user("berta")
    run(table, "plan", "--user", "berta")
    assert MeasurePage.objects.first().owner.username == "berta"


def lock(page: MeasurePage) -> None:
    Page.objects.filter(pk=page.pk).update(locked=True)


def submit(page: MeasurePage) -> None:
    workflow = Workflow.objects.create(name="Prüfung")
    task = GroupApprovalTask.objects.create(name="Lesen")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    workflow.start(page, None)


@pytest.mark.parametrize("hold", [lock, submit])
def test_a_page_that_is_locked_or_under_review_stops_the_import(load, hold) -> None:
    load(TABLE)
    hold(MeasurePage.objects.get(title="Treff"))
    before = stored()
    with pytest.raises(ImportFailed) as failed:
        load(TABLE.replace("Plön", "Preetz").replace("Kiel", "Gaarden"))
    assert [problem.value for problem in failed.value.problems] == ["Treff"]
    assert stored() == before
    assert load(TABLE.replace("Kiel", "Gaarden")).count("updated") == 1


def test_an_unknown_word_is_told_with_the_column_as_the_file_calls_it(load) -> None:
    report = load("Maßnahme;Umsetzungsstand\nKurs;halb\n")
    assert report.rows[0].messages[0].startswith("„halb“ ist in der Spalte „Umsetzungsstand“")


def test_where_an_organisation_is_used_is_known_after_an_import(load) -> None:
    """The index of references is brought up to date once per page; a rebuild adds nothing."""
    load(DEMO)
    after = references()
    used = {to for _, path, to in after if path == "commitments.item.organisation"}
    assert used == {str(pk) for pk in Organisation.objects.values_list("pk", flat=True)}
    for page in Page.objects.all():
        ReferenceIndex.create_or_update_for_object(page.specific)
    assert references() == after


def references() -> set[tuple]:
    return set(ReferenceIndex.objects.values_list("object_id", "model_path", "to_object_id"))
