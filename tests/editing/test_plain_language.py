"""Who writes a page in Leichte Sprache sees what the checklist finds, and what it retells."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource

from aktionsplan_pages.models import MeasurePage, Milestone
from aktionsplan_pages.translation.submit import prepare, retell
from tests.approval.conftest import as_user, person  # noqa: F401
from tests.conftest import publish, publish_draft, translate
from tests.editing.conftest import Form, draft, draft_text, edit

TICK = "still_true"


@pytest.fixture
def german(measure: MeasurePage) -> MeasurePage:
    measure.description = "<p>Die Kurse werden angeboten.</p>"
    measure.milestones = [Milestone(title="Start", planned="2024-10", locale=measure.locale)]
    return publish(measure)


@pytest.fixture
def retold(german: MeasurePage) -> MeasurePage:
    words = {"title": "Kurse für Deutsch", "summary": "Hier lernen Sie Deutsch."}
    return MeasurePage.objects.get(pk=retell(german, "de-simple", words).object_id)


def checklist(form: Form) -> dict[str, str]:
    """What the panel says, by section."""
    return parts(form.soup)


def parts(soup: Tag) -> dict[str, str]:
    found = soup.select("[data-plain-language-part]")
    return {part["data-plain-language-part"]: text_of(part) for part in found}


def text_of(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def test_the_panel_names_what_it_finds_and_what_to_try(
    retold: MeasurePage, editor: Client
) -> None:
    form = edit(editor, retold)
    assert checklist(form)["*"].startswith("0 Hinweise")
    form.send(
        summary="Der Gesundheitsausschuss des Kreises hilft. Es gibt z. B. Kurse.",
        description=draft_text("Der Kurs wird geplant."),
        **{"milestones-0-title": "Das wäre gut."},
    )
    assert form.errors() == {}
    shown = checklist(edit(editor, retold))
    assert shown["*"].startswith("6 Hinweise")
    assert shown["summary"].startswith("Satz 1: Gesundheitsausschuss Langes Wort.")
    assert "Teilen Sie es: „Gesundheits·ausschuss“." in shown["summary"]
    assert "Schreiben Sie: „von dem Kreis“." in shown["summary"]
    assert "Satz 2: z. B. Abkürzung." in shown["summary"]
    assert "In dieser Zeile stehen 2 Sätze." in shown["summary"]
    assert shown["description"].startswith("Satz 1: wird geplant Passiv")
    milestone = draft(retold).milestones.get().translation_key
    assert shown[f"milestones.{milestone}.title"].startswith("Satz 1: wäre Möglichkeitsform.")
    assert shown["title"] == "Keine Hinweise."


def test_the_panel_shows_the_german_words_where_facts_are_and_how_hard_both_are(
    retold: MeasurePage, german: MeasurePage, editor: Client
) -> None:
    form = edit(editor, retold)
    panel = form.soup.select_one("[data-plain-language]")
    assert panel is not None
    shown = [text_of(block) for block in panel.select("details [lang=de]")]
    assert shown == ["Deutschkurse", "Kurse für alle.", "Die Kurse werden angeboten.", "Start"]
    left_out = [text_of(one) for one in panel.select("details summary")]
    assert left_out.count("Deutscher Text (hier ausgelassen)") == 2
    assert panel.select_one(f'a[href="{reverse("wagtailadmin_pages:edit", args=[german.pk])}"]')
    assert "Lesbarkeit (Wiener Sachtextformel):" in text_of(panel)
    assert "Die deutsche Seite:" in text_of(panel)


@pytest.mark.parametrize("language", ["de", "uk"])
def test_other_languages_have_no_checklist(
    language: str, german: MeasurePage, editor: Client
) -> None:
    page = german
    if language == "uk":
        page = translate(german, "uk", title="Курси", summary="Для всіх.")
        Translation.objects.update(enabled=False)  # so that the page editor opens
    form = edit(editor, page)
    assert "title" in form.data
    assert form.soup.select("[data-plain-language]") == []
    assert TICK not in form.text


def test_only_what_was_touched_or_confirmed_retells_the_german_of_now(
    retold: MeasurePage, german: MeasurePage, editor: Client
) -> None:
    german.title, german.summary = "Deutsch lernen", "Kurse für alle im Kreis."
    publish(german)
    before = draft(retold).made_from
    form = edit(editor, retold)
    assert {tick["value"] for tick in form.soup.select(f"input[name={TICK}]")} == {
        "title", "summary",
    }  # fmt: skip
    assert "Der deutsche Text hat sich geändert" in form.text
    form.send()
    assert draft(retold).made_from == before
    form.send(title="Deutsch lernen leicht")
    touched = draft(retold).made_from
    assert touched["title"] != before["title"]
    assert touched["summary"] == before["summary"]
    form = edit(editor, retold)
    assert [tick["value"] for tick in form.soup.select(f"input[name={TICK}]")] == ["summary"]
    form.send(**{TICK: ["summary"]})
    confirmed = draft(retold)
    assert confirmed.made_from["summary"] not in {before["summary"], ""}
    assert confirmed.made_from["title"] == touched["title"]
    assert confirmed.summary == "Hier lernen Sie Deutsch."
    assert confirmed.has_unpublished_changes
    assert edit(editor, retold).soup.select(f"input[name={TICK}]") == []


def test_a_tick_for_what_does_not_exist_does_nothing(retold: MeasurePage, editor: Client) -> None:
    before = draft(retold).made_from
    form = edit(editor, retold).send(**{TICK: ["description", "indicators.x.name", "slug", ""]})
    assert form.errors() == {}
    assert draft(retold).made_from == before


def test_ticks_mean_nothing_in_other_languages(german: MeasurePage, editor: Client) -> None:
    page = translate(german, "uk", title="Курси")
    Translation.objects.update(enabled=False)
    german.title = "Neuer Titel"
    publish(german)
    before = draft(page).made_from
    edit(editor, page).send(**{TICK: ["title"]})
    assert draft(page).made_from == before


def test_a_retelling_may_leave_out_the_names_of_children(
    retold: MeasurePage, editor: Client
) -> None:
    form = edit(editor, retold).send("submit", **{"milestones-0-title": ""})
    assert form.errors() == {}
    assert MeasurePage.objects.get(pk=retold.pk).workflow_in_progress


# While somebody writes


def ask(client: Client, page: MeasurePage, data: dict[str, Any]) -> Any:
    return client.post(reverse("action_plan_plain_language", args=[page.pk]), data)


def test_the_form_as_it_stands_is_checked_and_nothing_is_stored(
    retold: MeasurePage, editor: Client
) -> None:
    form = edit(editor, retold)
    panel = form.soup.select_one("[data-plain-language]")
    assert panel is not None
    assert panel["data-plain-language"] == reverse("action_plan_plain_language", args=[retold.pk])
    form.set(summary="Das ist nicht gut.", description=draft_text("Das wird gemacht."), title="")
    form.set(**{"milestones-0-title": "Das wäre gut."})
    response = ask(editor, retold, form.data)
    assert response.status_code == 200
    shown = parts(BeautifulSoup(response.content.decode(), "html.parser"))
    assert shown["summary"].startswith("Satz 1: nicht Verneinung.")
    assert shown["description"].startswith("Satz 1: wird gemacht Passiv")
    assert any("Möglichkeitsform" in text for text in shown.values())
    assert draft(retold).summary == "Hier lernen Sie Deutsch."


def test_what_was_typed_cannot_break_out_of_the_answer(
    retold: MeasurePage, editor: Client
) -> None:
    form = edit(editor, retold).set(summary="Das ist nicht <script>alert(1)</script> VHS<b>.")
    html = ask(editor, retold, form.data).content.decode()
    assert "Verneinung" in html
    assert "<script" not in html
    assert "<b>." not in html


@pytest.mark.parametrize("text", ["{", "[]", '{"blocks": 3}', "null", "\x00"])
def test_rich_text_that_no_editor_sends_is_refused(
    text: str, retold: MeasurePage, editor: Client
) -> None:
    form = edit(editor, retold)
    assert ask(editor, retold, form.data).status_code == 200
    assert ask(editor, retold, form.set(description=text).data).status_code in {200, 400}


def test_only_who_may_write_the_page_asks_and_only_by_post(
    retold: MeasurePage, german: MeasurePage, editor: Client,
    person: Callable[..., Any], as_user: Callable[[Any], Client],
) -> None:  # fmt: skip
    data = edit(editor, retold).data
    address = reverse("action_plan_plain_language", args=[retold.pk])
    writer = as_user(person("lea", "translator", "de-simple"))
    assert ask(writer, retold, data).status_code == 200
    assert writer.get(address).status_code == 405
    assert ask(writer, german, data).status_code == 404
    other = as_user(person("oleh", "translator", "uk"))
    assert ask(other, retold, data).status_code in {302, 403}
    assert Client().post(address, data).status_code == 302
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person("lea"))
    assert strict.post(address, data).status_code == 403


# How it begins


def begin(client: Client, page: MeasurePage, *languages: str) -> Any:
    locales = Locale.objects.filter(language_code__in=languages)
    address = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    return client.post(address, {"locales": [locale.pk for locale in locales]}, follow=True)


def test_translate_leads_to_the_page_editor_with_empty_words(
    german: MeasurePage, editor: Client
) -> None:
    response = begin(editor, german, "de-simple")
    page = MeasurePage.objects.get(locale__language_code="de-simple")
    form = Form(editor, response.request["PATH_INFO"]).read(response)
    assert form.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert form.soup.select("[data-plain-language]")
    assert (form.shown("title"), form.shown("summary")) == ("Deutschkurse", "")
    assert "Kurse für alle." in form.text
    assert not page.live
    assert page.made_from == {}
    form.send(summary="Hier lernen Sie Deutsch.", **{TICK: ["title"]})
    assert set(draft(page).made_from) == {"summary", "title"}
    assert not Translation.objects.exists()


def test_several_languages_at_once_begin_each_in_its_way(
    german: MeasurePage, editor: Client
) -> None:
    begin(editor, german, "de-simple", "uk")
    simple, ukrainian = (
        MeasurePage.objects.get(locale__language_code=code) for code in ("de-simple", "uk")
    )
    assert edit(editor, simple).soup.select("[data-plain-language]")
    assert [t.target_locale.language_code for t in Translation.objects.filter(enabled=True,
            source__object_id=german.translation_key)] == ["uk"]  # fmt: skip
    assert edit(editor, ukrainian).soup.select("[data-plain-language]") == []


def test_a_retelling_follows_the_children_of_the_german_page(
    retold: MeasurePage, german: MeasurePage, editor: Client
) -> None:
    form = edit(editor, retold)
    form.send(**{"milestones-0-title": "Es geht los"})
    german = MeasurePage.objects.get(pk=german.pk)
    german.milestones.add(Milestone(title="Danach", planned="2025-01", locale=german.locale))
    publish(german)
    form = edit(editor, retold)
    fields = ("INITIAL_FORMS", "MAX_NUM_FORMS", "0-title", "1-title")
    shown = [form.data.get(f"milestones-{name}", [""])[0] for name in fields]
    assert shown == ["2", "2", "Es geht los", ""]
    form.send(**{"milestones-1-title": "Es geht weiter"})
    rows = draft(retold).milestones.all()
    keys = [row.translation_key for row in MeasurePage.objects.get(pk=german.pk).milestones.all()]
    assert [row.title for row in rows] == ["Es geht los", "Es geht weiter"]
    assert [row.translation_key for row in rows] == keys
    form = edit(editor, retold)
    more = {"milestones-TOTAL_FORMS": "3", "milestones-2-title": "Erfunden"}
    form.send(**{**more, "milestones-2-id": "", "milestones-2-ORDER": "3"})
    assert "Erfunden" not in [row.title for row in draft(retold).milestones.all()]


def test_no_way_binds_a_retelling_to_segments(
    retold: MeasurePage, german: MeasurePage, editor: Client
) -> None:
    translation = prepare(german, "de-simple")
    assert not Translation.objects.get(pk=translation.pk).enabled
    assert prepare(german, "uk").enabled  # control
    form = edit(editor, retold)
    assert form.soup.select("[data-plain-language]")
    names = {button.get("name") for button in form.soup.select("button, input")}
    assert "localize-restart-translation" not in names
    editor.post(form.url, {**form.data, "localize-restart-translation": "1"})
    assert not Translation.objects.get(pk=translation.pk).enabled
    assert TranslationSource.objects.filter(object_id=german.translation_key).exists()


def test_what_was_begun_becomes_public_as_written(
    german: MeasurePage, editor: Client, read: Callable[[str], str]
) -> None:
    begin(editor, german, "de-simple")
    page = MeasurePage.objects.get(locale__language_code="de-simple")
    edit(editor, page).send(title="Kurse für Deutsch", summary="Hier lernen Sie Deutsch.")
    publish_draft(page)
    html = read("/de-simple/plan/kurse/")
    assert "Hier lernen Sie Deutsch." in html
    assert "Die Kurse werden angeboten." not in html
