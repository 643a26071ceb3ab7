"""Cases are shared out evenly, and nobody reviews their own."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_app.domain.assignment import CaseToReview, share_out
from review_app.domain.errors import Invalid

handled_by = st.lists(st.one_of(st.none(), st.integers(1, 6)), max_size=40)


@given(handled_by, st.lists(st.integers(1, 6), min_size=2, max_size=6, unique=True))
def test_nobody_reviews_a_case_of_their_own(caseworkers, reviewers):
    cases = [CaseToReview(n, who) for n, who in enumerate(caseworkers)]
    chosen = share_out(cases, reviewers)
    assert all(chosen[case.case_id] in reviewers for case in cases)
    assert all(chosen[case.case_id] != case.caseworker_id for case in cases)


@given(handled_by, st.lists(st.integers(11, 16), min_size=1, max_size=6, unique=True))
def test_where_nobody_is_barred_the_numbers_differ_by_one_at_most(caseworkers, reviewers):
    chosen = share_out([CaseToReview(n, who) for n, who in enumerate(caseworkers)], reviewers)
    numbers = Counter(dict.fromkeys(reviewers, 0)) + Counter(chosen.values())
    counted = [numbers[reviewer] for reviewer in reviewers]
    assert max(counted) - min(counted) <= 1


def test_a_reviewer_who_is_barred_late_hands_nothing_back_unevenly():
    cases = [CaseToReview(n, None) for n in range(2)] + [CaseToReview(n, 2) for n in range(2, 4)]
    assert Counter(share_out(cases, [1, 2]).values()) == {1: 2, 2: 2}


def test_what_already_lies_on_the_table_counts():
    chosen = share_out(
        [CaseToReview(1, None), CaseToReview(2, None)], [7, 8], reviews_already={7: 5}
    )
    assert set(chosen.values()) == {8}


def test_a_case_only_its_own_caseworker_could_review_is_refused():
    with pytest.raises(Invalid):
        share_out([CaseToReview(1, 7)], [7])
