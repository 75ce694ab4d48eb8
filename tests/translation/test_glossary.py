"""The glossary: which approved terms stand in a German text, and what they are called."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Locale, WorkflowContentType

from aktionsplan_pages.demo.vocabulary import load
from aktionsplan_pages.models import GlossaryTerm
from aktionsplan_pages.translation.glossary import Glossary, Term, plain, terms
from tests.conftest import add_snippet, draft, publish

KREIS = Term("Kreis", translation="район")
KREISTAG = Term("Kreistag", translation="районна рада")
MEASURE = Term("Maßnahme", translation="захід")
OFFICE = Term("Amt", ("Ämter", "Amtes"), translation="відомство")
EASY = Term("Leichte Sprache", translation="проста мова")
UNPAID = Term("ehrenamtlich", translation="волонтерський")
KNOWN = Glossary("uk", (KREIS, KREISTAG, MEASURE, OFFICE, EASY, UNPAID))


def found(german: str) -> list[str]:
    return [term.german for term in KNOWN.in_text(german)]


@pytest.mark.parametrize(
    ("german", "expected"),
    [
        ("Der Kreis hilft.", ["Kreis"]),
        ("Die Kreise und des Kreises", ["Kreis"]),
        ("Der Kreistag des Kreises", ["Kreistag", "Kreis"]),
        ("Kreistagswahl", ["Kreistag"]),
        ("Der Kreislauf, ein Kreisel", []),
        ("Sie kreisen um den Kiel", []),
        ("Umkreis, Landkreis", []),
        ("Maßnahmen, Maßnahmenplan, Maßnahmenpläne", ["Maßnahme"]),
        ("Ämter", ["Amt"]),
        ("amtlich", []),
        ("Kreis-Haushalt", ["Kreis"]),
        ("Leichte\u00a0Sprache, Leichten", ["Leichte Sprache"]),
        ("Ehrenamtliche helfen ehrenamtlich", ["ehrenamtlich"]),
        ("Maß\u00adnah\u00admen", ["Maßnahme"]),
        ("<b>Maß</b>nahmen", ["Maßnahme"]),
        ("Leichte<br/>Sprache", ["Leichte Sprache"]),
        ('<a id="Kreis">hier</a>', []),
        ("Caf&eacute; &amp; Kreis", ["Kreis"]),
        ("", []),
    ],
)
def test_terms_are_found_as_whole_words(german: str, expected: list[str]) -> None:
    assert found(german) == expected


letters = st.characters(categories=["L", "N", "P", "Zs", "S"])


@given(before=st.text(letters), after=st.text(letters), term=st.sampled_from(KNOWN.terms))
def test_a_term_between_blanks_is_found_in_any_text(before: str, after: str, term: Term) -> None:
    text = escape(f"{before} | {term.german} | {after}")
    assert term in KNOWN.in_text(text)
    assert term in KNOWN.in_text(text.replace(term.german, f"<b>{term.german}</b>"))


@given(before=st.text("abcäßé", min_size=1), term=st.sampled_from(KNOWN.terms))
def test_a_term_inside_a_word_is_none(before: str, term: Term) -> None:
    assert term not in KNOWN.in_text(before + term.german)


@given(words=st.lists(st.text(max_size=20), max_size=8), text=st.text())
def test_no_terms_and_no_text_break_it(words: list[str], text: str) -> None:
    glossary = Glossary("uk", tuple(Term(word, translation="x") for word in words))
    for term in glossary.in_text(f"{text} {' '.join(words)}"):
        assert any(word in plain(f"{text} {' '.join(words)}") or word[0].islower()
                   for word in term.words)  # fmt: skip


def test_a_hint_is_given_where_the_rendering_does_not_seem_to_be_used() -> None:
    assert KNOWN.missing("Die Maßnahmen", "Заходи району") == []
    assert KNOWN.missing("Die Maßnahmen", "Курси") == [MEASURE]
    assert KNOWN.missing("Der Plan", "Курси") == []


# From the database


@pytest.fixture
def german(home: Any) -> GlossaryTerm:
    locale = Locale.objects.get(language_code="de")
    term = GlossaryTerm(term="Fachdienst", forms="FD, Fachdienstes\n", note="Teil des Amtes")
    term.locale = locale
    return add_snippet(term)


def rendering(german: GlossaryTerm, text: str, language: str = "uk", **also: Any) -> GlossaryTerm:
    row = german.copy_for_translation(Locale.objects.get(language_code=language))
    row.term = text
    for name, value in also.items():
        setattr(row, name, value)
    return draft(row)


def test_a_rendering_counts_once_it_is_approved(german: GlossaryTerm) -> None:
    row = rendering(german, "відділ", note="не «служба»")
    assert [term.translation for term in terms("uk").terms] == [""]
    assert list(terms("uk").rows()) == []
    publish(row)
    (term,) = terms("uk").in_text("Der FD hilft.")
    assert (term.translation, term.explanation) == ("відділ", "Teil des Amtes")
    assert list(terms("uk").rows()) == [("Fachdienst", "відділ", "не «служба»")]
    assert [term.translation for term in terms("ar").terms] == [""]


def test_what_is_no_more_than_a_draft_is_not_used(german: GlossaryTerm) -> None:
    publish(rendering(german, "відділ"))
    german.term = "Amt"
    german.save_revision()
    assert [term.german for term in terms("uk").terms] == ["Fachdienst"]


def test_a_rendering_of_another_german_term_is_left_out(german: GlossaryTerm) -> None:
    row = rendering(german, "відділ")
    row.made_from = {"term": "of an earlier word"}
    publish(row)
    assert [term.translation for term in terms("uk").terms] == [""]


def test_terms_cost_two_queries(german: GlossaryTerm, django_assert_num_queries: Any) -> None:
    for word in ("Kreis", "Amt", "Stadt"):
        more = add_snippet(GlossaryTerm(term=word, locale=german.locale))
        publish(rendering(more, f"{word} uk"))
    with django_assert_num_queries(2):
        known = terms("uk")
        for _segment in range(20):
            known.in_text("Der Kreis, das Amt und die Stadt")
    assert len(known.terms) == 4


def test_on_an_older_site_set_up_gives_the_glossary_the_workflow_of_target_groups(
    home: Any,
) -> None:
    own = WorkflowContentType.objects.filter(content_type__model="glossaryterm")
    workflow = own.get().workflow
    own.delete()
    call_command("setup_site", stdout=StringIO())
    assert own.get().workflow == workflow


def test_the_examples_of_the_demo_are_marked_and_loaded_once(home: Any) -> None:
    assert load() > 15
    assert load() == 0
    known = terms("uk")
    assert len(list(known.rows())) == 15
    assert all("Beispiel" in term.explanation and "Beispiel" in term.note for term in known.terms)
    assert [term.translation for term in known.in_text("Die Sprachkurse")] == ["мовний курс"]
