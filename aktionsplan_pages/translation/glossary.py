"""The glossary: approved German terms, found in a text, with their approved renderings."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import Any

from django.apps import apps
from django.utils.html import strip_tags
from rapidfuzz import fuzz

from aktionsplan_pages.languages import SOURCE
from aktionsplan_pages.translation.sections import digest

ENDINGS = "e|en|er|ern|es|em|n|s|se|sen|ses"
LONG = 6  # letters from which a term also counts as the beginning of a compound
STILL_THERE = 75  # per cent of a rendering's letters that an inflected form keeps
BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def plain(text: str) -> str:
    """What somebody reads of a segment: no tags, no soft hyphens, single blanks."""
    if "<" in text or "&" in text:
        text = unescape(strip_tags(BREAK.sub(" ", text)))
    return " ".join(text.replace("\u00ad", "").split())


@dataclass(frozen=True)
class Term:
    """One German term; ``translation`` is empty where none is approved in the language.

    ``explanation`` says in German what is meant, ``note`` in the other language how it is used.
    """

    german: str
    forms: tuple[str, ...] = ()
    explanation: str = ""
    translation: str = ""
    note: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(filter(None, map(plain, (self.german, *self.forms)))))


@dataclass(frozen=True)
class Glossary:
    """All approved terms for one language."""

    language: str
    terms: tuple[Term, ...] = ()

    @cached_property
    def _by_word(self) -> dict[str, list[Term]]:
        found: dict[str, list[Term]] = {}
        for term in self.terms:
            for word in term.words:
                found.setdefault(word, []).append(term)
                if word[0].islower():  # at the beginning of a sentence
                    found.setdefault(word[0].upper() + word[1:], []).append(term)
        return found

    @cached_property
    def _pattern(self) -> re.Pattern:
        words = sorted(self._by_word, key=len, reverse=True)
        kinds = (
            ([word for word in words if len(word) >= LONG], rf"(?:{ENDINGS}|\w{{3,}})?"),
            ([word for word in words if len(word) < LONG], rf"(?:{ENDINGS})?"),
        )
        parts = [
            rf"({'|'.join(map(re.escape, some))}){rest}(?!\w)" for some, rest in kinds if some
        ]
        return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})")

    def in_text(self, german: str) -> list[Term]:
        """The terms that occur in a German segment, in order, each once; tags do not matter.

        Whole words, with the usual endings; a term of six letters or more also where a compound
        begins with it. Where two terms begin at one place, the longer one is meant. German nouns
        are told from other words by their capital letter.
        """
        found: dict[Term, None] = {}
        for match in self._pattern.finditer(plain(german)) if self._by_word else ():
            word = match[match.lastindex or 0]
            found.update(dict.fromkeys(self._by_word[word]))
        return list(found)

    def missing(self, german: str, translated: str) -> list[Term]:
        """Terms of ``german`` whose rendering does not seem to stand in ``translated``.

        A hint, not a verdict: inflected forms are recognised by most of their letters.
        """
        there = plain(translated).casefold()
        return [
            term for term in self.in_text(german) if term.translation
            and fuzz.partial_ratio(plain(term.translation).casefold(), there) < STILL_THERE
        ]  # fmt: skip

    def rows(self) -> Iterator[tuple[str, str, str]]:
        """For an export: German, rendering, note; only what has an approved rendering."""
        for term in self.terms:
            if term.translation:
                yield term.german, term.translation, term.note or term.explanation


def model() -> Any:
    return apps.get_model("aktionsplan_pages", "GlossaryTerm")


def forms(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[,\n]", text) if part.strip())


def terms(language: str) -> Glossary:
    """What is approved now, in two queries.

    A rendering made for another German term than the one approved now is left out.
    """
    german = list(model().objects.filter(live=True, locale__language_code=SOURCE))
    rows: Sequence[Any] = ()
    if language != SOURCE:
        rows = model().objects.filter(live=True, locale__language_code=language)
    renderings = {row.translation_key: row for row in rows}

    def term(row: Any) -> Term:
        own = renderings.get(row.translation_key)
        made = own.made_from.get("term") if own else None
        if made and made != digest(row.term):
            own = None
        return Term(
            row.term, forms(row.forms), row.note, own.term if own else "", own.note if own else ""
        )

    return Glossary(language, tuple(map(term, german)))
