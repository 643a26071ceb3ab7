"""Means of scores and of section shares."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.weightstats import DescrStatsW

from review_app.domain.draw import Method
from review_app.domain.errors import Invalid, NoEstimate
from review_app.domain.estimation import EstimateMethod, Remark, Target
from review_app.domain.survey import Design, Measured, estimate_mean

SCORES = [0.4, 0.55, 0.6, 0.6, 0.7, 0.75, 0.8, 0.8, 0.9, 1.0, 1.0, 0.5]
SIMPLE = Design(Method.SIMPLE, {"": 60})


def measured(values, **more):
    return [Measured(value=value, **more) for value in values]


def test_with_equal_denominators_it_is_the_usual_mean_with_students_bounds():
    found = estimate_mean(measured(SCORES), SIMPLE)
    usual = DescrStatsW(SCORES)
    left = (1 - 12 / 60) ** 0.5
    low, high = usual.tconfint_mean()
    half = (high - low) / 2 * left
    assert float(found.share) == pytest.approx(usual.mean)
    assert found.standard_error == pytest.approx(usual.std_mean * left)
    assert float(found.low_share) == pytest.approx(usual.mean - half)
    assert float(found.high_share) == pytest.approx(usual.mean + half)
    assert (found.method, found.remarks) == (EstimateMethod.MEAN, (Remark.APPROXIMATE,))


def test_about_the_way_of_working_no_case_is_spared():
    found = estimate_mean(measured(SCORES), SIMPLE, target=Target.WAY_OF_WORKING)
    assert found.standard_error == pytest.approx(DescrStatsW(SCORES).std_mean)


def test_a_case_in_which_more_counted_has_more_to_say():
    cases = [Measured(value=Fraction(index, 12), weight=1 + index % 3) for index in range(12)]
    found = estimate_mean(cases, SIMPLE)
    size = sum(one.weight for one in cases)
    share = sum(one.weight * one.value for one in cases) / size
    assert float(found.share) == pytest.approx(float(share))
    moves = [float(one.weight * (one.value - share) / size) for one in cases]
    assert found.standard_error == pytest.approx((0.8 * 12 * stats.tvar(moves)) ** 0.5)


def test_strata_count_for_the_cases_they_stand_for():
    large = [Measured("large", value) for value in SCORES[:6]]
    small = [Measured("small", value) for value in SCORES[6:]]
    found = estimate_mean(large + small, Design(Method.STRATIFIED, {"large": 90, "small": 10}))
    one, other = DescrStatsW(SCORES[:6]), DescrStatsW(SCORES[6:])
    assert float(found.share) == pytest.approx(0.9 * one.mean + 0.1 * other.mean)
    variance = (0.9 * one.std_mean) ** 2 * (1 - 6 / 90) + (0.1 * other.std_mean) ** 2 * (1 - 0.6)
    assert found.standard_error == pytest.approx(variance**0.5)
    half = stats.t.ppf(0.975, 10) * variance**0.5
    assert float(found.high_share) == pytest.approx(float(found.share) + half)


def test_cases_drawn_by_weight_count_by_their_chance():
    cases = [
        Measured(value=value, inclusion_share=share)
        for value, share in zip(SCORES, [1, 1, 0.5, 0.5] * 3, strict=True)
    ]
    found = estimate_mean(cases, Design(Method.PROPORTIONAL, {"": 30}))
    weights = [1 / one.inclusion_share for one in cases]
    expected = sum(w * s for w, s in zip(weights, SCORES, strict=True)) / sum(weights)
    assert float(found.share) == pytest.approx(expected)
    assert found.low_share < found.share < found.high_share


@pytest.mark.parametrize(
    ("value", "low", "high"), [(1, 0.7, 1), (0, 0, 0.3), (Fraction(1, 2), 0.2, 0.8)]
)
def test_cases_all_alike_do_not_pretend_to_know_exactly(value, low, high):
    found = estimate_mean(measured([value] * 12), SIMPLE)
    assert (found.share, found.standard_error) == (value, 0)
    assert Remark.NO_SPREAD in found.remarks
    assert low <= found.low_share <= value <= found.high_share <= high
    assert found.low_share < found.high_share


def test_a_census_leaves_no_doubt():
    found = estimate_mean(measured(SCORES), Design(Method.CENSUS, {"": 12}))
    assert found.low_share == found.share == found.high_share
    assert (found.method, found.standard_error) == (EstimateMethod.CENSUS, 0)


VALUES = st.fractions(0, 1, max_denominator=50)
CASES = st.lists(
    st.builds(Measured, st.sampled_from(["a", "b"]), VALUES, st.integers(1, 9)), min_size=10
)


@settings(deadline=None)
@given(CASES, st.sampled_from([Method.SIMPLE, Method.STRATIFIED]))
def test_bounds_contain_the_mean_and_stay_between_0_and_1(cases, method):
    both = [*cases, Measured("a", 0), Measured("b", 1)]
    made = Design(method, {"a": 200, "b": 300})
    found = estimate_mean(both, made)
    assert 0 <= found.low_share <= found.share <= found.high_share <= 1
    turned = [Measured(one.stratum, 1 - one.value, one.weight) for one in both]
    other = estimate_mean(turned, made)
    assert float(other.high_share) == pytest.approx(float(1 - found.low_share))


def test_under_ten_cases_there_is_no_mean():
    cases = [*measured(SCORES[:9]), Measured(value=None), Measured(value=0.5, weight=0)]
    with pytest.raises(NoEstimate) as refused:
        estimate_mean(cases, SIMPLE)
    assert refused.value.facts == {"reason": "too-few", "cases": 9, "least": 10}


def test_nothing_reviewed_has_its_own_reason():
    with pytest.raises(NoEstimate) as refused:
        estimate_mean([], SIMPLE)
    assert refused.value.facts["reason"] == "no-cases"


@pytest.mark.parametrize("value", [-0.1, 1.1])
def test_a_measure_outside_0_to_1_is_refused(value):
    with pytest.raises(Invalid):
        estimate_mean(measured([*SCORES, value]), SIMPLE)
