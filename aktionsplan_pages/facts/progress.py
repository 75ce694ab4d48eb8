"""How far something is, as pure arithmetic.

Rules, in order:

1. Without a measured value there is no data (None), never 0.
2. The latest value by period counts; among equal periods the last one written.
3. Without a target there is nothing to compare with: no data.
4. Share = (value - baseline) / (target - baseline). Without a baseline, *more is better* counts
   from 0 if the target is above 0; *less is better* then only knows reached (1) or no data.
5. Where baseline and target are equal, or the target lies on the wrong side of the baseline for
   the direction, only reached (1) or not (0) can be said.
6. Below the baseline is 0, beyond the target is 1 and *overshoot*.
7. Many together: the mean of those that have data; how many that were is told beside it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

UP, DOWN = "up", "down"


@dataclass(frozen=True)
class Progress:
    """``share`` from 0 to 1, None for no data; ``measured`` of ``total`` parts have data."""

    share: Fraction | None
    measured: int = 0
    total: int = 0
    overshoot: bool = False

    @property
    def percent(self) -> int | None:
        """Rounded down, so that 100 always means reached."""
        return None if self.share is None else int(self.share * 100)


NO_DATA = Progress(None)


def latest(values: Sequence[tuple[Any, Any]]) -> Any:
    """The value of the last period of (period, value) pairs, or None."""
    return (
        max(enumerate(values), key=lambda item: (str(item[1][0]), item[0]))[1][1]
        if values
        else None
    )


def of_indicator(
    baseline: Any, target: Any, direction: str, values: Sequence[tuple[Any, Any]]
) -> Progress:
    value = latest(values)
    if value is None or target is None:
        return Progress(None, 0, 1)
    value, target = Fraction(value), Fraction(target)
    down = direction == DOWN
    reached = value <= target if down else value >= target
    overshoot = value < target if down else value > target
    if baseline is None:
        if down or target <= 0:
            return Progress(Fraction(1), 1, 1, overshoot) if reached else Progress(None, 0, 1)
        start = Fraction(0)
    else:
        start = Fraction(baseline)
    if reached:
        return Progress(Fraction(1), 1, 1, overshoot)
    span = start - target if down else target - start
    if span <= 0:
        return Progress(Fraction(0), 1, 1)
    way = start - value if down else value - start
    return Progress(max(Fraction(0), min(Fraction(1), way / span)), 1, 1)


def of_milestones(reached: Iterable[bool]) -> Progress:
    states = list(reached)
    if not states:
        return NO_DATA
    return Progress(Fraction(sum(states), len(states)), len(states), len(states))


def together(parts: Iterable[Progress]) -> Progress:
    """The mean of those parts that have data; *measured* counts parts, not what is in them."""
    parts = list(parts)
    shares = [part.share for part in parts if part.share is not None]
    if not shares:
        return Progress(None, 0, len(parts))
    return Progress(sum(shares, Fraction(0)) / len(shares), len(shares), len(parts))


def of_measure(indicators: Iterable[Progress], milestones: Iterable[bool]) -> Progress:
    """Its indicators; where none is measured, its milestones."""
    counted = together(indicators)
    return counted if counted.share is not None else of_milestones(milestones)


def of_goal(indicators: Iterable[Progress], measures: Iterable[Progress]) -> Progress:
    """Its own indicators; where none is measured, its measures."""
    counted = together(indicators)
    return counted if counted.share is not None else together(measures)
