"""Danish public holidays, as the plain set of dates that the rules count with."""

from datetime import date, timedelta
from functools import lru_cache

import holidays


@lru_cache(maxsize=64)
def danish_holidays(first_year: int, last_year: int) -> frozenset[date]:
    """Return the public holidays (da: helligdage) of Denmark from one year to another, inclusive.

    Days on which many offices close by agreement, such as 24 December, are not among them.
    """
    return frozenset(holidays.country_holidays("DK", years=range(first_year, last_year + 1)))


@lru_cache(maxsize=64)
def banking_holidays(first_year: int, last_year: int) -> frozenset[date]:
    """Return the public holidays and the other days on which Danish banks are closed.

    Those are the day after Ascension Day, Constitution Day, 24 and 31 December.
    """
    days = set(danish_holidays(first_year, last_year))
    for year in range(first_year, last_year + 1):
        days |= {date(year, 6, 5), date(year, 12, 24), date(year, 12, 31)}
        named = holidays.country_holidays("DK", years=year, language="en_US")
        days |= {day + timedelta(days=1) for day in named.get_named("Ascension Day")}
    return frozenset(days)


def holidays_around(day: date) -> frozenset[date]:
    """Return the holidays of the year of *day* and the next: enough for any deadline from *day*."""
    return danish_holidays(day.year, day.year + 1)
