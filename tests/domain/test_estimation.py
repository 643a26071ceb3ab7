"""What a sample says: worked examples, the promise of coverage, and the refusals."""

from fractions import Fraction
from math import comb
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_app.domain.errors import Invalid, NoEstimate
from review_app.domain.estimation import (
    EstimateMethod,
    Sides,
    estimate,
    expected,
    is_withheld,
)
from review_app.domain.limits import highest_count, highest_share, lowest_count

TWO_SIDED = Fraction(1, 40)


def test_five_of_fifty_out_of_two_hundred():
    found = estimate(5, 50, frame_size=200)
    assert (found.low_count, found.high_count, found.sides) == (9, 40, Sides.BOTH)
    assert (found.low_share, found.high_share) == (Fraction(9, 200), Fraction(1, 5))
    assert (found.low_percent, found.high_percent) == (4, 20)
    assert found.method == "hypergeom-exact/strict"


def test_two_of_eight_out_of_twenty():
    found = estimate(2, 8, frame_size=20)
    assert (found.low_count, found.high_count) == (2, 11)


def test_none_of_fifty_is_bounded_on_one_side_only():
    found = estimate(0, 50, frame_size=200)
    assert (found.low_count, found.high_count, found.sides) == (0, 10, Sides.UPPER)
    assert highest_count(0, 50, 200, alpha=TWO_SIDED) == 12


def test_all_of_fifty_mirrors_none_of_fifty():
    found = estimate(50, 50, frame_size=200)
    assert (found.low_count, found.high_count, found.sides) == (190, 200, Sides.LOWER)


def test_a_census_leaves_no_doubt():
    found = estimate(3, 20, frame_size=20)
    assert (found.low_count, found.high_count) == (3, 3)
    assert (found.sides, found.method) == (Sides.NONE, EstimateMethod.CENSUS)


def test_one_case_still_has_bounds():
    found = estimate(1, 1, frame_size=10)
    assert (found.low_count, found.high_count) == (1, 10)


def test_the_limits_for_an_unknown_number_of_cases_agree_with_print():
    low = 1 - highest_share(45, 50, alpha=TWO_SIDED)
    assert low == pytest.approx(0.033275, abs=5e-7)
    assert highest_share(5, 50, alpha=TWO_SIDED) == pytest.approx(0.218135, abs=5e-7)


def test_a_question_that_applies_to_some_cases_only_says_so():
    found = estimate(5, 50, cases=60, frame_size=200)
    assert found.method is EstimateMethod.DOMAIN
    assert found.low_count is None
    assert found.high_count is None
    assert float(found.high_share) == pytest.approx(0.218135, abs=5e-7)


@given(st.integers(1, 40), st.data())
def test_whatever_is_true_the_range_contains_it_often_enough(total, data):
    size = data.draw(st.integers(1, total))
    truth = data.draw(st.integers(0, total))
    covered = sum(
        comb(truth, x) * comb(total - truth, size - x)
        for x in range(max(0, size - total + truth), min(size, truth) + 1)
        if lowest_count(x, size, total, alpha=TWO_SIDED)
        <= truth
        <= highest_count(x, size, total, alpha=TWO_SIDED)
    )
    assert covered >= Fraction(95, 100) * comb(total, size)


@given(st.integers(1, 30), st.data())
def test_bisection_finds_what_trying_every_count_finds(total, data):
    size = data.draw(st.integers(1, total))
    found = data.draw(st.integers(0, size))
    plausible = [
        m
        for m in range(found, total - size + found + 1)
        if sum(comb(m, k) * comb(total - m, size - k) for k in range(found + 1))
        > TWO_SIDED * comb(total, size)
    ]
    assert highest_count(found, size, total, alpha=TWO_SIDED) == max(plausible)


def test_a_hundred_thousand_cases_take_no_time():
    start = process_time()
    estimate(150, 2000, frame_size=100_000)
    assert process_time() - start < 1


def test_bounds_are_rounded_outwards():
    found = estimate(7, 30, frame_size=120)
    assert found.decimals == 0
    assert found.low_percent <= found.low_share * 100 < found.low_percent + 1
    assert found.high_percent - 1 < found.high_share * 100 <= found.high_percent


def test_hand_picked_cases_have_no_share_of_all_cases():
    with pytest.raises(NoEstimate) as refused:
        estimate(3, 10, frame_size=100, purpose="learn")
    assert refused.value.facts["reason"] == "purposive"


@pytest.mark.parametrize(("cases", "reason"), [(0, "no-cases"), (4, "applies-to-none")])
def test_nothing_reviewed_means_no_estimate(cases, reason):
    with pytest.raises(NoEstimate) as refused:
        estimate(0, 0, cases=cases, frame_size=100)
    assert refused.value.facts["reason"] == reason


@pytest.mark.parametrize(("x", "n", "total"), [(3, 2, 10), (-1, 2, 10), (1, 11, 10)])
def test_counts_that_contradict_one_another_are_refused(x, n, total):
    with pytest.raises(Invalid):
        estimate(x, n, frame_size=total)


def test_a_larger_sample_promises_a_narrower_range():
    widths = [(e := expected(n, 600)).high_share - e.low_share for n in (20, 40, 94, 300)]
    assert widths == sorted(widths, reverse=True)


def test_small_figures_are_withheld_from_those_who_may_not_read_the_rows():
    assert is_withheld(4, 10)
    assert is_withheld(10, 2)
    assert not is_withheld(5, 3)
