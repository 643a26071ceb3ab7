"""How often bounds hold, by enumerating every sample that small frames can give."""

from functools import cache
from itertools import combinations, product
from math import comb, prod

import pytest

from review_app.domain.draw import Method
from review_app.domain.estimation import Sides
from review_app.domain.inclusion import inclusion_shares
from review_app.domain.survey import Design, Observed, estimate_share
from tests.domain.samples import design, seen


@cache
def bounds(sizes):
    """Return the bounds of every result that strata of (frame, reviewed) can give."""
    found = {}
    for result in product(*[range(n + 1) for _, n in sizes]):
        strata = {str(i): (*size, x) for i, (size, x) in enumerate(zip(sizes, result, strict=True))}
        one = estimate_share(seen(strata), design(strata))
        found[result] = one
    return found


def chance(sizes, truth, result):
    rows = zip(sizes, truth, result, strict=True)
    return prod(comb(k, x) * comb(total - k, n - x) / comb(total, n) for (total, n), k, x in rows)


def coverages(sizes):
    """Return (true share, how often the bounds hold it) for every truth."""
    whole = sum(total for total, _ in sizes)
    for truth in product(*[range(total + 1) for total, _ in sizes]):
        share = sum(truth) / whole
        yield (
            share,
            sum(
                chance(sizes, truth, result)
                for result, one in bounds(sizes).items()
                if one.low_share - 1e-12 <= share <= one.high_share + 1e-12
            ),
        )


SMALL = [
    ((12, 4), (9, 3), (6, 3)),
    ((20, 5), (20, 5), (5, 1)),
    ((6, 1), (6, 1), (6, 1), (6, 1)),
    ((30, 4), (6, 6)),
]


@pytest.mark.parametrize("sizes", SMALL, ids=str)
def test_bounds_of_strata_hold_as_often_as_they_promise(sizes):
    """On average over all that can be true, always where few cases fail, and never much less."""
    found = list(coverages(sizes))
    assert sum(held for _, held in found) / len(found) >= 0.95
    assert min(held for share, held in found if share <= 0.15) >= 0.95
    assert min(held for _, held in found) >= 0.93


@pytest.mark.parametrize("sizes", SMALL, ids=str)
def test_a_clean_sample_bounds_what_it_cannot_have_seen(sizes):
    """Whatever is true above the bound, a sample without any case was at most 5 % likely."""
    nothing = (0,) * len(sizes)
    bound = bounds(sizes)[nothing]
    assert bound.sides is Sides.UPPER
    for truth in product(*[range(total + 1) for total, _ in sizes]):
        if sum(truth) > bound.high_count:
            assert chance(sizes, truth, nothing) <= 0.05


@pytest.mark.parametrize("sizes", SMALL, ids=str)
def test_the_share_is_right_on_average(sizes):
    truth = tuple(total // 3 for total, _ in sizes)
    expected = sum(chance(sizes, truth, x) * one.share for x, one in bounds(sizes).items())
    assert float(expected) == pytest.approx(sum(truth) / sum(total for total, _ in sizes))


def test_a_draw_by_weight_is_nearly_right_on_average():
    """Two of six by systematic chances: each pair weighed by the product that fits its chances."""
    weights = {"a": 3, "b": 3, "c": 2, "d": 2, "e": 1, "f": 1}
    shares = inclusion_shares(weights, 3)
    failing = {"a", "c", "f"}
    odds = {case: share / (1 - share) for case, share in shares.items()}
    total = estimate = 0.0
    for drawn in combinations(weights, 3):
        chance_of_it = prod(odds[case] for case in drawn)
        observed = [Observed("", case in failing, shares[case]) for case in drawn]
        found = estimate_share(observed, Design(Method.PROPORTIONAL, {"": 6}))
        total += chance_of_it
        estimate += chance_of_it * float(found.share)
    assert estimate / total == pytest.approx(0.5, abs=0.05)
