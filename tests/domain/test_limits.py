"""Bounds of shares, held against other programs and against print."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from review_app.domain.errors import Invalid
from review_app.domain.estimation import (
    EstimateMethod,
    Remark,
    Sides,
    Target,
    estimate,
    estimate_for_chart,
)
from review_app.domain.limits import highest_count, highest_share, lowest_share, wilson

COUNTS = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
CONFIDENCE = st.sampled_from([80, 90, 95, 99])


@settings(deadline=None)
@given(COUNTS, CONFIDENCE)
def test_clopper_and_pearson_agree_with_statsmodels(counts, confidence_percent):
    alpha = Fraction(100 - confidence_percent, 100)
    low, high = proportion_confint(*counts, alpha=float(alpha), method="beta")
    assert lowest_share(*counts, alpha=alpha / 2) == pytest.approx(low, abs=1e-10)
    assert highest_share(*counts, alpha=alpha / 2) == pytest.approx(high, abs=1e-10)


@settings(deadline=None)
@given(COUNTS, CONFIDENCE)
def test_wilson_agrees_with_statsmodels(counts, confidence_percent):
    alpha = (100 - confidence_percent) / 100
    expected = proportion_confint(*counts, alpha=alpha, method="wilson")
    assert wilson(*counts, alpha=alpha / 2) == pytest.approx(expected, abs=1e-10)


@settings(deadline=None)
@given(st.integers(2, 300), st.data(), CONFIDENCE)
def test_the_highest_count_is_the_last_that_scipy_finds_plausible(total, data, confidence):
    size = data.draw(st.integers(1, total))
    found = data.draw(st.integers(0, size))
    alpha = Fraction(100 - confidence, 200)
    most = highest_count(found, size, total, alpha=alpha)
    assert stats.hypergeom.cdf(found, total, most, size) > float(alpha) * (1 - 1e-9)
    if most < total - size + found:
        assert stats.hypergeom.cdf(found, total, most + 1, size) <= float(alpha) * (1 + 1e-9)


def test_the_way_of_working_has_the_bounds_that_stand_in_print():
    found = estimate(5, 50, frame_size=200, target=Target.WAY_OF_WORKING)
    assert float(found.low_share) == pytest.approx(0.033275, abs=5e-7)
    assert float(found.high_share) == pytest.approx(0.218135, abs=5e-7)
    assert (found.method, found.low_count) == (EstimateMethod.PROCESS, None)


def test_a_chart_gets_wilsons_limits():
    found = estimate_for_chart(5, 50)
    assert float(found.low_share) == pytest.approx(0.043476, abs=5e-7)
    assert float(found.high_share) == pytest.approx(0.213602, abs=5e-7)
    assert found.method is EstimateMethod.WILSON


def test_both_sides_can_be_asked_for_where_none_was_found():
    found = estimate(0, 50, frame_size=200, sides=Sides.BOTH)
    assert (found.low_count, found.high_count, found.sides) == (0, 12, Sides.BOTH)


@pytest.mark.parametrize(("sides", "low", "high"), [(Sides.UPPER, 0, 37), (Sides.LOWER, 10, 200)])
def test_one_side_alone_carries_the_whole_doubt(sides, low, high):
    found = estimate(5, 50, frame_size=200, sides=sides)
    assert (found.low_count, found.high_count) == (low, high)


def test_for_the_way_of_working_even_a_census_is_a_sample():
    found = estimate(3, 20, frame_size=20, target=Target.WAY_OF_WORKING)
    assert found.low_share < found.share < found.high_share


@settings(deadline=None)
@given(COUNTS, st.integers(0, 300), CONFIDENCE)
def test_bounds_contain_the_share_and_mirror_one_another(counts, more, confidence_percent):
    (found, size), common = counts, {"confidence_percent": confidence_percent}
    one = estimate(found, size, frame_size=size + more, **common)
    other = estimate(size - found, size, frame_size=size + more, **common)
    a_case = Fraction(1, size + more)  # the share of a sample need not be a whole number of cases
    assert 0 <= one.low_share <= one.high_share <= 1
    assert one.low_share - a_case < one.share < one.high_share + a_case
    assert (one.low_share, one.high_share) == (1 - other.high_share, 1 - other.low_share)
    assert one.low_percent <= one.low_share * 100 <= one.high_share * 100 <= one.high_percent


@settings(deadline=None)
@given(COUNTS, st.integers(1, 300))
def test_more_certainty_needs_a_wider_range(counts, more):
    found, size = counts
    ranges = [
        estimate(found, size, frame_size=size + more, confidence_percent=c, sides=Sides.BOTH)
        for c in (80, 90, 95, 99)
    ]
    assert [r.low_share for r in ranges] == sorted((r.low_share for r in ranges), reverse=True)
    assert [r.high_share for r in ranges] == sorted(r.high_share for r in ranges)


def test_figures_that_are_to_hold_together_share_the_doubt():
    together = estimate(5, 50, frame_size=200, confidence_percent=90, questions=2)
    alone = estimate(5, 50, frame_size=200, confidence_percent=95)
    assert (together.low_count, together.high_count) == (alone.low_count, alone.high_count)
    assert together.remarks == (Remark.SIMULTANEOUS,)
    with pytest.raises(Invalid):
        estimate(5, 50, frame_size=200, questions=0)
