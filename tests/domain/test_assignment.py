"""Cases are shared out evenly, and nobody reviews their own."""

from collections import Counter
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_app.domain.assignment import AwayPeriod, Capacity, CaseToReview, is_away, share_out
from review_app.domain.errors import Invalid

handled_by = st.lists(st.one_of(st.none(), st.integers(1, 6)), max_size=40)


def a_case(case_id, *caseworkers):
    return CaseToReview(case_id, frozenset(caseworkers) - {None})


@given(handled_by, st.lists(st.integers(1, 6), min_size=2, max_size=6, unique=True))
def test_nobody_reviews_a_case_of_their_own(caseworkers, reviewers):
    cases = [a_case(n, who) for n, who in enumerate(caseworkers)]
    chosen = share_out(cases, reviewers)
    assert all(chosen[case.case_id] in reviewers for case in cases)
    assert all(chosen[case.case_id] not in case.barred_ids for case in cases)


@given(handled_by, st.lists(st.integers(11, 16), min_size=1, max_size=6, unique=True))
def test_where_nobody_is_barred_the_numbers_differ_by_one_at_most(caseworkers, reviewers):
    chosen = share_out([a_case(n, who) for n, who in enumerate(caseworkers)], reviewers)
    numbers = Counter(dict.fromkeys(reviewers, 0)) + Counter(chosen.values())
    counted = [numbers[reviewer] for reviewer in reviewers]
    assert max(counted) - min(counted) <= 1


def test_a_reviewer_who_is_barred_late_hands_nothing_back_unevenly():
    cases = [a_case(n, None) for n in range(2)] + [a_case(n, 2) for n in range(2, 4)]
    assert Counter(share_out(cases, [1, 2]).values()) == {1: 2, 2: 2}


def test_what_already_lies_on_the_table_counts():
    chosen = share_out([a_case(1, None), a_case(2, None)], [7, 8], reviews_already={7: 5})
    assert set(chosen.values()) == {8}


def test_a_case_only_its_own_caseworker_could_review_is_refused():
    with pytest.raises(Invalid):
        share_out([a_case(1, 7)], [7])


def test_neither_the_former_nor_the_present_caseworker_reviews_a_case():
    assert share_out([a_case(1, 7, 8)], [7, 8, 9]) == {1: 9}


weights = st.dictionaries(st.integers(1, 6), st.integers(1, 5), min_size=1, max_size=6)


@given(weights, st.integers(0, 40))
def test_nobody_would_have_less_for_their_weight_if_they_took_a_case_from_another(given_, number):
    capacities = {reviewer: Capacity(weight) for reviewer, weight in given_.items()}
    chosen = share_out([a_case(n) for n in range(number)], list(given_), capacities=capacities)
    load = Counter(chosen.values())
    for giver in load:
        for taker, weight in given_.items():
            fewer = load[giver] * weight <= (load[taker] + 1) * given_[giver]
            assert giver == taker or fewer


def test_who_has_twice_the_weight_gets_twice_as_many():
    cases = [a_case(n) for n in range(30)]
    chosen = share_out(cases, [1, 2], capacities={1: Capacity(weight=2)})
    assert Counter(chosen.values()) == {1: 20, 2: 10}


@given(handled_by, st.lists(st.integers(0, 12), min_size=2, max_size=5))
def test_nobody_gets_more_than_they_can_take_and_only_a_full_table_refuses(caseworkers, most):
    cases = [a_case(n, who) for n, who in enumerate(caseworkers)]
    capacities = {n: Capacity(most=m) for n, m in enumerate(most)}
    if not can_be_placed(cases, most):
        with pytest.raises(Invalid, match="no-room"):
            share_out(cases, list(capacities), capacities=capacities)
        return
    chosen = share_out(cases, list(capacities), capacities=capacities)
    load = Counter(chosen.values())
    assert all(load[n] <= m for n, m in enumerate(most))
    assert all(chosen[case.case_id] not in case.barred_ids for case in cases)


def can_be_placed(cases, most):
    """Hall's condition, over every set of reviewers: the plain way, and slow."""
    for size in range(len(most) + 1):
        for some in combinations(range(len(most)), size):
            only = [c for c in cases if set(range(len(most))) - c.barred_ids <= set(some)]
            if len(only) > sum(most[n] for n in some):
                return False
    return True


def test_one_hands_on_what_another_can_take_when_a_case_has_nobody_else():
    """Reviewer 1 is full; the last case is barred to 2, so 1 hands an earlier one to 2."""
    cases = [a_case(1), a_case(2, 2)]
    capacities = {1: Capacity(weight=9, most=1), 2: Capacity(most=1)}
    assert share_out(cases, [1, 2], capacities=capacities) == {1: 2, 2: 1}


def test_a_refusal_names_the_case_and_why():
    full = {7: Capacity(most=0)}
    with pytest.raises(Invalid) as refused:
        share_out([a_case(4)], [7], capacities=full)
    assert refused.value.facts == {"field": "reviewers", "reason": "no-room", "case_id": 4}
    assert share_out([a_case(4)], [7], capacities=full, may_exceed=True) == {4: 7}


def test_what_was_given_before_counts_against_the_most():
    chosen = share_out(
        [a_case(1)], [7, 8], capacities={7: Capacity(9, most=3)}, reviews_already={7: 3}
    )
    assert chosen == {1: 8}


@pytest.mark.parametrize(
    ("first", "last", "due", "away"),
    [
        (1, 30, 20, True),  # away until after the day it is due
        (1, 19, 20, False),  # one day is left
        (11, 30, 20, False),  # still here today
        (1, 30, None, True),
        (1, 10, 5, True),  # overdue: today decides
        (1, 9, 5, False),
    ],
)
def test_somebody_is_away_when_no_day_is_left(first, last, due, away):
    period = AwayPeriod(date(2026, 6, first), date(2026, 6, last))
    due_on = date(2026, 6, due) if due else None
    assert is_away([period], today=date(2026, 6, 10), due_on=due_on) is away
