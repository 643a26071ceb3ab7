"""A rule's deadlines by month, summed: what the pages of timeliness and an indicator both show."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from review_app.domain.estimation import is_withheld
from review_app.domain.rule_sets import RuleSetState
from review_app.domain.timeliness import Definition
from review_app.kernel.db import db
from review_app.models.people import Team
from review_app.models.timeliness import DeadlineMonth, DeadlineRule, RuleSet, rule_code

# What was done counts in both: they differ by what was never done, in the denominator alone.
DONE = (Definition.DONE_COHORT, Definition.DONE_PLUS_OPEN_OVERDUE)


@dataclass(slots=True)
class Point:
    """One month under one definition; with no numbers in it where they are withheld."""

    month_on: date
    numerator: int = 0
    denominator: int = 0
    exempt: int = 0
    lawful: int = 0
    caseworkers: int = 0
    gives_away: bool = False  # what a withheld team holds, if it were shown
    late_days: Counter[int] = field(default_factory=Counter)
    is_withheld: bool = False

    @property
    def share(self) -> Fraction | None:
        """The share kept, 0 to 1; ``None`` when nothing counts or it is withheld."""
        if self.is_withheld or not self.denominator:
            return None
        return Fraction(self.numerator, self.denominator)


Sums = dict[tuple[int | None, Definition, date], Point]


def sums_of(
    codes: Collection[str],
    first: date,
    last: date,
    *,
    team_ids: Collection[int],
    house: bool,
) -> dict[str, Sums]:
    """Return by rule what each month says, from the month *first* to the month *last*.

    :param house: whether the whole house is asked for too; its team is ``None``.
    """
    query = _rows(first, last, team_ids, house=house).where(rule_code().in_(codes))
    found: dict[str, Sums] = {code: {} for code in codes}
    for code, _da, _en, row in db.session.execute(query):
        _add(found[code], row)
    return found


@dataclass(frozen=True, slots=True)
class Leading:
    """The months of the rule that leads on every page, its names, and the teams in them by id."""

    name_da: str
    name_en: str
    sums: Sums
    teams: dict[int | None, Team | None]


def leading_sums(
    first: date, last: date, *, definition: Definition, team_ids: Collection[int], house: bool
) -> Leading | None:
    """Return the first rule with figures from *first* to *last*; ``None`` when there is none."""
    own_first = (RuleSet.code != "own-deadline", RuleSet.code, DeadlineRule.position)
    query = (
        _rows(first, last, team_ids, house=house)
        .where(DeadlineMonth.definition == definition)
        .options(joinedload(DeadlineMonth.team))
        .order_by(*own_first, RuleSet.number.desc(), DeadlineMonth.team_id)
    )
    rows = db.session.execute(query).all()
    if not rows:
        return None
    lead, name_da, name_en, _row = rows[0]
    found = Leading(name_da, name_en, {}, {})
    for code, _da, _en, row in rows:
        if code == lead:
            _add(found.sums, row)
            found.teams[row.team_id] = row.team
    return found


def _rows(
    first: date, last: date, team_ids: Collection[int], *, house: bool
) -> Select[str, str, str, DeadlineMonth]:
    scope: Any = DeadlineMonth.team_id.in_(team_ids)
    if house:
        scope = scope | DeadlineMonth.team_id.is_(None)
    return (
        select(rule_code(), DeadlineRule.name_da, DeadlineRule.name_en, DeadlineMonth)
        .join(DeadlineRule, DeadlineRule.id == DeadlineMonth.rule_id)
        .join(RuleSet, RuleSet.id == DeadlineRule.rule_set_id)
        .where(RuleSet.state == RuleSetState.PUBLISHED)
        .where(DeadlineMonth.month_on.between(first, last), scope)
    )


def _add(sums: Sums, row: DeadlineMonth) -> None:
    point = sums.setdefault((row.team_id, row.definition, row.month_on), Point(row.month_on))
    point.numerator += row.numerator
    point.denominator += row.denominator
    point.exempt += row.exempt
    point.lawful += row.lawful
    # Of two versions in one month: the same people may stand in both.
    point.caseworkers = max(point.caseworkers, row.caseworkers)
    point.gives_away = point.gives_away or row.gives_away
    point.late_days.update({int(days): count for days, count in row.late_days.items()})


def all_shown(sums: Sums, reads_rows: bool) -> Sums:
    """Return all months as :func:`shown`; what shares its numerator with a withheld one is, too."""
    found = {key: shown(point, reads_rows) for key, point in sums.items()}
    hidden = {
        (scope, month) for (scope, d, month), p in found.items() if d in DONE and p.is_withheld
    }
    return {
        (scope, definition, month): Point(month, is_withheld=True)
        if definition in DONE and (scope, month) in hidden
        else point
        for (scope, definition, month), point in found.items()
    }


def shown(point: Point, reads_rows: bool) -> Point:
    """Return a month as somebody may see it who reads the rows or not (ruling on withholding)."""
    if reads_rows or not point.denominator:
        return point
    if point.gives_away or is_withheld(point.denominator, point.caseworkers):
        return Point(point.month_on, is_withheld=True)
    return point
