"""Series over time with their marks: timeliness by month, a criterion from round to round."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, Integer, String, cast, func, select
from sqlalchemy import case as when
from sqlalchemy.orm import aliased

from review_app.domain.access import Actor, Permission, can, demand, may_ever
from review_app.domain.chart_series import (
    Mark,
    Period,
    Series,
    SeriesKind,
    Spot,
    finished_periods,
    marked,
    place_of,
    read_series,
    start_of,
)
from review_app.domain.control_charts import Chart, JudgedPoint, Point, p_chart, xmr_chart
from review_app.domain.errors import Invalid, NotFound
from review_app.domain.estimation import is_withheld
from review_app.features.insights import queries_series
from review_app.features.insights.queries_indicator_values import spots_of
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.kernel.keys import fingerprint
from review_app.models import Case, ChartMark, Indicator, Person
from review_app.models.visibility import visible_indicators

CODE_LENGTH = 12
MOST_SERIES = 5_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A point as the page and the file show it, with the marks that belong to it."""

    spot: Spot
    judged: JudgedPoint
    marks: Sequence["MarkLine"]


@dataclass(frozen=True, slots=True)
class MarkLine:
    """A mark with the names of who made and who withdrew it."""

    mark: ChartMark
    made_by: str | None
    withdrawn_by: str | None


@dataclass(frozen=True, slots=True)
class SeriesView:
    """Everything the page of one series shows; ``subject`` is what it is about, if one thing."""

    series: Series
    subject: Any
    chart: Chart
    entries: Sequence[Entry]
    marks: Sequence[MarkLine]
    may_mark: bool


@dataclass(frozen=True, slots=True)
class Offered:
    """The series there are: (series, what it is about); ``details`` are for readers of rows."""

    timeliness: Sequence[Series]
    details: Sequence[tuple[Series, str]]
    criteria: Sequence[queries_series.ChecklistSeries]


def list_series(actor: Actor) -> Offered:
    """Return the series the actor may see."""
    demand(actor, Permission.FIGURES_READ)
    whole: list[Series] = []
    details: list[tuple[Series, str]] = []
    if may_ever(actor, Permission.TIMELINESS_READ):
        whole = [Series(SeriesKind.TIMELINESS)]
    if whole and may_ever(actor, Permission.FIGURES_READ_SMALL):
        kinds = [("", ""), *sorted(_case_types().items(), key=lambda known: known[1])]
        details = [
            (Series(SeriesKind.TIMELINESS, period, code), name)
            for code, name in kinds
            for period in Period
            if code or period is not Period.MONTH
        ]
    return Offered(whole, details, queries_series.list_criteria(actor))


def get_series(actor: Actor, code: str) -> SeriesView:
    """Return a series with its chart, judged with the marks that stand.

    What an actor who may not read rows must not see is taken out before anything is computed, so
    that no line or limit gives it away.

    :raises NotFound: when there is no such series, or none for this actor.
    """
    demand(actor, Permission.FIGURES_READ)
    series, subject, spots = _series(actor, code)
    return judged_view(actor, series, subject=subject, spots=spots)


def judged_view(actor: Actor, series: Series, *, subject: Any, spots: Sequence[Spot]) -> SeriesView:
    """Judge the points of a series that the actor may see, with the marks that stand on it."""
    marks = _marks(series)
    standing = [
        Mark(line.mark.kind, line.mark.marks_on) for line in marks if not line.mark.withdrawn_at
    ]
    points = marked([(spot.starts_on, spot.point) for spot in spots], standing)
    chart = _judge(series, spots, [point for _, point in points])
    days = [spot.starts_on for spot in spots]
    entries = [
        Entry(spot, judged, [m for m in marks if place_of(days, m.mark.marks_on) == place])
        for place, (spot, judged) in enumerate(zip(spots, chart.points, strict=True))
    ]
    return SeriesView(
        series, subject, chart, entries, marks, may_mark=can(actor, Permission.CHART_MARK, series)
    )


def _judge(series: Series, spots: Sequence[Spot], points: Sequence[Point]) -> Chart:
    if series.kind is SeriesKind.INDICATOR:
        return xmr_chart(points, is_share=False)
    is_weighted = any(spot.is_weighted for spot in spots)
    return xmr_chart(points) if is_weighted else p_chart(points)


def _series(actor: Actor, code: str) -> tuple[Series, Any, Sequence[Spot]]:
    try:
        series = read_series(code)
    except Invalid as fault:
        raise NotFound(thing="series", key=code) from fault
    if series.kind is SeriesKind.INDICATOR:
        indicator = _indicator(actor, series)
        return series, indicator, spots_of(actor, [indicator])[indicator.id]
    if series.kind is SeriesKind.CRITERION:
        return series, *queries_series.criterion_spots(actor, series)
    rows = may_ever(actor, Permission.FIGURES_READ_SMALL)
    if not may_ever(actor, Permission.TIMELINESS_READ) or not (rows or series.is_whole):
        raise NotFound(thing="series", key=code)
    return _timeliness(series, may_read_rows=rows)


def _indicator(actor: Actor, series: Series) -> Indicator:
    found = db.session.scalar(visible_indicators(actor).where(Indicator.key == series.indicator))
    if found is None:
        raise NotFound(thing="series", key=series.code)
    return found


def _timeliness(series: Series, *, may_read_rows: bool) -> tuple[Series, str, Sequence[Spot]]:
    name = _case_types().get(series.case_type, "") if series.case_type else ""
    if series.case_type and not name:
        raise NotFound(thing="series", key=series.code)
    today = clock.today()
    by_period: dict[date, list[tuple[str, int, int]]] = {}
    for month, handler, on_time, done in _closed(today, case_type=name):
        period = start_of(month, series.period)
        by_period.setdefault(period, []).append((handler, on_time, done))
    first = min(by_period, default=today)
    return (
        series,
        name,
        [
            _timeliness_spot(start, by_period.get(start, []), may_read_rows=may_read_rows)
            for start in finished_periods(first, today, series.period)
        ],
    )


def _timeliness_spot(
    start: date, handled: Sequence[tuple[str, int, int]], *, may_read_rows: bool
) -> Spot:
    done = sum(one[2] for one in handled)
    if not done:
        return Spot(start, gap="no-cases")
    if not may_read_rows and is_withheld(done, len({handler for handler, *_ in handled})):
        return Spot(start, gap="withheld")
    on_time = sum(one[1] for one in handled)
    return Spot(start, "", on_time, done, Fraction(on_time, done))


def _closed(today: date, *, case_type: str) -> list[tuple[date, str, int, int]]:
    """Count the closed cases with a deadline by month and handler: in time, and in all."""
    year = cast(func.extract("year", Case.closed_on), Integer)
    month = cast(func.extract("month", Case.closed_on), Integer)
    who = _handler()
    in_time = func.sum(when((Case.closed_on <= Case.deadline_on, 1), else_=0))
    query = (
        select(year, month, who, in_time, func.count())
        .where(Case.closed_on <= today, Case.deadline_on.is_not(None))
        .group_by(year, month, who)
    )
    if case_type:
        query = query.where(Case.case_type == case_type)
    rows = db.session.execute(query)
    return [(date(y, m, 1), handler, int(hits), done) for y, m, handler, hits, done in rows]


def _handler() -> ColumnElement[str]:
    """Return a text that tells caseworkers apart; cases without a known one count as one."""
    return func.coalesce(cast(Case.caseworker_id, String), "?" + Case.caseworker_label, "?")


def _case_types() -> dict[str, str]:
    known = db.session.scalars(
        select(Case.case_type).where(Case.case_type.is_not(None)).distinct().limit(MOST_SERIES)
    )
    return {fingerprint(name)[:CODE_LENGTH]: name for name in known if name}


def _marks(series: Series) -> list[MarkLine]:
    maker, withdrawer = aliased(Person), aliased(Person)
    rows = db.session.execute(
        select(ChartMark, maker.name, withdrawer.name)
        .outerjoin(maker, maker.id == ChartMark.created_by_id)
        .outerjoin(withdrawer, withdrawer.id == ChartMark.withdrawn_by_id)
        .where(ChartMark.series == series.code)
        .order_by(ChartMark.marks_on, ChartMark.id)
    )
    return [MarkLine(*row) for row in rows]


def get_mark(actor: Actor, series: str, *, key: str) -> ChartMark:
    """Return a mark of a series.

    :raises NotFound: when there is none of that series.
    """
    demand(actor, Permission.FIGURES_READ)
    found = db.session.scalar(
        select(ChartMark).where(ChartMark.series == series, ChartMark.key == key)
    )
    if found is None:
        raise NotFound(thing="chart-mark", key=key)
    return found
