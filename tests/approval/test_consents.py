"""An organisation without an account: coordination records its yes, and the dossier shows it."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import querydict_from_html

from aktionsplan_pages.approval import records
from aktionsplan_pages.approval.vocabulary import Act
from aktionsplan_pages.editing.subject import address_of
from aktionsplan_pages.models import Commitment, Consent, MeasurePage, Organisation
from tests.approval.conftest import submit
from tests.conftest import draft, publish

pytestmark = pytest.mark.django_db
ADD, EDIT, DELETE = (
    f"wagtailsnippets_aktionsplan_pages_consent:{n}" for n in ("add", "edit", "delete")
)


@pytest.fixture
def club(measure: MeasurePage) -> Organisation:
    """It takes part in the measure and has no account."""
    club = publish(draft(Organisation(name="Sportverein", locale=measure.locale)))
    page = MeasurePage.objects.get(pk=measure.pk)
    page.commitments.add(Commitment(organisation=club, role="lead"))
    publish(page)
    return club


def said(measure: MeasurePage, club: Organisation, **more: Any) -> dict[str, Any]:
    return {
        "measure": measure.pk, "organisation": club.pk, "role": "lead", "state": "confirmed",
        "date": "2026-10-01", "who": "Vorstand", "how": "per E-Mail", **more,
    }  # fmt: skip


def test_coordination_records_who_said_yes_when_and_how(
    measure: MeasurePage, club: Organisation, coordinator: Any, editor: Any,
    as_user: Callable[[Any], Client], read: Callable[..., str],
) -> None:  # fmt: skip
    assert "noch in Abstimmung" in read("/de/plan/kurse/")
    response = as_user(coordinator).post(reverse(ADD), said(measure, club))
    assert response.status_code == 302
    assert "Sportverein" in read("/de/plan/kurse/")
    entry = records.latest(measure, Act.CONSENT)
    assert entry.person_id == coordinator.pk
    assert (
        entry.comment == "Sportverein (Federführung): zugesagt, 01.10.2026, Vorstand, per E-Mail"
    )
    submit(measure, editor, summary="Neu.")
    dossier = as_user(coordinator).get(address_of(measure)).content.decode()
    shown = " ".join(BeautifulSoup(dossier, "html.parser").get_text(" ").split())
    assert "zugesagt, 1. Oktober 2026, Vorstand, per E-Mail" in shown
    assert shown.count("Zusage geändert") == 1


def test_a_consent_that_is_withdrawn_hides_the_name_at_once_and_changes_nothing_under_review(
    measure: MeasurePage, club: Organisation, coordinator: Any, editor: Any,
    as_user: Callable[[Any], Client], read: Callable[..., str],
) -> None:  # fmt: skip
    client = as_user(coordinator)
    client.post(reverse(ADD), said(measure, club))
    state = submit(measure, editor, summary="Neu.").current_task_state
    consent = Consent.objects.get(organisation=club)
    client.post(reverse(EDIT, args=[consent.pk]), said(measure, club, state="withdrawn"))
    assert "Sportverein" not in read("/de/plan/kurse/")
    state.task.specific.on_action(state, coordinator, "approve")
    states = [e.data["state"] for e in records.trail().filter(act=Act.CONSENT).order_by("pk")]
    assert states == ["confirmed", "withdrawn"]


def test_saving_the_same_again_is_not_recorded(measure: MeasurePage, club: Organisation) -> None:
    consent = Consent.objects.create(
        measure=measure, organisation=club, role="lead", date=datetime.date(2026, 10, 1)
    )
    consent.save()
    Consent.objects.get().save()
    assert records.trail().filter(act=Act.CONSENT).count() == 1
    consent.how = "Brief"
    consent.save()
    consent.delete()
    entries = records.trail().filter(act=Act.CONSENT).order_by("pk")
    assert [entry.data["state"] for entry in entries] == ["asked", "asked", "gone"]


@pytest.mark.parametrize("role", ["editor", "organisation", "head", "press"])
def test_only_coordination_records_consents(
    role: str, measure: MeasurePage, club: Organisation, person: Callable[..., Any],
    as_user: Callable[[Any], Client],
) -> None:  # fmt: skip
    client = as_user(person("someone", role))
    assert client.get(reverse(ADD)).status_code == 302
    client.post(reverse(ADD), said(measure, club))
    assert not Consent.objects.exists()
    person("someone").groups.clear()
    as_user(person("someone", "coordination")).post(reverse(ADD), said(measure, club))  # control
    assert Consent.objects.exists()


def test_accounts_of_an_organisation_are_set_without_an_approval(
    club: Organisation, coordinator: Any, person: Callable[..., Any],
    as_user: Callable[[Any], Client],
) -> None:  # fmt: skip
    """Who speaks for it is no content: it holds at once, whatever becomes of the draft."""
    speaker = person("sven", "organisation")
    address = reverse("wagtailsnippets_aktionsplan_pages_organisation:edit", args=[club.pk])
    client = as_user(coordinator)
    form = querydict_from_html(client.get(address).content.decode(), form_id="w-editor-form")
    form.setlist("accounts", [str(speaker.pk)])
    client.post(address, form)
    assert list(Organisation.objects.get(pk=club.pk).accounts.all()) == [speaker]


def test_nobody_makes_themselves_an_account_of_an_organisation(
    club: Organisation, editor: Any, as_user: Callable[[Any], Client]
) -> None:
    """Editors may write about organisations; who speaks for them is not theirs to say."""
    address = reverse("wagtailsnippets_aktionsplan_pages_organisation:edit", args=[club.pk])
    client = as_user(editor)
    form = querydict_from_html(client.get(address).content.decode(), form_id="w-editor-form")
    assert "accounts" not in form
    form["explanation"] = "Ein Verein."
    form.setlist("accounts", [str(editor.pk)])
    client.post(address, form)
    stored = Organisation.objects.get(pk=club.pk)
    assert stored.latest_revision.content["explanation"] == "Ein Verein."
    assert not stored.accounts.exists()
