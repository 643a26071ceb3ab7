"""Series over time: their codes, their periods, and marks on them."""

from datetime import date

import pytest

from review_app.domain.chart_series import (
    Mark,
    Period,
    Series,
    SeriesKind,
    finished_periods,
    marked,
    place_of,
    read_series,
)
from review_app.domain.control_charts import Point
from review_app.domain.errors import Invalid
from review_app.domain.kinds import ChartMarkKind

ALL = [
    Series(SeriesKind.TIMELINESS),
    Series(SeriesKind.TIMELINESS, Period.QUARTER),
    Series(SeriesKind.TIMELINESS, Period.MONTH, "1a2b3c"),
    Series(SeriesKind.CRITERION, checklist="sickness-benefit", criterion="B.2"),
]


@pytest.mark.parametrize("series", ALL, ids=lambda series: series.code)
def test_a_code_leads_back_to_its_series(series):
    assert read_series(series.code) == series


def test_only_the_whole_is_open_to_readers_of_figures():
    assert [series.is_whole for series in ALL] == [True, False, False, True]


@pytest.mark.parametrize("code", ["", "nonsense", "timeliness", "timeliness.day", "criterion.a"])
def test_a_code_of_no_series_is_refused(code):
    with pytest.raises(Invalid):
        read_series(code)


def test_the_running_period_is_left_out_and_five_years_are_the_most():
    months = finished_periods(date(2019, 5, 3), date(2026, 1, 31), Period.MONTH)
    assert (len(months), months[-1]) == (60, date(2025, 12, 1))
    assert finished_periods(date(2026, 1, 3), date(2026, 1, 31), Period.MONTH) == []
    quarters = finished_periods(date(2025, 11, 3), date(2026, 7, 1), Period.QUARTER)
    assert quarters == [date(2025, 10, 1), date(2026, 1, 1), date(2026, 4, 1)]


def test_a_mark_belongs_to_the_period_it_falls_in():
    points = [(date(2026, month, 1), Point(str(month), 0.5)) for month in range(1, 5)]
    marks = [
        Mark(ChartMarkKind.EXCLUSION, date(2026, 2, 28)),
        Mark(ChartMarkKind.REBASE, date(2026, 3, 1)),
        Mark(ChartMarkKind.EVENT, date(2026, 4, 1)),
        Mark(ChartMarkKind.EXCLUSION, date(2025, 2, 28)),
    ]
    found = [point for _, point in marked(points, marks)]
    assert [point.is_excluded for point in found] == [False, True, False, False]
    assert [point.starts_anew for point in found] == [False, False, True, False]
    assert place_of([], date(2026, 1, 1)) is None
