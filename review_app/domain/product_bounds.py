"""The most cases that can have a property of which not one was seen in any stratum.

A sample without a single such case has no spread to build bounds from. What stays is the chance of
so clean a sample: the product over the strata. The worst distribution over the strata that still
leaves this chance above alpha gives the bound, so it holds whatever the strata are like.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from heapq import heapify, heapreplace
from math import fsum, log


def highest_count_of_none(sizes: Mapping[str, tuple[int, int]], *, alpha: Fraction) -> int:
    """Return the most cases of the frame that can have the property.

    :param sizes: (cases of the frame, cases reviewed, at least 1) of each stratum.
    :param alpha: the chance that a sample without any such case must still have; compared exactly.

    The logarithm of each stratum's chance falls ever faster with each further case, so adding the
    case that costs least, again and again, finds the largest number.

    >>> highest_count_of_none({"": (200, 50)}, alpha=Fraction(1, 20))
    10
    """
    heap = [(Fraction(n, total), code, total) for code, (total, n) in sizes.items() if n < total]
    heapify(heap)
    count, kept, all_ways = 0, alpha.denominator, alpha.numerator
    while heap:
        _, code, clean = heap[0]
        reviewed = sizes[code][1]
        kept, all_ways = kept * (clean - reviewed), all_ways * clean
        if kept <= all_ways:
            return count
        count += 1
        heapreplace(heap, (Fraction(reviewed, clean - 1), code, clean - 1))
    return count


def highest_share_of_none(parts: Sequence[tuple[float, int]], *, alpha: Fraction) -> float:
    """Return the highest share where the number of cases behind a stratum has no end.

    :param parts: (share of all that the stratum stands for, cases reviewed) of each stratum.

    The share within a stratum that costs least is 1 - m * reviewed / part, or none where that is
    below 0; the multiplier m is the one at which the chance of so clean a sample is alpha.
    """
    allowed = log(alpha)

    def clean(multiplier: float) -> list[float]:
        return [min(1.0, multiplier * n / part) for part, n in parts]

    low, high = 0.0, max(part / n for part, n in parts)
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        logs = [n * log(c) for (_, n), c in zip(parts, clean(middle), strict=True)]
        low, high = (low, middle) if fsum(logs) > allowed else (middle, high)
    return fsum(part * (1 - c) for (part, _), c in zip(parts, clean(low), strict=True))
