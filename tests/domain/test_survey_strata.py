"""Shares from strata: worked examples, agreement with other ways to compute them, refusals."""

from fractions import Fraction
from itertools import product
from math import comb, prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from review_app.domain.draw import Method
from review_app.domain.errors import Invalid, NoEstimate
from review_app.domain.estimation import EstimateMethod, Remark, Sides, estimate
from review_app.domain.product_bounds import highest_count_of_none, highest_share_of_none
from review_app.domain.survey import Design, Target, estimate_share, estimate_strata
from tests.domain.samples import THREE, design, mirrored, seen

ALPHA = Fraction(1, 20)


def share_of(strata, **more):
    return estimate_share(seen(strata), design(strata), **more)


def test_three_strata_give_what_the_survey_package_of_r_gives():
    found = share_of(THREE)
    assert found.share == Fraction(12, 100)
    assert found.standard_error == pytest.approx(0.04200207, abs=5e-9)
    assert found.effective_size == pytest.approx(59.7293, abs=5e-5)
    assert float(found.low_share) == pytest.approx(0.050282, abs=5e-7)
    assert float(found.high_share) == pytest.approx(0.230102, abs=5e-7)
    assert (found.low_count, found.high_count) == (12, 58)
    assert (found.numerator, found.denominator, found.frame_size) == (6, 50, 250)
    assert (found.method, found.remarks) == (EstimateMethod.STRATIFIED, ())


def test_each_case_counts_for_the_cases_it_stands_for():
    found = share_of({"large": (900, 10, 1), "small": (100, 10, 5)})
    assert found.share == Fraction(900 * 1 + 100 * 5, 10 * 1000)


def test_a_lucky_sample_is_worth_no_more_than_a_simple_one():
    found = share_of({"large": (3000, 30, 0), "one": (100, 30, 1), "two": (100, 30, 0)})
    assert found.effective_size == pytest.approx(90 * 3199 / 3110)
    assert float(found.high_share) > 0.03


def test_strata_without_any_spread_within_are_worth_a_simple_sample():
    found = share_of({"a": (120, 24, 0), "b": (80, 16, 16), "c": (50, 10, 0)})
    assert found.effective_size == 62.25
    assert found.remarks == (Remark.NO_SPREAD,)
    assert float(found.low_share) == pytest.approx(
        stats.beta.ppf(0.025, 0.32 * 62.25, 0.68 * 62.25 + 1)
    )


def test_a_large_stratum_reviewed_thinly_is_not_taken_at_its_word():
    """Four of thirty without a case exclude no share below what they could have missed."""
    found = share_of({"large": (30, 4, 0), "small": (6, 6, 6)})
    missed = max(k for k in range(27) if comb(30 - k, 4) * 40 > comb(30, 4))
    assert (found.low_count, found.high_count) == (6, 6 + missed)
    assert found.remarks == (Remark.NO_SPREAD,)


def test_none_found_is_bounded_by_the_chance_of_so_clean_a_sample():
    found = share_of({code: (total, n, 0) for code, (total, n, _) in THREE.items()})
    assert (found.low_count, found.sides) == (0, Sides.UPPER)
    assert found.method is EstimateMethod.STRATIFIED_EXTREME
    assert found.high_count == most_by_trying([(120, 24), (80, 16), (50, 10)])


def most_by_trying(sizes):
    best = 0
    for counts in product(*[range(total - n + 1) for total, n in sizes]):
        if sum(counts) > best:
            pairs = list(zip(sizes, counts, strict=True))
            clean = prod(comb(total - k, n) for (total, n), k in pairs)
            if clean * 20 > prod(comb(total, n) for total, n in sizes):
                best = sum(counts)
    return best


SMALL = st.integers(1, 12).flatmap(lambda total: st.tuples(st.just(total), st.integers(1, total)))


@settings(deadline=None)
@given(st.lists(SMALL, min_size=1, max_size=3))
def test_adding_the_cheapest_case_finds_what_trying_everything_finds(sizes):
    named = {str(index): size for index, size in enumerate(sizes)}
    assert highest_count_of_none(named, alpha=ALPHA) == most_by_trying(sizes)


def test_the_bound_without_end_of_cases_is_the_highest_there_is():
    parts = [(0.6, 20), (0.3, 5), (0.1, 12)]
    best = optimize.minimize(
        lambda shares: -sum(part * p for (part, _), p in zip(parts, shares, strict=True)),
        x0=[0.01] * 3,
        bounds=[(0, 0.999)] * 3,
        constraints={
            "type": "ineq",
            "fun": lambda shares: (
                sum(
                    n * stats.binom.logpmf(0, 1, p) for (_, n), p in zip(parts, shares, strict=True)
                )
                - stats.binom.logpmf(1, 1, 0.05)
            ),
        },
    )
    assert highest_share_of_none(parts, alpha=ALPHA) == pytest.approx(-best.fun, abs=1e-5)


def test_one_part_alone_has_the_simple_bound():
    assert highest_share_of_none([(1.0, 50)], alpha=ALPHA) == pytest.approx(1 - 0.05 ** (1 / 50))
    assert highest_count_of_none({"": (200, 50)}, alpha=ALPHA) == 10


STRATUM = st.integers(2, 60).flatmap(
    lambda total: st.integers(1, total).flatmap(
        lambda n: st.tuples(st.just(total), st.just(n), st.integers(0, n))
    )
)
SAMPLES = st.dictionaries(st.sampled_from("abcdef"), STRATUM, min_size=1)
TARGETS = st.sampled_from(Target)


@settings(deadline=None)
@given(SAMPLES, TARGETS)
def test_bounds_contain_the_share_and_mirror_one_another(strata, target):
    one = share_of(strata, target=target)
    other = estimate_share(mirrored(seen(strata)), design(strata), target=target)
    assert 0 <= one.low_share <= one.share <= one.high_share <= 1
    assert one.share == 1 - other.share
    assert float(one.low_share) == pytest.approx(float(1 - other.high_share), abs=1e-9)
    if one.low_count is not None:
        assert one.low_count <= one.share * one.frame_size <= one.high_count


@settings(deadline=None)
@given(SAMPLES)
def test_the_order_of_cases_and_empty_strata_change_nothing(strata):
    sizes = {"empty": 0} | {code: counts[0] for code, counts in reversed(strata.items())}
    shuffled = estimate_share(seen(strata)[::-1], Design(Method.STRATIFIED, sizes))
    direct = share_of(strata)
    assert (shuffled.share, shuffled.low_count, shuffled.high_count) == (
        direct.share,
        direct.low_count,
        direct.high_count,
    )


def test_everything_reviewed_leaves_no_doubt():
    found = share_of({"a": (5, 5, 2), "b": (4, 4, 0)})
    assert (found.share, found.low_count, found.high_count) == (Fraction(2, 9), 2, 2)
    assert (found.method, found.sides) == (EstimateMethod.CENSUS, Sides.NONE)


def test_a_stratum_reviewed_whole_adds_no_doubt():
    whole = share_of({"a": (120, 24, 2), "b": (10, 10, 5)})
    alone = share_of({"a": (120, 24, 2)})
    expected = alone.share * (1 - alone.share) / 23 * Fraction(96, 120)
    assert whole.standard_error == pytest.approx(float(expected) ** 0.5 * 120 / 130)


def test_one_stratum_is_a_simple_sample():
    found, simple = share_of({"a": (200, 50, 5)}), estimate(5, 50, frame_size=200)
    assert (found.low_count, found.high_count) == (simple.low_count, simple.high_count)


def test_a_single_case_borrows_the_spread_of_the_whole():
    found = share_of({"a": (100, 20, 4), "b": (20, 1, 1)})
    share = float(found.share)
    inside = 100**2 * (1 - 0.2) * 0.2 * 0.8 / 19
    borrowed = 20**2 * (1 - 1 / 20) * (1 - share) ** 2
    assert found.standard_error == pytest.approx((inside + borrowed) ** 0.5 / 120)
    assert found.remarks == (Remark.SINGLE_CASE_STRATUM, Remark.CONSERVATIVE)


def test_a_stratum_of_which_nothing_was_reviewed_is_named():
    strata = {"a": (120, 24, 2), "north": (80, 0, 0), "b": (9, 0, 0)}
    with pytest.raises(NoEstimate) as refused:
        share_of(strata)
    assert refused.value.facts == {"reason": "stratum-unreviewed", "strata": ("b", "north")}
    assert estimate_strata(seen(strata), design(strata))["north"] is None


def test_each_stratum_has_its_own_exact_limits():
    found = estimate_strata(seen(THREE), design(THREE))
    alone = estimate(2, 24, frame_size=120)
    assert list(found) == ["a", "b", "c"]
    assert (found["a"].low_count, found["a"].high_count) == (alone.low_count, alone.high_count)
    assert found["a"].method is EstimateMethod.HYPERGEOMETRIC


@pytest.mark.parametrize(
    "strata", [{"a": (5, 6, 1), "b": (9, 2, 0)}, {"a": (-1, 0, 0), "b": (9, 2, 0)}]
)
def test_cases_that_contradict_the_design_are_refused(strata):
    with pytest.raises(Invalid):
        share_of(strata)


def test_a_stratum_that_is_not_in_the_design_is_refused():
    with pytest.raises(Invalid):
        estimate_share(seen(THREE), Design(Method.STRATIFIED, {"a": 120, "b": 80}))


@pytest.mark.parametrize(
    ("strata", "reason"),
    [
        ({"a": (9, 0, 0), "b": (9, 0, 0)}, "no-cases"),
        ({"a": (9, 2, 0, 2), "b": (9, 1, 0, 1)}, "applies-to-none"),
    ],
)
def test_without_a_case_that_counts_there_is_no_share(strata, reason):
    with pytest.raises(NoEstimate) as refused:
        share_of(strata)
    assert refused.value.facts["reason"] == reason
