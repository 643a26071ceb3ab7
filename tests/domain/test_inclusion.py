"""Chances of being drawn by weight: exact, and what the draw itself does."""

import hashlib
from collections import Counter
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from review_app.domain import inclusion
from review_app.domain.errors import Invalid
from review_app.domain.inclusion import inclusion_shares
from review_app.domain.verify_draw import FrameRow, weighted_order


def test_two_cases_by_hand():
    found = inclusion_shares({"heavy": 5, "light": 2}, 1)
    assert found["light"] == pytest.approx(2 / 5 / 2)
    assert found["heavy"] == pytest.approx(1 - 2 / 5 / 2)


def test_equal_weights_have_equal_chances():
    assert set(inclusion_shares({str(n): 7 for n in range(40)}, 10).values()) == {0.25}


def test_the_heaviest_are_surely_taken():
    found = inclusion_shares({"a": 100, "b": 30, "c": 2, "d": 1, "e": 1}, 3)
    assert (found["a"], found["b"]) == (1, 1)
    assert sum(found.values()) == pytest.approx(3)


def test_it_is_the_integral_over_the_others_keys():
    weights = {"a": 4, "b": 3, "c": 2, "d": 1}

    def chance(case, key):
        others = [min(1, w * key) for one, w in weights.items() if one != case]
        none = (1 - others[0]) * (1 - others[1]) * (1 - others[2])
        one = sum(p / (1 - p) for p in others) * none if max(others) < 1 else None
        if one is None:
            left = sorted(others)[:-1]
            return (1 - left[0]) * (1 - left[1]) if left[1] < 1 else 0
        return none + one

    found = inclusion_shares(weights, 2)
    for case, weight in weights.items():
        ends = sorted({1 / w for w in weights.values() if w > weight})
        value, _ = integrate.quad(
            lambda key, case=case: chance(case, key), 0, 1 / weight, points=ends or None
        )
        assert found[case] == pytest.approx(weight * value, abs=1e-8)


@settings(deadline=None)
@given(st.lists(st.integers(1, 30), min_size=1, max_size=25), st.data())
def test_chances_add_up_to_the_sample_and_grow_with_weight(weights, data):
    size = data.draw(st.integers(1, len(weights)))
    cases = {str(index): weight for index, weight in enumerate(weights)}
    found = inclusion_shares(cases, size)
    assert sum(found.values()) == pytest.approx(size, abs=1e-9)
    assert all(0 < share <= 1 + 1e-12 for share in found.values())
    ordered = sorted(cases, key=cases.get)
    shares = [found[case] for case in ordered]
    assert all(a <= b + 1e-9 for a, b in zip(shares, shares[1:], strict=False))


def test_the_draw_takes_cases_as_often_as_said():
    weights = {"a": 9, "b": 1, "c": 7, "d": 3, "e": 5, "f": 1, "g": 2, "h": 1}
    rows = [FrameRow(case, weight=weight) for case, weight in weights.items()]
    runs, taken = 4000, Counter()
    for run in range(runs):
        seed_hex = hashlib.sha256(str(run).encode()).hexdigest()
        taken.update(row.case_ref for row in weighted_order(seed_hex, rows, 3)[:3])
    for case, share in inclusion_shares(weights, 3).items():
        assert stats.binomtest(taken[case], runs, share).pvalue > 0.0001


def test_many_different_weights_put_into_classes_are_close_to_exact(monkeypatch):
    weights = {str(n): 1000 + 37 * n * n for n in range(160)}
    classed = inclusion_shares(weights, 12)
    monkeypatch.setattr(inclusion, "MOST_CLASSES", 1000)
    exact = inclusion_shares(weights, 12)
    assert all(classed[case] == pytest.approx(exact[case], rel=2e-3) for case in weights)
    assert sum(classed.values()) == pytest.approx(12)


def test_a_large_frame_is_drawn_in_proportion():
    weights = {str(n): 1 + n % 3 for n in range(300)}
    found = inclusion_shares(weights, 30)
    assert found["2"] == pytest.approx(3 * found["0"])
    assert sum(found.values()) == pytest.approx(30)


def test_the_longest_exact_computation_takes_no_time():
    start = process_time()
    found = inclusion_shares({str(n): 1 + n * 977 for n in range(99)}, 45)
    assert sum(found.values()) == pytest.approx(45, abs=1e-6)
    assert process_time() - start < 10


@pytest.mark.parametrize(("weights", "size"), [({"a": 1}, 0), ({"a": 1}, 2), ({"a": 0}, 1)])
def test_what_cannot_be_drawn_is_refused(weights, size):
    with pytest.raises(Invalid):
        inclusion_shares(weights, size)
