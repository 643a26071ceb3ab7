"""How many cases to draw, and how to spread them over strata."""

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from math import ceil, comb
from statistics import NormalDist


class Allocation(StrEnum):
    """How a sample is spread over strata."""

    PROPORTIONAL = "proportional"
    EQUAL = "equal"
    NEYMAN = "neyman"
    FIXED = "fixed"


def size_for_margin(
    frame_size: int,
    margin: Fraction,
    *,
    guess: Fraction = Fraction(1, 2),
    confidence_percent: int = 95,
) -> int:
    """Return how many cases give the share to within *margin* (Cochran 1977, 4.2)."""
    z2 = Fraction(NormalDist().inv_cdf(0.5 + confidence_percent / 200)) ** 2
    first = z2 * guess * (1 - guess) / margin**2
    return min(frame_size, ceil(first / (1 + (first - 1) / frame_size)))


def size_for_discovery(
    frame_size: int, tolerance: Fraction, *, confidence_percent: int = 95
) -> tuple[int, int]:
    """Return the cases to draw so that finding none rules out *tolerance*, and the failures."""
    failures = int(tolerance * frame_size) + 1
    alpha = Fraction(100 - confidence_percent, 100)
    low, high = 1, frame_size
    while low < high:
        middle = (low + high) // 2
        is_enough = comb(frame_size - failures, middle) <= alpha * comb(frame_size, middle)
        low, high = (low, middle) if is_enough else (middle + 1, high)
    return low, failures


def allocate(
    strata: Mapping[str, int],
    size: int,
    *,
    allocation: Allocation,
    guesses: Mapping[str, Fraction] | None = None,
    per_stratum: int | None = None,
) -> dict[str, int]:
    """Spread *size* cases over strata by largest remainder, ties to the earlier code."""
    if allocation is Allocation.FIXED:
        return {code: min(per_stratum or 0, there) for code, there in strata.items()}
    total = sum(strata.values())
    exact = {code: Fraction(size * there, total) for code, there in strata.items()}
    given = {code: int(share) for code, share in exact.items()}
    left = size - sum(given.values())
    for code in sorted(exact, key=lambda code: (given[code] - exact[code], code))[:left]:
        given[code] += 1
    return given
