"""Target groups and what organisations do, in other languages: written whole, and approved."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale

from aktionsplan_pages.models import MeasurePage, Organisation, TargetGroup
from aktionsplan_pages.translation.sections import made_from
from tests.approval.conftest import approve, person  # noqa: F401
from tests.conftest import add_snippet, commit, draft, publish
from tests.editing.conftest import Form
from tests.editing.test_glossary import browser

People = Callable[..., Any]


def snippet_url(row: Any, view: str = "edit") -> str:
    name = f"wagtailsnippets_aktionsplan_pages_{row._meta.model_name}:{view}"
    return reverse(name, args=[] if view == "list" else [row.pk])


def report(client: Client, model: str, language: str = "uk") -> Form:
    address = reverse(f"action_plan_renderings_{model}")
    return Form(client, f"{address}?into={language}").fetch()


def begin(client: Client, german: Any, language: str) -> Form:
    address = reverse("action_plan_rendering", args=[german._meta.model_name, german.pk, language])
    response = client.post(address, follow=True)
    return Form(client, response.redirect_chain[-1][0]).read(response)


def row_of(german: Any, language: str) -> Any:
    return german.get_translation(Locale.objects.get(language_code=language))


@pytest.fixture
def group(measure: MeasurePage) -> TargetGroup:
    german = add_snippet(TargetGroup(name="Eltern", locale=measure.locale))
    measure.target_groups = [german]
    publish(measure)
    return german


@pytest.fixture
def organisation(measure: MeasurePage) -> Organisation:
    german = commit(measure, "Volkshochschule")
    german.explanation = "Kurse für Erwachsene."
    return publish(german)


@pytest.fixture
def page_of(organisation: Organisation, read: Any) -> Callable[[str], str]:
    key = organisation.translation_key.hex
    return lambda language: read(f"/{language}/plan/beteiligte/{key}/")


def test_a_target_group_from_missing_to_public_through_two_people(
    group: TargetGroup, person: People, read: Any
) -> None:
    olha, reviewer = person("o", "translator", "uk"), person("r", "reviewer", "uk")
    head = person("h", "head")
    assert '<span lang="de" dir="ltr">Eltern</span>' in read("/uk/plan/kurse/")
    assert "fehlt" in report(browser(olha), "targetgroup").text
    start = Form(browser(olha), reverse("wagtailadmin_home"))
    assert "Zielgruppen nach Sprachen – Українська : 1 fehlt" in start.fetch().text
    form = begin(browser(olha), group, "uk")
    assert "Auf Deutsch: Eltern" in form.text
    field = form.soup.select_one("[name=name]")
    assert (field["lang"], field["dir"], form.shown("name")) == ("uk", "ltr", "")
    sent = form.send("submit", name="Батьки")
    assert (
        sent.soup.find("h1").get_text(" ", strip=True) == "Zielgruppen nach Sprachen: Українська"
    )
    assert "Zielgruppen nach Sprachen" not in start.fetch().soup.find("main").get_text()
    assert "in Prüfung" in report(browser(olha), "targetgroup").text
    approve(row_of(group, "uk"), reviewer)
    assert "Батьки" not in read("/uk/plan/kurse/")
    approve(row_of(group, "uk"), head)
    html = read("/uk/plan/kurse/")
    assert "Батьки" in html
    assert "Eltern" not in html
    assert "freigegeben" in report(browser(olha), "targetgroup").text


def test_an_organisation_keeps_its_name_and_is_explained_in_another_language(
    organisation: Organisation, person: People, page_of: Any
) -> None:
    sami = person("s", "translator", "ar")
    form = begin(browser(sami), organisation, "ar")
    assert "Kurse für Erwachsene." in form.text
    assert set(form.data) & {"name", "website", "email", "phone", "accounts"} == set()
    assert form.soup.select_one("[name=explanation]")["dir"] == "rtl"
    form.send("submit", explanation="دورات للكبار.")
    assert "دورات للكبار." not in page_of("ar")
    approve(row_of(organisation, "ar"), person("r", "reviewer", "ar"), person("h", "head"))
    html = page_of("ar")
    assert "دورات للكبار." in html
    assert "Volkshochschule" in html
    assert "Kurse für Erwachsene." not in html


def test_a_draft_is_public_nowhere(organisation: Organisation, page_of: Any) -> None:
    """Whatever its row holds."""
    row = draft(organisation.copy_for_translation(Locale.objects.get(language_code="ar")))
    row.explanation = "مسودة"
    row.made_from = made_from(row, organisation)
    row.save()
    assert "مسودة" not in page_of("ar")


def test_what_was_made_from_other_german_words_gives_way_to_german(
    group: TargetGroup, person: People, read: Any
) -> None:
    olha = person("o", "translator", "uk")
    begin(browser(olha), group, "uk").send("submit", name="Батьки")
    approve(row_of(group, "uk"), person("r", "reviewer", "uk"), person("h", "head"))
    assert "Батьки" in read("/uk/plan/kurse/")
    group.name = "Alleinerziehende"
    publish(group)
    html = read("/uk/plan/kurse/")
    assert "Батьки" not in html
    assert '<span lang="de" dir="ltr">Alleinerziehende</span>' in html
    assert "hat sich seitdem geändert" in report(browser(olha), "targetgroup").text


@pytest.mark.parametrize("view", ["edit", "history", "usage"])
def test_a_translator_opens_no_row_of_another_language(
    view: str, group: TargetGroup, person: People
) -> None:
    olha, sami = person("o", "translator", "uk"), person("s", "translator", "ar")
    begin(browser(olha), group, "uk")
    row = row_of(group, "uk")
    assert browser(olha).get(snippet_url(row, view)).status_code == 200  # control
    assert browser(sami).get(snippet_url(row, view)).status_code == 302
    assert browser(olha).get(snippet_url(group, view)).status_code == 302


def test_a_list_mixes_no_languages(group: TargetGroup, editor: Client) -> None:
    uk = Locale.objects.get(language_code="uk")
    row = draft(group.copy_for_translation(uk))
    row.name = "Батьки"
    publish(row)
    address = snippet_url(group, "list")
    assert "Eltern" in (html := editor.get(address).content.decode())
    assert "Батьки" not in html
    assert "Батьки" in editor.get(address, {"locale": uk.language_code}).content.decode()


def test_a_draft_is_listed_to_the_house_alone(
    measure: MeasurePage, person: People, editor: Client
) -> None:
    unapproved = draft(Organisation(name="Geheimbund", locale=measure.locale))
    olha = browser(person("o", "translator", "uk"))
    for address in (snippet_url(unapproved, "list"),
                    reverse("action_plan_renderings_organisation")):  # fmt: skip
        assert "Geheimbund" not in olha.get(address).content.decode()
    assert "Geheimbund" in editor.get(snippet_url(unapproved, "list")).content.decode()
    start, link = reverse("wagtailadmin_home"), f'"{snippet_url(unapproved, "list")}"'
    assert link not in olha.get(start).content.decode()
    assert link in editor.get(start).content.decode()


def test_only_vocabulary_begins_here(measure: MeasurePage, editor: Client) -> None:
    address = reverse("action_plan_rendering", args=["measurepage", measure.pk, "uk"])
    assert editor.post(address).status_code == 404
