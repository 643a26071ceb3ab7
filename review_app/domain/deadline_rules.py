"""Rules with deadlines: what they are made of, and when something is due.

A rule belongs to a dated rule set (da: regelsæt); no week number and no name of an event stands in
code. Everything runs in whole local days. A deadline of weeks or months counted from day 1 has the
first day as its first: the end of week 8 is the first day plus 55.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from review_app.domain.calendar import NO_HOLIDAYS, add_working_days

DAYS_IN_A_WEEK = 7
MONTHS_IN_A_YEAR = 12


class RuleKind(StrEnum):
    """What a rule asks of a case."""

    SINGLE_DEADLINE = "single-deadline"
    COUNT_IN_WINDOW = "count-in-window"
    GROUP_QUOTA = "group-quota"
    OWN_DEADLINE = "own-deadline"  # the date the source gave the case itself


class Unit(StrEnum):
    """What a rule's value counts."""

    CALENDAR_DAYS = "calendar-days"
    WORKING_DAYS = "working-days"
    BANKING_DAYS = "banking-days"
    WEEKS = "weeks"
    MONTHS = "months"


class StartsFrom(StrEnum):
    """Which day starts a rule's clock."""

    FIRST_ABSENCE = "first-absence"  # the set's own event, else the day the case was opened
    OPENED = "opened"
    EVENT = "event"


class ChosenBy(StrEnum):
    """Which day of a case says whether a rule was in force for it."""

    FIRST_ABSENCE = "first-absence"
    START = "start"  # the day that starts this rule's own clock


class CaseField(StrEnum):
    """What a condition can look at."""

    CASE_TYPE = "case-type"
    STATUS = "status"
    DECISION = "decision"
    CHANNEL = "channel"
    DEPARTMENT = "department"
    TEAM = "team"


@lru_cache(maxsize=4096)
def plain_name(text: str) -> str:
    """Return a name as rules compare it: without case and superfluous spaces.

    >>> plain_name("  Første  Samtale ")
    'første samtale'
    """
    return " ".join(text.casefold().split())


@dataclass(frozen=True, slots=True)
class Names:
    """Names of activities, any of which will do; compared without case."""

    written: tuple[str, ...] = ()
    plain: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "plain", frozenset(map(plain_name, self.written)))

    def __bool__(self) -> bool:
        return bool(self.written)


@dataclass(frozen=True, slots=True)
class Condition:
    """The case's field must have (or, where ``excludes``, must not have) one of the values."""

    field: CaseField
    values: Names
    excludes: bool = False

    def holds(self, fields: Mapping[CaseField, str | None]) -> bool:
        """Say whether a case with these fields is one the rule is about."""
        value = fields.get(self.field)
        found = value is not None and plain_name(value) in self.values.plain
        return found is not self.excludes


@dataclass(frozen=True, slots=True)
class Validity:
    """From which day to which day something is in force, both included; ``None`` is unlimited."""

    from_on: date | None = None
    to_on: date | None = None

    def covers(self, day: date) -> bool:
        """Say whether it is in force on *day*."""
        return (self.from_on is None or self.from_on <= day) and (
            self.to_on is None or day <= self.to_on
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; ``value`` is in ``unit``, ``counts_from`` is 0 (the day after) or 1 (that day).

    ``needed`` is how many events satisfy it (1 for a single deadline). ``quota_share`` is the share
    of the group that shall, from 0 to 1. ``local_value`` is the house's own stricter goal, in the
    same unit, told apart from the rule. ``stops`` and ``resumes`` name the events between which
    the clock stands still.
    """

    code: str
    kind: RuleKind = RuleKind.SINGLE_DEADLINE
    starts_from: StartsFrom = StartsFrom.FIRST_ABSENCE
    start: Names = Names()
    starts_anew: bool = False
    chosen_by: ChosenBy = ChosenBy.FIRST_ABSENCE
    value: int = 0
    unit: Unit = Unit.CALENDAR_DAYS
    counts_from: int = 0
    needed: int = 1
    is_pro_rata: bool = False
    quota_share: Fraction | None = None
    evidence: Names = Names()
    closing_counts: bool = False
    conditions: tuple[Condition, ...] = ()
    stops: Names = Names()
    resumes: Names = Names()
    exempting: Names = Names()
    lawful: Names = Names()
    warning_days: int = 0
    local_value: int | None = None
    validity: Validity = Validity()


@dataclass(frozen=True, slots=True)
class RuleTerms:
    """What a set says for all of its rules: when it is in force, and what the first day is."""

    validity: Validity = Validity()
    first_absence: Names = Names()


@dataclass(frozen=True, slots=True)
class DaysOff:
    """The days that are no working days and those on which banks are closed, as plain dates."""

    public: AbstractSet[date] = NO_HOLIDAYS
    banks: AbstractSet[date] = NO_HOLIDAYS


@dataclass(frozen=True, slots=True)
class Stop:
    """Days on which the clock stands still: from ``from_on`` up to, not including, ``to_on``."""

    from_on: date
    to_on: date | None


def due_on(
    start_on: date, value: int, rule: Rule, *, days_off: DaysOff, stops: Sequence[Stop] = ()
) -> date | None:
    """Return the last day on which something is in time.

    :param stops: in order and not overlapping; each day of them is a day more.
    :returns: ``None`` while the clock stands still with no end known.

    >>> week_8 = Rule("R", unit=Unit.WEEKS, counts_from=1)
    >>> due_on(date(2026, 1, 1), 8, week_8, days_off=DaysOff())
    datetime.date(2026, 2, 25)
    """
    if rule.unit in (Unit.WORKING_DAYS, Unit.BANKING_DAYS):
        return _due_in_working_days(start_on, value, rule, days_off=days_off, stops=stops)
    day = _unstopped(start_on, value, rule)
    for stop in stops:
        if stop.from_on > day:
            break
        if stop.to_on is None:
            return None
        day += stop.to_on - max(stop.from_on, start_on)
    return day


def _unstopped(start_on: date, value: int, rule: Rule) -> date:
    if rule.unit is Unit.MONTHS:
        return add_months(start_on, value) - timedelta(days=rule.counts_from)
    days = value * (DAYS_IN_A_WEEK if rule.unit is Unit.WEEKS else 1)
    return start_on + timedelta(days=days - rule.counts_from)


def _due_in_working_days(
    start_on: date, value: int, rule: Rule, *, days_off: DaysOff, stops: Sequence[Stop]
) -> date | None:
    off = set(days_off.banks if rule.unit is Unit.BANKING_DAYS else days_off.public)
    first = start_on - timedelta(days=rule.counts_from)
    day = add_working_days(first, value, holidays=off)
    for stop in stops:
        if stop.from_on > day:
            break
        if stop.to_on is None:
            return None
        begin = max(stop.from_on, start_on)
        off |= {begin + timedelta(days=n) for n in range((stop.to_on - begin).days)}
        day = add_working_days(first, value, holidays=off)
    return day


def add_months(day: date, months: int) -> date:
    """Return the same day of a later month, or its last day where there is no such day.

    >>> add_months(date(2024, 2, 29), 12), add_months(date(2025, 8, 31), 6)
    (datetime.date(2025, 2, 28), datetime.date(2026, 2, 28))
    """
    years, month = divmod(day.month - 1 + months, MONTHS_IN_A_YEAR)
    first = date(day.year + years, month + 1, 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))
