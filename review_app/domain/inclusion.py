"""Each case's chance of being drawn when cases are drawn by weight (sequential Poisson).

The draw takes the surely taken cases, then the smallest ticket / weight. A ticket is uniform, so a
case's key is uniform between 0 and 1 / weight, and it is drawn when fewer than the wanted number of
others have a smaller key: an integral over its key of a sum of unequal coin tosses.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from math import comb, cos, log, pi, sqrt

from review_app.domain.errors import Invalid
from review_app.domain.verify_draw import FrameRow, take_all

FEW_CASES = 100
SMALL_SAMPLE = 20
MOST_CLASSES = 120
NOTHING = 1e-14


def inclusion_shares(weights: Mapping[str, int], size: int) -> dict[str, float]:
    """Return each case's chance of being drawn, above 0 and up to 1.

    :param weights: whole number of at least 1 by case.
    :param size: cases drawn, 1 to all.
    :returns: under 100 cases, or when fewer than 20 are drawn, the exact chance (they add up to
        *size* within 1e-9; with more than 120 different weights these are put into classes, which
        moves a chance by some thousandths of itself at most); else weight in proportion, which is
        then within about 2 percent of it (Ohlsson 1998, Rosen 1997).
    :raises Invalid: when a weight or the size does not fit.

    >>> {case: round(share, 9) for case, share in inclusion_shares({"a": 2, "b": 1}, 1).items()}
    {'a': 0.75, 'b': 0.25}
    """
    if not 1 <= size <= len(weights):
        raise Invalid(field="size", reason=f"{size} of {len(weights)} cases")
    if any(weight < 1 for weight in weights.values()):
        raise Invalid(field="weight", reason="a whole number of at least 1")
    rows = [FrameRow(case, weight=weight) for case, weight in weights.items()]
    certain = {row.case_ref for row in take_all(rows, size)}
    left = Counter(weight for case, weight in weights.items() if case not in certain)
    is_exact = len(weights) < FEW_CASES or size < SMALL_SAMPLE
    by_weight = (_exact if is_exact else _proportional)(left, size - len(certain))
    return {case: 1.0 if case in certain else by_weight[w] for case, w in weights.items()}


def _proportional(classes: Mapping[int, int], size: int) -> dict[int, float]:
    whole = sum(weight * cases for weight, cases in classes.items())
    return {weight: size * weight / whole for weight in classes}


def _exact(classes: Mapping[int, int], size: int) -> dict[int, float]:
    if len(classes) <= 1:
        return _proportional(classes, size)
    if len(classes) <= MOST_CLASSES:
        listed = [(float(weight), cases) for weight, cases in sorted(classes.items())]
        spans = _spans(listed, size)
        return {int(weight): weight * span for (weight, _), span in zip(listed, spans, strict=True)}
    return _classed(classes, size)


def _classed(classes: Mapping[int, int], size: int) -> dict[int, float]:
    """Do the same for many different weights, putting close ones into one class."""
    least, most = log(min(classes)), log(max(classes))
    place = {w: int((log(w) - least) / (most - least) * (MOST_CLASSES - 1)) for w in classes}
    cases, whole = Counter[int](), Counter[int]()
    for weight, number in classes.items():
        cases[place[weight]] += number
        whole[place[weight]] += weight * number
    listed = [(whole[one] / cases[one], cases[one]) for one in sorted(cases)]
    spans = dict(zip(sorted(cases), _spans(listed, size), strict=True))
    found = {weight: min(1.0, weight * spans[place[weight]]) for weight in classes}
    off = size / sum(found[weight] * number for weight, number in classes.items())
    return {weight: min(1.0, share * off) for weight, share in found.items()}


def _spans(classes: Sequence[tuple[float, int]], size: int) -> list[float]:
    """Return for each class the integral of its chance to be drawn over the keys it can have."""
    spans = [0.0] * len(classes)
    for low, high, nodes in _panels(classes, size):
        highest = 0.0
        for at, factor in _nodes(nodes):
            key = low + (high - low) * at
            chances = _chances(classes, key, size)
            highest = max(highest, *chances)
            for index, ((weight, _), chance) in enumerate(zip(classes, chances, strict=True)):
                if weight * key < 1:
                    spans[index] += factor * (high - low) * chance
        if highest < NOTHING:
            break
    return spans


def _panels(classes: Sequence[tuple[float, int]], size: int) -> Iterator[tuple[float, float, int]]:
    """Cut the keys where a weight's range ends, and where chances change by much in between."""
    low = 0.0
    for end in sorted({1 / weight for weight, _ in classes}):
        slope = sum(weight * cases for weight, cases in classes if weight * low < 1 - NOTHING)
        step = 0.7 * sqrt(size) / slope
        while end - low > step:
            yield low, low + step, 8
            low += step
        yield low, end, 8 if end - low > step / 4 else 4
        low = end


def _chances(classes: Sequence[tuple[float, int]], key: float, size: int) -> list[float]:
    """Return for each class the chance that fewer than *size* other cases have a smaller key."""
    smaller = [min(1.0, weight * key) for weight, _ in classes]
    before, after = [[1.0]], [[1.0]]
    for share, (_, cases) in zip(smaller, classes, strict=True):
        before.append(_with(before[-1], share, cases, size))
    for share, (_, cases) in zip(reversed(smaller), reversed(classes), strict=True):
        after.append(_with(after[-1], share, cases, size))
    found = []
    for index, (share, (_, cases)) in enumerate(zip(smaller, classes, strict=True)):
        others = _with(before[index], share, cases - 1, size)
        found.append(_fewer(others, after[len(classes) - 1 - index], size))
    return found


def _with(counts: list[float], share: float, cases: int, size: int) -> list[float]:
    """Add coin tosses to a distribution of counts, kept below *size*."""
    if cases == 0:
        return counts
    if cases == 1:
        left = 1 - share
        pairs = zip([*counts, 0.0], [0.0, *counts], strict=True)
        return [left * stay + share * rise for stay, rise in pairs][:size]
    tosses = [
        ways * share**k * (1 - share) ** (cases - k) for k, ways in enumerate(_ways(cases, size))
    ]
    found = [0.0] * min(size, len(counts) + len(tosses) - 1)
    for i, have in enumerate(counts):
        for j, more in enumerate(tosses[: len(found) - i]):
            found[i + j] += have * more
    return found


@lru_cache(maxsize=512)
def _ways(cases: int, size: int) -> tuple[int, ...]:
    return tuple(comb(cases, k) for k in range(min(cases + 1, size)))


def _fewer(one: Sequence[float], other: Sequence[float], size: int) -> float:
    """Return the chance that two counts add up to less than *size*."""
    at_most, total = [], 0.0
    for chance in other:
        total += chance
        at_most.append(total)
    last = len(at_most) - 1
    return sum(chance * at_most[min(last, size - 1 - i)] for i, chance in enumerate(one))


@lru_cache(maxsize=4)
def _nodes(count: int) -> tuple[tuple[float, float], ...]:
    """Return places and factors of the Gauss-Legendre rule on 0 to 1."""
    found = []
    for index in range(count):
        x = cos(pi * (index + 0.75) / (count + 0.5))
        for _ in range(50):
            here, earlier = x, 1.0
            for k in range(2, count + 1):
                here, earlier = ((2 * k - 1) * x * here - (k - 1) * earlier) / k, here
            slope = count * (x * here - earlier) / (x * x - 1)
            x -= here / slope
        found.append(((1 + x) / 2, 1 / ((1 - x * x) * slope * slope)))
    return tuple(found)
