"""What German words are known and where they come from; the dictionary is that of simplemma."""

from functools import lru_cache

from simplemma import is_known as _is_known
from simplemma import lemmatize

LONGEST = 60  # letters; beyond that it is no word


@lru_cache(maxsize=20_000)
def lemma(word: str) -> str:
    """``Kreises`` gives ``Kreis``, ``gemacht`` gives ``machen``; an unknown word itself."""
    return lemmatize(word, lang="de") if word.isalpha() and len(word) <= LONGEST else word


@lru_cache(maxsize=20_000)
def is_known(word: str) -> bool:
    return word.isalpha() and len(word) <= LONGEST and _is_known(word, lang="de")


def is_noun(word: str) -> bool:
    """Whether a word, written with a capital, is a known noun in any form."""
    return is_known(word.capitalize()) and lemma(word.capitalize())[:1].isupper()
