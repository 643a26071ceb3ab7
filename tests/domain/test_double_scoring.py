"""Which cases two people review, and who the two are."""

import hashlib
import hmac
from collections import Counter

import pytest

from review_app.domain.assignment import Capacity, CaseToReview
from review_app.domain.double_scoring import (
    Pair,
    chosen_twice,
    double_count,
    in_secret_order,
    settled_answer,
    settled_verdict,
    share_out_late,
    share_out_pairs,
)
from review_app.domain.errors import Invalid
from review_app.domain.kinds import SettlingWay
from review_app.domain.scoring import AnswerValue, Verdict

SECRET = "5e" * 32
REFS = [f"case{n}" for n in range(40)]


@pytest.mark.parametrize(
    ("percent", "size", "count"), [(20, 40, 8), (20, 41, 9), (1, 40, 1), (0, 40, 0), (100, 7, 7)]
)
def test_the_share_is_rounded_up_to_a_whole_case(percent, size, count):
    assert double_count(percent, size) == count


@pytest.mark.parametrize("percent", [-1, 101])
def test_a_share_is_none_to_all(percent):
    with pytest.raises(Invalid):
        double_count(percent, 10)


def test_the_cases_are_the_first_by_their_fingerprint_under_the_secret():
    def fingerprint(ref):
        message = b"double\n" + ref.encode()
        return hmac.new(SECRET.encode(), message, hashlib.sha256).digest()

    expected = sorted(REFS, key=fingerprint)[:8]
    assert chosen_twice(REFS, secret=SECRET, share_percent=20) == set(expected)


def test_the_order_in_which_cases_are_named_does_not_matter():
    chosen = chosen_twice(REFS, secret=SECRET, share_percent=30)
    assert chosen_twice(reversed(REFS), secret=SECRET, share_percent=30) == chosen


def test_another_secret_chooses_otherwise():
    assert chosen_twice(REFS, secret=SECRET, share_percent=30) != chosen_twice(
        REFS, secret="00" * 32, share_percent=30
    )


def cases(count, *handlers):
    return [CaseToReview(n, frozenset(handlers)) for n in range(count)]


def test_two_reviewers_of_a_case_are_two_people_and_neither_handles_it():
    given = [CaseToReview(n, frozenset({n % 4})) for n in range(40)]
    pairs = share_out_pairs(given, [0, 1, 2, 3], twice=range(20))
    for case in given:
        pair = pairs[case.case_id]
        assert (pair.second_id is not None) == (case.case_id < 20)
        assert pair.first_id != pair.second_id
        assert not {pair.first_id, pair.second_id} & case.barred_ids


def test_reviews_are_shared_evenly_second_ones_included():
    pairs = share_out_pairs(cases(40), [1, 2, 3], twice=range(8))
    load = Counter(r for p in pairs.values() for r in (p.first_id, p.second_id) if r is not None)
    assert sum(load.values()) == 48
    assert max(load.values()) - min(load.values()) <= 1


def test_somebody_of_the_house_is_paired_with_an_outsider():
    pairs = share_out_pairs(cases(30), [1, 2, 8, 9], twice=range(30), outsider_ids={8, 9})
    for pair in pairs.values():
        assert (pair.first_id >= 8) != (pair.second_id >= 8)


def test_too_few_reviewers_are_refused_whichever_cases_were_chosen():
    given = [*cases(5), CaseToReview(5, frozenset({1}))]  # the sixth has one able reviewer
    for twice in ([0], [5]):
        with pytest.raises(Invalid) as refused:
            share_out_pairs(given, [1, 2], twice=twice)
        assert refused.value.facts == {"field": "reviewers", "reason": "too-few-for-two"}


def test_the_secret_order_has_nothing_to_do_with_the_choice():
    chosen = chosen_twice(REFS, secret=SECRET, share_percent=20)
    assert set(in_secret_order(REFS, secret=SECRET, label="assign")[:8]) != chosen


def test_who_cannot_agree_leaves_it_as_not_to_be_assessed():
    way = SettlingWay.CANNOT_AGREE
    assert settled_answer("cannot-agree", way) is AnswerValue.CANNOT_BE_ASSESSED
    assert settled_verdict("cannot-agree", way) is Verdict.CANNOT_BE_ASSESSED


@pytest.mark.parametrize("settle", [settled_answer, settled_verdict])
def test_nothing_else_can_be_settled_on(settle):
    with pytest.raises(Invalid):
        settle("perhaps", SettlingWay.CONSENSUS)


def test_weights_and_what_each_can_take_hold_for_cases_of_two_as_well():
    capacities = {1: Capacity(weight=2), 2: Capacity(), 3: Capacity(most=4)}
    pairs = share_out_pairs(cases(30), [1, 2, 3], twice=range(6), capacities=capacities)
    load = Counter(r for p in pairs.values() for r in (p.first_id, p.second_id) if r is not None)
    assert load[3] == 4
    assert load[1] - 2 * load[2] in {-1, 0, 1, 2}


@pytest.mark.parametrize("twice", [range(3), range(7, 10)])
def test_too_little_room_is_refused_by_the_number_alone(twice):
    capacities = {1: Capacity(most=6), 2: Capacity(most=6)}
    with pytest.raises(Invalid) as refused:
        share_out_pairs(cases(10), [1, 2], twice=twice, capacities=capacities)
    assert refused.value.facts == {"field": "reviewers", "reason": "no-room"}


def test_who_takes_what_came_in_late():
    """One as ever; two where the case it came in for had two and two can; never a refusal."""
    (case,) = cases(1, 2)
    loads = {1: 5, 3: 1, 8: 3}
    given = {"reviews_already": loads, "outsider_ids": {8}}
    assert share_out_late(case, [1, 2, 3, 8], is_twice=False, **given) == Pair(3)
    assert share_out_late(case, [1, 2, 3, 8], is_twice=True, **given) == Pair(3, 8)
    assert share_out_late(case, [1, 2], is_twice=True, **given) == Pair(1)
