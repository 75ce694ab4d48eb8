"""Organisations, target groups and consents: listed, made and edited; what is named stays."""

from typing import Any

import pytest
from django.db import transaction
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale

from aktionsplan_pages.models import Consent, GlossaryTerm, MeasurePage, Organisation, TargetGroup
from tests.conftest import add_snippet, commit, publish_draft, translate
from tests.conftest import draft as draft_snippet
from tests.editing.conftest import Form, draft, edit


def snippets(editor: Client, model: str, view: str = "list", *args: Any) -> Form:
    name = f"wagtailsnippets_aktionsplan_pages_{model}:{view}"
    return Form(editor, reverse(name, args=args)).fetch()


def test_an_organisation_is_made_listed_and_edited(home: Any, editor: Client) -> None:
    form = snippets(editor, "organisation", "add")
    assert "Neu: Organisation" in form.text
    form.send(name="Volkshochschule", website="https://vhs.example/")
    page = snippets(editor, "organisation")
    assert page.soup.find("h1").get_text(strip=True) == "Organisationen"
    assert "Volkshochschule" in page.text
    organisation = Organisation.objects.get()
    assert organisation.locale.language_code == "de"
    snippets(editor, "organisation", "edit", organisation.pk).send(email="post@vhs.example")
    assert Organisation.objects.get().email == "post@vhs.example"


def test_a_target_group_is_made_and_edited(home: Any, editor: Client) -> None:
    snippets(editor, "targetgroup", "add").send(name="Eltern")
    group = TargetGroup.objects.get()
    snippets(editor, "targetgroup", "edit", group.pk).send(name="Familien")
    assert "Familien" in snippets(editor, "targetgroup").text


def test_a_consent_is_recorded_and_names_the_organisation_in_public(
    measure: MeasurePage, editor: Client, read: Any
) -> None:
    commit(measure, "Volkshochschule", state="asked")
    assert "Volkshochschule" not in read("/de/plan/kurse/")
    consent = Consent.objects.get()
    snippets(editor, "consent", "edit", consent.pk).send(
        state="confirmed", date="2026-11-02", how="Brief"
    )
    assert "zugesagt" in snippets(editor, "consent").text
    assert "Volkshochschule" in read("/de/plan/kurse/")


@pytest.mark.parametrize(
    "row", [Organisation(name="vhs"), TargetGroup(name="Eltern"), GlossaryTerm(term="Amt")],
    ids=str,
)  # fmt: skip
def test_nothing_leads_to_a_translation_by_segments(row: Any, home: Any, editor: Client) -> None:
    row.locale = home.locale
    add_snippet(row)
    name = row._meta.model_name
    assert str(row) in snippets(editor, name).text
    for page in (snippets(editor, name), snippets(editor, name, "edit", row.pk)):
        assert "/localize/submit/snippet/" not in str(page.soup)
    begin = reverse("wagtail_localize:submit_snippet_translation",
                    args=["aktionsplan_pages", name, row.pk])  # fmt: skip
    assert editor.get(begin).status_code == 404


def test_an_organisation_without_a_name_is_refused(home: Any, editor: Client) -> None:
    form = snippets(editor, "organisation", "add").send(name="", email="post@vhs.example")
    assert "Feld" in form.errors()["name"]
    assert form.shown("email") == "post@vhs.example"
    assert not Organisation.objects.exists()


def test_a_measure_is_offered_german_target_groups_only(
    measure: MeasurePage, editor: Client
) -> None:
    german = add_snippet(TargetGroup(name="Eltern", locale=measure.locale))
    twin = draft_snippet(german.copy_for_translation(Locale.objects.get(language_code="uk")))
    twin.name = "Батьки"
    twin.save()
    form = edit(editor, measure)
    assert "Eltern" in form.text
    assert "Батьки" not in form.text


def test_the_facts_of_a_translated_organisation_are_not_asked_again(
    measure: MeasurePage, editor: Client
) -> None:
    german = commit(measure, "Volkshochschule")
    twin = draft_snippet(german.copy_for_translation(Locale.objects.get(language_code="uk")))
    form = snippets(editor, "organisation", "edit", twin.pk)
    assert "explanation" in form.data
    assert not {"website", "email", "phone", "accounts"} & set(form.data)


def test_facts_name_german_rows_only(measure: MeasurePage, editor: Client) -> None:
    german = add_snippet(Organisation(name="Volkshochschule", locale=measure.locale))
    twin = draft_snippet(german.copy_for_translation(Locale.objects.get(language_code="uk")))
    form = edit(editor, measure)
    prefix = form.add("commitments", organisation=twin.pk, role="lead")
    assert "Auswahl" in form.send().errors()[f"{prefix}organisation"]
    assert form.send(**{f"{prefix}organisation": german.pk}).errors() == {}
    translated = translate(measure, "uk", title="Курси німецької")
    consent = snippets(editor, "consent", "add")
    consent.send(measure=translated.pk, organisation=german.pk, role="lead", state="confirmed")
    assert "Auswahl" in consent.errors()["measure"]
    assert consent.send(measure=measure.pk).errors() == {}
    assert Consent.objects.get().measure == measure


# What a live page or a draft names is not deleted.


@pytest.fixture
def in_draft(measure: MeasurePage, editor: Client) -> Organisation:
    """Named by a draft of a live measure alone."""
    organisation = draft_snippet(Organisation(name="Volkshochschule", locale=measure.locale))
    form = edit(editor, measure)
    form.add("commitments", organisation=organisation.pk, role="lead")
    form.send()
    assert not measure.commitments.exists()
    return organisation


def refused(editor: Client, model: str, pk: int) -> str:
    """Tries to delete a snippet on its own and in bulk; gives what the admin says."""
    bulk = reverse("wagtail_bulk_action", args=["aktionsplan_pages", model, "delete"])
    responses = [
        editor.post(
            reverse(f"wagtailsnippets_aktionsplan_pages_{model}:delete", args=[pk]), follow=True
        ),
        editor.post(f"{bulk}?id={pk}", follow=True),
    ]
    assert [response.status_code for response in responses] == [200, 200]
    texts = [response.content.decode() for response in responses]
    assert all("Deutschkurse" in text for text in texts)
    return texts[0]


def test_an_organisation_that_a_live_measure_names_stays_and_the_measure_is_linked(
    measure: MeasurePage, editor: Client
) -> None:
    organisation = commit(measure, "Volkshochschule")
    html = refused(editor, "organisation", organisation.pk)
    assert reverse("wagtailadmin_pages:edit", args=[measure.pk]) in html
    assert Organisation.objects.filter(pk=organisation.pk).exists()


def test_an_organisation_that_a_draft_names_stays_and_the_draft_opens(
    in_draft: Organisation, measure: MeasurePage, editor: Client
) -> None:
    refused(editor, "organisation", in_draft.pk)
    assert Organisation.objects.filter(pk=in_draft.pk).exists()
    with transaction.atomic(), pytest.raises(ProtectedError, match="Volkshochschule"):
        Organisation.objects.filter(pk=in_draft.pk).delete()
    assert edit(editor, measure).status == 200


def test_an_organisation_that_only_an_old_revision_names_can_go(
    in_draft: Organisation, measure: MeasurePage, editor: Client
) -> None:
    edit(editor, measure).send(**{"commitments-0-DELETE": "on"})
    snippets(editor, "organisation", "delete", in_draft.pk).send()
    assert not Organisation.objects.filter(pk=in_draft.pk).exists()
    assert edit(editor, measure).status == 200


@pytest.mark.parametrize("where", ["live", "draft"])
def test_a_target_group_that_is_named_stays(
    where: str, measure: MeasurePage, editor: Client
) -> None:
    group = draft_snippet(TargetGroup(name="Eltern", locale=measure.locale))
    edit(editor, measure).send(target_groups=[group.pk])
    if where == "live":
        publish_draft(measure)
    assert list(draft(measure).target_groups.all()) == [group]
    refused(editor, "targetgroup", group.pk)
    assert TargetGroup.objects.filter(pk=group.pk).exists()


def test_what_nobody_names_is_deleted(home: Any, editor: Client) -> None:
    german = Locale.objects.get(language_code="de")
    organisation = draft_snippet(Organisation(name="Verein", locale=german))
    group = draft_snippet(TargetGroup(name="Eltern", locale=german))
    for model, pk in (("organisation", organisation.pk), ("targetgroup", group.pk)):
        snippets(editor, model, "delete", pk).send()
    assert not Organisation.objects.exists()
    assert not TargetGroup.objects.exists()
