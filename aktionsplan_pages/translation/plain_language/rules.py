"""The rules of Leichte Sprache that a program can check; each names what it is sure of."""

import re
from collections.abc import Callable, Iterator
from itertools import groupby

from aktionsplan_pages.translation.plain_language import grammar
from aktionsplan_pages.translation.plain_language.compounds import is_long, split
from aktionsplan_pages.translation.plain_language.finding import Finding, Rule
from aktionsplan_pages.translation.plain_language.sentences import (
    ABBREVIATION,
    TITLES,
    Sentence,
    Token,
    sentences,
)

MOST_WORDS = 12  # of a sentence
PIECE = re.compile(r"[^\W\d_]+")
NEGATIONS = {
    "nicht", "kein", "keine", "keinen", "keinem", "keiner", "keines", "nie", "niemals", "niemand",
    "niemanden", "niemandem", "nichts", "nirgends", "nirgendwo", "weder", "keinesfalls",
    "keineswegs",
}  # fmt: skip
SUBJUNCTIVES = {
    "würde", "würden", "würdest", "würdet", "könnte", "könnten", "könntest", "könntet", "müsste",
    "müssten", "dürfte", "dürften", "sollte", "sollten", "wäre", "wären", "wärst", "wärest",
    "hätte", "hätten", "hättest", "hättet", "gäbe", "gäben", "käme", "kämen", "ginge", "ließe",
    "bräuchte", "bräuchten", "wüsste", "wüssten", "fände", "fänden", "stünde",
    "stünden", "bliebe", "könne", "müsse", "dürfe", "solle", "seien",
}  # fmt: skip
REPORTED = {"sei", "habe", "werde"}  # of a third person
THIRD = {"er", "es", "man", "jemand", "niemand", "wer"}
KNOWN_ACRONYMS = {"WC", "TV", "PC", "CD", "DVD", "USA", "PDF", "SMS", "OK"}
SHOUTED = {
    "JA", "NEIN", "NEU", "UND", "ODER", "ABER", "ALLE", "NUR", "SIE", "WIR", "ICH", "NIE", "NICHT",
    "KEIN", "KEINE", "HIER", "HEUTE", "STOPP", "MEHR", "GUT",
}  # fmt: skip
EXPLAINED = re.compile(r"\b(?:Abkürzung|abgekürzt|kurz|heißt|bedeutet)\b")
LARGE_WORD = re.compile(r"(?:\w*tausend|Million|Millionen|Milliarde|Milliarden)", re.IGNORECASE)
PLAIN_NUMBER = re.compile(r"\d+|\d{1,3}(?:[.\u00a0\u202f]\d{3})+")
POSTCODE = re.compile(r"(?:.*, )?\d{5} [A-ZÄÖÜ][\w. /()-]*(?<![.!?])")
TELEPHONE = re.compile(r"telefon|tel\.|fax|handy|mobil|nummer|rufen|iban|konto", re.IGNORECASE)
LARGEST = 999


def of(sentence: Sentence, first: Token, last: Token, rule: Rule, proposal: str = "") -> Finding:
    found = sentence.text[first.start - sentence.start : last.end - sentence.start]
    return Finding(first.start, last.end, sentence.number, rule, found, proposal)


def long_sentence(sentence: Sentence) -> Iterator[Finding]:
    if sentence.length > MOST_WORDS:
        yield Finding(
            sentence.start, sentence.end, sentence.number, Rule.LONG_SENTENCE, sentence.text,
            count=sentence.length,
        )  # fmt: skip


def passive(sentence: Sentence) -> Iterator[Finding]:
    for first, last in grammar.passives(sentence.tokens):
        yield of(sentence, first, last, Rule.PASSIVE)


def genitive(sentence: Sentence) -> Iterator[Finding]:
    for first, last, proposal in grammar.genitives(sentence.tokens):
        yield of(sentence, first, last, Rule.GENITIVE, proposal)


def subjunctive(sentence: Sentence) -> Iterator[Finding]:
    words = sentence.words
    for place, token in enumerate(words):
        small = token.text.lower()
        before = words[place - 1].text.lower() if place else ""
        if small == "würde" and token.text != small:
            continue  # the noun
        if small in SUBJUNCTIVES or (small in REPORTED and before in THIRD):
            yield of(sentence, token, token, Rule.SUBJUNCTIVE)


def negation(sentence: Sentence) -> Iterator[Finding]:
    for token in sentence.words:
        if token.text.lower() in NEGATIONS:
            yield of(sentence, token, token, Rule.NEGATION)


def abbreviation(sentence: Sentence) -> Iterator[Finding]:
    for found in ABBREVIATION.finditer(sentence.text):
        if found.group() not in TITLES:
            place = sentence.start + found.start()
            token = Token(found.group(), place, sentence.start + found.end())
            yield of(sentence, token, token, Rule.ABBREVIATION)
    if EXPLAINED.search(sentence.text) or sentence.text.isupper():
        return
    for token in sentence.words:
        for piece in PIECE.finditer(token.text):
            text = piece.group()
            start = token.start + piece.start()
            is_reference = sentence.text[start - sentence.start + len(text) :][:1] == "/"
            if 2 <= len(text) <= 6 and not is_reference and is_acronym(text):
                one = Token(text, start, start + len(text))
                yield of(sentence, one, one, Rule.ABBREVIATION)


def is_acronym(text: str) -> bool:
    if text in KNOWN_ACRONYMS or text in SHOUTED:
        return False
    return text.isupper() or (text[0].isupper() and text[-1].isupper() and len(text) > 2)


def number(sentence: Sentence) -> Iterator[Finding]:
    if POSTCODE.fullmatch(sentence.text) or TELEPHONE.search(sentence.text):
        return
    tokens = sentence.tokens
    for place, token in enumerate(tokens):
        beside = sentence.text[max(0, token.start - sentence.start - 1)], after(sentence, token)
        if token.is_word:
            is_large = bool(LARGE_WORD.fullmatch(token.text))
        elif not token.is_number or "/" in beside or not PLAIN_NUMBER.fullmatch(token.text):
            is_large = is_fraction(token.text)
        else:
            is_large = is_large_number(token.text)
        percent = tokens[place + 1].text if place + 1 < len(tokens) else ""
        if is_large:
            yield of(sentence, token, token, Rule.NUMBER)
        elif token.is_number and percent in {"%", "Prozent"}:
            yield of(sentence, token, tokens[place + 1], Rule.NUMBER)


def after(sentence: Sentence, token: Token) -> str:
    return sentence.text[token.end - sentence.start : token.end - sentence.start + 1]


def is_fraction(text: str) -> bool:
    return bool(re.fullmatch(r"\d+,\d+", text))


def is_large_number(text: str) -> bool:
    """Years are no large numbers, and what begins with 0 is to be dialled or written."""
    if text.startswith("0") or (len(text) == 4 and text[:2] in {"18", "19", "20", "21"}):
        return False
    digits = re.sub(r"\D", "", text)
    return len(digits.lstrip("0")) > len(str(LARGEST))


def compound(sentence: Sentence) -> Iterator[Finding]:
    for token in sentence.words:
        for piece in PIECE.finditer(token.text):
            text = piece.group()
            if is_long(text) and (parted := split(text)) != text:
                start = token.start + piece.start()
                one = Token(text, start, start + len(text))
                yield of(sentence, one, one, Rule.COMPOUND, parted)


RULES: tuple[Callable[[Sentence], Iterator[Finding]], ...] = (
    long_sentence, passive, genitive, subjunctive, negation, abbreviation, number, compound,
)  # fmt: skip


def crowded_lines(found: list[Sentence]) -> Iterator[Finding]:
    """At the second sentence of a line, which is where a new line should begin."""
    for _line, group in groupby(found, key=lambda sentence: sentence.line):
        here = list(group)
        if len(here) > 1:
            second = here[1]
            yield Finding(
                second.start, second.end, second.number, Rule.LINE, second.text, count=len(here)
            )


def findings(text: str) -> list[Finding]:
    """All that the rules find in a German text, in order; never raises.

    A word that is too long is named where it first stands.
    """
    found = sentences(text)
    all_of_them = sorted(
        [*crowded_lines(found), *(one for s in found for rule in RULES for one in rule(s))]
    )
    seen: set[str] = set()
    kept = []
    for one in all_of_them:
        if one.rule is Rule.COMPOUND:
            if one.found.lower() in seen:
                continue
            seen.add(one.found.lower())
        kept.append(one)
    return kept
