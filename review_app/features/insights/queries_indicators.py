"""Finding indicators, their values and corrections, and what their forms offer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from review_app.domain.access import Actor, Permission, Role, can, demand
from review_app.domain.chart_series import Series, SeriesKind, Spot
from review_app.domain.errors import NotFound
from review_app.domain.indicators import Target, TargetStanding, standing, target_in
from review_app.domain.rule_sets import RuleSetState
from review_app.features.insights.queries_charts import SeriesView, judged_view
from review_app.features.insights.queries_indicator_values import spots_of
from review_app.kernel.db import db
from review_app.models import (
    Appointment,
    CaseEvent,
    DeadlineRule,
    Indicator,
    IndicatorValue,
    Person,
    RuleSet,
    Team,
)
from review_app.models.timeliness import rule_code
from review_app.models.visibility import visible_indicators

OWNERS = (Role.CASEWORKER, Role.COORDINATOR, Role.MANAGER, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator in the list, with its last value, the one before, and the target."""

    indicator: Indicator
    newest: Spot | None
    before: Spot | None
    target: float | None
    standing: TargetStanding
    missing: int  # months without a value between its first and the last that is over


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """Everything the page of one indicator shows; targets and standings go with the entries."""

    indicator: Indicator
    series: SeriesView
    targets: Sequence[float | None]
    standings: Sequence[TargetStanding]
    history: Sequence[IndicatorValue]  # values that were replaced or replace others
    may_enter: bool
    may_keep: bool


def list_indicators(actor: Actor, *, retired: bool = False) -> list[IndicatorLine]:
    """Return the indicators the actor may read, by name, those in use or the retired ones."""
    demand(actor, Permission.INDICATOR_READ)
    in_use = Indicator.retired_at.is_(None)
    found = db.session.scalars(
        visible_indicators(actor)
        .where(~in_use if retired else in_use)
        .options(
            joinedload(Indicator.owner),
            joinedload(Indicator.team),
            selectinload(Indicator.targets),
        )
        .order_by(Indicator.name_da, Indicator.id)
    ).all()
    spots = spots_of(actor, found)
    return [_line(one, spots[one.id]) for one in found]


def _line(indicator: Indicator, spots: Sequence[Spot]) -> IndicatorLine:
    known = [spot for spot in spots if spot.value is not None]
    newest = known[-1] if known else None
    target = target_in(_targets(indicator), newest.starts_on) if newest else None
    return IndicatorLine(
        indicator,
        newest,
        known[-2] if len(known) > 1 else None,
        target,
        standing(_value(newest), target, indicator.direction),
        sum(spot.gap in ("missing", "unknown") for spot in spots),
    )


def _value(spot: Spot | None) -> float | None:
    return None if spot is None or spot.value is None else float(spot.value)


def _targets(indicator: Indicator) -> list[Target]:
    return [Target(target.from_on, target.value) for target in indicator.targets]


def get_indicator(actor: Actor, key: str) -> Indicator:
    """Return one indicator with its targets.

    :raises NotFound: when there is none, or none the actor may know of.
    """
    demand(actor, Permission.INDICATOR_READ)
    found = db.session.scalar(
        visible_indicators(actor)
        .where(Indicator.key == key)
        .options(
            joinedload(Indicator.owner),
            joinedload(Indicator.team),
            selectinload(Indicator.targets),
        )
    )
    if found is None:
        raise NotFound(thing="indicator", key=key)
    return found


def get_view(actor: Actor, key: str) -> IndicatorView:
    """Return an indicator with its chart, its marks, its targets and what was corrected."""
    indicator = get_indicator(actor, key)
    series = Series(SeriesKind.INDICATOR, indicator=indicator.key)
    view = judged_view(
        actor, series, subject=indicator, spots=spots_of(actor, [indicator])[indicator.id]
    )
    targets = [target_in(_targets(indicator), entry.spot.starts_on) for entry in view.entries]
    standings = [
        standing(_value(entry.spot), target, indicator.direction)
        for entry, target in zip(view.entries, targets, strict=True)
    ]
    return IndicatorView(
        indicator,
        view,
        targets,
        standings,
        _history(indicator),
        may_enter=indicator.retired_at is None
        and can(actor, Permission.INDICATOR_ENTER, indicator),
        may_keep=can(actor, Permission.INDICATOR_KEEP, indicator),
    )


def _history(indicator: Indicator) -> Sequence[IndicatorValue]:
    replaced = select(IndicatorValue.month_on).where(
        IndicatorValue.indicator_id == indicator.id, IndicatorValue.replaced_at.is_not(None)
    )
    query = (
        select(IndicatorValue)
        .where(IndicatorValue.indicator_id == indicator.id, IndicatorValue.month_on.in_(replaced))
        .options(joinedload(IndicatorValue.entered_by))
        .order_by(IndicatorValue.month_on.desc(), IndicatorValue.id.desc())
        .limit(200)
    )
    return db.session.scalars(query).all()


def standing_values(actor: Actor, indicator: Indicator) -> dict[date, IndicatorValue]:
    """Return what stands of an indicator that people enter, by month."""
    demand(actor, Permission.INDICATOR_READ, indicator)
    query = select(IndicatorValue).where(
        IndicatorValue.indicator_id == indicator.id, IndicatorValue.replaced_at.is_(None)
    )
    return {row.month_on: row for row in db.session.scalars(query)}


def owners_to_choose(actor: Actor) -> Sequence[Person]:
    """Return the people of the house who can answer for an indicator, by name."""
    demand(actor, Permission.INDICATOR_KEEP)
    appointed = select(Appointment.person_id).where(Appointment.role.in_(OWNERS))
    query = select(Person).where(Person.is_active, Person.id.in_(appointed))
    return db.session.scalars(query.order_by(Person.name)).all()


def teams_to_choose(actor: Actor) -> Sequence[Team]:
    """Return the teams, by name."""
    demand(actor, Permission.INDICATOR_KEEP)
    return db.session.scalars(select(Team).order_by(Team.name)).all()


def rules_to_choose(actor: Actor) -> dict[str, DeadlineRule]:
    """Return by code the rules in the published sets, as the newest version words them."""
    demand(actor, Permission.INDICATOR_KEEP)
    query = (
        select(rule_code(), DeadlineRule)
        .join(RuleSet)
        .where(RuleSet.state == RuleSetState.PUBLISHED)
        .order_by(RuleSet.code, DeadlineRule.position, RuleSet.number)
    )
    rows = db.session.execute(query)
    return {str(code): rule for code, rule in rows}


def activities_to_choose(actor: Actor) -> Sequence[str]:
    """Return the kinds of events that cases have."""
    demand(actor, Permission.INDICATOR_KEEP)
    query = select(CaseEvent.activity).distinct().order_by(CaseEvent.activity)
    return db.session.scalars(query).all()
