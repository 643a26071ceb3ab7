"""Timeliness in one line: the last month that is over beside the one before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from review_app.domain.access import Actor, Permission, demand, may_ever
from review_app.domain.comparison import Change, Side, compare
from review_app.domain.indicators import month_before
from review_app.domain.timeliness import Definition
from review_app.kernel import clock
from review_app.models import Team
from review_app.models.deadline_sums import Leading, Point, leading_sums, shown

USUAL = Definition.DUE_COHORT


@dataclass(frozen=True, slots=True)
class Course:
    """The leading rule in two months, of a team or (without one) of the house.

    ``change`` is ``None`` when a month has nothing to compare.
    """

    name_da: str
    name_en: str
    team: Team | None
    before: Point
    last: Point
    change: Change | None


def courses(actor: Actor) -> Sequence[Course]:
    """Return the course of the house, or of each team of whoever may not read the rows."""
    demand(actor, Permission.TIMELINESS_READ)
    reads_rows = may_ever(actor, Permission.FIGURES_READ_SMALL)
    last = month_before(clock.today())
    months = (month_before(last), last)
    ids = () if reads_rows else actor.team_ids
    found = leading_sums(*months, definition=USUAL, team_ids=ids, house=reads_rows)
    if found is None:
        return []
    return [_course(found, id_, months, reads_rows=reads_rows) for id_ in found.teams]


def _course(
    found: Leading, team_id: int | None, months: tuple[date, date], *, reads_rows: bool
) -> Course:
    before, last = (
        shown(found.sums.get((team_id, USUAL, month), Point(month)), reads_rows) for month in months
    )
    change = None
    if before.share is not None and last.share is not None:
        sides = [Side.counted(point.numerator, point.denominator) for point in (before, last)]
        change = compare({"": (sides[0], sides[1])})[""].change
    return Course(found.name_da, found.name_en, found.teams[team_id], before, last, change)
