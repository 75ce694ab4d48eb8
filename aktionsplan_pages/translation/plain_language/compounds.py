"""Long compounds, split where both halves are words: ``Gesundheits·ausschuss``."""

from collections.abc import Iterable
from functools import lru_cache

from pyphen import Pyphen

from aktionsplan_pages.translation.plain_language.dictionary import LONGEST, is_known, is_noun

HYPHENATION = Pyphen(lang="de_DE")
DOT = "·"
LONG = 12  # letters of a noun that is split
LONG_OTHER = 17  # letters of another word
SHORTEST = 3  # letters of a half
CLEAR = 5  # letters of a half where no syllable ends
LINKS = ("s", "es", "n", "en", "er", "e")
DERIVED = ("ungs", "heits", "keits", "schafts", "ions", "täts", "tums")
# They begin or end words, but are none that a reader would see for itself.
NO_START = {
    "auf", "aus", "ein", "vor", "nach", "mit", "unter", "über", "zwischen", "gegen", "bei",
    "durch", "hin", "her", "zurück", "wieder", "weiter", "zusammen", "voran", "dar", "ver", "ent",
    "emp", "zer", "miss", "ausein", "anein", "wohl", "fort", "los", "statt", "teil", "ab", "an",
    "zu", "um", "be", "er", "ge", "un", "in", "de", "des", "dis", "prä", "pro", "kon", "kom",
    "inter", "herein", "heraus", "voraus", "dafür", "vorbei", "hinaus", "hinein", "entgegen",
    "vorüber",
}  # fmt: skip
NO_END = {
    "schaft", "schaften", "heit", "heiten", "keit", "keiten", "ung", "ungen", "tum", "lich",
    "los", "haft", "bar", "sam", "weise", "reich", "voll", "arm", "ion", "ionen", "tion",
    "tionen", "tät", "täten", "ling", "linge", "lingen", "nis", "nisse", "nissen", "ierung",
    "ierungen", "ist", "isten", "istin", "innen", "ismus", "ieren", "fach", "mal", "mals",
    "seits", "artig", "mäßig", "rinnen", "raten", "ort", "orten", "ortung", "ortungen",
}  # fmt: skip
ENDINGS = ("ung", "ungen", "heit", "heiten", "keit", "keiten", "schaft", "schaften")


def is_start(part: str) -> bool:
    """Whether ``part`` may begin a compound: a word, with or without what links it."""
    if len(part) < SHORTEST or part in NO_START:
        return False
    stems = [part, *(part.removesuffix(link) for link in LINKS if part.endswith(link))]
    return any(
        is_noun(stem) or is_known(stem + "en")
        for stem in stems
        if len(stem) >= SHORTEST and stem not in NO_START
    )


def is_end(part: str, start: str) -> bool:
    if part in NO_END or len(part) < SHORTEST + 1:
        return False
    return is_noun(part) or (
        len(part) > 7 and part.endswith(ENDINGS) and len(start) > 4 and is_noun(start)
    )


@lru_cache(maxsize=5_000)
def halves(word: str) -> tuple[str, ...]:
    """A word in small letters in two; empty if it is no compound."""
    if not word.isalpha() or len(word) > LONGEST:
        return ()
    syllables = HYPHENATION.positions(word)
    clear = range(CLEAR, len(word) - CLEAR + 1)  # the patterns know foreign words badly
    place = best(word, syllables) or best(word, (at for at in clear if is_noun(word[at:])))
    return (word[:place], word[place:]) if place else ()


def best(word: str, places: Iterable[int]) -> int:
    """The place with words on both sides, as near to the middle as can be; 0 if there is none."""
    found = []
    for place in places:
        start, end = word[:place], word[place:]
        if is_start(start) and is_end(end, start):
            found.append((start.endswith(DERIVED), is_noun(start), min(place, len(end)), place))
    return max(found)[-1] if found else 0


def split(word: str) -> str:
    """``word`` with middle dots at its joints; the same word if it has none."""
    parts = halves(word.lower())
    if not parts:
        return word
    small = DOT.join(split(part) if len(part) >= LONG else part for part in parts)
    return word[0] + small[1:]


def is_long(word: str) -> bool:
    return len(word) >= (LONG if word[0].isupper() else LONG_OTHER)
