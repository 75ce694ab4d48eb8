"""Dates keep the precision that somebody stated."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aktionsplan_pages.dates import PartialDate

dates = st.dates(datetime.date(1900, 1, 1), datetime.date(2199, 12, 31))


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("2024", "2024"), ("2024-10", "2024-10"), ("2024-10-31", "2024-10-31"),
     ("31.10.2024", "2024-10-31"),
     ("10.2024", "2024-10"), ("10/2024", "2024-10"), (" 2024-1 ", "2024-01")],
)  # fmt: skip
def test_reads_what_people_write(typed: str, stored: str) -> None:
    assert str(PartialDate.parse(typed)) == stored


@pytest.mark.parametrize(
    "typed", ["", "24", "2024-13", "2024-02-30", "bald", "2024-00", "0024", "2024-10-31T10"]
)
def test_refuses_what_is_no_date(typed: str) -> None:
    with pytest.raises(ValueError):
        PartialDate.parse(typed)


@given(dates, st.integers(0, 2))
def test_storing_and_reading_is_the_same_date(day: datetime.date, precision: int) -> None:
    date = PartialDate(day.year, day.month if precision else 0, day.day if precision == 2 else 0)
    assert PartialDate.parse(str(date)) == date
    assert date.first_day() <= day <= date.last_day()


@given(dates, dates)
def test_text_sorts_as_the_days_do(one: datetime.date, other: datetime.date) -> None:
    first, second = (PartialDate(d.year, d.month, d.day) for d in (one, other))
    assert (str(first) < str(second)) == (one < other)
    assert first.is_surely_before(second) == (one < other)


def test_a_year_is_not_before_a_day_in_it() -> None:
    assert not PartialDate(2024).is_surely_before(PartialDate(2024, 1, 1))
    assert PartialDate(2023).is_surely_before(PartialDate(2024))
