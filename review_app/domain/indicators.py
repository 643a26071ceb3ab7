"""What an indicator is: a number for each month, which way is better, and what is aimed at."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from review_app.domain.chart_series import Period, next_start

ENTRY_DAY = 10


class IndicatorUnit(StrEnum):
    """What the numbers are; percent are written 81.7, never 0.817."""

    COUNT = "count"
    PERCENT = "percent"
    DAYS = "days"
    HOURS = "hours"
    KRONER = "kroner"
    POINTS = "points"


class IndicatorDirection(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class IndicatorSource(StrEnum):
    """Where the numbers come from: from people, or from what the product knows itself."""

    ENTERED = "entered"  # typed in, pasted or imported
    TIMELINESS = "timeliness"  # the share of a rule's deadlines that was kept, in percent
    TALKS = "talks"  # how many events of chosen kinds happened
    ACTIONS = "actions"  # of the actions due, the share that was done by their day, in percent


class ValueWay(StrEnum):
    """How a value came in."""

    TYPED = "typed"
    PASTED = "pasted"
    IMPORTED = "imported"


class TargetStanding(StrEnum):
    """How a value stands to its target."""

    MET = "met"
    NOT_MET = "not-met"
    NO_TARGET = "no-target"
    NO_VALUE = "no-value"


@dataclass(frozen=True, slots=True)
class Target:
    """What is aimed at from a month on; ``None`` ends the target before it."""

    from_on: date
    value: float | None


def target_in(targets: Iterable[Target], month: date) -> float | None:
    """Return what is aimed at in *month*: the newest target that has begun.

    >>> target_in([Target(date(2026, 1, 1), 4.0), Target(date(2026, 7, 1), 3.5)], date(2026, 6, 1))
    4.0
    """
    begun = [target for target in targets if target.from_on <= month]
    return max(begun, key=lambda target: target.from_on).value if begun else None


def standing(
    value: float | None, target: float | None, direction: IndicatorDirection
) -> TargetStanding:
    """Say whether a target is met; a value on the target meets it."""
    if value is None:
        return TargetStanding.NO_VALUE
    if target is None or direction is IndicatorDirection.NEITHER:
        return TargetStanding.NO_TARGET
    is_met = value >= target if direction is IndicatorDirection.HIGHER else value <= target
    return TargetStanding.MET if is_met else TargetStanding.NOT_MET


def months_from(first: date, last: date) -> list[date]:
    """Return the first days of the months from that of *first* to that of *last*.

    >>> [month.month for month in months_from(date(2025, 12, 24), date(2026, 2, 1))]
    [12, 1, 2]
    """
    months, month = [], first.replace(day=1)
    while month <= last:
        months.append(month)
        month = next_start(month, Period.MONTH)
    return months


def month_before(day: date) -> date:
    """Return the first day of the last month that is over on *day*."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def entry_due_on(today: date) -> date:
    """Return the day by which the value of the last month is to be entered: the 10th."""
    return today.replace(day=ENTRY_DAY)
