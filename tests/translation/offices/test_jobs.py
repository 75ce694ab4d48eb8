"""A job goes out, comes back, and lands in translation: never in public, never over newer work."""

import io
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation

from aktionsplan_pages.models import ActionPlanPage, MeasurePage, TranslationJob
from aktionsplan_pages.translation.offices.files import FORMATS, read
from aktionsplan_pages.translation.offices.jobs import take_in
from aktionsplan_pages.translation.offices.units import FileProblem
from aktionsplan_pages.translation.submit import submit
from tests.conftest import publish, translate
from tests.translation.offices.conftest import Office, outcomes, rejected, retype, stored

RICH = 'Wir <b>lernen</b> <a id="a1">gemeinsam</a>.'
ALL = {"Aktionsplan", "Sprache", "Deutsch lernen", "Deutschkurse", "Kurse für alle.", RICH,
       "Jeden Tag.", "Erster Kurs"}  # fmt: skip


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_plan_goes_round(format_name: str, office: Office) -> None:
    sent = office.send(format_name)
    assert {unit.source for unit in read(sent).units()} == ALL
    upload = office.bring(office.answer(sent))
    assert set(outcomes(upload).values()) == {"new"}
    assert stored() == {german: f"[{german}]" for german in ALL}


def test_it_lands_in_translation_and_never_in_public(
    office: Office, german: MeasurePage, client: Client
) -> None:
    before = client.get("/uk/plan/kurse/").content
    revisions = german.get_translations().count()
    office.bring(office.answer(office.send()))
    assert client.get("/uk/plan/kurse/").content == before
    assert german.get_translations().count() == revisions
    row = StringTranslation.objects.get(translation_of__data="Deutschkurse")
    assert (row.last_translated_by, row.translation_type) == (office.user, "manual")
    assert row.tool_name == "XLIFF 1.2"
    translation = Translation.objects.get(source__object_id=german.translation_key)
    revision = submit(translation, office.user)
    assert revision.as_object().title == "[Deutschkurse]"
    assert 'href="https://example.org/"' in revision.as_object().description


def test_who_imported_counts_as_author(office: Office, german: MeasurePage) -> None:
    office.bring(office.answer(office.send()))
    translation = Translation.objects.get(source__object_id=german.translation_key)
    revision = submit(translation)
    assert revision.contribution.authors == [office.user.pk]


def test_a_dry_run_stores_no_translation(office: Office) -> None:
    upload = office.upload(office.answer(office.send()))
    assert set(outcomes(upload).values()) == {"new"}
    assert stored() == {}
    take_in(upload)
    assert len(stored()) == len(ALL)


def test_context_tells_where_a_segment_stands(office: Office, german: MeasurePage) -> None:
    text = office.send("po").decode()
    place = text[: text.index('msgid "Erster Kurs"')].rpartition("\n\n")[2]
    assert "#. Deutschkurse" in place
    assert "#. Meilenstein: " in place
    assert "#: http://localhost/de/plan/kurse/" in place
    assert "#. http://localhost/uk/plan/kurse/" in place


@pytest.mark.parametrize("format_name", FORMATS)
def test_the_glossary_goes_along(format_name: str, office: Office) -> None:
    terms = [("Kurse", "курси", "Mehrzahl"), ("Zebra", "зебра", "")]
    content = office.send(format_name, terms=terms)
    if format_name == "xlsx":
        import openpyxl

        rows = list(openpyxl.load_workbook(io.BytesIO(content))["glossary"].values)[1:]
        assert rows == [("Kurse", "курси", "Mehrzahl"), ("Zebra", "зебра", None)]
        return
    text = content.decode()
    assert "курси" in text
    assert text.count("зебра") == (1 if format_name == "xliff12" else 0)  # occurs in no segment


def test_what_is_translated_goes_along_as_it_is(office: Office, german: MeasurePage) -> None:
    translate(german, "uk", title="Курси")
    units = {unit.source: unit.target for unit in read(office.send()).units()}
    assert units["Deutschkurse"] == "Курси"
    assert units["Sprache"] == ""


def test_what_is_due(office: Office, german: MeasurePage) -> None:
    translate(german, "uk", title="Курси", summary="Курси для всіх.")
    due = {unit.source for unit in read(office.send(only_due=True)).units()}
    assert due == ALL - {"Deutschkurse", "Kurse für alle."}
    german.summary = "Kurse für viele."
    publish(german)
    due = {unit.source for unit in read(office.send(only_due=True)).units()}
    assert due == ALL - {"Deutschkurse", "Kurse für alle."} | {"Kurse für viele."}


def test_a_changed_section_is_due_even_if_its_new_words_are_translated(
    office: Office, german: MeasurePage
) -> None:
    translate(german, "uk", title="Курси", summary="Курси для всіх.")
    german.summary = "Kurse für viele."
    publish(german)
    office.bring(office.answer(office.send(only_due=True)))
    due = {unit.source: unit.target for unit in read(office.send(only_due=True)).units()}
    assert due == {"Kurse für viele.": "[Kurse für viele.]"}


def test_a_draft_is_not_sent(office: Office, german: MeasurePage) -> None:
    german.summary = "Noch nicht freigegeben."
    german.save_revision()
    assert {unit.source for unit in read(office.send()).units()} == ALL


def test_nothing_due_is_said(office: Office) -> None:
    office.bring(office.answer(office.send()))
    with pytest.raises(FileProblem, match=r"nothing to translate|nichts zu übersetzen"):
        office.send(only_due=True)
    assert TranslationJob.objects.count() == 1


# The second round


def test_a_moved_and_renamed_page_is_found_by_key(
    office: Office, german: MeasurePage, plan: ActionPlanPage, goal: Page
) -> None:
    sent = office.send()
    german.slug, german.field_of_action = "anders", None
    publish(german).move(goal, pos="left")
    upload = office.bring(office.answer(sent))
    assert set(outcomes(upload).values()) == {"new"}


def test_reordered_sentences_are_found_by_key(office: Office, german: MeasurePage) -> None:
    sent = office.send()
    first, second = german.description.split("</p>")[:2]
    german.description = f"{second}</p>{first}</p><p>Neu.</p>"
    publish(german)
    upload = office.bring(office.answer(sent))
    assert set(outcomes(upload).values()) == {"new"}


def test_words_that_moved_within_their_page_are_found(office: Office, german: MeasurePage) -> None:
    sent = office.send()
    german.summary, german.status_note = "", german.summary
    publish(german)
    upload = office.bring(office.answer(sent))
    assert outcomes(upload)["Kurse für alle."] == "new"
    row = StringTranslation.objects.get(translation_of__data="Kurse für alle.")
    assert row.context.path == "status_note"


def test_changed_german_is_stale_and_named(office: Office, german: MeasurePage) -> None:
    sent = office.send()
    german.summary = "Kurse für viele."
    publish(german)
    upload = office.bring(office.answer(sent))
    refused = upload.segments.get(outcome="rejected")
    assert (refused.page, refused.section) == ("Deutschkurse", "Zusammenfassung")
    assert "geändert" in refused.reason or "changed" in refused.reason
    assert "Kurse für alle." not in stored()
    assert len(stored()) == len(ALL) - 1


def test_a_withdrawn_page_takes_nothing(office: Office, german: MeasurePage) -> None:
    sent = office.answer(office.send())
    Page.objects.filter(pk=german.pk).update(live=False)
    upload = office.bring(sent)
    assert set(rejected(upload)) == {"Deutschkurse", "Kurse für alle.", RICH, "Jeden Tag.",
                                     "Erster Kurs"}  # fmt: skip


def test_a_second_delivery_of_the_same_job_corrects_the_first(office: Office) -> None:
    sent = office.send()
    office.bring(office.answer(sent))
    again = office.bring(office.answer(sent, lambda german: f"<{german}>"[1:-1] + "!"))
    assert set(outcomes(again).values()) == {"changed"}
    assert stored()["Sprache"] == "Sprache!"


# What others have written since


def test_newer_work_is_a_conflict_and_needs_a_tick(office: Office, german: MeasurePage) -> None:
    translate(german, "uk", title="Курси")
    sent = office.send()
    retype("Deutschkurse", "Курси мови")
    upload = office.bring(office.answer(sent))
    assert outcomes(upload)["Deutschkurse"] == "conflict"
    assert stored()["Deutschkurse"] == "Курси мови"
    assert stored()["Sprache"] == "[Sprache]"
    upload.segments.filter(outcome="conflict").update(is_accepted=True)
    take_in(upload)
    assert stored()["Deutschkurse"] == "[Deutschkurse]"


def test_a_tick_holds_for_what_was_seen_only(office: Office, german: MeasurePage) -> None:
    translate(german, "uk", title="Курси")
    sent = office.send()
    retype("Deutschkurse", "Курси мови")
    upload = office.upload(office.answer(sent))
    upload.segments.filter(outcome="conflict").update(is_accepted=True)
    retype("Deutschkurse", "Ще новіше")
    take_in(upload)
    assert stored()["Deutschkurse"] == "Ще новіше"
    row = upload.segments.get(german="Deutschkurse")
    assert (row.outcome, row.stored, row.is_accepted) == ("conflict", "Ще новіше", False)


def test_untouched_translations_are_replaced_without_a_tick(
    office: Office, german: MeasurePage
) -> None:
    translate(german, "uk", title="Курси")
    upload = office.bring(office.answer(office.send()))
    assert outcomes(upload)["Deutschkurse"] == "changed"
    assert stored()["Deutschkurse"] == "[Deutschkurse]"


def test_without_the_record_of_the_job_everything_that_differs_is_a_conflict(
    office: Office, german: MeasurePage
) -> None:
    translate(german, "uk", title="Курси")
    sent = office.answer(office.send())
    TranslationJob.objects.all().delete()
    upload = office.bring(sent)
    assert outcomes(upload)["Deutschkurse"] == "conflict"
    assert stored()["Deutschkurse"] == "Курси"


def test_german_that_changes_between_dry_run_and_import_is_refused(
    office: Office, german: MeasurePage
) -> None:
    upload = office.upload(office.answer(office.send()))
    german.summary = "Kurse für viele."
    publish(german)
    take_in(upload)
    assert set(rejected(upload)) == {"Kurse für alle."}
    assert "Kurse für alle." not in stored()
    assert stored()["Sprache"] == "[Sprache]"


@pytest.mark.parametrize("why", ["review", "lock"])
def test_a_translation_under_review_or_locked_is_left_alone(
    why: str, office: Office, german: MeasurePage, user: Any
) -> None:
    page = translate(german, "uk", title="Курси")
    upload = office.upload(office.answer(office.send()))
    if why == "lock":
        MeasurePage.objects.filter(pk=page.pk).update(locked=True)
    else:
        page.save_revision()
        page.get_workflow().start(page, user)
    take_in(upload)
    assert "[Kurse für alle.]" not in stored().values()
    assert {"lock": "gesperrt", "review": "geprüft"}[why] in rejected(upload)["Kurse für alle."]
    assert stored()["Sprache"] == "[Sprache]"  # control: another page


def test_an_interrupted_import_goes_on(office: Office, monkeypatch: Any) -> None:
    upload = office.upload(office.answer(office.send()))

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("aktionsplan_pages.translation.offices.jobs.AT_ONCE", 3)
    with pytest.raises(KeyboardInterrupt):
        take_in(upload, stop)
    assert len(stored()) == 3
    assert take_in(upload) == len(ALL) - 3
    assert len(stored()) == len(ALL)
