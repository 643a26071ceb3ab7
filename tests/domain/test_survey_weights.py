"""Shares from cases drawn by weight."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from review_app.domain.draw import Method
from review_app.domain.errors import Invalid, NoEstimate
from review_app.domain.estimation import EstimateMethod, Remark, Sides
from review_app.domain.survey import Design, Observed, Target, estimate_share, estimate_strata
from review_app.domain.survey_weights import has_wide_weights
from tests.domain.samples import mirrored

RISKY = [
    *[Observed("", True, 1)] * 2,
    *[Observed("", value, Fraction(3, 5)) for value in (True, True, False, False, False)],
    *[Observed("", value, Fraction(1, 10)) for value in (True, False, False, False, False)],
]
FRAME = Design(Method.PROPORTIONAL, {"": 60})


def test_the_rate_is_hajeks_and_never_the_raw_share():
    found = estimate_share(RISKY, FRAME)
    having, size = 2 + 2 / 0.6 + 1 / 0.1, 2 + 5 / 0.6 + 5 / 0.1
    assert float(found.share) == pytest.approx(having / size)
    assert Fraction(found.numerator, found.denominator) == Fraction(5, 12)
    assert found.method is EstimateMethod.WEIGHTED


def test_the_doubt_is_rosens_over_the_cases_that_were_not_sure_to_be_drawn():
    found = estimate_share(RISKY, FRAME)
    share, size = float(found.share), 2 + 5 / 0.6 + 5 / 0.1
    rows = [(1 - float(one.inclusion_share), one) for one in RISKY if one.inclusion_share < 1]
    moved = [(c, (float(one.value) - share) / size / float(one.inclusion_share)) for c, one in rows]
    centre = sum(c * x for c, x in moved) / sum(c for c, _ in moved)
    variance = 10 / 9 * sum(c * (x - centre) ** 2 for c, x in moved)
    assert found.standard_error == pytest.approx(variance**0.5)
    worth = min(share * (1 - share) / variance, 12)
    assert found.effective_size == pytest.approx(worth)
    assert float(found.high_share) == pytest.approx(
        stats.beta.ppf(0.975, share * worth + 1, worth - share * worth)
    )


def test_none_found_is_worth_kishs_number_of_cases():
    clean = [Observed("", False, one.inclusion_share) for one in RISKY]
    found = estimate_share(clean, FRAME)
    weights = [1 / float(one.inclusion_share) for one in clean]
    kish = sum(weights) ** 2 / sum(w * w for w in weights)
    assert found.effective_size == pytest.approx(kish)
    assert float(found.high_share) == pytest.approx(1 - 0.05 ** (1 / kish))
    assert (found.low_share, found.sides) == (0, Sides.UPPER)


def test_a_case_alone_among_the_uncertain_still_carries_doubt():
    cases = [Observed("", True, 1), Observed("", True, 1), Observed("", False, 0.2)]
    found = estimate_share(cases, Design(Method.PROPORTIONAL, {"": 7}))
    assert found.standard_error > 0
    assert found.low_share == found.share < found.high_share  # two of seven were seen


def test_weights_that_make_bounds_wide_are_remarked():
    assert Remark.WIDE_WEIGHTS in estimate_share(RISKY, FRAME).remarks
    alike = [Observed("", index % 2 == 0, 0.25) for index in range(20)]
    found = estimate_share(alike, Design(Method.PROPORTIONAL, {"": 80}))
    assert Remark.WIDE_WEIGHTS not in found.remarks


@pytest.mark.parametrize(
    ("weights", "size", "is_wide"),
    [([1, 20], 20, False), ([1, 21], 100, True), ([1, 2, 3], 29, True), ([], 0, False)],
)
def test_wide_weights_are_far_apart_or_many(weights, size, is_wide):
    assert has_wide_weights(weights, size) is is_wide


SHARES = st.sampled_from([1, 0.9, Fraction(1, 3), 0.1, 0.02])
CASES = st.lists(
    st.builds(Observed, st.sampled_from("ab"), st.sampled_from([True, False, None]), SHARES),
    min_size=1,
    max_size=30,
)


@settings(deadline=None)
@given(CASES, st.sampled_from(Target))
def test_bounds_contain_the_share_and_mirror_one_another(cases, target):
    made = Design(Method.PROPORTIONAL, {"a": 100, "b": 50})
    if all(one.value is None for one in cases):
        with pytest.raises(NoEstimate):
            estimate_share(cases, made, target=target)
        return
    one = estimate_share(cases, made, target=target)
    other = estimate_share(mirrored(cases), made, target=target)
    assert 0 <= one.low_share <= one.share <= one.high_share <= 1
    assert float(one.low_share) == pytest.approx(float(1 - other.high_share), abs=1e-9)
    assert one.effective_size <= one.denominator + 1e-9


def test_everything_reviewed_leaves_no_doubt():
    cases = [Observed("", index < 3, 1) for index in range(10)]
    found = estimate_share(cases, Design(Method.PROPORTIONAL, {"": 10}))
    assert (found.low_count, found.high_count, found.sides) == (3, 3, Sides.NONE)


def test_a_stratum_is_a_part_of_the_frame():
    cases = [Observed("ab"[index % 2], index % 3 == 0, 0.5) for index in range(12)]
    found = estimate_strata(cases, Design(Method.PROPORTIONAL, {"a": 12, "b": 12, "c": 0}))
    assert list(found) == ["a", "b"]
    assert (found["a"].denominator, float(found["a"].share)) == (6, pytest.approx(1 / 3))
    assert found["a"].low_count is None


@pytest.mark.parametrize("share", [0, -0.5, 1.01])
def test_a_chance_that_is_none_is_refused(share):
    with pytest.raises(Invalid):
        estimate_share([Observed("", True, share), Observed("", False, 1)], FRAME)


def test_with_equal_chances_the_estimate_is_right_on_average():
    """Every sample of 3 from 6 cases, as likely as any other."""
    frame = [True, False, False, True, False, False]
    found = [
        estimate_share(
            [Observed("", frame[i], 0.5) for i in drawn], Design(Method.PROPORTIONAL, {"": 6})
        )
        for drawn in combinations(range(6), 3)
    ]
    assert sum(float(one.share) for one in found) / len(found) == pytest.approx(1 / 3)
    variance = sum(one.standard_error**2 for one in found) / len(found)
    truth = sum((float(one.share) - 1 / 3) ** 2 for one in found) / len(found)
    assert variance == pytest.approx(truth, rel=0.21)
