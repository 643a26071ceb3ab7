"""Read a cell's text into a date or a moment, without ever moving it to another day."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache

_NUMERIC_DATE = re.compile(
    r"(\d{1,2})[-./](\d{1,2})[-./](\d{4}|\d{2})"
    r"(?:[ T]+(?:kl\.? ?)?(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?)?"
)
_DAYS = re.compile(r"-?\d{1,4}(?:[.,]\d+)?")
_YEARS = range(1900, 2200)


class DateOrder(StrEnum):
    """Which number comes first in a date such as 06-12-2011; ISO dates need no order."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date as written, with its moment where a time of day was written too.

    ``on`` is the local date in the text, whatever its offset; ``at`` keeps the offset as written
    and is without zone when none was written (then Europe/Copenhagen is meant).
    """

    on: date
    at: datetime | None = None

    def is_before(self, other: "Stamp") -> bool:
        """Say whether this lies before *other*: by moment when both have one, else by date.

        >>> Stamp(date(2011, 6, 24)).is_before(Stamp(date(2011, 6, 24), datetime(2011, 6, 24, 9)))
        False
        """
        if self.at is None or other.at is None:
            return self.on < other.on
        if (self.at.tzinfo is None) != (other.at.tzinfo is None):
            return self.at.replace(tzinfo=None) < other.at.replace(tzinfo=None)
        return self.at < other.at

    def as_text(self) -> str:
        """Return the ISO form, with time and offset only where they were written."""
        return self.on.isoformat() if self.at is None else self.at.isoformat()


@lru_cache(maxsize=1 << 16)
def parse_stamp(text: str, order: DateOrder = DateOrder.DAY_FIRST) -> Stamp:
    """Return the date or moment that *text* says.

    :param text: stripped; ISO with or without time and offset, or dd-mm-yyyy [hh:mm[:ss]] with
        ``-``, ``.`` or ``/`` between the numbers.
    :raises ValueError: when it is neither, or no such day exists, or the year is not 1900-2199.

    >>> parse_stamp("2011-10-11 00:30:00+02:00").on, parse_stamp("06-12-2011").on
    (datetime.date(2011, 10, 11), datetime.date(2011, 12, 6))
    """
    is_iso = text[4:5] in ("-", "/")
    stamp = _iso(text.replace("/", "-", 2)) if is_iso else _numeric(text, order)
    if stamp.on.year not in _YEARS:
        raise ValueError(f"year out of range: {text}")
    return stamp


def _iso(text: str) -> Stamp:
    if len(text) == len("2011-12-06"):
        return Stamp(date.fromisoformat(text))
    moment = datetime.fromisoformat(text)
    return Stamp(moment.date(), moment)


def _numeric(text: str, order: DateOrder) -> Stamp:
    match = _NUMERIC_DATE.fullmatch(text)
    if match is None:
        raise ValueError(f"not a date: {text}")
    first, second, year, hour, minute, second_of_minute = match.groups()
    day, month = (first, second) if order is DateOrder.DAY_FIRST else (second, first)
    full_year = int(year) if len(year) == 4 else 1900 + int(year) + (100 if int(year) < 70 else 0)
    on = date(full_year, int(month), int(day))
    if hour is None:
        return Stamp(on)
    clock_parts = int(hour), int(minute), int(second_of_minute or 0)
    return Stamp(on, datetime(on.year, on.month, on.day, *clock_parts))  # noqa: DTZ001 - as written


def guess_date_order(cells: Iterable[str]) -> DateOrder:
    """Return which number comes first, told by the numbers over 12; day first when none tells.

    >>> guess_date_order(["05/31/2024", "06/02/2024"])
    <DateOrder.MONTH_FIRST: 'month-first'>
    """
    matches = [match for cell in cells if (match := _NUMERIC_DATE.fullmatch(cell.strip()))]
    first_over = any(int(match[1]) > 12 for match in matches)
    second_over = any(int(match[2]) > 12 for match in matches)
    month_first = second_over and not first_over
    return DateOrder.MONTH_FIRST if month_first else DateOrder.DAY_FIRST


def holds_days(cells: Iterable[str]) -> bool:
    """Say whether a column holds numbers of days rather than dates.

    >>> holds_days(["14", "", "7,5"]), holds_days(["06-12-2011"]), holds_days([""])
    (True, False, False)
    """
    filled = [cell.strip() for cell in cells if cell.strip()]
    return bool(filled) and all(_DAYS.fullmatch(cell) for cell in filled)
