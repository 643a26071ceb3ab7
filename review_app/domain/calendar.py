"""Working days: Monday to Friday, less the holidays given.

Whole local dates only; a moment has no place here. The holidays come in as a set, so that this
module needs to know no country.
"""

from collections.abc import Set as AbstractSet
from datetime import date, timedelta

NO_HOLIDAYS: frozenset[date] = frozenset()
SATURDAY = 5


def is_working_day(day: date, *, holidays: AbstractSet[date] = NO_HOLIDAYS) -> bool:
    """Say whether *day* is a Monday to Friday that is no holiday."""
    return day.weekday() < SATURDAY and day not in holidays


def add_working_days(
    start_on: date, working_days: int, *, holidays: AbstractSet[date] = NO_HOLIDAYS
) -> date:
    """Return the date *working_days* working days after *start_on*, which itself does not count.

    :param working_days: 0 or more; 0 gives *start_on* when that is a working day, else the next.
    :raises ValueError: when *working_days* is negative.

    >>> add_working_days(date(2026, 4, 1), 3, holidays={date(2026, 4, 2), date(2026, 4, 3)})
    datetime.date(2026, 4, 8)
    """
    if working_days < 0:
        raise ValueError("working days are counted forwards")
    day, left = start_on, working_days
    while left or not is_working_day(day, holidays=holidays):
        day += timedelta(days=1)
        left -= left > 0 and is_working_day(day, holidays=holidays)
    return day


def working_days_between(
    start_on: date, end_on: date, *, holidays: AbstractSet[date] = NO_HOLIDAYS
) -> int:
    """Count the working days after *start_on* up to and including *end_on*.

    :returns: 0 when both are the same day; negative when *end_on* lies before *start_on*, so
        that a passed deadline shows by how many working days.

    >>> working_days_between(date(2026, 3, 6), date(2026, 3, 9))
    1
    """
    if end_on < start_on:
        return -working_days_between(end_on, start_on, holidays=holidays)
    weeks, rest = divmod((end_on - start_on).days, 7)
    tail = [start_on + timedelta(days=weeks * 7 + n) for n in range(1, rest + 1)]
    on_weekdays = weeks * 5 + sum(day.weekday() < SATURDAY for day in tail)
    lost = sum(start_on < day <= end_on and day.weekday() < SATURDAY for day in holidays)
    return on_weekdays - lost
