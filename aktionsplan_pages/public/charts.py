"""Geometry of charts (pure): x in percent, y in pixels, so that letters keep their size.

Right-to-left languages read time from right to left: every x is mirrored.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from aktionsplan_pages.dates import PartialDate

GAP = 0.5  # percent between two segments
TOP, BOTTOM = 55, 252  # pixels: highest and lowest value of a line chart
EDGE = 8.0  # percent left free on both sides of a line chart


@dataclass(frozen=True)
class Segment:
    """Part of a bar; ``x`` and ``width`` in percent, ``middle`` where its number stands."""

    key: str
    number: int
    x: str
    width: str
    middle: str


def bar(counts: Sequence[tuple[str, int]], mirrored: bool = False) -> list[Segment]:
    """A bar of 100 percent, divided by how many there are of each; nothing for nothing."""
    total = sum(number for _key, number in counts)
    segments: list[Segment] = []
    done = 0
    for place, (key, number) in enumerate(counts):
        start, width = 100 * done / total, 100 * number / total
        width -= GAP if place < len(counts) - 1 else 0
        x = 100 - start - width if mirrored else start
        shown = (f"{value:.2f}%" for value in (x, width, x + width / 2))
        segments.append(Segment(key, number, *shown))
        done += number
    return segments


@dataclass(frozen=True)
class Point:
    """One value; ``is_aim`` for the target, which has not been reached yet."""

    x: str
    y: int
    value: str
    period: str
    tick: str
    is_aim: bool = False

    @property
    def above(self) -> int:
        return self.y - 16


@dataclass(frozen=True)
class Line:
    x1: str
    y1: int
    x2: str
    y2: int


@dataclass(frozen=True)
class LineChart:
    points: list[Point]
    lines: list[Line]
    goal: int | None

    @property
    def description(self) -> str:
        """Every value in order of time, for those who do not see the picture."""
        return ", ".join(f"{point.period}: {point.value}" for point in self.points)


@dataclass(frozen=True)
class Value:
    """What is drawn: a number at a time, and both as a visitor reads them; ``tick`` is short."""

    when: PartialDate
    number: Decimal
    value: str
    period: str
    tick: str
    is_aim: bool = False


def line_chart(values: Sequence[Value], mirrored: bool = False) -> LineChart | None:
    """A line over time; None for fewer than two values at different times."""
    values = sorted(values, key=lambda one: one.when.first_day())
    days = [one.when.first_day().toordinal() for one in values]
    if len(values) < 2 or days[0] == days[-1]:
        return None
    numbers = [one.number for one in values]
    low, high = min(numbers), max(numbers)
    low = min(low, Decimal(0)) if low >= 0 and low < (high - low) * 2 else low
    points = []
    for day, one in zip(days, values, strict=True):
        share = (day - days[0]) / (days[-1] - days[0])
        x = EDGE + (100 - 2 * EDGE) * (1 - share if mirrored else share)
        height = float((one.number - low) / (high - low)) if high > low else 0.5
        y = round(BOTTOM - 20 - height * (BOTTOM - 20 - TOP))
        points.append(Point(f"{x:.1f}%", y, one.value, one.period, one.tick, one.is_aim))
    real = [point for point in points if not point.is_aim]
    lines = [Line(a.x, a.y, b.x, b.y) for a, b in pairwise(real)]
    goal = next((point.y for point in points if point.is_aim), None)
    return LineChart(points, lines, goal)
