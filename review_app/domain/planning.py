"""How many cases to draw, and how to spread them over strata."""

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction


class Allocation(StrEnum):
    """How a sample is spread over strata."""

    PROPORTIONAL = "proportional"
    EQUAL = "equal"
    NEYMAN = "neyman"
    FIXED = "fixed"


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
