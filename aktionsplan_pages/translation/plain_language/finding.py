"""What a rule found, where, and what could stand there instead."""

from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    LONG_SENTENCE = "long_sentence"
    LINE = "line"
    PASSIVE = "passive"
    GENITIVE = "genitive"
    SUBJUNCTIVE = "subjunctive"
    NEGATION = "negation"
    ABBREVIATION = "abbreviation"
    NUMBER = "number"
    COMPOUND = "compound"


@dataclass(frozen=True, order=True)
class Finding:
    """``text[start:end]`` is ``found``, in the sentence of this number (from 1).

    ``proposal`` is German that could stand there (``Kreis·tag``, ``von dem Kreis``), or empty;
    ``count`` is how many words or sentences there are, where the rule counts.
    """

    start: int
    end: int
    sentence: int
    rule: Rule
    found: str
    proposal: str = ""
    count: int = 0
