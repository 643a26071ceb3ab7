"""The mean over all cases of a measure from 0 to 1, such as the score or a section's share met.

A ratio estimator: a case in which more criteria counted has more to say. The bounds are Student's
t, cut off at 0 and 1; they are approximate, and none are given under ten cases.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import fsum, sqrt

from review_app.domain.distributions import t_quantile
from review_app.domain.draw import Method
from review_app.domain.errors import Invalid, NoEstimate
from review_app.domain.estimation import Bounded
from review_app.domain.limits import highest_share, lowest_share
from review_app.domain.samples import (
    Design,
    Measured,
    by_stratum,
    demand_room,
    inclusion_shares_of,
)
from review_app.domain.survey_weights import has_wide_weights
from review_app.domain.terms import EstimateMethod, Remark, Sides, Target, Terms
from review_app.domain.variances import (
    Group,
    degrees_of_freedom,
    stratified_variance,
    weighted_variance,
)

LEAST_CASES_OF_A_MEAN = 10


@dataclass(frozen=True, slots=True)
class MeanEstimate(Bounded):
    """A mean of all cases of a measure from 0 to 1; its bounds are approximate.

    ``cases`` were reviewed out of ``frame_size``; ``denominator`` of them have a measure.
    """

    cases: int
    denominator: int
    frame_size: int
    share: Fraction
    low_share: Fraction
    high_share: Fraction
    standard_error: float
    method: EstimateMethod
    confidence_percent: int
    target: Target = Target.THESE_CASES
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A stratum (or the whole frame): its cases, and what was measured of it."""

    frame_size: int
    measured: Sequence[Measured]
    stand_for: Sequence[float]

    def moves(self, share: float, size: float) -> list[float]:
        """Return what each case moves the mean by."""
        return [_counted_weight(one) * (_value(one) - share) / size for one in self.measured]


def mean(measured: Sequence[Measured], design: Design, *, terms: Terms) -> MeanEstimate:
    """Estimate the mean of a measure from 0 to 1 over all cases.

    :raises NoEstimate: when nothing was reviewed, nothing of a stratum that has cases, or under
        ten cases have a measure (``too-few``).
    """
    parts = _parts(measured, design)
    values = [Fraction(one.value) for one in measured if one.value is not None and one.weight > 0]
    if any(not 0 <= value <= 1 for value in values) or any(one.weight < 0 for one in measured):
        raise Invalid(field="value", reason="from 0 to 1, with a weight of at least 0")
    if len(values) < LEAST_CASES_OF_A_MEAN:
        raise NoEstimate(reason="too-few", cases=len(values), least=LEAST_CASES_OF_A_MEAN)
    share, size = _share(parts)
    share = values[0] if len(set(values)) == 1 else share
    moves = [part.moves(float(share), size) for part in parts]
    variance = _variance(parts, moves, design, terms)
    is_census = len(measured) == design.frame_size and terms.is_finite
    low, high = _bounds(share, variance, parts, terms)
    return MeanEstimate(
        cases=len(measured),
        denominator=len(values),
        frame_size=design.frame_size,
        share=share,
        low_share=share if is_census else low,
        high_share=share if is_census else high,
        standard_error=sqrt(variance),
        method=EstimateMethod.CENSUS if is_census else EstimateMethod.MEAN,
        confidence_percent=terms.confidence_percent,
        target=terms.target,
        remarks=() if is_census else _remarks(variance, parts, design) + terms.remarks,
    )


def _counted_weight(one: Measured) -> float:
    return 0.0 if one.value is None else float(one.weight)


def _value(one: Measured) -> float:
    return 0.0 if one.value is None else float(one.value)


def _parts(measured: Sequence[Measured], design: Design) -> list[Part]:
    if not measured:
        raise NoEstimate(reason="no-cases")
    demand_room(len(measured), design.frame_size)
    if design.method is Method.PROPORTIONAL:
        expansions = [1 / share for share in inclusion_shares_of(measured)]
        return [Part(design.frame_size, measured, expansions)]
    if design.method is not Method.STRATIFIED:
        expansion = design.frame_size / len(measured)
        return [Part(design.frame_size, measured, [expansion] * len(measured))]
    sizes = design.strata
    return [
        Part(sizes[code], seen, [sizes[code] / len(seen)] * len(seen))
        for code, seen in by_stratum(design, measured).items()
    ]


def _share(parts: Sequence[Part]) -> tuple[Fraction, float]:
    """Return the mean, and the sum of weights that it divides by."""
    pairs = [pair for part in parts for pair in zip(part.measured, part.stand_for, strict=True)]
    size = fsum(_counted_weight(one) * stands_for for one, stands_for in pairs)
    total = fsum(_counted_weight(one) * _value(one) * stands_for for one, stands_for in pairs)
    return Fraction(total / size), size


def _variance(
    parts: Sequence[Part], moves: Sequence[Sequence[float]], design: Design, terms: Terms
) -> float:
    if design.method is Method.PROPORTIONAL:
        shares = inclusion_shares_of(parts[0].measured)
        pairs = zip(moves[0], shares, strict=True)
        return weighted_variance(pairs, is_finite=terms.is_finite)
    groups = [Group(part.frame_size, moved) for part, moved in zip(parts, moves, strict=True)]
    return stratified_variance(groups, is_finite=terms.is_finite)


def _bounds(
    share: Fraction, variance: float, parts: Sequence[Part], terms: Terms
) -> tuple[Fraction, Fraction]:
    """Return Student's bounds; without any spread those of as many cases with yes and no.

    A measure from 0 to 1 spreads most when it is either, so the latter are wide enough for any.
    """
    alpha = terms.alpha(Sides.BOTH)
    if variance == 0:
        cases = sum(_counting(part) for part in parts)
        having = float(share) * cases
        least = lowest_share(having, cases, alpha=alpha)
        most = highest_share(having, cases, alpha=alpha)
        return Fraction(least), Fraction(most)
    sizes = [(part.frame_size, _counting(part)) for part in parts]
    degrees = degrees_of_freedom(sizes)
    half = Fraction(t_quantile(float(1 - alpha), degrees) * sqrt(variance))
    return max(Fraction(0), share - half), min(Fraction(1), share + half)


def _counting(part: Part) -> int:
    return sum(_counted_weight(one) > 0 for one in part.measured)


def _remarks(variance: float, parts: Sequence[Part], design: Design) -> tuple[Remark, ...]:
    remarks = [Remark.APPROXIMATE]
    if variance == 0:
        remarks.append(Remark.NO_SPREAD)
    if any(len(part.measured) == 1 < part.frame_size for part in parts):
        remarks.append(Remark.SINGLE_CASE_STRATUM)
    if design.method is Method.SYSTEMATIC:
        remarks.append(Remark.SYSTEMATIC_ORDER)
    if design.method is Method.PROPORTIONAL:
        shares = inclusion_shares_of(parts[0].measured)
        remarks += [Remark.WIDE_WEIGHTS] if has_wide_weights(shares, len(shares)) else []
    return tuple(remarks)
