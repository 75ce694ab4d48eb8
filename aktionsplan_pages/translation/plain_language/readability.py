"""How hard a German text is to read: the first Wiener Sachtextformel (Bamberger and Vanecek)."""

import re
from dataclasses import dataclass

from aktionsplan_pages.translation.plain_language.sentences import sentences

JOINT = re.compile(r"[^\w]|_")
NUCLEUS = re.compile(r"ai|au|äu|ei|eu|ey|ie|aa|ee|oo|[aeiouyäöüáàâéèêíîóôúû]")


@dataclass(frozen=True)
class Readability:
    """``grade`` is about the school year in which it is understood: 4 very easy, 15 very hard."""

    grade: float
    words: int
    sentences: int

    @property
    def words_per_sentence(self) -> float:
        return self.words / self.sentences


def syllables(word: str) -> int:
    """By vowels and diphthongs; at least one."""
    return max(1, len(NUCLEUS.findall(word.lower())))


def readability(text: str) -> Readability | None:
    """None for a text without words. A middle dot in a word does not make it another one."""
    found = sentences(text)
    words = [JOINT.sub("", token.text) for sentence in found for token in sentence.words]
    number = len(words)
    if not number:
        return None
    with_words = sum(bool(sentence.words) for sentence in found)
    counts = [syllables(word) for word in words]
    share = 100 / number
    grade = (
        0.1935 * share * sum(count >= 3 for count in counts)
        + 0.1672 * number / with_words
        + 0.1297 * share * sum(len(word) > 6 for word in words)
        - 0.0327 * share * sum(count == 1 for count in counts)
        - 0.875
    )
    return Readability(round(grade, 1), number, with_words)
