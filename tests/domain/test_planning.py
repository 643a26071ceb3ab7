"""How many cases to draw: worked examples, properties, refusals."""

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import samplesize_confint_proportion

from review_app.domain.errors import Invalid
from review_app.domain.estimation import Sides
from review_app.domain.planning import (
    eligible_size,
    expected_replacements,
    size_for_discovery,
    size_for_margin,
    what_n_tells,
)


def test_seven_percent_either_way_of_nine_hundred():
    found = size_for_margin(Fraction(7, 100), 900)
    assert found.unlimited_size == pytest.approx(195.993, abs=5e-4)
    assert (found.size, found.cautious_size, found.is_census) == (162, 162, False)
    assert found.then.denominator == 162


@settings(max_examples=40, deadline=None)
@given(st.fractions("1/50", "1/4"), st.fractions("1/50", "49/50"), st.sampled_from([80, 95, 99]))
def test_an_endless_frame_takes_what_statsmodels_says(margin, guess, confidence_percent):
    found = size_for_margin(margin, 3000, guess=guess, confidence_percent=confidence_percent)
    expected = samplesize_confint_proportion(
        float(guess), float(margin), alpha=1 - confidence_percent / 100
    )
    assert found.unlimited_size == pytest.approx(expected)
    assert found.size <= found.cautious_size <= 3000


def test_a_guess_saves_cases_and_the_cautious_size_is_told_beside():
    found = size_for_margin(Fraction(5, 100), 2000, guess=Fraction(1, 10))
    assert (found.size, found.cautious_size) == (130, 323)
    assert (found.then.numerator, found.then.denominator) == (13, 130)


def test_a_design_takes_its_effect_more():
    plain = size_for_margin(Fraction(7, 100), 900)
    assert size_for_margin(Fraction(7, 100), 900, design_effect=Fraction(13, 10)).size == 210
    assert plain.size == 162


@pytest.mark.parametrize("frame_size", [1, 12, 30])
def test_a_small_frame_is_reviewed_whole(frame_size):
    found = size_for_margin(Fraction(1, 5), frame_size)
    assert (found.size, found.is_census, found.then.sides) == (frame_size, True, Sides.NONE)


def test_more_than_there_is_means_all():
    found = size_for_margin(Fraction(1, 1000), 50)
    assert (found.size, found.is_census) == (50, True)


@pytest.mark.parametrize(
    ("margin", "frame_size", "more", "field"),
    [
        (0, 900, {}, "margin"),
        (1, 900, {}, "margin"),
        (Fraction(1, 10), 900, {"guess": 0}, "guess"),
        (Fraction(1, 10), 900, {"guess": 1}, "guess"),
        (Fraction(1, 10), 0, {}, "frame_size"),
        (Fraction(1, 10), 900, {"design_effect": 0}, "design_effect"),
        (Fraction(1, 10), 900, {"confidence_percent": 100}, "confidence"),
    ],
)
def test_numbers_outside_their_range_are_refused_by_name(margin, frame_size, more, field):
    with pytest.raises(Invalid) as refused:
        size_for_margin(margin, frame_size, **more)
    assert refused.value.facts["field"] == field


@pytest.mark.parametrize(("tolerated", "total", "size"), [(14, 300, 54), (59, 1200, 57)])
def test_discovery_of_print(tolerated, total, size):
    found = size_for_discovery(Fraction(tolerated, total), total)
    assert (found.failures, found.size) == (tolerated + 1, size)


@given(st.integers(1, 120), st.fractions(0, "99/100"), st.sampled_from([80, 95, 99]))
def test_discovery_is_the_smallest_clean_sample_that_convinces(total, tolerance, confidence):
    found = size_for_discovery(tolerance, total, confidence_percent=confidence)
    assert Fraction(found.failures, total) > tolerance >= Fraction(found.failures - 1, total)
    convinces = [
        comb(total - found.failures, n) * 100 <= (100 - confidence) * comb(total, n)
        for n in (found.size, found.size - 1)
    ]
    assert convinces[0]
    assert found.size == 1 or not convinces[1]


def test_no_tolerance_at_all_takes_nearly_everything():
    assert size_for_discovery(Fraction(0), 100).size == 95


@pytest.mark.parametrize("tolerance", [Fraction(-1, 100), Fraction(1)])
def test_a_tolerance_that_is_none_is_refused(tolerance):
    with pytest.raises(Invalid):
        size_for_discovery(tolerance, 100)


def test_what_eight_of_twenty_tell():
    rows = what_n_tells(8, 20)
    assert [row.numerator for row in rows] == [0, 1, 2, 3, 5]
    assert (rows[2].low_count, rows[2].high_count) == (2, 11)
    assert [row.numerator for row in what_n_tells(2, 20)] == [0, 1, 2]
    with pytest.raises(Invalid):
        what_n_tells(21, 20)


def test_the_eligible_cases_of_the_frame_are_right_on_average():
    """All orders of 4 eligible cases among 7, opened until 3 eligible ones are found."""
    orders = [
        [at for at in range(7) if mask >> at & 1] for mask in range(128) if mask.bit_count() == 4
    ]
    found = [eligible_size(7, opened=places[2] + 1, eligible=3) for places in orders]
    assert sum(found) / len(found) == 4


@pytest.mark.parametrize(("opened", "eligible"), [(3, 4), (3, 0), (3, 1), (9, 4)])
def test_counts_of_eligible_cases_that_say_nothing_are_refused(opened, eligible):
    with pytest.raises(Invalid):
        eligible_size(8, opened=opened, eligible=eligible)


def test_reserve_cases_are_rounded_up():
    assert expected_replacements(40, usable_share=Fraction(9, 10)) == 5
    assert expected_replacements(40, usable_share=Fraction(1)) == 0
    with pytest.raises(Invalid):
        expected_replacements(40, usable_share=Fraction(0))
