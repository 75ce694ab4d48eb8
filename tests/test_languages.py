"""Languages are data: one list, and the browser's wishes are understood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aktionsplan_pages.languages import LANGUAGES, direction, preferred, reading_order


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("uk", "uk"),
        ("ar-SY,ar;q=0.9", "ar"),
        ("ku", "kmr"),
        ("ku-TR,tr;q=0.8", "kmr"),
        ("kmr-Latn-TR", "kmr"),
        ("zh-Hant;q=1, fa-AF;q=0.5", "fa"),
        ("prs", "fa"),
        ("fr", "de"),
        ("pl;q=0.4,uk;q=0.5", "uk"),
        ("", "de"),
        ("de-simple", "de-simple"),
        ("de-AT", "de"),
        ("uk;q=0", "de"),
        ("uk;q=nonsense,tr", "tr"),
    ],
)
def test_the_browser_gets_the_language_it_asks_for(header: str, code: str) -> None:
    assert preferred(header) == code


@given(st.text())
def test_no_header_is_an_error(header: str) -> None:
    assert preferred(header) in LANGUAGES


def test_thirteen_languages_three_from_right_to_left() -> None:
    assert len(LANGUAGES) == 13
    assert [code for code in LANGUAGES if direction(code) == "rtl"] == ["ar", "fa", "ps"]


def test_every_language_falls_back_to_german_alone() -> None:
    assert reading_order("de") == []
    assert all(reading_order(code) == [code] for code in LANGUAGES if code != "de")
