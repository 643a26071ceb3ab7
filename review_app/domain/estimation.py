"""What a random sample says about all the cases it was drawn from.

Every figure carries its counts, its bounds and the name of the method. Where no honest figure
exists, because nothing was reviewed or the cases were hand-picked, it is refused in words.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor, sqrt

from review_app.domain.errors import Invalid, NoEstimate
from review_app.domain.limits import (
    highest_count,
    highest_share,
    lowest_count,
    lowest_share,
    wilson,
)
from review_app.domain.terms import (
    CONFIDENCE_PERCENT,
    MEASURE,
    EstimateMethod,
    Remark,
    Sides,
    Target,
    Terms,
    demand_measure,
    one_sided,
)

__all__ = [
    "CONFIDENCE_PERCENT",
    "MEASURE",
    "Bounded",
    "Estimate",
    "EstimateMethod",
    "Remark",
    "Sides",
    "Target",
    "estimate",
    "estimate_for_chart",
    "expected",
    "is_withheld",
    "simple_estimate",
]

LEAST_CASES = 5
LEAST_CASEWORKERS = 3


class Bounded:
    """A share with bounds; shown in percent, they are rounded outwards."""

    __slots__ = ()
    denominator: int
    low_share: Fraction
    high_share: Fraction

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


@dataclass(frozen=True, slots=True)
class Estimate(Bounded):
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


def estimate(
    numerator: int,
    denominator: int,
    *,
    frame_size: int,
    cases: int | None = None,
    purpose: str = MEASURE,
    target: Target = Target.THESE_CASES,
    confidence_percent: int = CONFIDENCE_PERCENT,
    sides: Sides | None = None,
    questions: int = 1,
) -> Estimate:
    """Estimate the share of all cases of a frame from a simple random sample of it.

    :param numerator: reviewed cases with the property, 0 to *denominator*.
    :param denominator: reviewed cases for which the question counts.
    :param frame_size: cases in the frame that was drawn from.
    :param cases: reviewed cases in all; by default *denominator*. When the question counts for
        fewer than all, nobody knows for how many of the frame it would count, and the bounds are
        those of an unlimited number of cases (a little wider).
    :param purpose: of the round; only ``measure`` has a share of all cases.
    :param target: for the way of working even a census is a sample, without limit of number.
    :param sides: see :class:`~review_app.domain.terms.Terms`, as for *questions*.
    :raises NoEstimate: when the round is not for measuring, or nothing was reviewed.
    :raises Invalid: when the counts contradict one another.

    When none (or all) of the sample have the property only one side is open, so the whole doubt is
    spent on that side (:attr:`Sides.UPPER` or ``LOWER``); a reviewed census leaves none.

    >>> found = estimate(5, 50, frame_size=200)
    >>> found.low_count, found.high_count
    (9, 40)
    """
    demand_measure(purpose)
    return simple_estimate(
        numerator,
        denominator,
        frame_size=frame_size,
        cases=denominator if cases is None else cases,
        terms=Terms(target, confidence_percent, sides, questions),
    )


def simple_estimate(
    numerator: int, denominator: int, *, frame_size: int, cases: int, terms: Terms
) -> Estimate:
    """Do what :func:`estimate` does, on given terms."""
    if not 0 <= numerator <= denominator <= cases <= frame_size:
        raise Invalid(field="counts", reason=f"{numerator}/{denominator}/{cases}/{frame_size}")
    if denominator == 0:
        raise NoEstimate(reason="no-cases" if cases == 0 else "applies-to-none")
    open_sides = terms.sides_of(numerator, denominator, is_census=cases == frame_size)
    method, low, high = _bounds(
        numerator, denominator, cases, frame_size, terms=terms, alpha=terms.alpha(open_sides)
    )
    low, high = one_sided(low, high, open_sides)
    is_counted = denominator == cases and terms.is_finite
    share = Fraction(numerator, denominator)
    return Estimate(
        cases=cases,
        numerator=numerator,
        denominator=denominator,
        frame_size=frame_size,
        share=share,
        low_share=low,
        high_share=high,
        low_count=int(low * frame_size) if is_counted else None,
        high_count=int(high * frame_size) if is_counted else None,
        method=method,
        confidence_percent=terms.confidence_percent,
        sides=open_sides,
        target=terms.target,
        standard_error=_standard_error(share, denominator, frame_size if is_counted else None),
        effective_size=float(denominator),
        remarks=_remarks(method) + (() if open_sides is Sides.NONE else terms.remarks),
    )


def _remarks(method: EstimateMethod) -> tuple[Remark, ...]:
    return (Remark.DOMAIN_SIZE_ESTIMATED,) if method is EstimateMethod.DOMAIN else ()


def _standard_error(share: Fraction, size: int, frame_size: int | None) -> float | None:
    """Return the usual standard error, for display beside the bounds that do not use it."""
    left = Fraction(1) if frame_size is None else 1 - Fraction(size, frame_size)
    if left == 0:
        return 0.0
    return sqrt(left * share * (1 - share) / (size - 1)) if size > 1 else None


def _bounds(
    numerator: int,
    denominator: int,
    cases: int,
    frame_size: int,
    *,
    terms: Terms,
    alpha: Fraction,
) -> tuple[EstimateMethod, Fraction, Fraction]:
    if terms.is_finite and cases == frame_size:
        share = Fraction(numerator, denominator)
        return EstimateMethod.CENSUS, share, share
    if terms.is_finite and denominator == cases:
        low = lowest_count(numerator, cases, frame_size, alpha=alpha)
        high = highest_count(numerator, cases, frame_size, alpha=alpha)
        shares = Fraction(low, frame_size), Fraction(high, frame_size)
        return EstimateMethod.HYPERGEOMETRIC, *shares
    method = EstimateMethod.DOMAIN if terms.is_finite else EstimateMethod.PROCESS
    least = lowest_share(numerator, denominator, alpha=alpha)
    most = highest_share(numerator, denominator, alpha=alpha)
    return method, Fraction(least), Fraction(most)


def estimate_for_chart(
    numerator: int, denominator: int, *, confidence_percent: int = CONFIDENCE_PERCENT
) -> Estimate:
    """Return a share of the way of working with Wilson's limits, which are compact in a chart.

    :raises NoEstimate: when nothing was reviewed.
    """
    found = estimate(
        numerator,
        denominator,
        frame_size=denominator,
        target=Target.WAY_OF_WORKING,
        confidence_percent=confidence_percent,
        sides=Sides.BOTH,
    )
    alpha = Fraction(100 - confidence_percent, 200)
    low, high = (Fraction(limit) for limit in wilson(numerator, denominator, alpha=alpha))
    approximate = (Remark.APPROXIMATE,)
    return replace(
        found, low_share=low, high_share=high, method=EstimateMethod.WILSON, remarks=approximate
    )


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
