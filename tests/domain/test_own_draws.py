"""What chance gives, against every possible draw counted one by one."""

from collections import Counter
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_app.domain.own_draws import Luck, fold, of_chances, of_stratum, outlook

small = st.integers(0, 8)


@given(small, small, small)
def test_of_one_stratum_every_sample_counted(cases, own, size):
    own, size = min(own, cases), min(size, cases)
    samples = list(combinations(range(cases), size))
    hits = Counter(sum(case < own for case in sample) for sample in samples)
    found = of_stratum(cases=cases, own=own, size=size)
    assert found == pytest.approx([hits[n] / len(samples) for n in range(len(found))])


@given(st.lists(st.floats(0, 1), max_size=7))
def test_of_unequal_chances_every_outcome_counted(shares):
    sums = Counter()
    for outcome in product([0, 1], repeat=len(shares)):
        chance = 1.0
        for is_drawn, share in zip(outcome, shares, strict=True):
            chance *= share if is_drawn else 1 - share
        sums[sum(outcome)] += chance
    assert of_chances(shares) == pytest.approx([sums[n] for n in range(len(shares) + 1)])


@given(st.lists(st.floats(0, 1), max_size=30))
def test_the_expected_number_is_the_sum_of_the_chances(shares):
    found = outlook([of_chances(shares)])
    assert found.expected == pytest.approx(sum(shares), abs=1e-9)
    assert found.low <= found.expected + 1
    assert found.high >= found.expected - 1


@given(st.lists(st.tuples(small, small, small), min_size=1, max_size=5))
def test_the_range_leaves_at_most_the_tails_outside_and_is_no_wider_than_that(lots):
    parts = [of_stratum(cases=c, own=min(o, c), size=min(s, c)) for c, o, s in lots]
    found = outlook(parts)
    folded = [1.0]
    for part in parts:
        folded = fold(folded, part)
    assert sum(folded[: found.low]) <= 0.025 + 1e-6
    assert sum(folded[found.high + 1 :]) <= 0.025 + 1e-6
    assert sum(folded[: found.low + 1]) > 0.025 - 1e-6
    assert sum(folded[found.high :]) > 0.025 - 1e-6


def test_two_of_each_caseworker_leaves_nothing_to_chance():
    found = outlook([of_stratum(cases=9, own=9, size=2)] * 12)
    assert (found.low, found.high) == (24, 24)
    assert [found.luck(n) for n in (23, 24, 25)] == [Luck.FEWER, Luck.AS_CHANCE, Luck.MORE]


def test_a_colleague_drawn_every_month_of_a_hundred_cases_is_no_chance():
    found = outlook([of_stratum(cases=100, own=5, size=5)] * 12)
    assert found.expected == pytest.approx(3)
    assert (found.low, found.high) == (0, 7)
    assert found.luck(12) is Luck.MORE


def test_more_own_cases_than_cases_is_an_error():
    with pytest.raises(ValueError, match="among"):
        of_stratum(cases=3, own=4, size=1)
