"""Dates that are only as precise as somebody said them: a year, a month or a day (pure)."""

import calendar
import datetime
import re
from dataclasses import dataclass
from typing import Self

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")
_GERMAN = re.compile(r"(?:(?:(\d{1,2})\.)?(\d{1,2})\.)?(\d{4})")
_MONTH_SLASH = re.compile(r"(\d{1,2})/(\d{4})")


@dataclass(frozen=True, order=True)
class PartialDate:
    """``2024``, ``2024-10`` or ``2024-10-31``; month and day are 0 where nobody stated them."""

    year: int
    month: int = 0
    day: int = 0

    def __post_init__(self) -> None:
        if not 1900 <= self.year <= 2199:
            raise ValueError(f"year {self.year} is not between 1900 and 2199")
        if self.day and not self.month:
            raise ValueError("a day needs a month")
        if self.month:
            datetime.date(self.year, self.month, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads ``2024``, ``2024-10``, ``2024-10-31``, ``31.10.2024``, ``10.2024``, ``10/2024``.

        Raises ValueError for everything else; precision is kept and never invented.
        """
        text = text.strip()
        if match := _ISO.fullmatch(text):
            year, month, day = match.groups()
        elif match := _GERMAN.fullmatch(text):
            day, month, year = match.groups()
        elif match := _MONTH_SLASH.fullmatch(text):
            month, year, day = *match.groups(), None
        else:
            raise ValueError(f"{text!r} is not a date such as 2024, 2024-10 or 2024-10-31")
        if (month and not int(month)) or (day and not int(day)):
            raise ValueError(f"{text!r} has a month or day 0")
        return cls(int(year), int(month or 0), int(day or 0))

    def __str__(self) -> str:
        """The stored form, which also sorts: ``2024`` < ``2024-10`` < ``2024-10-31``."""
        parts = [f"{self.year:04}"]
        parts += [f"{part:02}" for part in (self.month, self.day) if part]
        return "-".join(parts)

    def __len__(self) -> int:
        return len(str(self))

    def first_day(self) -> datetime.date:
        return datetime.date(self.year, self.month or 1, self.day or 1)

    def last_day(self) -> datetime.date:
        month = self.month or 12
        day = self.day or calendar.monthrange(self.year, month)[1]
        return datetime.date(self.year, month, day)

    def is_surely_before(self, other: "PartialDate") -> bool:
        """True only if no reading of both dates lets this one be on or after the other."""
        return self.last_day() < other.first_day()
