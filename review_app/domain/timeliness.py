"""Whether cases were closed on or before their own deadline, in five ways that must not be mixed.

Everything runs in whole local dates: a case is on time when the date it was closed is the date of
its deadline or an earlier one. ``as_of`` means the end of that day: what was opened or closed after
it does not exist yet. A case is overdue when it is open and its deadline lies before ``as_of``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import ceil
from statistics import median

from review_app.domain.errors import Incomplete

OWN_DEADLINE = "own-deadline"
VERY_LATE_DAYS = 21


class Definition(StrEnum):
    """What a timeliness figure counts; always named beside it."""

    DONE_COHORT = "done-cohort"
    DONE_PLUS_OPEN_OVERDUE = "done-plus-open-overdue"
    DUE_COHORT = "due-cohort"
    SNAPSHOT = "snapshot"


@dataclass(frozen=True, slots=True)
class CaseDates:
    """The local dates of one case; ``None`` where there is none."""

    opened_on: date | None
    deadline_on: date | None
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class TimelinessOutcome:
    """A figure with its definition and counts; ``share`` is ``None`` when nothing counts."""

    definition: Definition
    numerator: int
    denominator: int
    as_of: date | None

    @property
    def share(self) -> Fraction | None:
        """The share on time, 0 to 1."""
        return Fraction(self.numerator, self.denominator) if self.denominator else None


@dataclass(frozen=True, slots=True)
class Lateness:
    """How late the late ones were, in calendar days past the deadline.

    ``median_days`` and ``p90_days`` (nearest rank) are over the late cases and ``None`` when there
    is none; ``very_late`` counts those more than 21 days late; ``done`` is every closed case with
    a deadline, the denominator of ``very_late_share``.
    """

    done: int
    late: int
    very_late: int
    median_days: float | None
    p90_days: int | None

    @property
    def very_late_share(self) -> Fraction | None:
        """The share of all closed cases that were more than 21 days late."""
        return Fraction(self.very_late, self.done) if self.done else None


@dataclass(frozen=True, slots=True)
class _Dated:
    """A case with a deadline, as it stood at the end of a day."""

    deadline_on: date
    closed_on: date | None

    @property
    def is_on_time(self) -> bool:
        return self.closed_on is not None and self.closed_on <= self.deadline_on


def timeliness(
    cases: Iterable[CaseDates], definition: Definition, *, as_of: date | None = None
) -> TimelinessOutcome:
    """Count how many cases were on time, under the definition asked for.

    * *done cohort*: of the closed cases, those closed in time. Hides what was never closed.
    * *done plus open overdue*: the same, with the overdue open cases counted as late.
    * *due cohort*: of the cases whose deadline fell before ``as_of``, those closed in time.
    * *snapshot*: of the cases open on ``as_of``, those not overdue.

    Cases without a deadline are left out. ``as_of`` may be left out for the done cohort alone.

    :raises Incomplete: when the definition needs a date and none is given.
    """
    if as_of is None and definition is not Definition.DONE_COHORT:
        raise Incomplete(field="as_of", definition=definition.value)
    numerator, denominator = _COUNTS[definition](_as_they_stood(cases, as_of), as_of or date.max)
    return TimelinessOutcome(definition, numerator, denominator, as_of)


def lateness(cases: Iterable[CaseDates], *, as_of: date | None = None) -> Lateness:
    """Say how late the closed cases were."""
    done = [
        (case.closed_on - case.deadline_on).days
        for case in _as_they_stood(cases, as_of)
        if case.closed_on is not None
    ]
    late = sorted(days for days in done if days > 0)
    return Lateness(
        done=len(done),
        late=len(late),
        very_late=sum(days > VERY_LATE_DAYS for days in late),
        median_days=median(late) if late else None,
        p90_days=late[ceil(0.9 * len(late)) - 1] if late else None,
    )


def is_overdue(case: CaseDates, *, as_of: date) -> bool:
    """Say whether a case is open at the end of *as_of* with its deadline before that day."""
    return any(_overdue(dated, as_of) for dated in _as_they_stood([case], as_of))


def _as_they_stood(cases: Iterable[CaseDates], as_of: date | None) -> list[_Dated]:
    limit = as_of or date.max
    return [
        _Dated(
            case.deadline_on,
            case.closed_on if case.closed_on is not None and case.closed_on <= limit else None,
        )
        for case in cases
        if case.deadline_on is not None and (case.opened_on is None or case.opened_on <= limit)
    ]


def _overdue(case: _Dated, as_of: date) -> bool:
    return case.closed_on is None and case.deadline_on < as_of


def _done(cases: list[_Dated], _as_of: date) -> tuple[int, int]:
    return sum(c.is_on_time for c in cases), sum(c.closed_on is not None for c in cases)


def _done_plus_overdue(cases: list[_Dated], as_of: date) -> tuple[int, int]:
    on_time, done = _done(cases, as_of)
    return on_time, done + sum(_overdue(c, as_of) for c in cases)


def _due(cases: list[_Dated], as_of: date) -> tuple[int, int]:
    return _done_plus_overdue([c for c in cases if c.deadline_on < as_of], as_of)


def _open(cases: list[_Dated], as_of: date) -> tuple[int, int]:
    still_open = [c for c in cases if c.closed_on is None]
    return sum(not _overdue(c, as_of) for c in still_open), len(still_open)


_COUNTS: Mapping[Definition, Callable[[list[_Dated], date], tuple[int, int]]] = {
    Definition.DONE_COHORT: _done,
    Definition.DONE_PLUS_OPEN_OVERDUE: _done_plus_overdue,
    Definition.DUE_COHORT: _due,
    Definition.SNAPSHOT: _open,
}
