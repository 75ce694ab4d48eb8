"""What can be wrong with an interface catalogue (pure): found for CI, told as sentences."""

import gettext
import re
import unicodedata
from collections.abc import Iterator

import polib

from aktionsplan_pages.languages import LANGUAGES, SOURCE
from aktionsplan_pages.public.formats import cldr

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
# Whatever the language, this is written as it is.
TECHNICAL = re.compile(
    PLACEHOLDER.pattern
    + r"|https?://\S+|[\w.+-]+@[\w.-]+|<[^>]+>|&\w+;|\b\w+/\d+/\d+\b"
    + r"|\b(?:CSV|XLSX|JSON|PDF|cookies?|Landkreis|Rendsburg-Eckernförde)\b"
)
# Letters of the script that a language never writes, and some that it cannot do without.
LETTERS = {
    "uk": ("ыэёъ", "іїє"), "ru": ("іїєґ", "ыэ"), "ar": ("کیپچژگ", "ةى"), "fa": ("كيىة", "پچگ"),
    "ps": ("كگىة", "ښړټې"), "tr": ("ßäê", "ığş"), "pl": ("ßäöü", "łżą"),
    "kmr": ("ßäöüığ", "êîû"), "ro": ("ßäöüşţ", "ăâț"),
}  # fmt: skip
# Message ids whose translation is the German word in these languages, too.
SAME_AS_GERMAN = {
    "%(number)s course": {"tr", "kmr", "pl"},
    "Contact": {"pl"},
    "euro": {"ro"},
    "original": {"ro"},
    "It can wait.": {"de-simple"},
    "It needs no money of its own.": {"de-simple"},
    "Page %(number)s of %(all)s": {"de-simple"},
    "There are no measures here yet.": {"de-simple"},
}
FEW_WORDS = 3  # as many may be the same in German and in Leichte Sprache


def problems(code: str, catalogue: polib.POFile, german: polib.POFile) -> Iterator[str]:
    """Everything that is wrong with ``catalogue``, which is in the language ``code``."""
    yield from wrong_plurals(code, catalogue)
    yield from letters_missing(code, catalogue)
    known = {(entry.msgctxt, entry.msgid): forms(entry) for entry in german}
    for entry in catalogue:
        name = f"“{entry.msgid}”"
        if entry.fuzzy or not entry.translated():
            yield f"{name} is not translated."
            continue
        for text in forms(entry):
            if strange := wrong_letters(code, text):
                yield f"{name}: “{text}” holds {strange}, not of this language."
            if placeholders(text) != placeholders(entry.msgid_plural or entry.msgid):
                yield f"{name}: “{text}” has other placeholders."
        if code != SOURCE and is_german(code, entry, known.get((entry.msgctxt, entry.msgid), [])):
            yield f"{name} is the same as in German."


def forms(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def wrong_letters(code: str, text: str) -> str:
    """The letters of ``text`` that are of another script, or of another language in this one."""
    never = LETTERS.get(code, ("", ""))[0]
    letters = {letter for letter in TECHNICAL.sub(" ", text) if letter.isalpha()}
    script = LANGUAGES[code].script
    return "".join(
        sorted(
            letter
            for letter in letters
            if not unicodedata.name(letter, "").startswith(script) or letter.lower() in never
        )
    )


def letters_missing(code: str, catalogue: polib.POFile) -> Iterator[str]:
    """A whole catalogue without the letters of its language is in another one."""
    needed = set(LETTERS.get(code, ("", ""))[1])
    written = {letter for entry in catalogue for text in forms(entry) for letter in text}
    if needed and not needed & written:
        yield f"None of the letters {''.join(sorted(needed))}: is this the right language?"


def is_german(code: str, entry: polib.POEntry, german: list[str]) -> bool:
    if code in SAME_AS_GERMAN.get(entry.msgid, ()):
        return False
    same = {text.casefold() for text in german} & {text.casefold() for text in forms(entry)}
    if LANGUAGES[code].retold:
        return any(len(text.split()) > FEW_WORDS for text in same)
    return bool(same)


def wrong_plurals(code: str, catalogue: polib.POFile) -> Iterator[str]:
    """The catalogue's rule must part whole numbers as CLDR does, each part with its own form."""
    header = catalogue.metadata.get("Plural-Forms", "")
    rule = re.fullmatch(r"nplurals=(\d+); plural=(.+);", header)
    if not rule:
        yield f"Plural-Forms is missing or wrong: “{header}”."
        return
    form = gettext.c2py(rule[2])  # type: ignore[attr-defined]
    plural = cldr(code).plural_form
    pairs = {(form(n), plural(n)) for n in range(1001)}
    kinds = {len(pairs), len({ours for ours, _ in pairs}), len({theirs for _, theirs in pairs})}
    if kinds != {int(rule[1])}:
        yield f"Plural-Forms “{header}” is not the rule of CLDR."
    for entry in catalogue:
        if entry.msgid_plural and sorted(entry.msgstr_plural) != list(range(int(rule[1]))):
            yield f"“{entry.msgid}” needs {rule[1]} plural forms."
