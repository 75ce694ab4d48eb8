"""The glossary in the admin: begun in German, rendered by those of a language, approved."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from aktionsplan_pages.models import GlossaryTerm
from aktionsplan_pages.translation.glossary import terms
from tests.approval.conftest import approve, person  # noqa: F401
from tests.conftest import add_snippet, draft, publish
from tests.editing.conftest import Form

People = Callable[..., Any]
EDIT = "wagtailsnippets_aktionsplan_pages_glossaryterm:edit"


def browser(user: Any) -> Client:
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "de"})
    client = Client()
    client.force_login(user)
    return client


def form(client: Client, row: GlossaryTerm) -> Form:
    return Form(client, reverse(EDIT, args=[row.pk])).fetch()


def report(client: Client, language: str = "uk", **query: str) -> Form:
    address = reverse("action_plan_renderings_glossaryterm")
    return Form(client, f"{address}?into={language}").fetch()


@pytest.fixture
def term(home: Any) -> GlossaryTerm:
    german = Locale.objects.get(language_code="de")
    return add_snippet(GlossaryTerm(term="Fachdienst", note="Eine Abteilung.", locale=german))


def begin(client: Client, term: GlossaryTerm, language: str = "uk") -> Any:
    return client.post(
        reverse("action_plan_rendering", args=["glossaryterm", term.pk, language]), follow=True
    )


def row_of(term: GlossaryTerm, language: str = "uk") -> GlossaryTerm:
    return GlossaryTerm.objects.get(
        translation_key=term.translation_key, locale__language_code=language
    )


def test_from_a_german_word_to_an_approved_rendering(home: Any, person: People) -> None:
    editor, kaya, hanna = person("e", "editor"), person("k", "coordination"), person("h", "head")
    translator, reviewer = person("t", "translator", "uk"), person("r", "reviewer", "uk")
    address = reverse("wagtailsnippets_aktionsplan_pages_glossaryterm:add")
    added = Form(browser(editor), address).fetch()
    added.send(term="Fachdienst", forms="FD", note="Eine Abteilung.")
    german = GlossaryTerm.objects.get()
    assert not terms("uk").terms
    form(browser(editor), german).send("submit")
    approve(german, kaya, hanna)
    assert [known.german for known in terms("uk").in_text("Der FD")] == ["Fachdienst"]

    client = browser(translator)
    shown = report(client)
    assert "Fachdienst" in shown.text
    assert "fehlt" in shown.text
    begin(client, german)
    row = row_of(german)
    page = form(client, row)
    assert "Auf Deutsch: Fachdienst" in page.text
    assert "Eine Abteilung." in page.text
    assert "forms" not in page.data
    page.send("submit", term="відділ", note="не «служба»")
    assert "in Prüfung" in report(client).text
    approve(row, reviewer, hanna)
    assert list(terms("uk").rows()) == [("Fachdienst", "відділ", "не «служба»")]
    assert "freigegeben" in report(client).text


def test_a_reviewer_finds_it_on_the_start_page(term: GlossaryTerm, person: People) -> None:
    translator, reviewer = person("t", "translator", "uk"), person("r", "reviewer", "uk")
    begin(browser(translator), term)
    form(browser(translator), row_of(term)).send("submit", term="відділ")
    home = reverse("wagtailadmin_home")
    assert "відділ" in browser(reviewer).get(home).content.decode()
    other = browser(person("o", "reviewer", "ar")).get(home).content.decode()
    assert "відділ" not in other


def test_a_translator_of_one_language_does_not_touch_another(
    term: GlossaryTerm, person: People
) -> None:  # fmt: skip
    ukrainian = browser(person("t", "translator", "uk"))
    arabic = browser(person("a", "translator", "ar"))
    begin(arabic, term)
    assert not GlossaryTerm.objects.filter(locale__language_code="uk").exists()
    begin(ukrainian, term)
    row = row_of(term)
    page = form(ukrainian, row)
    sent = page.data | {"term": ["чуже"]}
    address = reverse(EDIT, args=[row.pk])
    assert arabic.get(address).status_code == 302
    arabic.post(address, sent)
    assert GlossaryTerm.objects.get(pk=row.pk).latest_revision is None
    ukrainian.post(address, sent)
    assert GlossaryTerm.objects.get(pk=row.pk).latest_revision.content["term"] == "чуже"


def test_a_translator_does_not_change_german_terms(term: GlossaryTerm, person: People) -> None:
    client = browser(person("t", "translator", "uk"))
    assert client.get(reverse(EDIT, args=[term.pk])).status_code == 302
    assert browser(person("e", "editor")).get(reverse(EDIT, args=[term.pk])).status_code == 200
    begin(client, term, "de")
    assert GlossaryTerm.objects.count() == 1


def test_fields_have_the_direction_of_their_language(term: GlossaryTerm, person: People) -> None:
    client = browser(person("a", "translator", "ar"))
    begin(client, term, "ar")
    page = form(client, row_of(term, "ar"))
    for name in ("term", "note"):
        tag = page.soup.select_one(f"[name={name}]")
        assert (tag["lang"], tag["dir"]) == ("ar", "rtl")


def test_a_term_does_not_begin_in_another_language(home: Any, editor: Client) -> None:
    address = reverse("wagtailsnippets_aktionsplan_pages_glossaryterm:add")
    added = Form(editor, f"{address}?locale=uk")
    added.fetch().send(term="відділ")
    assert not GlossaryTerm.objects.exists()


def test_a_changed_german_term_is_told(term: GlossaryTerm, person: People) -> None:
    client = browser(person("t", "translator", "uk"))
    begin(client, term)
    form(client, row_of(term)).send(term="відділ")
    publish(GlossaryTerm.objects.get(pk=row_of(term).pk).get_latest_revision_as_object())
    assert [known.translation for known in terms("uk").terms] == ["відділ"]
    term.refresh_from_db()
    term.term = "Amt"
    publish(term)
    assert "hat sich seitdem geändert" in report(client).text
    assert [known.translation for known in terms("uk").terms] == [""]


def test_the_report_costs_a_fixed_number_of_queries(
    term: GlossaryTerm, editor: Client, django_assert_max_num_queries: Any
) -> None:
    def queries() -> int:
        with django_assert_max_num_queries(100) as counted:
            report(editor)
        return len(counted)

    uk = Locale.objects.get(language_code="uk")

    def add_term(number: int) -> None:
        more = add_snippet(GlossaryTerm(term=f"Wort {number}", locale=term.locale))
        row = draft(more.copy_for_translation(uk))
        row.term = f"слово {number}"
        publish(row)

    add_term(0)
    queries()
    before = queries()
    for number in range(1, 12):
        add_term(number)
    assert queries() == before
    assert "слово 11" in report(editor).text


def test_the_report_finds_and_its_button_works_in_a_browser(
    term: GlossaryTerm, person: Any
) -> None:
    """The test client passes over the check of tokens unless it is told to."""
    tanja = person("tanja", "translator", "uk")
    browser(tanja)
    client = Client(enforce_csrf_checks=True)
    client.force_login(tanja)
    address = reverse("action_plan_renderings_glossaryterm")
    assert term.term in client.get(address, {"into": "uk", "q": term.term[1:5]}).content.decode()
    assert term.term not in client.get(address, {"into": "uk", "q": "xyz"}).content.decode()
    soup = BeautifulSoup(client.get(address, {"into": "uk"}).content, "html.parser")
    form = soup.select_one("form[action*='/admin/vokabular/']")
    data = {one["name"]: one["value"] for one in form.select("input")}
    assert client.post(form["action"], {}).status_code == 403  # control
    assert client.post(form["action"], data).status_code == 302


def test_what_is_not_approved_stays_with_those_it_concerns(
    term: GlossaryTerm, person: Any, editor: Client
) -> None:
    uk = Locale.objects.get(language_code="uk")
    row = draft(term.copy_for_translation(uk))
    row.term = "=SUM(1)"
    row.save_revision()
    unapproved = GlossaryTerm(term="Ungeprüft", locale=term.locale, live=False)
    unapproved.save()
    address = reverse("action_plan_renderings_glossaryterm")

    def seen(user: Any, **query: str) -> str:
        return browser(user).get(address, {"into": "uk", **query}).content.decode()

    own, other = person("t-uk", "translator", "uk"), person("t-ar", "translator", "ar")
    assert "=SUM(1)" in seen(own)
    assert "=SUM(1)" not in seen(other)
    assert "Ungeprüft" not in seen(own)
    assert "Ungeprüft" in editor.get(address, {"into": "uk"}).content.decode()
    assert "'=SUM(1)" in "".join(
        part.decode() for part in browser(own).get(address, {"into": "uk", "export": "csv"})
    )
    begin = reverse("action_plan_rendering", args=["glossaryterm", unapproved.pk, "uk"])
    browser(own).post(begin)
    assert unapproved.get_translation_or_none(uk) is None
