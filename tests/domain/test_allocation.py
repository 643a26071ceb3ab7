"""Sharing a sample out over strata in whole cases."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from review_app.domain.allocation import Allocation, allocate
from review_app.domain.errors import Invalid

STRATA = st.dictionaries(st.text("abcæøå", min_size=1, max_size=3), st.integers(1, 90), min_size=1)
SHARED = st.sampled_from([Allocation.PROPORTIONAL, Allocation.EQUAL, Allocation.NEYMAN])


def test_in_proportion():
    assert allocate({"a": 120, "b": 80, "c": 50}, 50) == {"a": 24, "b": 16, "c": 10}


def test_ties_go_to_the_earlier_code_by_bytes():
    assert allocate({"ø": 10, "b": 10, "a": 10}, 10) == {"a": 4, "b": 3, "ø": 3}
    assert allocate({"å": 10, "Z": 10, "z": 10}, 11) == {"Z": 4, "z": 4, "å": 3}


def test_each_stratum_has_at_least_two_or_its_only_case():
    found = allocate({"large": 1000, "small": 10, "one": 1}, 20)
    assert found == {"large": 17, "one": 1, "small": 2}


def test_equal_shares_leave_what_small_strata_lack_to_the_others():
    found = allocate({"a": 100, "b": 100, "c": 3}, 31, allocation=Allocation.EQUAL)
    assert found == {"a": 14, "b": 14, "c": 3}


def test_neyman_draws_more_where_answers_are_mixed():
    guesses = {"a": Fraction(1, 2), "b": Fraction(1, 50)}
    found = allocate({"a": 100, "b": 100}, 32, allocation=Allocation.NEYMAN, guesses=guesses)
    assert found == {"a": 25, "b": 7}


def test_strata_without_any_expected_spread_keep_two_cases():
    guesses = {"a": Fraction(0), "b": Fraction(1, 2)}
    found = allocate({"a": 50, "b": 50}, 20, allocation=Allocation.NEYMAN, guesses=guesses)
    assert found == {"a": 2, "b": 18}


def test_a_fixed_number_is_taken_of_each_as_far_as_there_are_cases():
    found = allocate({"kb": 40, "ml": 3, "ok": 0}, allocation=Allocation.FIXED, per_stratum=5)
    assert found == {"kb": 5, "ml": 3}


def test_more_than_there_are_means_all():
    assert allocate({"a": 5, "b": 4}, 100) == {"a": 5, "b": 4}


@given(STRATA, SHARED, st.data())
def test_the_numbers_add_up_and_fit(strata, allocation, data):
    least, all_cases = sum(min(2, n) for n in strata.values()), sum(strata.values())
    size = data.draw(st.integers(least, all_cases))
    guesses = {code: Fraction(len(code), 3) for code in strata}
    found = allocate(strata, size, allocation=allocation, guesses=guesses)
    assert sum(found.values()) == size
    assert list(found) == sorted(strata, key=str.encode)
    assert all(min(2, strata[code]) <= n <= strata[code] for code, n in found.items())


@given(STRATA, st.data())
def test_a_proportional_share_is_off_by_less_than_a_case_where_no_least_binds(strata, data):
    size = data.draw(st.integers(1, sum(strata.values())))
    quotas = {code: Fraction(size * n, sum(strata.values())) for code, n in strata.items()}
    assume(all(int(quota) >= 2 for quota in quotas.values()))
    found = allocate(strata, size)
    assert all(abs(found[code] - quota) < 1 for code, quota in quotas.items())


@pytest.mark.parametrize(
    ("strata", "size", "more"),
    [
        ({}, 5, {}),
        ({"a": 0}, 5, {}),
        ({"a": 9}, 0, {}),
        ({"a": 9}, None, {}),
        ({"a": 9}, None, {"allocation": Allocation.FIXED}),
        ({"a": 9}, None, {"allocation": Allocation.FIXED, "per_stratum": 0}),
        ({"a": 9}, 5, {"allocation": Allocation.NEYMAN, "guesses": {"a": Fraction(3, 2)}}),
    ],
)
def test_what_cannot_be_shared_out_is_refused(strata, size, more):
    with pytest.raises(Invalid):
        allocate(strata, size, **more)


def test_too_few_for_two_of_each_says_how_many_it_takes():
    with pytest.raises(Invalid) as refused:
        allocate({"a": 9, "b": 9, "c": 1}, 4)
    assert refused.value.facts["least"] == 5
