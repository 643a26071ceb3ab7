"""Shares where the question counts for some of the cases only, and samples in odd designs."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from review_app.domain.draw import Method
from review_app.domain.errors import Invalid, NoEstimate
from review_app.domain.estimation import EstimateMethod, Remark, Sides, estimate
from review_app.domain.survey import (
    Design,
    Observed,
    Target,
    estimate_mean,
    estimate_share,
    estimate_strata,
)
from tests.domain.samples import design, mirrored, seen

SOME = {"a": (120, 24, 2, 6), "b": (80, 16, 3, 0), "c": (50, 10, 1, 9)}


def test_the_share_is_of_the_cases_that_count():
    found = estimate_share(seen(SOME), design(SOME))
    counting = 18 * 5 + 16 * 5 + 1 * 5
    assert found.share == Fraction(2 * 5 + 3 * 5 + 1 * 5, counting)
    assert (found.cases, found.denominator, found.numerator) == (50, 35, 6)
    assert (found.low_count, found.high_count) == (None, None)
    assert found.method is EstimateMethod.STRATIFIED_DOMAIN
    assert found.remarks == (Remark.DOMAIN_SIZE_ESTIMATED,)


def test_its_doubt_is_that_of_a_ratio_with_the_whole_strata():
    found = estimate_share(seen(SOME), design(SOME))
    share, size = float(found.share), 18 * 5 + 16 * 5 + 5
    variance = 0.0
    for total, n, having, outside in SOME.values():
        moves = [(1 - share) / size] * having
        moves += [-share / size] * (n - having - outside) + [0.0] * outside
        variance += total**2 * (1 - n / total) * stats.tvar(moves) / n
    assert found.standard_error == pytest.approx(variance**0.5)
    ratio = stats.t.ppf(0.975, 34) / stats.t.ppf(0.975, 35 - 3)
    worth = min(share * (1 - share) / variance * ratio**2, 35 * 249 / (250 - 35))
    assert found.effective_size == pytest.approx(worth)
    having = share * worth
    assert float(found.low_share) == pytest.approx(
        stats.beta.ppf(0.025, having, worth - having + 1)
    )
    assert float(found.high_share) == pytest.approx(
        stats.beta.ppf(0.975, having + 1, worth - having)
    )


def test_a_question_that_counts_always_is_no_part():
    strata = {code: (total, n, having, 0) for code, (total, n, having, _) in SOME.items()}
    assert estimate_share(seen(strata), design(strata)).method is EstimateMethod.STRATIFIED


STRATUM = st.integers(2, 60).flatmap(
    lambda total: st.integers(1, total).flatmap(
        lambda n: st.tuples(st.integers(0, n), st.integers(0, n)).map(
            lambda two: (total, n, min(two[0], n - two[1]), two[1])
        )
    )
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from("abcd"), STRATUM, min_size=1), st.sampled_from(Target))
def test_bounds_contain_the_share_and_mirror_one_another(strata, target):
    observed, made = seen(strata), design(strata)
    if all(one.value is None for one in observed):
        return
    one = estimate_share(observed, made, target=target)
    other = estimate_share(mirrored(observed), made, target=target)
    assert 0 <= one.low_share <= one.share <= one.high_share <= 1
    assert float(one.low_share) == pytest.approx(float(1 - other.high_share), abs=1e-9)


def test_a_simple_sample_of_a_part_has_the_bounds_without_end():
    sample = {"": (200, 60, 5, 10)}
    found = estimate_share(seen(sample), design(sample, Method.SIMPLE))
    assert (found.low_count, found.method) == (None, EstimateMethod.DOMAIN)
    assert float(found.high_share) == pytest.approx(0.218135, abs=5e-7)


def test_an_ordered_list_is_a_simple_sample_with_a_remark():
    sample = {"": (200, 50, 5)}
    found = estimate_share(seen(sample), design(sample, Method.SYSTEMATIC))
    assert (found.low_count, found.high_count) == (9, 40)
    assert found.remarks == (Remark.SYSTEMATIC_ORDER,)


def test_a_census_that_is_not_finished_says_so():
    sample = {"": (200, 50, 5)}
    found = estimate_share(seen(sample), design(sample, Method.CENSUS))
    assert found.remarks == (Remark.INCOMPLETE_CENSUS,)
    done = {"": (50, 50, 5)}
    whole = estimate_share(seen(done), design(done, Method.CENSUS))
    assert (whole.sides, whole.remarks) == (Sides.NONE, ())


@settings(deadline=None)
@given(st.integers(1, 80), st.data())
def test_a_simple_sample_is_what_it_always_was(total, data):
    n = data.draw(st.integers(1, total))
    x = data.draw(st.integers(0, n))
    sample = {"": (total, n, x)}
    found = estimate_share(seen(sample), design(sample, Method.SIMPLE))
    assert found == estimate(x, n, frame_size=total)


def test_hand_picked_cases_have_no_figure_of_any_kind():
    cases, made = [Observed("", value=True)], Design(Method.SIMPLE, {"": 9})
    for asked in (estimate_share, estimate_strata):
        with pytest.raises(NoEstimate) as refused:
            asked(cases, made, purpose="learn")
        assert refused.value.facts["reason"] == "purposive"
    with pytest.raises(NoEstimate):
        estimate_mean([], made, purpose="learn")


@pytest.mark.parametrize("confidence_percent", [0, 100])
def test_no_certainty_and_full_certainty_are_refused(confidence_percent):
    for method in (Method.SIMPLE, Method.STRATIFIED, Method.PROPORTIONAL):
        with pytest.raises(Invalid):
            estimate_share(
                [Observed("", value=True)],
                Design(method, {"": 9}),
                confidence_percent=confidence_percent,
            )
