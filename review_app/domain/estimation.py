"""What a random sample says about all the cases it was drawn from.

Every figure carries its counts, its bounds and the name of the method. Where no honest figure
exists, because nothing was reviewed or the cases were hand-picked, it is refused in words.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil, comb, exp, floor, fsum, log, log1p

from review_app.domain.errors import Invalid, NoEstimate

MEASURE = "measure"
CONFIDENCE_PERCENT = 95
LEAST_CASES = 5
LEAST_CASEWORKERS = 3


class Sides(StrEnum):
    """Which ends of the range are bounded by chance."""

    BOTH = "both"
    UPPER = "upper"
    LOWER = "lower"
    NONE = "none"


class Target(StrEnum):
    """What is asked about: the cases of the frame, or the way of working that made them."""

    THESE_CASES = "these-cases"
    WAY_OF_WORKING = "way-of-working"


class EstimateMethod(StrEnum):
    """How bounds were computed; printed in every export."""

    HYPERGEOMETRIC = "hypergeom-exact/strict"
    DOMAIN = "clopper-pearson/domain"
    CENSUS = "census"
    PROCESS = "clopper-pearson"
    WILSON = "wilson"
    STRATIFIED = "korn-graubard-capped/stratified"
    STRATIFIED_DOMAIN = "korn-graubard-capped/stratified-domain"
    STRATIFIED_EXTREME = "product-exact/stratified"
    WEIGHTED = "korn-graubard-capped/pps-hajek"


class Remark(StrEnum):
    """What a reader must be told about a figure beside its bounds."""

    SYSTEMATIC_ORDER = "systematic-order"
    SINGLE_CASE_STRATUM = "single-case-stratum"
    WIDE_WEIGHTS = "wide-weights"
    CONSERVATIVE = "conservative"
    DOMAIN_SIZE_ESTIMATED = "domain-size-estimated"
    NO_SPREAD = "no-spread"
    APPROXIMATE = "approximate"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share of all cases, with everything needed to judge it.

    ``cases`` were reviewed out of ``frame_size``; ``denominator`` of them count for this figure
    and ``numerator`` of those have the property. Shares run from 0 to 1. The counts are of the
    whole frame; they are ``None`` where it is unknown to how many cases of it the figure applies.
    ``numerator`` and ``denominator`` are what was seen; where cases stand for different numbers of
    others, ``share`` weighs them, and ``standard_error`` (0 to 1) and ``effective_size`` (how many
    cases of a simple sample would say as much) tell how much is known.
    """

    cases: int
    numerator: int
    denominator: int
    frame_size: int
    share: Fraction
    low_share: Fraction
    high_share: Fraction
    low_count: int | None
    high_count: int | None
    method: EstimateMethod
    confidence_percent: int
    sides: Sides
    target: Target = Target.THESE_CASES
    standard_error: float | None = None
    effective_size: float | None = None
    remarks: tuple[Remark, ...] = ()

    @property
    def decimals(self) -> int:
        """Decimals that the percentages deserve: none under 100 cases, then one."""
        return 0 if self.denominator < 100 else 1

    @property
    def low_percent(self) -> Fraction:
        """The lower bound from 0 to 100, rounded outwards to :attr:`decimals`."""
        scale = 10**self.decimals
        return Fraction(floor(self.low_share * 100 * scale), scale)

    @property
    def high_percent(self) -> Fraction:
        """The upper bound from 0 to 100, rounded outwards to :attr:`decimals`."""
        scale = 10**self.decimals
        return Fraction(ceil(self.high_share * 100 * scale), scale)


def estimate(
    numerator: int,
    denominator: int,
    *,
    frame_size: int,
    cases: int | None = None,
    purpose: str = MEASURE,
    confidence_percent: int = CONFIDENCE_PERCENT,
) -> Estimate:
    """Estimate the share of all cases of a frame from a simple random sample of it.

    :param numerator: reviewed cases with the property, 0 to *denominator*.
    :param denominator: reviewed cases for which the question counts.
    :param frame_size: cases in the frame that was drawn from.
    :param cases: reviewed cases in all; by default *denominator*. When the question counts for
        fewer than all, nobody knows for how many of the frame it would count, and the bounds are
        those of an unlimited number of cases (a little wider).
    :param purpose: of the round; only ``measure`` has a share of all cases.
    :raises NoEstimate: when the round is not for measuring, or nothing was reviewed.
    :raises Invalid: when the counts contradict one another.

    When none (or all) of the sample have the property only one side is open, so the whole doubt is
    spent on that side (:attr:`Sides.UPPER` or ``LOWER``); a reviewed census leaves none.

    >>> found = estimate(5, 50, frame_size=200)
    >>> found.low_count, found.high_count
    (9, 40)
    """
    cases = denominator if cases is None else cases
    if purpose != MEASURE:
        raise NoEstimate(reason="purposive", purpose=purpose)
    if not 0 <= numerator <= denominator <= cases <= frame_size or not 0 < confidence_percent < 100:
        raise Invalid(field="counts", reason=f"{numerator}/{denominator}/{cases}/{frame_size}")
    if denominator == 0:
        raise NoEstimate(reason="no-cases" if cases == 0 else "applies-to-none")
    sides = _sides(numerator, denominator, is_census=cases == frame_size)
    alpha = Fraction(100 - confidence_percent, 100) / (2 if sides is Sides.BOTH else 1)
    method, low, high = _bounds(numerator, denominator, cases, frame_size, alpha=alpha)
    is_whole = denominator == cases
    low = Fraction(0) if sides is Sides.UPPER else low
    high = Fraction(1) if sides is Sides.LOWER else high
    return Estimate(
        cases=cases,
        numerator=numerator,
        denominator=denominator,
        frame_size=frame_size,
        share=Fraction(numerator, denominator),
        low_share=low,
        high_share=high,
        low_count=int(low * frame_size) if is_whole else None,
        high_count=int(high * frame_size) if is_whole else None,
        method=method,
        confidence_percent=confidence_percent,
        sides=sides,
    )


def _sides(numerator: int, denominator: int, *, is_census: bool) -> Sides:
    if is_census:
        return Sides.NONE
    if numerator == 0:
        return Sides.UPPER
    return Sides.LOWER if numerator == denominator else Sides.BOTH


def _bounds(
    numerator: int, denominator: int, cases: int, frame_size: int, *, alpha: Fraction
) -> tuple[EstimateMethod, Fraction, Fraction]:
    if cases == frame_size:
        share = Fraction(numerator, denominator)
        return EstimateMethod.CENSUS, share, share
    if denominator == cases:
        low = lowest_count(numerator, cases, frame_size, alpha=alpha)
        high = highest_count(numerator, cases, frame_size, alpha=alpha)
        shares = Fraction(low, frame_size), Fraction(high, frame_size)
        return EstimateMethod.HYPERGEOMETRIC, *shares
    mirrored = highest_share(denominator - numerator, denominator, alpha=alpha)
    found = highest_share(numerator, denominator, alpha=alpha)
    return EstimateMethod.DOMAIN, 1 - Fraction(mirrored), Fraction(found)


def highest_count(found: int, size: int, frame_size: int, *, alpha: Fraction) -> int:
    """Return the most cases of the frame that can have the property, given the sample.

    :param found: cases in the sample with the property.
    :param alpha: chance allowed for a sample as poor as this one; compared in whole numbers, so
        that no tie is decided by a rounding.
    :returns: the largest M with P(X <= found | M of the frame) > alpha, exact. Other programs
        name the first M that is *not* plausible, one case more.
    """
    threshold = alpha.numerator * comb(frame_size, size)

    def is_plausible(count: int) -> bool:
        ways = _ways_up_to(found, size, count, frame_size - count)
        return ways * alpha.denominator > threshold

    low, high = found, frame_size - size + found
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if is_plausible(middle) else (low, middle - 1)
    return low


def lowest_count(found: int, size: int, frame_size: int, *, alpha: Fraction) -> int:
    """Return the fewest cases of the frame that can have the property (see the mirror image)."""
    return frame_size - highest_count(size - found, size, frame_size, alpha=alpha)


def _ways_up_to(found: int, size: int, having: int, lacking: int) -> int:
    """Count the samples of *size* with at most *found* cases out of the *having*."""
    first = max(0, size - lacking)
    if first > found:
        return 0
    ways = total = comb(having, first) * comb(lacking, size - first)
    for k in range(first, found):
        ways = ways * (having - k) * (size - k) // ((k + 1) * (lacking - size + k + 1))
        total += ways
    return total


def highest_share(found: int, size: int, *, alpha: Fraction) -> float:
    """Return the upper Clopper-Pearson limit: p with P(X <= found | size, p) = alpha.

    Source: C. J. Clopper and E. S. Pearson, "The Use of Confidence or Fiducial Limits Illustrated
    in the Case of the Binomial", Biometrika 26 (1934) 404-413. Accurate to about 1e-12.
    """
    if found == size:
        return 1.0
    ways = [log(comb(size, k)) for k in range(found + 1)]
    low, high = found / size, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        having, lacking = log(middle), log1p(-middle)
        chance = fsum(exp(w + k * having + (size - k) * lacking) for k, w in enumerate(ways))
        low, high = (middle, high) if chance > alpha else (low, middle)
    return (low + high) / 2


def expected(
    size: int,
    frame_size: int,
    *,
    guess: Fraction = Fraction(1, 2),
    confidence_percent: int = CONFIDENCE_PERCENT,
) -> Estimate:
    """Return what a sample of *size* would say if the guess comes true; for planning.

    :param guess: the share one expects, 0 to 1; a half is the most cautious.
    """
    found = floor(size * guess + Fraction(1, 2))
    return estimate(found, size, frame_size=frame_size, confidence_percent=confidence_percent)


def is_withheld(cases: int, caseworkers: int) -> bool:
    """Say whether a figure is withheld from people who may not read its rows.

    :param cases: the figure's denominator.
    :param caseworkers: how many people handled those cases.
    """
    return cases < LEAST_CASES or caseworkers < LEAST_CASEWORKERS
