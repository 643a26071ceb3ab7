"""The monthly numbers of indicators: what people entered, and what the product knows itself."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import Integer, cast, func, select

from review_app.domain.access import Actor, Permission, may_ever
from review_app.domain.chart_series import LONGEST, Spot
from review_app.domain.indicators import IndicatorSource, month_before, months_from
from review_app.domain.publication import house_is_withheld
from review_app.features.insights.queries_actions import actions_due
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import Case, CaseEvent, Indicator, IndicatorValue
from review_app.models.deadline_sums import Sums, all_shown, sums_of

Months = Mapping[date, Spot]


def spots_of(actor: Actor, indicators: Iterable[Indicator]) -> dict[int, list[Spot]]:
    """Return by id the months of each indicator, from its first to the last that is over.

    A month without a number is a gap that says why; there are 60 months at most. One statement
    for each source, however many indicators there are.
    """
    by_source: defaultdict[IndicatorSource, list[Indicator]] = defaultdict(list)
    for indicator in indicators:
        by_source[indicator.source].append(indicator)
    sources = {
        IndicatorSource.ENTERED: _entered,
        IndicatorSource.TIMELINESS: _timeliness,
        IndicatorSource.TALKS: _talks,
        IndicatorSource.ACTIONS: _actions,
    }
    found: dict[int, list[Spot]] = {}
    for source, same in by_source.items():
        months = sources[source](actor, same)
        gap = "missing" if source is IndicatorSource.ENTERED else "no-cases"
        found.update({id_: _without_holes(spots, gap) for id_, spots in months.items()})
    return found


def _without_holes(months: Months, gap: str) -> list[Spot]:
    if not months:
        return []
    last = max(month_before(clock.today()), *months)
    return [months.get(m, Spot(m, gap=gap)) for m in months_from(min(months), last)][-LONGEST:]


def _entered(_actor: Actor, indicators: Sequence[Indicator]) -> dict[int, Months]:
    found: dict[int, dict[date, Spot]] = {one.id: {} for one in indicators}
    query = select(
        IndicatorValue.indicator_id, IndicatorValue.month_on, IndicatorValue.value
    ).where(
        IndicatorValue.indicator_id.in_(found),
        IndicatorValue.replaced_at.is_(None),
        IndicatorValue.value.is_not(None),
    )
    for indicator_id, month_on, value in db.session.execute(query):
        found[indicator_id][month_on] = Spot(month_on, value=value)
    return dict(found)


def _first_month() -> date:
    return date(clock.today().year - LONGEST // 12 - 1, 1, 1)


def _timeliness(actor: Actor, indicators: Sequence[Indicator]) -> dict[int, Months]:
    """Count what the pages of timeliness show, from the same sums."""
    by_code = sums_of(
        {one.rule_code or "" for one in indicators},
        _first_month(),
        month_before(clock.today()),
        team_ids={one.team_id for one in indicators if one.team_id},
        house=True,
    )
    reads_rows = may_ever(actor, Permission.FIGURES_READ_SMALL)
    return {one.id: _shares(one, by_code[one.rule_code or ""], reads_rows) for one in indicators}


def _shares(indicator: Indicator, sums: Sums, reads_rows: bool) -> Months:
    return {
        month: _percent(month, point.numerator, point.denominator, is_hidden=point.is_withheld)
        for (team_id, definition, month), point in all_shown(sums, reads_rows).items()
        if team_id == indicator.team_id and definition is indicator.definition
    }


def _percent(month: date, part: int, whole: int, *, is_hidden: bool) -> Spot:
    if is_hidden:
        return Spot(month, gap="withheld")
    if not whole:
        return Spot(month, gap="no-cases")
    return Spot(month, "", part, whole, 100 * part / whole)


def _talks(_actor: Actor, indicators: Sequence[Indicator]) -> dict[int, Months]:
    """Count the events of the chosen kinds by the month they happened in."""
    today = clock.today()
    year = cast(func.extract("year", CaseEvent.happened_on), Integer)
    month = cast(func.extract("month", CaseEvent.happened_on), Integer)
    kinds = {kind for one in indicators for kind in one.activities}
    query = (
        select(year, month, CaseEvent.activity, Case.team_id, func.count())
        .join(Case, Case.id == CaseEvent.case_id)
        .where(CaseEvent.activity.in_(kinds), CaseEvent.happened_on <= today)
        .where(CaseEvent.happened_on >= _first_month())
        .group_by(year, month, CaseEvent.activity, Case.team_id)
    )
    found = db.session.execute(query)
    rows = [(date(y, m, 1), kind, team, count) for y, m, kind, team, count in found]
    newest = db.session.scalar(
        select(func.max(CaseEvent.happened_on)).where(CaseEvent.happened_on <= today)
    )
    return {one.id: _counts(one, rows, newest) for one in indicators}


def _counts(
    indicator: Indicator,
    rows: Sequence[tuple[date, str, int | None, int]],
    newest: date | None,
) -> Months:
    """Count by month; none happened in a month without events, unless nothing is known of it."""
    counts: Counter[date] = Counter()
    for month, activity, team_id, count in rows:
        if activity in indicator.activities and indicator.team_id in (None, team_id):
            counts[month] += count
    last = month_before(clock.today())
    if not counts or newest is None or min(counts) > last:
        return {}
    return {
        month: Spot(month, value=float(counts[month]))
        if month <= newest
        else Spot(month, gap="unknown")
        for month in months_from(min(counts), last)
    }


def _actions(actor: Actor, indicators: Sequence[Indicator]) -> dict[int, Months]:
    """Count by the month they were due in; dropped ones are not counted."""
    due = actions_due(actor, first=_first_month(), last=month_before(clock.today()))
    reads_rows = may_ever(actor, Permission.FIGURES_READ_SMALL)
    months = {
        month: _percent(
            month,
            sum(row.is_met for row in rows),
            len(rows),
            is_hidden=not reads_rows and house_is_withheld(rows),
        )
        for month, rows in due.items()
    }
    return {one.id: months for one in indicators}
