"""What a job's file consists of, whatever its format."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from aktionsplan_pages.languages import LANGUAGES

KEY = re.compile(r"([0-9a-f]{32}):([\w.-]{1,500}):([0-9a-f]{32})")
TERM = tuple[str, str, str]  # German, translation, note


class FileProblem(ValueError):
    """A file that cannot be read or written as a whole; says why in one sentence."""


class Key(NamedTuple):
    """Where a German string stands; the same wherever its page moves and whatever its name."""

    page: UUID
    path: str
    german: UUID

    def __str__(self) -> str:
        return f"{self.page.hex}:{self.path}:{self.german.hex}"


def key_of(text: str) -> Key | None:
    """None for what is no key of ours."""
    found = KEY.fullmatch(text.strip())
    return Key(UUID(found[1]), found[2], UUID(found[3])) if found else None


@dataclass(frozen=True)
class Unit:
    """One segment to be translated; ``source`` and ``target`` are inline HTML, canonical."""

    key: str
    source: str
    target: str = ""
    page: str = ""
    section: str = ""
    address: str = ""
    preview: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Job:
    """What a file is written from; ``number`` finds the record of the job again."""

    language: str
    units: Iterator[Unit]
    number: str = ""
    name: str = ""
    terms: Sequence[TERM] = ()


@dataclass(frozen=True)
class Incoming:
    """One segment as a file brings it; ``place`` tells a person where it stands in there."""

    key: str
    source: str
    target: str
    place: str
    is_unfinished: bool = False
    problem: str = ""


@dataclass(frozen=True)
class JobFile:
    """A file that was read; ``units`` may be called again. ``tag`` is the language it names."""

    format: str
    tag: str
    units: Callable[[], Iterator[Incoming]] = field(repr=False)
    number: str = ""

    @property
    def language(self) -> str:
        """Our code of the language; empty if it is none of ours."""
        return language_of_tag(self.tag)


def language_of_tag(tag: str) -> str:
    """``uk-UA`` is Ukrainian, ``ku`` the Kurmanji of ours; empty for what we do not have."""
    known = {code: code for code in LANGUAGES}
    known |= {alias: lang.code for lang in LANGUAGES.values() for alias in lang.browser_codes}
    names = tag.strip().lower().replace("_", "-").split("-")
    for length in range(len(names), 0, -1):
        if code := known.get("-".join(names[:length])):
            return code
    return ""


def terms_in(text: str, terms: Sequence[TERM]) -> list[TERM]:
    """The terms of the glossary that occur in ``text``."""
    lower = text.lower()
    return [term for term in terms if term[0].lower() in lower]


def in_words(term: TERM) -> str:
    german, translation, note = term
    return f"{german} = {translation}" + (f" ({note})" if note else "")
