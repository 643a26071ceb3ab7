"""The share of all cases from a sample drawn by weight (sequential Poisson, as in the draw).

Cases that were likelier to be drawn count for fewer others, so the raw share of the sample is
never shown as the share of all cases.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import fsum

from review_app.domain.errors import NoEstimate
from review_app.domain.estimation import Estimate, simple_estimate
from review_app.domain.samples import Design, Observed, demand_room, inclusion_shares_of
from review_app.domain.terms import EstimateMethod, Remark, Terms
from review_app.domain.variances import weighted_variance
from review_app.domain.weighting import Counted, count, korn_graubard, weighted_estimate

WIDEST_RATIO = 20
CASES_PER_CLASS = 10


def has_wide_weights(weights: Iterable[float], size: int) -> bool:
    """Say whether bounds will be very wide: weights far apart, or more classes than cases carry.

    :param weights: of the cases, or their chances of being drawn.
    :param size: cases in the sample.
    """
    classes = {float(f"{float(weight):.9g}") for weight in weights}
    if not classes:
        return False
    return max(classes) > WIDEST_RATIO * min(classes) or size < CASES_PER_CLASS * len(classes)


def weighted_share(observed: Sequence[Observed], design: Design, *, terms: Terms) -> Estimate:
    """Estimate the share of all cases (Hajek's ratio) from cases drawn by weight.

    The standard error is Rosen's, the bounds are Korn and Graubard's with at most as many cases as
    were reviewed: in trials they hold too often rather than too seldom.

    :raises NoEstimate: when nothing was reviewed, or the question applied to none of it.
    """
    whole = count(observed, design.frame_size)
    demand_room(whole.cases, whole.frame_size)
    if whole.denominator == 0:
        raise NoEstimate(reason="applies-to-none" if whole.cases else "no-cases")
    if whole.cases == whole.frame_size and terms.is_finite:
        return simple_estimate(
            whole.numerator,
            whole.denominator,
            frame_size=whole.frame_size,
            cases=whole.cases,
            terms=terms,
        )
    shares = inclusion_shares_of(observed)
    expanded = [(one, 1 / share) for one, share in zip(observed, shares, strict=True)]
    size = fsum(stands_for for one, stands_for in expanded if one.value is not None)
    having = fsum(stands_for for one, stands_for in expanded if one.value)
    share = Fraction(whole.numerator, 1) if whole.numerator == 0 else Fraction(having / size)
    share = Fraction(1) if whole.numerator == whole.denominator else share
    moves = [_move(one, float(share), size) for one in observed]
    is_finite = terms.is_finite
    variance = weighted_variance(zip(moves, shares, strict=True), is_finite=is_finite)
    effective = _effective_size(whole, float(share), variance, expanded)
    return weighted_estimate(
        whole,
        share,
        korn_graubard(whole, share, effective, terms=terms),
        terms=terms,
        method=EstimateMethod.WEIGHTED,
        variance=variance,
        effective_size=effective,
        remarks=_remarks(whole, shares),
    )


def _move(one: Observed, share: float, size: float) -> float:
    return 0.0 if one.value is None else (float(one.value) - share) / size


def _effective_size(
    whole: Counted, share: float, variance: float, expanded: Sequence[tuple[Observed, float]]
) -> float:
    if variance > 0:
        return min(share * (1 - share) / variance, whole.denominator)
    weights = [stands_for for one, stands_for in expanded if one.value is not None]
    return fsum(weights) ** 2 / fsum(weight**2 for weight in weights)


def _remarks(whole: Counted, shares: Sequence[float]) -> list[Remark]:
    remarks = [Remark.CONSERVATIVE]
    if whole.is_domain:
        remarks.append(Remark.DOMAIN_SIZE_ESTIMATED)
    if has_wide_weights(shares, whole.cases):
        remarks.append(Remark.WIDE_WEIGHTS)
    return remarks
