"""Putting an estimate together where cases stand for different numbers of others."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, sqrt

from review_app.domain.estimation import Estimate
from review_app.domain.limits import highest_share, lowest_share
from review_app.domain.samples import Observed
from review_app.domain.terms import EstimateMethod, Remark, Terms, one_sided


@dataclass(frozen=True, slots=True)
class Counted:
    """What was seen, unweighted: reviewed cases, those that count, those with the property."""

    cases: int
    denominator: int
    numerator: int
    frame_size: int

    @property
    def is_domain(self) -> bool:
        """Whether the question counts for some of the reviewed cases only."""
        return self.denominator < self.cases

    @property
    def is_extreme(self) -> bool:
        """Whether none, or all, of those that count have the property."""
        return self.numerator in (0, self.denominator)


def count(observed: Sequence[Observed], frame_size: int) -> Counted:
    """Count what was seen."""
    counted = [one for one in observed if one.value is not None]
    having = sum(one.value is True for one in counted)
    return Counted(len(observed), len(counted), having, frame_size)


def korn_graubard(
    counted: Counted, share: Fraction, effective_size: float, *, terms: Terms
) -> tuple[Fraction, Fraction]:
    """Return the bounds that a simple sample of *effective_size* cases with this share has."""
    alpha = terms.alpha(terms.sides_of(counted.numerator, counted.denominator))
    having = float(share) * effective_size
    low = lowest_share(having, effective_size, alpha=alpha)
    high = highest_share(having, effective_size, alpha=alpha)
    return min(Fraction(low), share), max(Fraction(high), share)


def weighted_estimate(
    counted: Counted,
    share: Fraction,
    bounds: tuple[Fraction, Fraction],
    *,
    terms: Terms,
    method: EstimateMethod,
    variance: float,
    effective_size: float | None,
    remarks: Sequence[Remark],
) -> Estimate:
    """Return the estimate with counts of the frame where those are known, rounded outwards."""
    sides = terms.sides_of(counted.numerator, counted.denominator)
    is_countable = terms.is_finite and not counted.is_domain
    bounds = _as_seen(counted, share, bounds) if is_countable else bounds
    low, high = one_sided(*bounds, sides)
    return Estimate(
        cases=counted.cases,
        numerator=counted.numerator,
        denominator=counted.denominator,
        frame_size=counted.frame_size,
        share=share,
        low_share=low,
        high_share=high,
        low_count=floor(low * counted.frame_size) if is_countable else None,
        high_count=ceil(high * counted.frame_size) if is_countable else None,
        method=method,
        confidence_percent=terms.confidence_percent,
        sides=sides,
        target=terms.target,
        standard_error=sqrt(variance),
        effective_size=effective_size,
        remarks=(*remarks, *terms.remarks),
    )


def _as_seen(
    counted: Counted, share: Fraction, bounds: tuple[Fraction, Fraction]
) -> tuple[Fraction, Fraction]:
    """Keep bounds from contradicting the cases that were seen with, and without, the property."""
    seen = Fraction(counted.numerator, counted.frame_size)
    seen_lacking = Fraction(counted.denominator - counted.numerator, counted.frame_size)
    low, high = bounds
    return max(low, min(share, seen)), min(high, max(share, 1 - seen_lacking))
