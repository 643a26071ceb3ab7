"""Timeliness by month, read from the kept summary; never from the deadlines themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import func, select

from review_app.domain.access import Actor, Permission, demand, may_ever
from review_app.domain.deadline_rules import add_months
from review_app.domain.kinds import ChartMarkKind, DeadlineRunState
from review_app.domain.rule_sets import RuleSetState
from review_app.domain.timeliness import Definition
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import (
    ChartMark,
    DeadlineMonth,
    DeadlineRule,
    DeadlineRun,
    LearningNote,
    LearningSession,
    RuleSet,
    Team,
)
from review_app.models.deadline_sums import Point, all_shown, sums_of
from review_app.models.timeliness import rule_code

MONTHS = 24
SERIES = "timeliness.month"  # the marks that people have set on this series
Teams = Sequence[Team]


@dataclass(frozen=True, slots=True)
class Choice:
    """A rule that has figures; the same code in every version of its set."""

    code: str
    name_da: str
    name_en: str
    quota_share: Fraction | None
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened and may explain the course; ``kind`` is its code."""

    on: date
    kind: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class TimelinessPage:
    """What the page of figures shows of one rule in one scope."""

    rule: Choice
    definition: Definition
    team: Team | None
    months: Sequence[Point]
    by_definition: Mapping[Definition, Sequence[Point]]
    by_team: Sequence[tuple[Team, Sequence[Point]]]
    marks: Sequence[Mark]
    as_of: date | None
    reads_rows: bool


def list_rules(actor: Actor) -> list[Choice]:
    """Return the rules that have figures, the case's own deadline first."""
    demand(actor, Permission.TIMELINESS_READ)
    query = (
        select(
            rule_code(),
            DeadlineRule.name_da,
            DeadlineRule.name_en,
            DeadlineRule.quota_percent,
            RuleSet.confirmed_at,
        )
        .join(RuleSet, RuleSet.id == DeadlineRule.rule_set_id)
        .where(
            RuleSet.state == RuleSetState.PUBLISHED,
            select(DeadlineMonth.id).where(DeadlineMonth.rule_id == DeadlineRule.id).exists(),
        )
        .order_by(RuleSet.code != "own-deadline", RuleSet.code, DeadlineRule.position)
        .order_by(RuleSet.number.desc())
    )
    found: dict[str, Choice] = {}
    for code, name_da, name_en, percent, confirmed_at in db.session.execute(query):
        quota = None if percent is None else Fraction(percent, 100)
        found.setdefault(code, Choice(code, name_da, name_en, quota, confirmed_at is not None))
    return list(found.values())


def list_teams(actor: Actor) -> Sequence[Team]:
    """Return the teams whose figures the actor may see: a manager's own, else all."""
    demand(actor, Permission.TIMELINESS_READ)
    query = select(Team).order_by(Team.name)
    if not _sees_house(actor):
        query = query.where(Team.id.in_(actor.team_ids))
    return db.session.scalars(query).all()


def get_figures(
    actor: Actor, rule: Choice, *, definition: Definition, teams: Sequence[Team], team_key: str
) -> TimelinessPage:
    """Return the months of one rule, for the house or one of *teams*, which the actor may see."""
    demand(actor, Permission.TIMELINESS_READ)
    team = next((team for team in teams if team.key == team_key), None)
    if team is None and not _sees_house(actor):
        team = next(iter(teams), None)
    reads_rows = may_ever(actor, Permission.FIGURES_READ_SMALL)
    months = _months()
    ids = [team.id for team in teams]
    by_rule = sums_of([rule.code], months[0], months[-1], team_ids=ids, house=_sees_house(actor))
    sums = all_shown(by_rule[rule.code], reads_rows)
    begun = min((month for _scope, _definition, month in sums), default=months[0])
    months = [month for month in months if month >= begun]
    scope = team.id if team else None
    by_definition = {
        d: [sums.get((scope, d, month), Point(month)) for month in months] for d in Definition
    }
    by_team = [(t, [sums.get((t.id, definition, m), Point(m)) for m in months]) for t in teams]
    return TimelinessPage(
        rule,
        definition,
        team,
        by_definition[definition],
        by_definition,
        by_team,
        marks_of(actor, rule.code, first=months[0]),
        _as_of(),
        reads_rows,
    )


def _sees_house(actor: Actor) -> bool:
    return may_ever(actor, Permission.FIGURES_READ_SMALL)


def _months() -> list[date]:
    present = clock.today().replace(day=1)
    first = add_months(present.replace(year=present.year - MONTHS // 12), 1)
    return [add_months(first, n) for n in range(MONTHS)]


def _as_of() -> date | None:
    done = DeadlineRun.state == DeadlineRunState.DONE
    return db.session.scalar(select(func.max(DeadlineRun.as_of_on)).where(done))


def marks_of(_actor: Actor, code: str, *, first: date) -> list[Mark]:
    """Return what happened in the house, in order: counts and dates, no case and no person."""
    begins = db.session.execute(
        select(
            select(func.min(LearningSession.held_at)).scalar_subquery(),
            select(func.min(LearningNote.published_at)).scalar_subquery(),
        )
    ).one()
    marks = [
        Mark(moment.astimezone(clock.ZONE).date(), kind)
        for kind, moment in zip(("sessions-begin", "notes-begin"), begins, strict=True)
        if moment is not None
    ]
    marks += [
        Mark(day, "rules-change")
        for day in db.session.scalars(
            select(RuleSet.valid_from_on).where(
                RuleSet.code == code.split(".")[0],
                RuleSet.state == RuleSetState.PUBLISHED,
                RuleSet.valid_from_on.is_not(None),
            )
        )
        if day is not None
    ]
    told = select(ChartMark).where(
        ChartMark.series == SERIES,
        ChartMark.kind == ChartMarkKind.EVENT,
        ChartMark.withdrawn_at.is_(None),
    )
    marks += [Mark(row.marks_on, "told", row.text) for row in db.session.scalars(told)]
    today = clock.today()
    return sorted((m for m in marks if first <= m.on <= today), key=lambda m: (m.on, m.text))
