"""How many cases to draw, and how to share them out over strata.

Three questions people have: how precisely will we know a share; how many clean cases show that at
most so many are wrong; and what can be learnt from so many cases.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, comb, floor

from review_app.domain.allocation import Allocation, allocate
from review_app.domain.distributions import normal_quantile
from review_app.domain.errors import Invalid
from review_app.domain.estimation import Estimate, estimate, expected
from review_app.domain.terms import CONFIDENCE_PERCENT, Terms

__all__ = [
    "Allocation",
    "PlannedDiscovery",
    "PlannedSize",
    "allocate",
    "eligible_size",
    "expected_replacements",
    "size_for_discovery",
    "size_for_margin",
    "what_n_tells",
]

REVIEW_ALL_UP_TO = 30
A_HALF = Fraction(1, 2)
FOUND = (0, 1, 2, 3, 5)


@dataclass(frozen=True, slots=True)
class PlannedSize:
    """How many cases to draw for a wanted precision.

    ``unlimited_size`` is what an endless frame would take, before rounding; ``cautious_size`` is
    the size for a guess of a half, the worst case; ``then`` is what the sample will say if the
    guess comes true. With ``is_census`` every case is reviewed.
    """

    size: int
    unlimited_size: float
    cautious_size: int
    frame_size: int
    is_census: bool
    then: Estimate


@dataclass(frozen=True, slots=True)
class PlannedDiscovery:
    """How many clean cases show that at most a tolerated share is wrong.

    ``failures`` is the smallest number of wrong cases above the tolerance: were there so many, a
    sample of ``size`` without one of them would be too unlikely.
    """

    size: int
    failures: int
    frame_size: int
    is_census: bool


def size_for_margin(
    margin: Fraction,
    frame_size: int,
    *,
    guess: Fraction = A_HALF,
    confidence_percent: int = CONFIDENCE_PERCENT,
    design_effect: Fraction = Fraction(1),
) -> PlannedSize:
    """Return how many cases to draw so that a share is known within about *margin* either way.

    :param margin: half the width of the range, a share above 0 and below 1.
    :param guess: the share one expects, above 0 and below 1; a half is the most cautious.
    :param design_effect: how many times as many cases the design takes as a simple sample; 1 for
        strata in proportion, 1.3 is a fair guess otherwise.
    :raises Invalid: when a number lies outside its range; the field says which.

    A frame of up to 30 cases is reviewed whole. The margin is of the normal approximation, so what
    counts is ``then``: the exact limits if the guess comes true. Source: W. G. Cochran, Sampling
    Techniques (3rd ed., 1977), 4.2, with N - 1 in the correction.

    >>> size_for_margin(Fraction(7, 100), 900).size
    162
    """
    _demand(0 < margin < 1, "margin")
    _demand(0 < guess < 1, "guess")
    _demand(frame_size >= 1, "frame_size")
    _demand(design_effect > 0, "design_effect")
    z = _z(confidence_percent)
    unlimited = z * z * float(guess * (1 - guess)) / float(margin) ** 2
    cautious = z * z / 4 / float(margin) ** 2
    size = _finite(unlimited, frame_size, design_effect)
    return PlannedSize(
        size=size,
        unlimited_size=unlimited,
        cautious_size=_finite(cautious, frame_size, design_effect),
        frame_size=frame_size,
        is_census=size == frame_size,
        then=expected(size, frame_size, guess=guess, confidence_percent=confidence_percent),
    )


def _z(confidence_percent: int) -> float:
    Terms(confidence_percent=confidence_percent)
    return normal_quantile((100 + confidence_percent) / 200)


def _finite(unlimited: float, frame_size: int, design_effect: Fraction) -> int:
    if frame_size <= REVIEW_ALL_UP_TO:
        return frame_size
    size = unlimited / (1 + (unlimited - 1) / frame_size)
    return max(1, min(frame_size, ceil(size * float(design_effect))))


def _demand(is_right: bool, field: str) -> None:
    if not is_right:
        raise Invalid(field=field, reason="out of range")


def size_for_discovery(
    tolerance: Fraction, frame_size: int, *, confidence_percent: int = CONFIDENCE_PERCENT
) -> PlannedDiscovery:
    """Return how many clean cases show that at most the share *tolerance* of all is wrong.

    :param tolerance: the share of wrong cases that is still accepted, 0 to below 1.
    :raises Invalid: when a number lies outside its range.

    >>> size_for_discovery(Fraction(14, 300), 300)
    PlannedDiscovery(size=54, failures=15, frame_size=300, is_census=False)
    """
    _demand(0 <= tolerance < 1, "tolerance")
    _demand(frame_size >= 1, "frame_size")
    Terms(confidence_percent=confidence_percent)
    failures = floor(Fraction(tolerance) * frame_size) + 1
    alpha = Fraction(100 - confidence_percent, 100)
    size = _clean_size(failures, frame_size, alpha=alpha)
    return PlannedDiscovery(size, failures, frame_size, is_census=size == frame_size)


def _clean_size(failures: int, frame_size: int, *, alpha: Fraction) -> int:
    """Find the smallest n with C(N - K, n) / C(N, n) <= alpha, in whole numbers."""
    allowed = alpha.numerator * comb(frame_size, failures)
    low, high = 1, frame_size - failures + 1
    while low < high:
        middle = (low + high) // 2
        is_enough = comb(frame_size - middle, failures) * alpha.denominator <= allowed
        low, high = (low, middle) if is_enough else (middle + 1, high)
    return low


def what_n_tells(
    size: int,
    frame_size: int,
    *,
    found: Sequence[int] = FOUND,
    confidence_percent: int = CONFIDENCE_PERCENT,
) -> list[Estimate]:
    """Return what a sample of *size* would say for each number *found* of cases in it.

    Numbers above *size* are left out. Bounds are exact; with none found only the upper one is open.
    :raises Invalid: when the size does not fit the frame.
    """
    _demand(1 <= size <= frame_size, "size")
    return [
        estimate(number, size, frame_size=frame_size, confidence_percent=confidence_percent)
        for number in sorted(set(found))
        if 0 <= number <= size
    ]


def eligible_size(frame_size: int, *, opened: int, eligible: int) -> Fraction:
    """Estimate how many cases of the frame are what the round is about.

    :param opened: drawn cases looked at, in the order of the draw, until *eligible* were found.
    :returns: (eligible - 1) / (opened - 1) of the frame: drawing until a number is reached would
        otherwise count the last case too much.
    :raises Invalid: when the counts contradict one another, or one eligible case says nothing yet.

    Bounds of shares go on using the whole frame, which makes them a little wider. Source: J. B. S.
    Haldane, "On a Method of Estimating Frequencies", Biometrika 33 (1945) 222-225.
    """
    _demand(0 < eligible <= opened <= frame_size, "opened")
    if opened == eligible:
        return Fraction(frame_size)
    _demand(eligible > 1, "eligible")
    return Fraction(eligible - 1, opened - 1) * frame_size


def expected_replacements(size: int, *, usable_share: Fraction) -> int:
    """Return how many reserve cases a sample of *size* will probably take, rounded up.

    :param usable_share: the share of drawn cases that can be reviewed, above 0 and up to 1.
    """
    _demand(0 < usable_share <= 1, "usable_share")
    return ceil(size / Fraction(usable_share)) - size
