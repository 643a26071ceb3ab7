"""Sharing a sample out over strata in whole cases, so that every program gets the same numbers."""

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from math import isqrt

from review_app.domain.errors import Invalid

A_HALF = Fraction(1, 2)
LEAST_OF_A_STRATUM = 2
FINENESS = 10**24


class Allocation(StrEnum):
    """How a sample is shared out over strata."""

    PROPORTIONAL = "proportional"
    EQUAL = "equal"
    NEYMAN = "neyman"
    FIXED = "fixed"


def allocate(
    strata: Mapping[str, int],
    size: int | None = None,
    *,
    allocation: Allocation = Allocation.PROPORTIONAL,
    guesses: Mapping[str, Fraction] | None = None,
    per_stratum: int | None = None,
) -> dict[str, int]:
    """Return how many cases to draw of each stratum.

    :param strata: cases of the frame by stratum code; strata without cases are left out.
    :param size: cases to draw in all (not used for ``fixed``); more than there are means all.
    :param allocation: ``proportional`` to the strata's sizes, ``equal``, ``neyman`` (to size times
        the spread that *guesses* make one expect), or a ``fixed`` number of each.
    :param guesses: for ``neyman``: expected share by stratum code, 0 to 1; a half where unknown.
    :param per_stratum: for ``fixed``: cases of each stratum, or all where it has fewer.
    :returns: sizes by stratum code in the order of the codes' bytes, at least two of each stratum
        (or its only case; ``fixed`` keeps its number). Fractions are settled by the largest
        remainder in whole numbers; ties go to the earlier code.
    :raises Invalid: when the size is too small for two cases of each stratum (the fact ``least``),
        or a number lies outside its range.

    >>> allocate({"north": 120, "south": 80, "west": 50}, 50)
    {'north': 24, 'south': 16, 'west': 10}
    """
    there = {code: strata[code] for code in sorted(strata, key=str.encode) if strata[code]}
    if not there or any(total < 0 for total in there.values()):
        raise Invalid(field="strata", reason="no cases")
    if allocation is Allocation.FIXED:
        if per_stratum is None or per_stratum < 1:
            raise Invalid(field="per_stratum", reason="at least 1")
        return {code: min(per_stratum, total) for code, total in there.items()}
    if size is None or size < 1:
        raise Invalid(field="size", reason="at least 1")
    least = sum(min(LEAST_OF_A_STRATUM, total) for total in there.values())
    if size < least:
        raise Invalid(field="size", reason="too few for two of each stratum", least=least)
    weights = _weights(there, allocation, guesses or {})
    return _shared_out(there, min(size, sum(there.values())), weights)


def _weights(
    strata: Mapping[str, int], allocation: Allocation, guesses: Mapping[str, Fraction]
) -> dict[str, int]:
    if allocation is Allocation.PROPORTIONAL:
        return dict(strata)
    if allocation is Allocation.EQUAL:
        return dict.fromkeys(strata, 1)
    if any(not 0 <= guess <= 1 for guess in guesses.values()):
        raise Invalid(field="guesses", reason="from 0 to 1")
    spreads = {code: Fraction(guesses.get(code, A_HALF)) for code in strata}
    return {
        code: isqrt(int(total * total * FINENESS * spreads[code] * (1 - spreads[code])))
        for code, total in strata.items()
    }


def _shared_out(strata: Mapping[str, int], size: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Share out, settling the strata that would get too few or too many, until the rest fits.

    Of the two kinds the one that is further off in sum is settled first, so that no stratum is held
    at its least when what others cannot take would have lifted it.
    """
    settled: dict[str, int] = {}
    while True:
        free = {code: weights[code] for code in strata if code not in settled}
        shared = _largest_remainder(free, size - sum(settled.values()))
        fitting = {code: _fitting(number, strata[code]) for code, number in shared.items()}
        off = sum(fitting.values()) - sum(shared.values())
        wrong = {
            code: fit
            for code, fit in fitting.items()
            if (fit > shared[code] and off >= 0) or (fit < shared[code] and off <= 0)
        }
        if not wrong:
            return {code: settled.get(code, shared.get(code, 0)) for code in strata}
        settled |= wrong


def _fitting(number: int, total: int) -> int:
    return min(total, max(number, min(LEAST_OF_A_STRATUM, total)))


def _largest_remainder(weights: Mapping[str, int], size: int) -> dict[str, int]:
    """Share *size* out in proportion; without any weight equally."""
    whole = sum(weights.values())
    if whole == 0:
        weights, whole = dict.fromkeys(weights, 1), len(weights)
    found = {code: size * weight // whole for code, weight in weights.items()}
    # A stable sort: of equal remainders the earlier code comes first.
    by_remainder = sorted(weights, key=lambda code: -(size * weights[code] % whole))
    for code in by_remainder[: size - sum(found.values())]:
        found[code] += 1
    return found
