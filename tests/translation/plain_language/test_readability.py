"""The Wiener Sachtextformel, by hand and against texts that everybody would order alike."""

import pytest

from aktionsplan_pages.translation.plain_language import readability
from aktionsplan_pages.translation.plain_language.readability import syllables


@pytest.mark.parametrize(
    ("word", "number"),
    [("Haus", 1), ("Schule", 2), ("Europa", 3), ("Beispiel", 2), ("Integration", 5), ("b", 1),
     ("Bäume", 2), ("Sprachkurs", 2), ("Vielfalt", 2)],
)  # fmt: skip
def test_syllables(word: str, number: int) -> None:
    assert syllables(word) == number


def test_by_hand() -> None:
    """8 words, 2 sentences; one of 3 syllables, one of more than 6 letters, 5 of one syllable."""
    text = "Der Hund ist groß.\nEr mag die Karotten."
    expected = 0.1935 * 12.5 + 0.1672 * 4 + 0.1297 * 12.5 - 0.0327 * 87.5 - 0.875
    found = readability(text)
    assert found is not None
    assert (found.words, found.sentences, found.words_per_sentence) == (8, 2, 4)
    assert found.grade == round(expected, 1)


def test_a_retelling_is_easier_than_what_it_retells() -> None:
    german = readability(
        "Die Koordinierungsstelle für Integration und Teilhabe hat den Aktionsplan im ersten "
        "Halbjahr 2024 gemeinsam mit vielen Beteiligten erarbeitet."
    )
    simple = readability("Eine Stelle vom Kreis hat den Plan geschrieben.\nViele haben geholfen.")
    assert german is not None
    assert simple is not None
    assert simple.grade + 5 < german.grade


def test_a_middle_dot_makes_no_word_easier() -> None:
    assert readability("Der Kreis·tag hilft.") == readability("Der Kreistag hilft.")


@pytest.mark.parametrize("text", ["", " \n", "…", "123"])
def test_without_words_there_is_nothing_to_say(text: str) -> None:
    assert readability(text) is None
