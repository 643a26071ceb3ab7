"""What people do with indicators: set them up, aim at something, enter and correct values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import Conflict, Incomplete, Invalid
from review_app.domain.indicators import (
    IndicatorDirection,
    IndicatorSource,
    IndicatorUnit,
    ValueWay,
)
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.domain.timeliness import Definition
from review_app.features.insights import queries_indicators as queries
from review_app.kernel import clock
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import Indicator, IndicatorTarget, IndicatorValue

HIGHEST = 1e12


@dataclass(frozen=True, slots=True)
class Naming:
    """What can be changed of an indicator at any time."""

    name_da: str
    name_en: str
    description: str
    direction: IndicatorDirection
    owner_key: str


@dataclass(frozen=True, slots=True)
class Basis:
    """What an indicator counts; it stays as it was set up, or its values would mislead."""

    unit: IndicatorUnit
    source: IndicatorSource = IndicatorSource.ENTERED
    team_key: str = ""
    rule_code: str = ""
    definition: Definition | None = None
    activities: tuple[str, ...] = ()


def add_indicator(actor: Actor, *, naming: Naming, basis: Basis) -> Indicator:
    """Set an indicator up.

    :raises NotPermitted: for a team that is not the manager's, and for an administrator who asks
        for a computed one.
    :raises Incomplete: without a name, a rule or kinds of events where the source needs them.
    :raises Invalid: when owner, team, rule or a kind of event is unknown.
    """
    with unit_of_work(actor) as work:
        demand(actor, Permission.INDICATOR_KEEP)
        made = Indicator(created_by_id=actor.id, unit=basis.unit, source=basis.source)
        made.team_id = _team_id(actor, basis.team_key)
        demand(actor, Permission.INDICATOR_KEEP, made)
        _compute_from(actor, made, basis)
        _name(actor, made, naming)
        work.add(made)
        work.log(AuditCode.INDICATOR_ADDED, made, source=made.source.value)
    return made


def _compute_from(actor: Actor, made: Indicator, basis: Basis) -> None:
    made.activities = []
    if basis.source is IndicatorSource.TIMELINESS:
        if basis.rule_code not in queries.rules_to_choose(actor) or basis.definition is None:
            raise Incomplete(fields=["rule_code", "definition"])
        made.rule_code, made.definition = basis.rule_code, basis.definition
        made.unit = IndicatorUnit.PERCENT
    elif basis.source is IndicatorSource.TALKS:
        known = set(queries.activities_to_choose(actor))
        if not basis.activities or not known.issuperset(basis.activities):
            raise Incomplete(fields=["activities"])
        made.activities, made.unit = list(basis.activities), IndicatorUnit.COUNT
    elif basis.source is IndicatorSource.ACTIONS:
        if made.team_id is not None:
            raise Invalid(field="team", reason="house-only")
        made.unit = IndicatorUnit.PERCENT


def _name(actor: Actor, indicator: Indicator, naming: Naming) -> None:
    texts = {name: getattr(naming, name).strip() for name in ("name_da", "name_en", "description")}
    for field, text in texts.items():
        refuse_personal_numbers(text, field=field)
    if missing := [name for name in ("name_da", "name_en") if not texts[name]]:
        raise Incomplete(fields=missing)
    owners = {person.key: person.id for person in queries.owners_to_choose(actor)}
    if naming.owner_key not in owners:
        raise Invalid(field="owner", reason="unknown")
    indicator.name_da, indicator.name_en = texts["name_da"], texts["name_en"]
    indicator.description = texts["description"] or None
    indicator.direction = naming.direction
    indicator.owner_id = owners[naming.owner_key]


def _team_id(actor: Actor, key: str) -> int | None:
    if not key:
        return None
    for team in queries.teams_to_choose(actor):
        if team.key == key:
            return team.id
    raise Invalid(field="team", reason="unknown")


def change_indicator(actor: Actor, key: str, *, naming: Naming) -> Indicator:
    """Change what an indicator is called, which way is better, and who answers for it."""
    with unit_of_work(actor) as work:
        indicator = _kept(actor, key)
        _name(actor, indicator, naming)
        work.log(AuditCode.INDICATOR_CHANGED, indicator, owner_id=indicator.owner_id)
    return indicator


def retire(actor: Actor, key: str) -> Indicator:
    """Take an indicator out of use, or into use again; its values stay."""
    with unit_of_work(actor) as work:
        indicator = _kept(actor, key)
        indicator.retired_at = clock.now() if indicator.retired_at is None else None
        work.log(AuditCode.INDICATOR_RETIRED, indicator, retired=indicator.retired_at is not None)
    return indicator


def set_target(actor: Actor, key: str, *, from_on: date, value: float | None) -> IndicatorTarget:
    """Say what is aimed at from a month on; no value ends the target before it.

    :raises Invalid: when no direction says what meeting it would be.
    """
    with unit_of_work(actor) as work:
        indicator = _kept(actor, key)
        if indicator.direction is IndicatorDirection.NEITHER:
            raise Invalid(field="value", reason="no-direction")
        month = from_on.replace(day=1)
        target = next((t for t in indicator.targets if t.from_on == month), None)
        before = target.value if target else None
        if target is None:
            target = IndicatorTarget(indicator_id=indicator.id, from_on=month)
            work.session.add(target)
        target.value, target.set_at, target.set_by_id = value, clock.now(), actor.id
        facts = {"from_on": month.isoformat(), "value": value, "before": before}
        work.log(AuditCode.INDICATOR_TARGET_SET, indicator, **facts)
    return target


def _kept(actor: Actor, key: str) -> Indicator:
    indicator = queries.get_indicator(actor, key)
    demand(actor, Permission.INDICATOR_KEEP, indicator)
    return indicator


def enter_values(
    actor: Actor,
    key: str,
    *,
    values: Mapping[date, float | None],
    seen: Mapping[date, float | None] | None = None,
    way: ValueWay = ValueWay.TYPED,
    reason: str = "",
) -> int:
    """Enter values by month (first days); ``None`` takes a month's value back. Returns how many.

    What stood before is kept with who, when and why. A value that is the same changes nothing.

    :param seen: what the actor saw standing; refused where something else stands by now.
    :raises Conflict: with the ``months`` that somebody else changed meanwhile.
    :raises Incomplete: when a value is replaced without a reason.
    :raises Invalid: for a month to come or an impossible number.
    """
    with unit_of_work(actor) as work:
        indicator = queries.get_indicator(actor, key)
        demand(actor, Permission.INDICATOR_ENTER, indicator)
        work.hold(indicator)
        _check(indicator, values)
        refuse_personal_numbers(reason, field="reason")
        rows = queries.standing_values(actor, indicator)
        stands = {month: row.value for month, row in rows.items()}
        if moved := [m for m, was in (seen or {}).items() if m in values and stands.get(m) != was]:
            raise Conflict(thing="indicator-values", months=moved)
        changed = {m: v for m, v in values.items() if stands.get(m) != v}
        replaced = [m for m in changed if stands.get(m) is not None]
        if replaced and not reason.strip():
            raise Incomplete(fields=["reason"])
        for month in changed.keys() & rows.keys():
            rows[month].replaced_at = clock.now()
        work.session.flush()  # the old rows must give way before the new ones stand
        _stand(work, indicator, changed, way=way, reason=reason.strip() if replaced else "")
    return len(changed)


def _check(indicator: Indicator, values: Mapping[date, float | None]) -> None:
    if indicator.retired_at is not None:
        raise Invalid(field="values", reason="retired")
    for month, value in values.items():
        if month.day != 1 or month > clock.today():
            raise Invalid(field="month", reason="future")
        if value is not None and not 0 <= value <= HIGHEST:
            raise Invalid(field="value", reason="out-of-range")


def _stand(
    work: Work,
    indicator: Indicator,
    values: Mapping[date, float | None],
    *,
    way: ValueWay,
    reason: str,
) -> None:
    if not values:
        return
    for month, value in sorted(values.items()):
        work.session.add(
            IndicatorValue(
                indicator_id=indicator.id,
                month_on=month,
                value=value,
                way=way,
                reason=reason or None,
                entered_by_id=work.actor.id,
            )
        )
    months = [month.isoformat() for month in sorted(values)]
    work.log(AuditCode.INDICATOR_VALUES_ENTERED, indicator, months=months, way=way.value)
