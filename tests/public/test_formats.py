"""Dates, numbers and amounts are written as the visitor's language writes them."""

import re
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.utils.translation import gettext, override
from hypothesis import given
from hypothesis import strategies as st

from aktionsplan_pages.choices import UNIT_FORMS, Unit
from aktionsplan_pages.dates import PartialDate
from aktionsplan_pages.languages import LANGUAGES
from aktionsplan_pages.public import formats

SPACES = str.maketrans("\u00a0\u202f", "  ")
MARKS = str.maketrans("", "", "\u200e\u200f")

languages = st.sampled_from(sorted(LANGUAGES))
dates = st.one_of(
    st.builds(PartialDate, st.integers(1900, 2199)),
    st.builds(PartialDate, st.integers(1900, 2199), st.integers(1, 12)),
    st.dates(min_value=PartialDate(1900).first_day(), max_value=PartialDate(2199).last_day()).map(
        lambda day: PartialDate(day.year, day.month, day.day)
    ),
)


def plain(text: str) -> str:
    """With ordinary spaces and without marks of direction, which nobody sees."""
    return text.translate(SPACES).translate(MARKS)


def date(code: str, text: str) -> str:
    with override(code):
        return plain(formats.partial_date(PartialDate.parse(text) if text else None))


def quantity(code: str, value: str, unit: str) -> str:
    with override(code):
        return plain(formats.quantity(Decimal(value), unit))


@pytest.mark.parametrize(
    ("code", "month", "day"),
    [
        ("de", "Oktober 2024", "31. Oktober 2024"),
        ("de-simple", "Oktober 2024", "31. Oktober 2024"),
        ("en", "October 2024", "31 October 2024"),
        ("uk", "жовтень 2024 р.", "31 жовтня 2024 р."),
        ("ar", "أكتوبر 2024", "31 أكتوبر 2024"),
        ("fa", "اکتبر 2024", "31 اکتبر 2024"),
        ("tr", "Ekim 2024", "31 Ekim 2024"),
        ("ru", "октябрь 2024 г.", "31 октября 2024 г."),
        ("pl", "październik 2024", "31 października 2024"),
        ("kmr", "cotmeha 2024an", "31ê cotmeha 2024an"),
        ("ps", "2024 اکتوبر", "2024 اکتوبر 31"),
        ("ti", "ጥቅምቲ 2024", "ጥቅምቲ 31, 2024"),
        ("ro", "octombrie 2024", "31 octombrie 2024"),
    ],
)
def test_a_date_is_as_precise_as_it_was_stated(code: str, month: str, day: str) -> None:
    assert date(code, "") == ""
    assert date(code, "2024") == "2024"
    assert date(code, "2024-10") == month
    assert date(code, "2024-10-31") == day


@given(languages, dates)
def test_a_date_shows_its_year_and_nothing_that_nobody_stated(
    code: str, stated: PartialDate
) -> None:
    shown = date(code, str(stated))
    numbers = [int(number) for number in re.findall("[0-9]+", shown)]
    assert sorted(numbers) == sorted([stated.year, *([stated.day] if stated.day else [])])
    months = [name for name in month_names(code) if name in shown]
    assert bool(months) == bool(stated.month)


def month_names(code: str) -> set[str]:
    forms = formats.cldr(code).months
    return {name for use in forms.values() for name in use["wide"].values()}


@pytest.mark.parametrize(
    ("code", "both", "since", "until"),
    [
        ("de", "2024 bis März 2025", "ab 2024", "bis März 2025"),
        ("en", "2024 to March 2025", "since 2024", "until March 2025"),
        ("uk", "2024 – березень 2025 р.", "початок: 2024", "завершення: березень 2025 р."),
        ("ar", "من 2024 إلى مارس 2025", "ابتداءً من 2024", "حتى مارس 2025"),
        ("kmr", "ji 2024 heta adara 2025an", "ji 2024 pê ve", "heta adara 2025an"),
    ],
)
def test_a_period_names_the_ends_that_are_known(
    code: str, both: str, since: str, until: str
) -> None:
    start, end = PartialDate(2024), PartialDate(2025, 3)
    with override(code):
        assert plain(formats.period(start, end)) == both
        assert plain(formats.period(start, None)) == since
        assert plain(formats.period(None, end)) == until
        assert formats.period(None, None) == ""
        assert formats.period(start, start) == "2024"


@given(languages, dates, dates)
def test_a_period_holds_both_ends(code: str, start: PartialDate, end: PartialDate) -> None:
    with override(code):
        shown = formats.period(start, end)
        assert formats.partial_date(start) in shown
        assert formats.partial_date(end) in shown


@pytest.mark.parametrize(
    ("code", "number", "percent", "whole", "cents"),
    [
        ("de", "1.234.567,5", "45 %", "1.500 €", "1.500,50 €"),
        ("de-simple", "1.234.567,5", "45 %", "1.500 €", "1.500,50 €"),
        ("en", "1,234,567.5", "45%", "€1,500", "€1,500.50"),
        ("uk", "1 234 567,5", "45%", "1 500 EUR", "1 500,50 EUR"),
        ("ar", "1,234,567.5", "45%", "1,500 €", "1,500.50 €"),
        ("fa", "1,234,567.5", "45%", "€ 1,500", "€ 1,500.50"),
        ("tr", "1.234.567,5", "%45", "€1.500", "€1.500,50"),
        ("kmr", "1.234.567,5", "%45", "1.500 €", "1.500,50 €"),
        ("ps", "1.234.567,5", "45%", "€ 1.500", "€ 1.500,50"),
        ("ti", "1,234,567.5", "45%", "€1,500", "€1,500.50"),
        ("pl", "1 234 567,5", "45%", "1 500 €", "1 500,50 €"),
    ],
)
def test_numbers_percent_and_euro(
    code: str, number: str, percent: str, whole: str, cents: str
) -> None:
    with override(code):
        assert plain(formats.number(Decimal("1234567.50"))) == number
        assert plain(formats.percent(45)) == percent
        assert plain(formats.euro(Decimal("1500.00"))) == whole
        assert plain(formats.euro(Decimal("1500.50"))) == cents
    assert quantity(code, "45.00", Unit.PERCENT) == percent
    assert quantity(code, "1500.00", Unit.EURO) == whole
    assert quantity(code, "1234567.50", "") == number


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("de", ["0 Plätze", "1 Platz", "2 Plätze", "21 Plätze", "-1 Platz", "1,5 Plätze"]),
        ("en", ["0 places", "1 place", "2 places", "21 places", "-1 place", "1.5 places"]),
        ("uk", ["0 місць", "1 місце", "2 місця", "21 місце", "-1 місце", "1,5 місця"]),
        ("ru", ["0 мест", "1 место", "2 места", "21 место", "-1 место", "1,5 места"]),
        ("pl", ["0 miejsc", "1 miejsce", "2 miejsca", "21 miejsc", "-1 miejsce", "1,5 miejsca"]),
        ("ro", ["0 locuri", "1 loc", "2 locuri", "21 de locuri", "-1 loc", "1,5 locuri"]),
        ("tr", ["0 yer", "1 yer", "2 yer", "21 yer", "-1 yer", "1,5 yer"]),
        ("kmr", ["0 cih", "1 cih", "2 cih", "21 cih", "-1 cih", "1,5 cih"]),
        ("ps", ["0 ځایونه", "1 ځای", "2 ځایونه", "21 ځایونه", "-1 ځای", "1,5 ځایونه"]),
        ("ti", ["0 ቦታ", "1 ቦታ", "2 ቦታታት", "21 ቦታታት", "-1 ቦታ", "1.5 ቦታ"]),
    ],
)
def test_a_unit_stands_in_the_form_that_the_number_wants(code: str, shown: list[str]) -> None:
    values = ("0", "1", "2.00", "21", "-1", "1.5")
    assert [quantity(code, value, Unit.PLACE) for value in values] == shown


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("uk", "5", "5 місць"),
        ("uk", "11", "11 місць"),
        ("uk", "22", "22 місця"),
        ("uk", "112", "112 місць"),
        ("pl", "5", "5 miejsc"),
        ("pl", "12", "12 miejsc"),
        ("pl", "22", "22 miejsca"),
        ("ro", "19", "19 locuri"),
        ("ro", "20", "20 de locuri"),
        ("ro", "100", "100 de locuri"),
        ("ro", "101", "101 locuri"),
        ("ar", "0", "0 مكان"),
        ("ar", "1", "مكان واحد (1)"),
        ("ar", "2", "مكانان (2)"),
        ("ar", "3", "3 أماكن"),
        ("ar", "10", "10 أماكن"),
        ("ar", "11", "11 مكانًا"),
        ("ar", "99", "99 مكانًا"),
        ("ar", "100", "100 مكان"),
        ("ar", "103", "103 أماكن"),
        ("ar", "1.5", "1.5 مكان"),
    ],
)
def test_languages_with_many_forms(code: str, value: str, shown: str) -> None:
    assert quantity(code, value, Unit.PLACE) == shown


@given(languages, st.sampled_from(sorted(UNIT_FORMS)), st.decimals(-9999, 9999, places=2))
def test_a_quantity_always_shows_its_number(code: str, unit: str, value: Decimal) -> None:
    with override(code):
        shown = formats.quantity(value, unit)
        assert formats.number(value) in shown
        assert "%" not in shown
        assert len(shown) > len(formats.number(value))


def test_a_language_that_cldr_does_not_know_writes_as_german_does() -> None:
    for code in ("xx", "tlh", "not a code", ""):
        assert formats.cldr(code) == formats.cldr("de")
    with override("kmr"):
        assert formats.active() != formats.cldr("de")


@pytest.mark.parametrize("code", ["kmr", "ps", "ti", "de-simple"])
def test_in_a_language_without_django_what_has_no_translation_of_ours_is_german(code: str) -> None:
    """That is why ``borrowed.py`` lists what visitors can meet."""
    with override(code):
        assert gettext("Enter a valid email address.") == "Bitte gültige E-Mail-Adresse eingeben."
        assert gettext("All measures") != "All measures"
        assert gettext("This field is required.") != "Dieses Feld ist erforderlich."


def test_a_reference_keeps_its_direction_in_arabic_text() -> None:
    row = {"reference": "VO/2025/246", "outcome": {"label": "أُقرّت"}, "date": "23 سبتمبر 2025"}
    with override("ar"):
        html = render_to_string(
            "aktionsplan_pages/components/resolutions.html", {"resolutions": [row]}
        )
    assert "<bdi>VO/2025/246</bdi>: أُقرّت" in html


def test_an_axis_is_labelled_as_shortly_as_it_can_be() -> None:
    def ticks(code: str, *dates: str) -> list[str]:
        with override(code):
            return [plain(one) for one in formats.ticks([PartialDate.parse(d) for d in dates])]

    assert ticks("de", "2022-12-31", "2023", "2024-10") == ["2022", "2023", "2024"]
    assert ticks("uk", "2022-12-31", "2023-12-31") == ["2022", "2023"]
    assert ticks("de", "2022-06", "2022-12-31", "2023") == ["6/2022", "12/2022", "2023"]
    assert ticks("de", "2022-12-01", "2022-12-31")[1] == "31. Dezember 2022"
    assert ticks("de", "2022", "2022", "2023") == ["2022", "2022", "2023"]
