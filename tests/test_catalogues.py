"""Interface catalogues are full and in their own language; every fault is found."""

import os
import shutil
from pathlib import Path
from typing import Any

import polib
import pytest
from django.core.management import CommandError, call_command

from aktionsplan_pages.languages import LANGUAGES
from cms.catalogues import problems
from cms.management.commands.collect_messages import TRANSLATED, path_of

ROOT = Path(__file__).parents[1]


def catalogue(code: str) -> polib.POFile:
    return polib.pofile(str(path_of(code)))


def found(code: str, spoilt: polib.POFile) -> str:
    """What is wrong with a spoilt catalogue that is not wrong with the real one."""
    german = catalogue("de")
    real = set(problems(code, catalogue(code), german))
    return "\n".join(text for text in problems(code, spoilt, german) if text not in real)


def with_text(code: str, msgid: str, text: str) -> polib.POFile:
    """The catalogue as it is, but for one message."""
    spoilt = catalogue(code)
    entry = spoilt.find(msgid)
    if entry.msgid_plural:
        entry.msgstr_plural[0] = text
    else:
        entry.msgstr = text
    return spoilt


def test_every_language_but_the_one_of_the_message_ids_has_a_catalogue() -> None:
    assert {*TRANSLATED, "en"} == set(LANGUAGES)


@pytest.mark.parametrize("code", TRANSLATED)
def test_nothing_is_wrong(code: str) -> None:
    assert list(problems(code, catalogue(code), catalogue("de"))) == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_missing_translation_is_found(code: str) -> None:
    assert "“All measures” is not translated." in found(code, with_text(code, "All measures", ""))
    plural = with_text(code, "%(number)s hour", "")
    assert "“%(number)s hour” is not translated." in found(code, plural)


@pytest.mark.parametrize("code", sorted(set(TRANSLATED) - {"de", "de-simple"}))
def test_german_in_place_of_a_translation_is_found(code: str) -> None:
    for msgid, german in (("Language", "sprache"), ("%(number)s person", "%(number)s Person")):
        assert "same as in German" in found(code, with_text(code, msgid, german))


def test_a_german_sentence_in_easy_language_is_found_a_word_is_not() -> None:
    sentence = catalogue("de").find("It is being carried out now.").msgstr
    spoilt = with_text("de-simple", "It is being carried out now.", sentence)
    assert "same as in German" in found("de-simple", spoilt)
    assert found("de-simple", with_text("de-simple", "Contact", "Kontakt")) == ""


@pytest.mark.parametrize(
    ("code", "text", "strange"),
    [
        ("uk", "All measures", "Allmeasures"),
        ("uk", "Усі заходы", "ы"),
        ("ru", "Усі меры", "і"),
        ("ar", "Усі", "Усі"),
        ("ar", "کل التدابیر", "یک"),
        ("fa", "همة تدابير", "ةي"),
        ("ps", "ټول كارونه", "ك"),
        ("ti", "جميع", "جميع"),
        ("ti", "ኩሎም all", "al"),
        ("pl", "Усі", "Усі"),
        ("pl", "Alle Maße", "ß"),
        ("ro", "Măsuri şi", "ş"),
        ("kmr", "Hemû tedbîrên ışê", "ı"),
        ("tr", "Tüm önlemler ß", "ß"),
        ("de", "Все", "Все"),
    ],
)
def test_letters_of_another_language_are_found(code: str, text: str, strange: str) -> None:
    said = found(code, with_text(code, "All measures", text))
    letters = "".join(sorted(set(strange)))
    assert f"“{text}” holds {letters}, not of this language." in said


@pytest.mark.parametrize("code", ["uk", "ar", "ti"])
def test_technical_words_may_be_in_latin_letters(code: str) -> None:
    own = catalogue(code).find("All measures").msgstr
    for token in ("https://example.org/a", "a.b@example.org", "CSV", "VO/2025/246", "<b>", "12"):
        assert found(code, with_text(code, "All measures", f"{own} {token}")) == ""


@pytest.mark.parametrize(
    ("code", "other"), [("ar", "fa"), ("fa", "ar"), ("uk", "ru"), ("ps", "ar"), ("ro", "pl")]
)
def test_a_catalogue_of_another_language_is_found(code: str, other: str) -> None:
    assert "is this the right language?" in found(code, catalogue(other))


@pytest.mark.parametrize("code", TRANSLATED)
@pytest.mark.parametrize(
    "change", [("%(all)s", ""), ("%(all)s", "%(alle)s"), ("%(all)s", "{all}")]
)
def test_placeholders_that_do_not_match_are_found(code: str, change: tuple[str, str]) -> None:
    text = catalogue(code).find("Page %(number)s of %(all)s").msgstr.replace(*change)
    spoilt = with_text(code, "Page %(number)s of %(all)s", text)
    assert "has other placeholders" in found(code, spoilt)


def test_placeholders_in_each_plural_form_must_match() -> None:
    assert "other placeholders" in found("ar", with_text("ar", "%(number)s hour", "ساعة"))


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_missing_plural_form_is_found(code: str) -> None:
    spoilt = catalogue(code)
    del spoilt.find("%(number)s hour").msgstr_plural[0]
    assert "“%(number)s hour” needs" in found(code, spoilt)


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("uk", "nplurals=2; plural=(n != 1);"),
        ("ar", "nplurals=2; plural=(n != 1);"),
        ("fa", "nplurals=2; plural=(n != 1);"),
        ("de", "nplurals=2; plural=(n > 1);"),
        ("de", "nplurals=3; plural=(n == 0 ? 0 : n == 1 ? 1 : 2);"),
        ("de", ""),
    ],
)
def test_a_plural_rule_that_is_not_the_one_of_cldr_is_found(code: str, rule: str) -> None:
    spoilt = catalogue(code)
    spoilt.metadata["Plural-Forms"] = rule
    assert "Plural-Forms" in found(code, spoilt)


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Path:
    """A copy of all that messages are collected from, to be spoilt."""
    if shutil.which("xgettext") is None:
        if os.environ.get("CI"):
            pytest.fail("gettext is missing: apt-get install gettext")
        pytest.skip("no gettext found; install it to collect messages (apt-get install gettext)")
    for name in ("aktionsplan_pages", "cms", "templates", "locale"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("static"))
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check() -> str:
    try:
        call_command("collect_messages", "--check")
    except CommandError as error:
        return str(error)
    return ""


def test_a_message_that_is_in_no_catalogue_is_found_and_nothing_is_written(tree: Path) -> None:
    call_command("collect_messages")
    before = {path: path.read_bytes() for path in tree.rglob("*.po")}
    assert "not fresh" not in check()
    page = tree / "templates" / "404.html"
    page.write_text(page.read_text() + '{% translate "Brand new words" %}')
    assert check().count("not fresh") == len(TRANSLATED)
    assert check().count("“Brand new words” is not translated") == len(TRANSLATED)
    assert {path: path.read_bytes() for path in tree.rglob("*.po")} == before
