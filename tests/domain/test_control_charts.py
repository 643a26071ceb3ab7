"""Control charts: printed limits, when which limits hold, beginnings, gaps and signals."""

from fractions import Fraction
from math import sqrt

import pytest

from review_app.domain.chart_signals import Signal, fewest_crossings, judge_runs, longest_run
from review_app.domain.control_charts import (
    Baseline,
    ChartKind,
    Point,
    exact_limits,
    g_chart,
    p_chart,
    p_limits,
    pooled,
    xmr_chart,
)

STEADY = (30, 33, 27, 31, 29, 34, 28, 32, 30, 26, 31, 33)


def counted(found, sizes=100, **more):
    sizes = [sizes] * len(found) if isinstance(sizes, int) else sizes
    return [
        Point(f"{place:02}", Fraction(x, n) if n else None, n, **more)
        for place, (x, n) in enumerate(zip(found, sizes, strict=True), start=1)
    ]


def test_the_printed_limits_of_five_periods():
    points = counted((3, 5, 2, 6, 1), (40, 50, 35, 60, 45))
    centre = pooled(points)
    assert float(centre) == pytest.approx(0.073913, abs=5e-7)
    limits = [p_limits(centre, point.size) for point in points]
    assert [low for low, _ in limits] == [0] * 5
    printed = (0.198015, 0.184913, 0.206583, 0.175242, 0.190917)
    assert [high for _, high in limits] == pytest.approx(printed, abs=5e-7)


def test_under_eight_points_there_is_a_line_and_no_limits():
    (stretch,) = p_chart(counted((3, 5, 2, 6, 1), (40, 50, 35, 60, 45))).stretches
    assert (stretch.kind, stretch.baseline) == (ChartKind.RUN, Baseline.NONE)
    assert stretch.centre == Fraction(3, 40)
    assert all(judged.high is None and not judged.is_outside for judged in stretch.points)


def test_twelve_steady_months_vary_no_more_than_chance_makes_them():
    chart = p_chart(counted(STEADY))
    (stretch,) = chart.stretches
    assert (stretch.kind, stretch.baseline) == (ChartKind.P, Baseline.PROVISIONAL)
    assert chart.signals == []


def test_a_frozen_line_does_not_follow_what_comes_later():
    early = p_chart(counted(STEADY)).stretches[0]
    late = p_chart(counted((*STEADY, 60, 61))).stretches[0]
    assert late.centre == early.centre
    assert [judged.is_outside for judged in late.points][-2:] == [True, True]
    assert late.signals == (Signal.OUTSIDE,)
    assert not late.points[-1].shapes_limits


def test_two_years_make_the_line_final():
    (stretch,) = p_chart(counted(STEADY * 3)).stretches
    assert (stretch.baseline, stretch.baseline_points) == (Baseline.FINAL, 24)


def test_an_excluded_point_is_judged_but_shapes_nothing():
    points = counted(STEADY)
    odd = Point("odd", Fraction(80, 100), 100, is_excluded=True)
    (stretch,) = p_chart([*points[:6], odd, *points[6:]]).stretches
    assert stretch.centre == pooled(points)
    assert stretch.points[6].is_outside
    assert not stretch.points[6].shapes_limits


def test_a_new_beginning_has_its_own_line():
    before, after = counted(STEADY), counted([x + 30 for x in STEADY])
    anew = [Point("a", after[0].value, 100, starts_anew=True), *after[1:]]
    chart = p_chart([*before, *anew])
    first, second = chart.stretches
    assert float(second.centre) == pytest.approx(float(first.centre) + 0.3)
    assert chart.signals == []


def test_a_period_without_cases_is_a_gap_and_not_nought_percent():
    points = counted((*STEADY[:5], 0, *STEADY[5:]), (*[100] * 5, 0, *[100] * 7))
    chart = p_chart(points)
    gap = chart.points[5]
    assert (gap.point.value, gap.high, gap.is_outside) == (None, None, False)
    assert chart.stretches[0].baseline_points == 12
    assert chart.signals == []


def test_few_expected_cases_get_exact_limits():
    (stretch,) = p_chart(counted((1, 0, 2, 1, 0, 1, 3, 1, 0, 1), 20)).stretches
    low, high = exact_limits(Fraction(1, 20), 20)
    assert (low, high) == (0, Fraction(5, 20))
    assert (stretch.points[0].low, stretch.points[0].high) == (low, high)
    assert p_limits(Fraction(1, 20), 20)[1] < high


def test_large_periods_that_vary_more_than_counting_explains_get_wider_limits():
    found = (1500, 1600, 1450, 1650, 1500, 1620, 1440, 1600, 1550, 1650)
    (stretch,) = p_chart(counted(found, 2000)).stretches
    assert stretch.kind is ChartKind.LANEY
    assert stretch.sigma_z > 3
    plain = p_chart(counted(found, 2000), kind=ChartKind.P).stretches[0]
    assert Signal.OUTSIDE in plain.signals
    assert Signal.OUTSIDE not in stretch.signals
    point = stretch.points[0]
    reach = 3 * stretch.sigma_z * sqrt(stretch.centre * (1 - stretch.centre) / 2000)
    assert point.high == pytest.approx(float(stretch.centre) + reach)


def test_weighted_shares_are_judged_by_how_far_they_move():
    values = (0.5, 0.52, 0.49, 0.51, 0.5, 0.53, 0.48, 0.5)
    (stretch,) = xmr_chart([Point(str(n), v) for n, v in enumerate(values)]).stretches
    step = sum(abs(b - a) for a, b in zip(values, values[1:], strict=False)) / 7
    assert stretch.points[0].high == pytest.approx(stretch.centre + 3 * step / 1.128)
    assert stretch.range_high == pytest.approx(3.267 * step)
    jumped = xmr_chart([Point(str(n), v) for n, v in enumerate((*values, 0.5, 0.5, 0.5, 0.5, 0.8))])
    assert jumped.signals == [Signal.OUTSIDE, Signal.WIDE_RANGE]
    assert jumped.stretches[0].wide_ranges == ("12",)


def test_cases_between_rare_failures_are_judged_on_their_own_scale():
    gaps = (10, 25, 3, 14, 8, 30, 12, 5, 18, 9)
    (stretch,) = g_chart([Point(str(n), float(gap)) for n, gap in enumerate(gaps)]).stretches
    assert (stretch.kind, stretch.centre) == (ChartKind.G, 11)
    mean = sum(gaps) / len(gaps)
    assert stretch.points[0].high == pytest.approx(mean + 3 * sqrt(mean * (mean + 1)))
    assert stretch.points[0].low == 0


def test_the_run_limits_are_the_published_ones():
    printed = {10: (6, 2), 12: (7, 3), 15: (7, 4), 20: (7, 6), 24: (8, 8), 30: (8, 10)}
    assert {n: (longest_run(n), fewest_crossings(n)) for n in printed} == printed


def test_a_long_run_and_few_crossings_are_signals():
    judged = judge_runs([1] * 8 + [3] * 4, 2)
    assert (judged.longest_run, judged.crossings) == (8, 1)
    assert judged.signals == (Signal.LONG_RUN, Signal.FEW_CROSSINGS)


def test_points_on_the_line_are_dropped_and_under_ten_nothing_is_tested():
    judged = judge_runs([1, 2, 1, 2, 1, 1, 1, 1, 1, 1, 1], 2)
    assert judged.useful == 9
    assert judged.signals == ()
    assert judged.longest_expected is None


def test_a_series_of_nothing_but_gaps_says_nothing():
    chart = p_chart(counted((0, 0), (0, 0)))
    assert chart.signals == []
    assert chart.stretches[0].centre is None
