"""Timeliness over the outcomes of rules, under four named definitions and lateness.

The definitions answer different questions and can differ by tens of points on the same cases, so a
figure never stands without its name, its numerator and its denominator. Exempt cases are counted
in none of them and told apart; a lawful reason for being late is told beside and never subtracted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil
from statistics import median

from review_app.domain.case_deadlines import DeadlineState, Outcome
from review_app.domain.timeliness import VERY_LATE_DAYS, Definition, Lateness


@dataclass(frozen=True, slots=True)
class Timed:
    """What the definitions look at: local days, ``None`` where there is none.

    ``ended_on`` is the day the case was closed; ``is_lawful`` whether a lawful reason is recorded.
    """

    start_on: date
    due_on: date | None
    done_on: date | None
    ended_on: date | None
    is_exempt: bool = False
    is_lawful: bool = False

    @property
    def is_on_time(self) -> bool:
        """Whether it was done no later than the day it was due."""
        return self.done_on is not None and (self.due_on is None or self.done_on <= self.due_on)


@dataclass(frozen=True, slots=True)
class Counted:
    """On which day a deadline counts under a definition, and whether it was kept."""

    on: date
    is_kept: bool


@dataclass(frozen=True, slots=True)
class RuleFigure:
    """A figure with its definition and counts; ``share`` is ``None`` when nothing counts.

    ``exempt`` fell due in the period but are not counted. ``lawful`` counts those not kept for
    which a lawful reason is recorded; they stay in the denominator.
    """

    definition: Definition
    numerator: int
    denominator: int
    exempt: int
    lawful: int
    as_of: date

    @property
    def share(self) -> Fraction | None:
        """The share kept, 0 to 1."""
        return Fraction(self.numerator, self.denominator) if self.denominator else None


def timed(outcome: Outcome, *, ended_on: date | None) -> Timed:
    """Return an outcome as the definitions look at it."""
    return Timed(
        outcome.start_on,
        outcome.due_on,
        outcome.met_on,
        ended_on,
        outcome.state is DeadlineState.EXEMPT,
        bool(outcome.lawful_by),
    )


def counted(row: Timed, definition: Definition, *, as_of: date) -> Counted | None:
    """Say whether, on which day and how a deadline counts; ``None`` when it does not.

    * *done cohort*: on the day it was done.
    * *done plus overdue*: that, and what was never done on the day it was due, as not kept.
    * *due cohort*: on the day it was due, when that lies before *as_of*.
    * *snapshot*: on *as_of*, when the case is open then; kept unless it is overdue.
    """
    if row.is_exempt:
        return None
    if definition is Definition.SNAPSHOT:
        return _on_the_day(row, as_of)
    done_on = row.done_on if row.done_on is not None and row.done_on <= as_of else None
    is_kept = done_on is not None and row.is_on_time
    has_fallen_due = row.due_on is not None and row.due_on < as_of
    if definition is not Definition.DUE_COHORT and done_on is not None:
        return Counted(done_on, is_kept)
    if definition is not Definition.DONE_COHORT and has_fallen_due and row.due_on is not None:
        return Counted(row.due_on, is_kept)
    return None


def _on_the_day(row: Timed, day: date) -> Counted | None:
    is_active = row.start_on <= day and (row.ended_on is None or row.ended_on > day)
    return Counted(day, not was_overdue(row, day)) if is_active else None


def was_overdue(row: Timed, day: date) -> bool:
    """Say whether a deadline lay before *day* and was not done by the end of it."""
    is_due = row.due_on is not None and row.due_on < day
    return is_due and (row.done_on is None or row.done_on > day)


def figure(
    rows: Iterable[Timed],
    definition: Definition,
    *,
    as_of: date,
    from_on: date = date.min,
    to_on: date = date.max,
) -> RuleFigure:
    """Count the deadlines that were kept, of those that count in a period of local days.

    :param from_on: the period's first day; the period of a snapshot is its one day *as_of*.
    """
    kept = of_all = exempt = lawful = 0
    for row in rows:
        fell_due = row.due_on is not None and from_on <= row.due_on <= to_on
        exempt += row.is_exempt and fell_due and row.due_on is not None and row.due_on < as_of
        found = counted(row, definition, as_of=as_of)
        if found is None or not (definition is Definition.SNAPSHOT or from_on <= found.on <= to_on):
            continue
        of_all += 1
        kept += found.is_kept
        lawful += not found.is_kept and row.is_lawful
    return RuleFigure(definition, kept, of_all, exempt, lawful, as_of)


def lateness_of(late_days: dict[int, int], *, done: int) -> Lateness:
    """Say how late the late ones were, from how many were late by how many days.

    :param late_days: days past the deadline (1 or more) -> how many.
    :param done: all that were done, the denominator of the share that was very late.
    """
    late = sorted(days for days, count in late_days.items() for _ in range(count))
    return Lateness(
        done=done,
        late=len(late),
        very_late=sum(days > VERY_LATE_DAYS for days in late),
        median_days=median(late) if late else None,
        p90_days=late[ceil(0.9 * len(late)) - 1] if late else None,
    )
