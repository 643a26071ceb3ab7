"""How a reviewer's share of failed answers is held against the others'. Worked by hand."""

import pytest

from review_app.domain.comparison import Side, difference_limits
from review_app.domain.reviewer_quality import Lean, Scored, apart_from_others, drift


def line(round_id, reviewer_id, cases, failed, *, each=5):
    """Somebody's round: five decided answers a case."""
    return Scored(round_id, reviewer_id, cases=cases, decided=cases * each, failed=failed)


def test_a_difference_has_the_interval_of_two_shares_of_so_many_cases():
    scored = [line(1, 1, 20, 50), line(1, 2, 20, 20), line(1, 3, 20, 20)]
    found = apart_from_others(scored, reviewer_id=1)
    assert (found.own, found.others) == (0.5, 0.2)
    assert found.difference == pytest.approx(0.3)
    expected = difference_limits(
        Side(0.2, 40, 40.0), Side(0.5, 20, 20.0), alpha=pytest.approx(0.05).expected
    )
    assert (found.low, found.high) == pytest.approx(expected)
    assert found.lean is Lean.STRICTER
    assert (found.cases, found.other_cases) == (20, 40)


def test_a_strict_round_is_held_against_the_same_strict_round():
    """Alone in the pooled shares the reviewer would look strict; round by round they are alike."""
    scored = [
        line(1, 1, 30, 75),
        line(1, 2, 5, 12),
        line(1, 3, 5, 13),
        line(2, 1, 10, 5),
        line(2, 2, 30, 15),
        line(2, 3, 30, 15),
    ]
    found = apart_from_others(scored, reviewer_id=1)
    assert found.own == pytest.approx(80 / 200)
    assert found.others == pytest.approx(0.75 * 0.5 + 0.25 * 0.1)
    assert found.lean is Lean.UNCLEAR


def test_answers_of_one_case_do_not_make_a_range_narrower():
    few = [line(1, 1, 12, 12, each=1), line(1, 2, 12, 6, each=1), line(1, 3, 12, 6, each=1)]
    many = [line(1, 1, 12, 120, each=10), line(1, 2, 12, 60, each=10), line(1, 3, 12, 60, each=10)]
    one, other = (apart_from_others(each, reviewer_id=1) for each in (few, many))
    assert (one.low, one.high) == pytest.approx((other.low, other.high))


@pytest.mark.parametrize(
    ("scored", "lean"),
    [
        ([line(1, 1, 9, 9), line(1, 2, 30, 9), line(1, 3, 30, 9)], Lean.TOO_FEW),
        ([line(1, 1, 30, 9), line(1, 2, 4, 1), line(1, 3, 5, 1)], Lean.TOO_FEW),
        ([line(1, 1, 30, 9), line(1, 2, 30, 9)], Lean.ONE_OTHER),
        ([line(1, 1, 30, 9)], Lean.TOO_FEW),
        ([line(1, 1, 30, 9), line(2, 2, 30, 9), line(2, 3, 30, 9)], Lean.TOO_FEW),
        ([], Lean.TOO_FEW),
    ],
)
def test_too_few_say_so_and_one_other_is_not_given_away(scored, lean):
    found = apart_from_others(scored, reviewer_id=1)
    assert found.lean is lean
    assert found.others is None


def test_drift_is_the_difference_of_two_differences():
    early = [line(r, p, 20, 20) for r in (1, 2) for p in (1, 2, 3)]
    late = [line(r, 1, 20, 80) for r in (3, 4)] + [
        line(r, p, 20, 20) for r in (3, 4) for p in (2, 3)
    ]
    found = drift([*early, *late], [1, 2, 3, 4], reviewer_id=1)
    assert found.change == pytest.approx(0.6)
    assert found.lean is Lean.STRICTER
    assert found.low < 0.6 < found.high
    steady = drift(
        [*early, *[line(r, p, 20, 20) for r in (3, 4) for p in (1, 2, 3)]],
        [1, 2, 3, 4],
        reviewer_id=1,
    )
    assert steady.lean is Lean.UNCLEAR


def test_drift_of_one_round_is_too_few():
    scored = [line(1, p, 20, 20) for p in (1, 2, 3)]
    assert drift(scored, [1], reviewer_id=1).lean is Lean.TOO_FEW
