"""A text taken apart into sentences and tokens, each with its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

JOINTS = "·‧•‑\u00ad\\-'’"
TOKEN = re.compile(rf"[^\W\d_]+(?:[{JOINTS}][^\W\d_]+)*|\d+(?:[.,:/\u00a0\u202f]\d+)*|[^\w\s]")
LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
END = re.compile(r"(?<![.!?…])[.!?…]+[\"“”’»«)\]]*(?=\s+[\"„“‚»«(]*[^\W_a-zäöüß])")
FINISHED = re.compile(r"[.!?…:;][\"“”’»«)\]]*$")
MULTIPART = (
    "z. B.", "d. h.", "u. a.", "v. a.", "o. ä.", "i. d. R.", "u. U.", "z. T.", "s. o.", "s. u.",
    "i. A.", "e. V.", "u. s. w.", "n. Chr.", "v. Chr.", "m. E.",
)  # fmt: skip
SINGLE = (
    "usw.", "bzw.", "ca.", "etc.", "ggf.", "evtl.", "inkl.", "exkl.", "zzgl.", "vgl.", "Nr.",
    "Tel.", "Str.", "max.", "min.", "Mio.", "Mrd.", "Tsd.", "Abs.", "Art.", "bspw.", "sog.",
    "insb.", "usf.", "gem.", "lt.", "zzt.", "Jh.", "Std.", "Min.", "allg.", "Dr.", "Prof.", "St.",
)  # fmt: skip
TITLES = {"Dr.", "Prof.", "St."}  # belong to names


def pattern(*known: str) -> str:
    """Matches each of ``known``, with or without blanks inside."""
    return "|".join(re.escape(name).replace(r"\ ", r"[ \u00a0\u202f]?") for name in known)


ABBREVIATION = re.compile(rf"(?<![\w.])(?:{pattern(*MULTIPART, *SINGLE)})(?!\w)")
NO_END = re.compile(r"(?:^|[\s(])(?:\d{1,2}|[A-ZÄÖÜ])\.$")


@dataclass(frozen=True)
class Token:
    text: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        return self.text[0].isalpha()

    @property
    def is_number(self) -> bool:
        return self.text[0].isdigit()


@dataclass(frozen=True)
class Sentence:
    """``start`` and ``end`` are places in the whole text; ``line`` counts from 0.

    A sentence that goes on in the next line, in small letters, is one sentence.
    """

    text: str
    start: int
    number: int
    line: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @cached_property
    def tokens(self) -> list[Token]:
        return [
            Token(found.group(), self.start + found.start(), self.start + found.end())
            for found in TOKEN.finditer(self.text)
        ]

    @cached_property
    def words(self) -> list[Token]:
        return [token for token in self.tokens if token.is_word]

    @cached_property
    def length(self) -> int:
        """Words and numbers."""
        return sum(token.is_word or token.is_number for token in self.tokens)


def parts(line: str) -> Iterator[tuple[int, int]]:
    """Start and end of the sentences of one line."""
    shortened = {
        place
        for found in ABBREVIATION.finditer(line)
        for place in range(found.start() + 1, found.end() + 1)
    }
    start = 0
    for found in END.finditer(line):
        first = found.start() + 1  # right after the first dot
        is_shortened = first in shortened and found.end() == first
        if is_shortened or NO_END.search(line, max(start, first - 5), first):
            continue
        yield start, found.end()
        start = found.end()
    yield start, len(line)


def sentences(text: str) -> list[Sentence]:
    """All sentences that hold a word or a number, in order."""
    places: list[tuple[int, int, int]] = []
    is_open = False
    for row, line in enumerate(LINE.finditer(text)):
        content = line.group()
        goes_on = is_open and content.lstrip()[:1].islower()
        for start, end in parts(content):
            trimmed = content[start:end].strip()
            if not any(letter.isalnum() for letter in trimmed):
                continue
            first = line.start() + content.index(trimmed, start)
            if goes_on:
                begun, _end, above = places.pop()
                places.append((begun, first + len(trimmed), above))
            else:
                places.append((first, first + len(trimmed), row))
            goes_on = False
            is_open = not FINISHED.search(trimmed[-8:])
    return [
        Sentence(text[start:end], start, number, row)
        for number, (start, end, row) in enumerate(places, start=1)
    ]
