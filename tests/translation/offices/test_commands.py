"""Jobs from the command line: the same file, the same checks, progress in lines."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from aktionsplan_pages.models import MeasurePage, TranslationJob, TranslationUpload
from tests.approval.conftest import person  # noqa: F401
from tests.translation.offices.conftest import Office, retype, stored


@pytest.fixture
def olena(person: Callable[..., Any]) -> Any:
    return person("olena", "translator", "uk")


@pytest.fixture
def office(whole: Any, olena: Any) -> Office:
    return Office(whole, olena)


def run(name: str, *args: Any, **options: Any) -> str:
    out = StringIO()
    call_command(name, *args, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def answer(office: Office, tmp_path: Path) -> Path:
    sent = tmp_path / "auftrag.xlsx"
    said = run("export_translation_job", sent, plan="plan", to="uk", format="xlsx", all=True)
    assert "8" in said
    path = tmp_path / "antwort.xlsx"
    path.write_bytes(office.answer(sent.read_bytes()))
    return path


def test_there_and_back(answer: Path) -> None:
    said = run("import_translation_job", answer, user="olena")
    assert "8 von 8" in said
    assert len(stored()) == 8


def test_a_dry_run_stores_nothing(answer: Path, german: MeasurePage) -> None:
    said = run("import_translation_job", answer, user="olena", dry_run=True)
    assert said.count("neu: ") == 8
    assert "neu: Deutschkurse / Meilenstein: " in said
    assert "Probelauf" in said
    assert stored() == {}
    assert TranslationUpload.objects.count() == 0


def test_conflicts_are_told_and_replaced_on_demand(answer: Path, office: Office) -> None:
    run("import_translation_job", answer, user="olena")
    TranslationJob.objects.all().delete()
    retype("Sprache", "Мова")
    said = run("import_translation_job", answer, user="olena")
    assert "Konflikt: Sprache / Titel" in said
    assert stored()["Sprache"] == "Мова"
    run("import_translation_job", answer, user="olena", replace=True)
    assert stored()["Sprache"] == "[Sprache]"


def test_who_may_not_is_refused(answer: Path, person: Any) -> None:
    person("arif", "translator", "ar")
    with pytest.raises(CommandError, match="arif"):
        run("import_translation_job", answer, user="arif")
    with pytest.raises(CommandError, match="niemand"):
        run("import_translation_job", answer, user="niemand")
    assert stored() == {}


def test_wrong_arguments_say_what_to_do(answer: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "falsch.xlf"
    wrong.write_text("<a/>")
    with pytest.raises(CommandError, match="XLIFF"):
        run("import_translation_job", wrong, user="olena")
    with pytest.raises(CommandError):
        run("import_translation_job", tmp_path / "fehlt.xlf", user="olena")
    with pytest.raises(CommandError, match="/plan/"):
        run("export_translation_job", tmp_path / "neu.xlf", plan="anders", to="uk")
    with pytest.raises(CommandError):  # nothing is overwritten
        run("export_translation_job", answer, plan="plan", to="uk")
    run("import_translation_job", answer, user="olena")
    with pytest.raises(CommandError):
        run("export_translation_job", tmp_path / "nichts.xlf", plan="plan", to="uk")
    assert not (tmp_path / "nichts.xlf").exists()
