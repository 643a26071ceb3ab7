"""Planned against done: sums of a recurring supervision by month, team and plan.

A case is *planned* when the plan's draw first chose it, *drawn* while it stands in the round (a
case that came in for another counts here, the one that gave way does not), *handed in* when its
review was, and *settled* when nobody can answer it any more. *Missing* are the planned reviews that
nobody has handed in; a case that gave way to none stays missing, since less was looked at.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of cases."""

    planned: int = 0
    drawn: int = 0
    handed_in: int = 0
    settled: int = 0
    replaced: int = 0

    @property
    def missing(self) -> int:
        """Planned reviews that are not handed in."""
        return max(0, self.planned - self.handed_in)

    def __add__(self, other: "Tally") -> "Tally":
        """Return both together."""
        names = [field.name for field in fields(Tally)]
        return Tally(*(getattr(self, name) + getattr(other, name) for name in names))


def total(tallies: Iterable[Tally]) -> Tally:
    """Return all together."""
    return sum(tallies, Tally())


def month_of(day: date) -> date:
    """Return the first day of the month of *day*."""
    return day.replace(day=1)


def month_later(month_on: date, count: int) -> date:
    """Return the first day of the month *count* months after the one of *month_on*.

    >>> month_later(date(2026, 11, 22), 3), month_later(date(2026, 2, 1), -12)
    (datetime.date(2027, 2, 1), datetime.date(2025, 2, 1))
    """
    years, month = divmod(month_on.month - 1 + count, 12)
    return date(month_on.year + years, month + 1, 1)


def months_back(until: date, count: int) -> list[date]:
    """Return the first days of *count* months, newest first, beginning with that of *until*."""
    return [month_later(until, -n) for n in range(count)]
