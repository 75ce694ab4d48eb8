"""Progress is honest arithmetic: see the rules in facts/progress.py."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from aktionsplan_pages.facts.progress import NO_DATA, Progress, of_indicator, of_measure, together

numbers = st.decimals(-10_000, 10_000, places=2)


def share(baseline: object, target: object, direction: str, *values: object) -> Fraction | None:
    pairs = [(str(2020 + i), v) for i, v in enumerate(values)]
    return of_indicator(baseline, target, direction, pairs).share


def test_the_way_from_baseline_to_target() -> None:
    assert share(18, 40, "up", 24, 29) == Fraction(1, 2)
    assert share(10, 0, "down", 5) == Fraction(1, 2)


def test_nothing_measured_is_no_data_and_never_nought() -> None:
    assert share(18, 40, "up") is None
    assert share(None, 40, "down", 50) is None


def test_no_target_is_no_data() -> None:
    assert share(18, None, "up", 20) is None


def test_the_latest_period_counts_whatever_the_order_of_rows() -> None:
    values = [("2025", 40), ("2024-12", 30), ("2024", 20)]
    assert of_indicator(0, 40, "up", values).share == 1


def test_beyond_the_target_is_reached_and_said() -> None:
    assert of_indicator(0, 10, "up", [("2024", 12)]) == Progress(Fraction(1), 1, 1, True)


@given(numbers, numbers, numbers, st.sampled_from(["up", "down"]))
def test_a_share_lies_between_nought_and_one(
    baseline: Decimal, target: Decimal, value: Decimal, direction: str
) -> None:
    found = share(baseline, target, direction, value)
    assert found is not None
    assert 0 <= found <= 1
    reached = value >= target if direction == "up" else value <= target
    assert (found == 1) == reached


@given(numbers, numbers, numbers, numbers)
def test_more_never_means_less_progress(
    baseline: Decimal, target: Decimal, one: Decimal, other: Decimal
) -> None:
    assume(one <= other)
    low, high = share(baseline, target, "up", one), share(baseline, target, "up", other)
    assert low is not None
    assert high is not None
    assert low <= high


@given(st.lists(st.one_of(st.none(), st.fractions(0, 1)), max_size=8))
def test_together_is_the_mean_of_those_with_data(shares: list[Fraction | None]) -> None:
    found = together(Progress(s) for s in shares)
    known = [s for s in shares if s is not None]
    assert found.measured == len(known)
    assert found.total == len(shares)
    assert found.share == (sum(known, Fraction(0)) / len(known) if known else None)


def test_milestones_stand_in_where_no_number_is_measured() -> None:
    assert of_measure([], [True, False]).share == Fraction(1, 2)
    assert of_measure([NO_DATA], []).share is None
    assert of_measure([Progress(Fraction(1, 4), 1, 1)], [True]).share == Fraction(1, 4)


def test_percent_is_rounded_down_so_that_100_means_reached() -> None:
    assert Progress(Fraction(999, 1000)).percent == 99
