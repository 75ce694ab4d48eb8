"""The internal note stands beside the page: no revision, no public page and no copy holds it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Revision

from aktionsplan_pages.approval.door import door
from aktionsplan_pages.languages import LANGUAGES
from aktionsplan_pages.models import InternalNote, MeasurePage
from aktionsplan_pages.models.internal_note import note_text
from tests.conftest import publish, publish_draft, translate
from tests.editing.conftest import edit

NOTE = "Vertraulich: Träger zögert."


@pytest.fixture
def noted(measure: MeasurePage, editor: Client) -> MeasurePage:
    edit(editor, measure).send(internal_note=NOTE)
    return publish_draft(measure)


def test_the_note_is_in_the_form(noted: MeasurePage, editor: Client) -> None:
    assert edit(editor, noted).shown("internal_note") == NOTE


def test_the_note_is_in_no_revision(noted: MeasurePage) -> None:
    contents = [str(revision.content) for revision in Revision.objects.all()]
    assert any("Deutschkurse" in content for content in contents)
    assert not any(NOTE in content for content in contents)


def test_the_note_is_on_no_public_page(noted: MeasurePage, read: Any) -> None:
    translate(noted, "uk", title="Курси німецької")
    for code in LANGUAGES:
        for path in ("plan/", "plan/massnahmen/", "plan/sprache/", "plan/ziel/", "plan/kurse/"):
            assert "Vertraulich" not in read(f"/{code}/{path}")


def test_saving_the_page_again_keeps_the_note(noted: MeasurePage, editor: Client) -> None:
    edit(editor, noted).send(summary="Neu.")
    assert note_text(noted.translation_key) == NOTE


def test_the_note_can_be_emptied(noted: MeasurePage, editor: Client) -> None:
    edit(editor, noted).send(internal_note="")
    assert note_text(noted.translation_key) == ""


def test_a_preview_does_not_store_the_note(measure: MeasurePage, editor: Client) -> None:
    form = edit(editor, measure).set(internal_note=NOTE)
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[measure.pk])
    assert editor.post(preview, form.data).json()["is_valid"]
    response = editor.get(preview)
    assert (response.status_code, NOTE in response.content.decode()) == (200, False)
    assert not InternalNote.objects.exists()
    form.send()
    assert note_text(measure.translation_key) == NOTE


def test_a_form_that_is_refused_does_not_store_the_note(
    measure: MeasurePage, editor: Client
) -> None:
    form = edit(editor, measure).send(internal_note=NOTE, planned_start="bald")
    assert form.shown("internal_note") == NOTE
    assert not InternalNote.objects.exists()


def test_the_note_goes_with_the_measure(noted: MeasurePage) -> None:
    translated = translate(noted, "uk", title="Курси німецької")
    delete(translated)
    assert note_text(noted.translation_key) == NOTE
    publish(noted)
    delete(noted)
    assert not InternalNote.objects.exists()


def delete(page: MeasurePage) -> None:
    """What was public is deleted by set-up only."""
    with door("test"):
        Page.objects.get(pk=page.pk).delete()
