"""What an import promises: drafts, all or nothing, twice is once, nothing invented."""

from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from wagtail.models import Page, Revision

import aktionsplan_pages
from aktionsplan_pages.importing import ImportFailed
from aktionsplan_pages.models import (
    Consent,
    FieldOfActionPage,
    GoalPage,
    MeasurePage,
    Organisation,
    TargetGroup,
)

DEMO = Path(aktionsplan_pages.__file__).parent / "demo" / "measures.csv"
pytestmark = pytest.mark.django_db


def stored() -> tuple:
    models = (Page, Revision, Organisation, TargetGroup)
    return tuple(list(model.objects.order_by("pk").values()) for model in models)


def test_the_demo_makes_21_drafts_and_a_second_time_nothing(load, draft, plan):
    first = load(DEMO)
    assert first.count("created") == len(first.rows) == MeasurePage.objects.count() == 21
    assert not plan.get_children().live().exists()
    assert not Consent.objects.exists()
    assert [row.row for row in first.rows] == list(range(2, 23))
    before = stored()
    assert load(DEMO).count("unchanged") == 21
    assert stored() == before
    course = draft("Deutschkurse an der vhs")
    assert course.field_of_action.title == "Sprache, Bildung"
    names = [indicator.name for indicator in course.indicators.all()]
    assert names == ["66 Kurse", "über 1300 erreichte Menschen"]
    assert all(i.target is None and not i.values.all() for i in course.indicators.all())
    assert [c.role for c in course.commitments.all()] == ["lead", "partner"]
    assert draft("Netzwerk Sprache").description.count("<p>") == 2


def test_unknown_status_is_reported_and_kept(load, draft):
    report = load("Maßnahme;Stand;Reifegrad\nKurs;gefördert;halbgar\nTreff;LÄUFT;\n")
    assert "gefördert" in " ".join(report.rows[0].messages)
    assert "halbgar" in " ".join(report.rows[0].messages)
    assert (draft("Kurs").status, draft("Kurs").status_note) == ("", "gefördert")
    assert draft("Treff").status == "running"


def test_dry_run_stores_nothing(load):
    before = stored()
    dry = load(DEMO, dry_run=True)
    assert stored() == before
    real = load(DEMO)
    assert stored() != before
    assert dry == real


def test_one_wrong_row_stops_all_and_all_wrong_cells_are_named(load):
    before = stored()
    table = "Maßnahme;Beginn;Link\nGut;2024;\nFalsch;bald;\nAuch;2024-13;nirgends\n"
    with pytest.raises(ImportFailed) as failed:
        load(table)
    found = [(p.row, p.column, p.value) for p in failed.value.problems]
    assert found == [(3, "Beginn", "bald"), (4, "Beginn", "2024-13"), (4, "Link", "nirgends")]
    assert "2024-10-31" in failed.value.problems[0].message
    assert stored() == before


def test_end_before_start_is_named(load):
    with pytest.raises(ImportFailed) as failed:
        load("measure,start,end\nKurs,2025,2024\n")
    assert failed.value.problems[0].column == "end"


def test_live_page_gets_a_draft_and_stays_as_it_is(load, draft, plan):
    load("key;measure;summary;area\nk1;Kurs;alt;Kreis\n")
    page = MeasurePage.objects.get()
    MeasurePage.objects.update(live=True)
    user = get_user_model().objects.create_user("anna")
    report = load("key;measure;summary;area\nk1;Kurs neu;neu;\n", user=user)
    assert report.count("updated") == 1
    page.refresh_from_db()
    assert (page.title, page.summary, page.live, page.slug) == ("Kurs", "alt", True, "kurs")
    new = draft("Kurs neu")
    assert (new.summary, new.area, new.pk) == ("neu", "Kreis", page.pk)
    assert new.latest_revision.user == user


def test_only_named_columns_change(load, draft):
    load("Maßnahme;Federführung;Partner;Indikator\nKurs;A;B; C\nTreff;A;;\n")
    load("Maßnahme;Partner\nKurs;B;\n".replace("B;", "B"))
    load("Maßnahme;Partner\nKurs;D; E\n".replace("D; E", '"D; E"'))
    roles = [(c.organisation.name, c.role) for c in draft("Kurs").commitments.all()]
    assert roles == [("A", "lead"), ("D", "partner"), ("E", "partner")]
    assert Organisation.objects.filter(name="A").count() == 1


def test_goal_rows_and_relations(load, draft, plan):
    load(
        "Handlungsfeld;Ziel;Maßnahme;Beschreibung\n"
        "Sprache;Lernen;;Erst <b>\nSprache;Lernen;Kurs;\n"
    )
    goal, field = GoalPage.objects.get(), FieldOfActionPage.objects.get()
    assert (goal.text, goal.field_of_action) == ("<p>Erst &lt;b&gt;</p>", field)
    assert [g.pk for g in draft("Kurs").goals.all()] == [goal.pk]


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Maßnahmen", "massnahmen-1"), ("Öffnung für Übergänge", "oeffnung-fuer-uebergaenge"),
     ("!!!", "measure"), ("ä" * 200, "ae" * 37 + "a")],
)  # fmt: skip
def test_slugs(load, title, slug):
    load(f"Maßnahme\n{title}\n")
    assert MeasurePage.objects.get().slug == slug


def test_ambiguous_rows_are_errors(load):
    load("Nr;Schlüssel;Handlungsfeld;Maßnahme\n1;a;Arbeit;Kurs\n2;b;Sprache;Kurs\n")
    for table in (
        "Maßnahme;Ort\nKurs;hier\n",
        "Nr;Schlüssel;Maßnahme\n1;b;Kurs\n",
        "Nr;Maßnahme\n1;Kurs\n1;Treff\n",
        "Schlüssel;Maßnahme\na;Kurs\na;Treff\n",
        "Maßnahme\nNeu\nneu\n",
        "Nr;Schlüssel;Maßnahme\n1;;Eins\n;a;Zwei\n",
    ):
        with pytest.raises(ImportFailed):
            load(table)
    assert load("Handlungsfeld;Maßnahme\nArbeit;Kurs\n").count("unchanged") == 1


def test_number_given_to_a_page_in_a_draft_only_is_found(load):
    load("Schlüssel;Maßnahme\na;Kurs\n")
    load("Schlüssel;Nr;Maßnahme\na;7;Kurs\n")
    assert load("Nr;Maßnahme\n7;Kurs anders\n").count("updated") == 1
    assert MeasurePage.objects.count() == 1


def test_indicator_with_numbers_is_kept(load, draft):
    load("Maßnahme;Indikator\nKurs;Plätze\n")
    page = draft("Kurs")
    page.indicators.all()[0].target = 5
    page.indicators.all()[0].unit = "place"
    page.save_revision()
    load("Maßnahme;Indikator\nKurs;Kurse\n")
    assert [i.name for i in draft("Kurs").indicators.all()] == ["Kurse", "Plätze"]
    assert load("Maßnahme;Indikator\nKurs;Kurse\n").rows[0].messages


def test_command(plan, capsys, tmp_path):
    get_user_model().objects.create_user("anna")
    call_command("import_measures", str(DEMO), "--plan", "plan", "--user", "anna")
    assert "21 " in capsys.readouterr().out
    with pytest.raises(CommandError, match="plan"):
        call_command("import_measures", str(DEMO), "--plan", "nirgends")
    with pytest.raises(CommandError):
        call_command("import_measures", str(tmp_path), "--plan", "plan")
    with pytest.raises(CommandError, match="berta"):
        call_command("import_measures", str(DEMO), "--plan", "plan", "--user", "berta")
