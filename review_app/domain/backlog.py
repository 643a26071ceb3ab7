"""How many things were still open at the end of each month."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from review_app.domain.chart_series import LONGEST, Period, next_start
from review_app.domain.chart_signals import judge_runs
from review_app.domain.control_charts import (
    Baseline,
    Chart,
    ChartKind,
    JudgedPoint,
    Point,
    Stretch,
)
from review_app.domain.indicators import months_from


@dataclass(frozen=True, slots=True)
class Span:
    """From the day something came in to the day it was done with, if it is."""

    from_on: date
    to_on: date | None = None


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """What was open at the end of a month (or today, in the running one), came and went in it."""

    month_on: date
    open: int
    came: int
    went: int


def by_month(spans: Iterable[Span], *, today: date) -> Sequence[MonthEnd]:
    """Count from the month of the first to the running one, 60 months at most.

    What is done with on the last day of a month is no longer open at its end.

    >>> spans = [Span(date(2026, 1, 5), date(2026, 2, 28)), Span(date(2026, 2, 1))]
    >>> [end.open for end in by_month(spans, today=date(2026, 3, 2))]
    [1, 1, 1]
    """
    known = [span for span in spans if span.from_on <= today]
    if not known:
        return []
    months = months_from(min(span.from_on for span in known), today)[-LONGEST:]
    return [_at(month, known, today) for month in months]


def _at(month: date, spans: Sequence[Span], today: date) -> MonthEnd:
    end = min(next_start(month, Period.MONTH) - timedelta(days=1), today)
    return MonthEnd(
        month,
        open=sum(s.from_on <= end and (s.to_on is None or s.to_on > end) for s in spans),
        came=sum(month <= s.from_on <= end for s in spans),
        went=sum(s.to_on is not None and month <= s.to_on <= end for s in spans),
    )


def as_chart(ends: Iterable[MonthEnd]) -> Chart:
    """Return the open ones as a line without judgement: a backlog carries on by nature."""
    points = [Point(end.month_on.isoformat(), float(end.open)) for end in ends]
    bare = tuple(
        JudgedPoint(point, None, None, None, is_outside=False, shapes_limits=False)
        for point in points
    )
    nothing = judge_runs([], 0)
    return Chart((Stretch(ChartKind.RUN, Baseline.NONE, 0, None, bare, nothing),))
