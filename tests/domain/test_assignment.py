"""Cases are shared out evenly, and nobody reviews their own."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_app.domain.assignment import CaseToReview, share_out
from review_app.domain.errors import Invalid

handled_by = st.lists(st.one_of(st.none(), st.integers(1, 6)), max_size=40)


def a_case(case_id, *caseworkers):
    return CaseToReview(case_id, frozenset(caseworkers) - {None})


@given(handled_by, st.lists(st.integers(1, 6), min_size=2, max_size=6, unique=True))
def test_nobody_reviews_a_case_of_their_own(caseworkers, reviewers):
    cases = [a_case(n, who) for n, who in enumerate(caseworkers)]
    chosen = share_out(cases, reviewers)
    assert all(chosen[case.case_id] in reviewers for case in cases)
    assert all(chosen[case.case_id] not in case.caseworker_ids for case in cases)


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
