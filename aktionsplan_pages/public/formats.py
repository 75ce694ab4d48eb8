"""Dates, numbers and units in the visitor's language (CLDR through Babel).

Digits are 0 to 9 in every language: so they stand in forms, letters and tables in Germany.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.numbers import format_currency, format_decimal, format_percent
from django.utils import timezone
from django.utils.translation import get_language, gettext

from aktionsplan_pages.choices import UNIT_FORMS, Unit
from aktionsplan_pages.dates import PartialDate
from aktionsplan_pages.languages import LANGUAGES, SOURCE


@lru_cache
def cldr(language: str) -> Locale:
    """Babel's locale; a language that CLDR does not know writes dates as German does."""
    known = LANGUAGES.get(language)
    try:
        return Locale.parse(known.locale if known else language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(SOURCE)


def active() -> Locale:
    return cldr(get_language() or SOURCE)


def partial_date(date: PartialDate | None) -> str:
    """``2024``, ``Oktober 2024`` or ``31. Oktober 2024``; never more precise than it was said."""
    if date is None:
        return ""
    locale, day = active(), date.first_day()
    if date.day:
        return format_date(day, "long", locale=locale)
    return format_skeleton("yMMMM" if date.month else "y", day, locale=locale)


def ticks(dates: Sequence[PartialDate]) -> list[str]:
    """For an axis: as short as tells the dates apart, the years alone or with their months."""
    if len({date.year for date in dates}) == len(set(dates)):
        return [partial_date(PartialDate(date.year)) for date in dates]
    if len({(date.year, date.month) for date in dates}) == len(set(dates)):
        locale = active()
        return [
            format_skeleton("yM", date.first_day(), locale=locale) if date.month
            else partial_date(date)
            for date in dates
        ]  # fmt: skip
    return [partial_date(date) for date in dates]


def day(moment: date) -> str:
    """``31. Oktober 2024``; of a stored moment the day in the house's time zone."""
    local = timezone.localtime(moment) if isinstance(moment, datetime) else moment
    return format_date(local, "long", locale=active())


def period(start: PartialDate | None, end: PartialDate | None) -> str:
    """A span of time in words; empty if neither end is known."""
    if start and end:
        if str(start) == str(end):
            return partial_date(start)
        return gettext("%(start)s to %(end)s") % {
            "start": partial_date(start), "end": partial_date(end),
        }  # fmt: skip
    if start:
        return gettext("since %(start)s") % {"start": partial_date(start)}
    return gettext("until %(end)s") % {"end": partial_date(end)} if end else ""


def number(value: Decimal | int) -> str:
    return format_decimal(value, locale=active())


def euro(value: Decimal) -> str:
    """Cents only where there are some."""
    pattern = active().currency_formats["standard"].pattern
    if value == value.to_integral_value():
        pattern = pattern.replace(".00", "")
    return format_currency(value, "EUR", pattern, locale=active(), currency_digits=False)


def percent(share: int) -> str:
    """``share`` in whole percent."""
    return format_percent(Decimal(share) / 100, locale=active())


def quantity(value: Decimal | int, unit: str) -> str:
    """A number with its unit in the plural form that the language wants."""
    value = Decimal(value)
    if unit == Unit.PERCENT:
        return format_percent(
            value / 100, format=None, locale=active(), decimal_quantization=False
        )
    if unit == Unit.EURO:
        return euro(value)
    if not unit:
        return number(value)
    whole, fraction = UNIT_FORMS[Unit(unit)]
    if value == value.to_integral_value():
        return whole % {"number": number(value), "count": abs(int(value))}
    return str(fraction) % {"number": number(value)}
