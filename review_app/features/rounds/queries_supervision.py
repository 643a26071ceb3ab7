"""Planned against done: what the recurring plans asked for, and what became of it."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import takewhile
from typing import Any

from sqlalchemy import ColumnElement, and_, distinct, func, select
from sqlalchemy.orm import selectinload

from review_app.domain.access import Permission, demand, may_ever
from review_app.domain.actors import Actor, Role
from review_app.domain.errors import NotPermitted
from review_app.domain.kinds import RunResult
from review_app.domain.sampling_plans import Period, period_of
from review_app.domain.supervision import Tally, month_of, months_back, total
from review_app.domain.workflow import ReviewState, RoundState
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import (
    Person,
    Review,
    Round,
    RoundCase,
    SamplingPlan,
    SamplingRun,
    Team,
)
from review_app.models.reviews import is_final
from review_app.models.visibility import (
    counted_as_handed_in,
    counted_reviews,
    may_read_supervision,
    visible_rounds,
)

LONGEST_PERIOD = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of the record is asked for; months by their first day, newest first."""

    until: date
    months: int = 12
    plan_key: str = ""
    team_key: str = ""

    @property
    def days(self) -> list[date]:
        """The months of the window, newest first."""
        return months_back(self.until, self.months)


@dataclass(frozen=True, slots=True)
class Gap:
    """A period without a finished draw; ``run`` is none where the worker has not come by yet."""

    plan: SamplingPlan
    period: Period
    run: SamplingRun | None

    @property
    def is_cancelled(self) -> bool:
        """Whether the period was drawn, but its round was given up."""
        return self.run is not None and self.run.result is RunResult.DRAWN


@dataclass(frozen=True, slots=True)
class Line:
    """The counts of one team, plan or caseworker."""

    name: str
    tally: Tally
    beside: str = ""


@dataclass
class Month:
    """What one month holds."""

    month_on: date
    lines: list[Line] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Supervision:
    """The record of a window."""

    months: Sequence[Month]
    plans: Sequence[Line]
    caseworkers: Sequence[Line]
    total: Tally
    counts_gaps: bool  # whether what was planned but not drawn is part of the total


def get_supervision(actor: Actor, *, window: Window, by_caseworker: bool = False) -> Supervision:
    """Return what was planned and done in a window; three statements, however long it is.

    :raises NotPermitted: when caseworkers are asked for by somebody who may not read rows.
    """
    demand(actor, Permission.SUPERVISION_READ)
    if by_caseworker and not may_name_caseworkers(actor):
        raise NotPermitted(permission=Permission.FIGURES_READ_SMALL.value, actor_id=actor.id)
    plans = {plan.id: plan for plan in _plans(window)}
    rows = [row for row in _rows(actor, window, plans, by_caseworker) if row[1] in window.days]
    gaps = [gap for plan in plans.values() for gap in _gaps(plan, window)]
    counts_gaps = not window.team_key and may_read_every_team(actor)
    lost = [gap for gap in gaps if counts_gaps and not gap.is_cancelled]
    return Supervision(
        months=_months(rows, gaps, window),
        plans=_by_plan(rows, lost, plans),
        caseworkers=_summed(rows, lambda row: (row[3], row[2])) if by_caseworker else [],
        total=total([*(row[4] for row in rows), *map(_lost, lost)]),
        counts_gaps=counts_gaps,
    )


def may_name_caseworkers(actor: Actor) -> bool:
    """Say whether the actor may see the counts of each caseworker."""
    return may_ever(actor, Permission.FIGURES_READ_SMALL)


def may_read_every_team(actor: Actor) -> bool:
    """Say whether the actor sees all teams, not only their own."""
    return actor.holds(Role.COORDINATOR) or actor.holds(Role.OPERATOR)


def list_plans(actor: Actor) -> Sequence[tuple[str, str]]:
    """Return (key, title) of every plan, to choose from."""
    demand(actor, Permission.SUPERVISION_READ)
    query = select(SamplingPlan.key, SamplingPlan.title).order_by(SamplingPlan.title)
    return [(key, title) for key, title in db.session.execute(query)]


def list_teams(actor: Actor) -> Sequence[tuple[str, str]]:
    """Return (key, name) of the teams whose counts the actor may see."""
    demand(actor, Permission.SUPERVISION_READ)
    query = select(Team.key, Team.name).order_by(Team.name)
    if not may_read_every_team(actor):
        query = query.where(Team.id.in_(actor.team_ids))
    return [(key, name) for key, name in db.session.execute(query)]


def _plans(window: Window) -> Sequence[SamplingPlan]:
    query = select(SamplingPlan).order_by(SamplingPlan.title, SamplingPlan.id)
    if window.plan_key:
        query = query.where(SamplingPlan.key == window.plan_key)
    runs = selectinload(SamplingPlan.runs).joinedload(SamplingRun.round)
    return db.session.scalars(query.options(runs)).all()


# Plan, month, team, caseworker and counts of one group of cases.
Row = tuple[int, date, str, str, Tally]


def _rows(
    actor: Actor, window: Window, plans: dict[int, SamplingPlan], by_caseworker: bool
) -> Iterator[Row]:
    team = func.coalesce(Team.name, RoundCase.team_label, "").label("team_name")
    person = func.coalesce(Person.name, RoundCase.caseworker_label, "").label("person_name")
    groups: list[Any] = [Round.sampling_plan_id, Round.period_on, team]
    groups += [person] if by_caseworker else []
    query = (
        select(*groups, *_counts(actor))
        .select_from(RoundCase)
        .join(Round, Round.id == RoundCase.round_id)
        .outerjoin(Team, Team.id == RoundCase.team_id)
        .outerjoin(Person, Person.id == RoundCase.caseworker_id)
        .outerjoin(Review, _review_that_counts(actor))
        .where(
            Round.id.in_(visible_rounds(actor).with_only_columns(Round.id)),
            Round.sampling_plan_id.in_(plans),
            Round.period_on > window.days[-1] - LONGEST_PERIOD,
            may_read_supervision(actor),
        )
        .group_by(*groups)
    )
    if window.team_key:
        query = query.where(Team.key == window.team_key)
    for plan_id, period_on, team_name, *rest in db.session.execute(query):
        person_name, counts = (rest[0], rest[1:]) if by_caseworker else ("", rest)
        month_on = month_of(period_of(plans[plan_id].interval, period_on).ends_on)
        yield plan_id, month_on, team_name, person_name, Tally(*counts)


def _review_that_counts(actor: Actor) -> ColumnElement[bool]:
    """Join one review of each case: a second, blind one of the same case is no further case."""
    return and_(
        Review.round_case_id == RoundCase.id,
        Review.state != ReviewState.CANCELLED,
        counted_reviews(actor),
    )


def _counts(actor: Actor) -> list[ColumnElement[int]]:
    stands = RoundCase.replacement_code.is_(None)
    first = and_(RoundCase.replaces_id.is_(None), RoundCase.extension_id.is_(None))
    handed_in = and_(stands, Review.id.is_not(None), counted_as_handed_in(actor))
    conditions = (first, stands, handed_in, and_(stands, is_final(clock.today())), ~stands)
    return [func.count(distinct(RoundCase.id)).filter(wanted) for wanted in conditions]


def _gaps(plan: SamplingPlan, window: Window) -> Iterator[Gap]:
    runs = {run.period_on: run for run in plan.runs}
    today, known = clock.today(), set(window.days)
    due = takewhile(lambda one: plan.rhythm.draws_on(one) <= today, plan.rhythm.periods())
    periods = {one.starts_on: one for one in due}
    periods |= {day: period_of(plan.interval, day) for day in runs}
    for day, period in sorted(periods.items()):
        run = runs.get(day)
        is_done = run and run.round and run.round.state is not RoundState.CANCELLED
        if not is_done and month_of(period.ends_on) in known:
            yield Gap(plan, period, run)


def _lost(gap: Gap) -> Tally:
    return Tally(planned=(gap.run.wanted_size or 0) if gap.run else 0)


def _months(rows: Sequence[Row], gaps: Sequence[Gap], window: Window) -> list[Month]:
    found = {day: Month(day) for day in window.days}
    by_month: dict[date, list[Row]] = defaultdict(list)
    for row in rows:
        by_month[row[1]].append(row)
    for day, of_month in by_month.items():
        found[day].lines = _summed(of_month, lambda row: (row[2], ""))
    for gap in gaps:
        found[month_of(gap.period.ends_on)].gaps.append(gap)
    return [month for month in found.values() if month.lines or month.gaps]


def _by_plan(
    rows: Sequence[Row], lost: Sequence[Gap], plans: dict[int, SamplingPlan]
) -> list[Line]:
    sums = {plan_id: Tally() for plan_id in plans}
    for row in rows:
        sums[row[0]] += row[4]
    for gap in lost:
        sums[gap.plan.id] += _lost(gap)
    return [Line(plans[id_].title, tally, plans[id_].key) for id_, tally in sums.items()]


def _summed(rows: Sequence[Row], naming: Callable[[Row], tuple[str, str]]) -> list[Line]:
    sums: dict[tuple[str, str], Tally] = defaultdict(Tally)
    for row in rows:
        sums[naming(row)] += row[4]
    order = sorted(sums, key=lambda names: (names[1], not names[0], names[0].casefold()))
    return [Line(name, sums[name, beside], beside) for name, beside in order]
