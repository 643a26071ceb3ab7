"""Which series there are to watch over time, their periods, and what people marked on them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from review_app.domain.control_charts import Point
from review_app.domain.errors import Invalid
from review_app.domain.kinds import ChartMarkKind

LONGEST = 60  # periods shown at most


class SeriesKind(StrEnum):
    """What a series counts."""

    TIMELINESS = "timeliness"  # cases closed in a period on or before their own deadline
    CRITERION = "criterion"  # how often a criterion is met, from round to round
    INDICATOR = "indicator"  # a number for each month, in a unit of its own


class Period(StrEnum):
    """How long a point of the timeliness series lasts."""

    MONTH = "month"
    QUARTER = "quarter"


@dataclass(frozen=True, slots=True)
class Series:
    """One series; its code is stored with every mark on it and never respelled.

    ``case_type`` is the code of a type of case, empty for all of them.
    """

    kind: SeriesKind
    period: Period = Period.MONTH
    case_type: str = ""
    checklist: str = ""
    criterion: str = ""
    indicator: str = ""  # its key

    @property
    def code(self) -> str:
        """The code in addresses and in the table of marks.

        >>> Series(SeriesKind.CRITERION, checklist="general", criterion="B.2").code
        'criterion.general.B.2'
        """
        if self.kind is SeriesKind.CRITERION:
            return f"{self.kind}.{self.checklist}.{self.criterion}"
        if self.kind is SeriesKind.INDICATOR:
            return f"{self.kind}.{self.indicator}"
        return ".".join(filter(None, (self.kind, self.period, self.case_type)))

    @property
    def is_whole(self) -> bool:
        """Whether it is a fixed table that everybody who reads figures may see."""
        return self.kind is SeriesKind.CRITERION or (
            self.period is Period.MONTH and not self.case_type
        )


def read_series(code: str) -> Series:
    """Return the series of a code.

    :raises Invalid: when it is none.

    >>> read_series("timeliness.quarter").period
    <Period.QUARTER: 'quarter'>
    """
    kind, *rest = code.split(".", 2)
    try:
        if SeriesKind(kind) is SeriesKind.CRITERION:
            checklist, criterion = rest
            return Series(SeriesKind.CRITERION, checklist=checklist, criterion=criterion)
        if SeriesKind(kind) is SeriesKind.INDICATOR:
            (key,) = rest
            return Series(SeriesKind.INDICATOR, indicator=key)
        return Series(SeriesKind.TIMELINESS, Period(rest[0]), "".join(rest[1:]))
    except (ValueError, IndexError) as fault:
        raise Invalid(field="series", reason=code) from fault


def start_of(day: date, period: Period) -> date:
    """Return the first day of the period of *day*.

    >>> start_of(date(2026, 6, 17), Period.QUARTER)
    datetime.date(2026, 4, 1)
    """
    month = day.month if period is Period.MONTH else (day.month - 1) // 3 * 3 + 1
    return date(day.year, month, 1)


def next_start(start: date, period: Period) -> date:
    """Return the first day of the period after the one that begins on *start*."""
    days = 32 if period is Period.MONTH else 95
    return start_of(start + timedelta(days=days), period)


def finished_periods(first: date, today: date, period: Period) -> list[date]:
    """Return the first days of the periods from that of *first* that are over, 60 at most.

    >>> finished_periods(date(2026, 1, 9), date(2026, 3, 31), Period.MONTH)
    [datetime.date(2026, 1, 1), datetime.date(2026, 2, 1)]
    """
    starts, start, end = [], start_of(first, period), start_of(today, period)
    while start < end:
        starts.append(start)
        start = next_start(start, period)
    return starts[-LONGEST:]


@dataclass(frozen=True, slots=True)
class Spot:
    """One point before it is judged: what it counts, and why it may be empty.

    ``gap`` is empty or says why there is no number (``no-cases``, ``withheld``, ``not-asked``,
    ``missing``, ``unknown``). A point of
    rounds has the ``label`` and the ``key`` of its round, and is weighted when the round's shares
    are not plain counts.
    """

    starts_on: date
    label: str = ""
    numerator: int | None = None
    denominator: int | None = None
    value: Fraction | float | None = None
    gap: str = ""
    key: str = ""
    is_weighted: bool = False
    is_provisional: bool = False

    @property
    def point(self) -> Point:
        """The point as the charts judge it."""
        return Point(self.starts_on.isoformat(), self.value, self.denominator or 0)


@dataclass(frozen=True, slots=True)
class Mark:
    """What somebody marked; a point belongs to it when it is the last to begin by that day."""

    kind: ChartMarkKind
    marks_on: date


def marked(points: Sequence[tuple[date, Point]], marks: Iterable[Mark]) -> list[tuple[date, Point]]:
    """Return the points, in order of their first days, with marks heeded."""
    places = list(marks)
    excluded = marked_places(points, places, ChartMarkKind.EXCLUSION)
    anew = marked_places(points, places, ChartMarkKind.REBASE)
    return [
        (day, replace(point, is_excluded=place in excluded, starts_anew=place in anew))
        for place, (day, point) in enumerate(points)
    ]


def marked_places(
    points: Sequence[tuple[date, Point]], marks: Collection[Mark], kind: ChartMarkKind
) -> set[int]:
    """Return the places of the points that marks of this kind belong to."""
    days = [day for day, _ in points]
    found = {place_of(days, mark.marks_on) for mark in marks if mark.kind is kind}
    return {place for place in found if place is not None}


def place_of(days: Sequence[date], on: date) -> int | None:
    """Return the place of the last of *days* that is not after *on*; none before the first."""
    begun = [place for place, day in enumerate(days) if day <= on]
    return begun[-1] if begun else None
