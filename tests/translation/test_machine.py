"""Machine translation against servers that speak as DeepL and LibreTranslate do."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.utils.translation import override
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation

from aktionsplan_pages.approval.authors import authors_of
from aktionsplan_pages.approval.publishing import publish_revision
from aktionsplan_pages.models import GlossaryTerm, MachineUse, MeasurePage, SeenText
from aktionsplan_pages.settings import machine_translator
from aktionsplan_pages.translation import machine
from aktionsplan_pages.translation.machine_services import MachineTranslationFailed
from aktionsplan_pages.translation.submit import fill, prepare, submit
from tests.conftest import add_snippet, publish
from tests.translation.services import GLOSSARY as GLOSSARY_ID
from tests.translation.services import KEY, Answer, DeepLHandler, LibreHandler, Server, serving
from tests.translation.test_glossary import rendering

KINDS = {"deepl": DeepLHandler, "libretranslate": LibreHandler}
TITLE, SUMMARY = "Deutschkurse", "Kurse für alle."


def switch_on(settings: Any, name: str, url: str, key: str = KEY) -> None:
    found = machine_translator(name, key, url)
    found["OPTIONS"]["TIMEOUT"] = 1
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = found


@pytest.fixture(params=list(KINDS))
def service(request: Any, settings: Any) -> Iterator[Server]:
    with serving(KINDS[request.param]) as server:
        switch_on(settings, request.param, server.url)
        yield server


@pytest.fixture
def deepl(settings: Any) -> Iterator[Server]:
    with serving(DeepLHandler) as server:
        switch_on(settings, "deepl", server.url)
        yield server


@pytest.fixture
def translation(measure: MeasurePage) -> Translation:
    return prepare(measure, "uk")


@pytest.fixture
def person(db: None) -> Any:
    return get_user_model().objects.create_user("person")


def stored() -> dict[str, tuple[str, str, str]]:
    rows = StringTranslation.objects.select_related("translation_of")
    return {
        row.translation_of.data: (row.data, row.translation_type, row.tool_name) for row in rows
    }


def string(text: str) -> StringTranslation:
    return StringTranslation.objects.get(data=text)


# What is filled


def test_it_is_off_until_a_service_is_named(translation: Translation) -> None:
    assert not machine.is_offered("uk")
    with pytest.raises(MachineTranslationFailed, match=r"No machine|keine maschinelle"):
        machine.translate_empty(translation)
    assert stored() == {}


def test_empty_segments_are_filled_and_named(
    service: Server, translation: Translation, person: Any
) -> None:
    assert machine.is_offered("uk")
    assert not machine.is_offered("de-simple")
    done = machine.translate_empty(translation, person)
    assert stored() == {
        text: (f"uk {text}", "machine", done.tool) for text in (TITLE, SUMMARY)
    }  # fmt: skip
    assert (done.strings, done.left) == (2, ())
    assert done.tool in {"DeepL", "LibreTranslate"}
    assert set(StringTranslation.objects.values_list("last_translated_by", flat=True)) == {
        person.pk
    }


def test_a_persons_words_are_neither_sent_nor_touched(
    service: Server, translation: Translation
) -> None:
    fill(translation, {TITLE: "Курси"})
    machine.translate_empty(translation)
    assert service.sent() == [SUMMARY]
    assert stored()[TITLE] == ("Курси", "manual", "")
    assert stored()[SUMMARY][1] == "machine"
    assert machine.translate_empty(translation).strings == 0
    assert service.sent() == [SUMMARY]


def test_a_segment_that_was_emptied_is_filled(service: Server, translation: Translation) -> None:
    fill(translation, {TITLE: " "})
    machine.translate_empty(translation)
    assert stored()[TITLE][:2] == (f"uk {TITLE}", "machine")


@pytest.mark.parametrize("bad", ["", "  ", "<p>Курси</p>", '<a id="a7">Курси</a>', "<i x=1>К</i>"])
def test_what_is_no_sound_segment_is_left_empty_and_said(
    bad: str, service: Server, translation: Translation
) -> None:
    service.words[TITLE] = bad
    done = machine.translate_empty(translation)
    assert (done.strings, done.left) == (1, ("title",))
    assert set(stored()) == {SUMMARY}


def test_many_segments_go_in_portions(service: Server, measure: MeasurePage) -> None:
    measure.description = "".join(f"<p>Satz {number}.</p>" for number in range(120))
    publish(measure)
    done = machine.translate_empty(prepare(measure, "uk"))
    assert done.strings == 122
    assert len(service.calls) == 3


def test_deepl_is_asked_as_it_describes(deepl: Server, measure: MeasurePage) -> None:
    machine.translate_empty(prepare(measure, "en"))
    machine.translate_empty(prepare(measure, "kmr"))
    english, kurdish = (data for _method, _path, data in deepl.calls)
    assert english["target_lang"] == ["EN-GB"]
    assert (english["source_lang"], english["tag_handling"]) == (["DE"], ["xml"])
    assert "enable_beta_languages" not in english
    assert (kurdish["target_lang"], kurdish["enable_beta_languages"]) == (["KMR"], ["1"])


# Errors: said in German, nothing half done

ERRORS = [
    (Answer(403, {"message": "Forbidden"}), "Schlüssel"),
    (Answer(429, {"message": "Too many requests"}, {"Retry-After": "30"}), "30 Sekunden"),
    (Answer(429, {"message": "Too many requests"}), "später"),
    (Answer(456, {"message": "Quota exceeded"}), "Kontingent"),
    (Answer(413, {"message": "Too large"}), "zu lang"),
    (Answer(400, {"message": "Value for 'target_lang' not supported."}), "'target_lang'"),
    (Answer(400, {"error": "kmr is not supported"}), "kmr is not"),
    (Answer(500, "<h1>Oops</h1>"), "500"),
    (Answer(503, None), "503"),
    (Answer(200, "{not json"), "nicht lesen"),
    (Answer(200, []), "nicht lesen"),
    (Answer(200, {"translations": "x", "translatedText": "x"}), "nicht lesen"),
    (Answer(200, {"translations": [3], "translatedText": [3]}), "nicht lesen"),
    (Answer(200, {"translations": [{"text": "a"}], "translatedText": ["a"]}), "nicht lesen"),
    (Answer(200, {}, wait=1.6), "1 Sekunde"),
]


@pytest.mark.parametrize(("answer", "said"), ERRORS)
def test_an_error_is_said_in_german_and_nothing_is_stored(
    answer: Answer, said: str, service: Server, translation: Translation
) -> None:
    service.next = [answer]
    with override("de"), pytest.raises(MachineTranslationFailed) as caught:
        machine.translate_empty(translation)
    assert said in str(caught.value)
    assert "Es wurde nichts übersetzt." in str(caught.value)
    assert stored() == {}
    assert not MachineUse.objects.exists()
    assert machine.translate_empty(translation).strings == 2


def test_a_service_that_is_not_there(settings: Any, translation: Translation) -> None:
    switch_on(settings, "libretranslate", "http://127.0.0.1:1")
    with override("de"), pytest.raises(MachineTranslationFailed, match="nicht erreichbar"):
        machine.translate_empty(translation)


def test_a_wrong_key_is_said(deepl: Server, settings: Any, translation: Translation) -> None:
    switch_on(settings, "deepl", deepl.url, key="wrong")
    with override("de"), pytest.raises(MachineTranslationFailed, match="Schlüssel"):
        machine.translate_empty(translation)


def test_when_the_second_portion_fails_the_first_is_counted_and_nothing_is_stored(
    service: Server, measure: MeasurePage
) -> None:
    measure.description = "".join(f"<p>Satz {number}.</p>" for number in range(60))
    publish(measure)
    translation = prepare(measure, "uk")
    first = Answer(200, {"translations": [{"text": "a"}] * 50, "translatedText": ["a"] * 50})
    service.next = [first, Answer(500)]
    with pytest.raises(MachineTranslationFailed):
        machine.translate_empty(translation)
    assert stored() == {}
    assert machine.used() == sum(map(len, service.sent()[:50]))


# The budget


def test_the_budget_of_a_month_is_kept_with_figures(
    service: Server, translation: Translation, settings: Any
) -> None:
    needed = len(TITLE + SUMMARY)
    MachineUse.objects.create(tool="x", language="ar", characters=100)
    settings.ACTION_PLAN_MACHINE_CHARACTERS = 100 + needed - 1
    with override("de"), pytest.raises(MachineTranslationFailed) as caught:
        machine.translate_empty(translation)
    assert str(needed) in str(caught.value)
    assert str(needed - 1) in str(caught.value)
    assert str(99 + needed) in str(caught.value)
    assert (service.calls, stored(), machine.used()) == ([], {}, 100)
    settings.ACTION_PLAN_MACHINE_CHARACTERS += 1
    assert machine.translate_empty(translation).strings == 2
    assert machine.used() == 100 + needed


def test_another_month_has_its_own_budget(service: Server, translation: Translation) -> None:
    MachineUse.objects.create(tool="x", language="ar", characters=10**9, at="2020-01-31T12:00Z")
    assert machine.used() == 0
    assert machine.translate_empty(translation).strings == 2


# The glossary


@pytest.fixture
def term(home: Any) -> GlossaryTerm:
    german = Locale.objects.get(language_code="de")
    known = add_snippet(GlossaryTerm(term="Kurse", locale=german))
    add_snippet(GlossaryTerm(term="Ausländerbehörde", locale=german))
    publish(rendering(known, "заняття"))
    return known


def test_deepl_is_given_the_terms_that_occur(
    deepl: Server, term: GlossaryTerm, translation: Translation
) -> None:
    done = machine.translate_empty(translation)
    assert deepl.paths() == [
        "POST /v2/glossaries", "POST /v2/translate", f"DELETE /v2/glossaries/{GLOSSARY_ID}",
    ]  # fmt: skip
    assert deepl.calls[0][2]["entries"] == ["Kurse\tзаняття"]
    assert deepl.calls[1][2]["glossary_id"] == [GLOSSARY_ID]
    assert done.used_glossary
    assert done.missing == ("Kurse",)


def test_deepl_translates_without_where_it_takes_no_glossary(
    deepl: Server, term: GlossaryTerm, translation: Translation
) -> None:
    deepl.glossaries = Answer(400, {"message": "Unsupported glossary source and target language"})
    done = machine.translate_empty(translation)
    assert (done.strings, done.used_glossary) == (2, False)
    assert deepl.paths() == ["POST /v2/glossaries", "POST /v2/translate"]


def test_a_glossary_is_deleted_when_translating_fails(
    deepl: Server, term: GlossaryTerm, translation: Translation
) -> None:
    deepl.next = [Answer(500)]
    with pytest.raises(MachineTranslationFailed):
        machine.translate_empty(translation)
    assert deepl.paths()[-1] == f"DELETE /v2/glossaries/{GLOSSARY_ID}"


def test_a_rendering_that_is_there_is_not_complained_of(
    service: Server, term: GlossaryTerm, translation: Translation
) -> None:
    service.words[SUMMARY] = "Заняттями для всіх."
    assert machine.translate_empty(translation).missing == ()


# Whose words, and who has read them


@pytest.fixture
def filled(deepl: Server, translation: Translation, person: Any) -> Translation:
    machine.translate_empty(translation, person)
    return translation


def test_nothing_is_submitted_unseen(filled: Translation, person: Any) -> None:
    assert machine.unseen(filled) == ["title", "summary"]
    machine.confirm(string(f"uk {TITLE}"), person)
    assert machine.unseen(filled) == ["summary"]
    with override("de"), pytest.raises(machine.UnseenMachineText) as caught:
        submit(filled, person)
    assert "Zusammenfassung" in str(caught.value) or "Kurz" in str(caught.value)
    assert "Titel" not in str(caught.value)
    assert caught.value.paths == ["summary"]
    machine.confirm(string(f"uk {SUMMARY}"), person)
    assert submit(filled, person).as_object().machine == {"title": "DeepL", "summary": "DeepL"}


def test_confirmed_words_stay_named_until_a_person_writes_others(
    filled: Translation, person: Any
) -> None:
    for row in StringTranslation.objects.all():
        machine.confirm(row, person)
    fill(filled, {TITLE: f"uk {TITLE}", SUMMARY: "Курси для всіх."})
    assert stored()[TITLE][1:] == ("machine", "DeepL")
    assert stored()[SUMMARY][1:] == ("manual", "")
    revision = submit(filled, person)
    publish_revision(revision)
    page = MeasurePage.objects.get(pk=revision.object_id)
    assert machine.machine_sections(page) == {"title": "DeepL"}


def test_other_words_by_a_machine_are_unseen_again(filled: Translation, person: Any) -> None:
    row = string(f"uk {TITLE}")
    machine.confirm(row, person)
    StringTranslation.objects.filter(pk=row.pk).update(data="щось інше")
    assert "title" in machine.unseen(filled)


def test_a_section_that_is_not_submitted_need_not_be_seen(
    deepl: Server, translation: Translation, person: Any
) -> None:
    deepl.words[SUMMARY] = ""
    machine.translate_empty(translation, person)
    machine.confirm(string(f"uk {TITLE}"), person)
    assert submit(translation, person)


def test_who_had_it_translated_and_who_confirmed_it_are_authors(
    filled: Translation, person: Any
) -> None:
    other = get_user_model().objects.create_user("other")
    third = get_user_model().objects.create_user("third")
    for row in StringTranslation.objects.all():
        machine.confirm(row, other)
    assert set(authors_of(submit(filled, third))) == {person.pk, other.pk, third.pk}


def test_a_persons_words_need_no_confirmation(translation: Translation, person: Any) -> None:
    fill(translation, {TITLE: "Курси"})
    machine.confirm(string("Курси"), person)
    assert not SeenText.objects.exists()
    assert submit(translation, person).as_object().machine == {}


@pytest.mark.parametrize(
    "wrong", [("deepl", "", ""), ("libretranslate", "k", ""), ("x", "k", "u")]
)
def test_settings_that_lack_something_are_refused(wrong: tuple[str, str, str]) -> None:
    with pytest.raises(ValueError, match="MACHINE_TRANSLATOR"):
        machine_translator(*wrong)
