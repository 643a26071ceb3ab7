"""The share of all cases from a sample drawn stratum by stratum.

Because strata have different numbers of cases, each reviewed case counts for the cases it stands
for. This covers a fixed number of cases for each caseworker as well.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from review_app.domain.errors import NoEstimate
from review_app.domain.estimation import Estimate, simple_estimate
from review_app.domain.product_bounds import highest_count_of_none, highest_share_of_none
from review_app.domain.samples import Design, Observed, by_stratum
from review_app.domain.terms import EstimateMethod, Remark, Terms
from review_app.domain.variances import (
    Group,
    Worth,
    degrees_of_freedom,
    finite_cap,
    stratified_variance,
)
from review_app.domain.weighting import Counted, count, korn_graubard, weighted_estimate

Parts = Mapping[str, Counted]


def stratified_share(observed: Sequence[Observed], design: Design, *, terms: Terms) -> Estimate:
    """Estimate the share of all cases from strata that were each drawn at random.

    :raises NoEstimate: when nothing was reviewed, or nothing of a stratum that has cases (facts:
        ``strata``), or the question applied to none of the reviewed cases.
    """
    found = by_stratum(design, observed)
    parts = {code: count(cases, design.strata[code]) for code, cases in found.items()}
    whole = count(observed, design.frame_size)
    if whole.denominator == 0:
        raise NoEstimate(reason="applies-to-none")
    if len(parts) == 1 or (whole.cases == whole.frame_size and terms.is_finite):
        return simple_estimate(
            whole.numerator,
            whole.denominator,
            frame_size=whole.frame_size,
            cases=whole.cases,
            terms=terms,
        )
    return _extreme(parts, whole, terms) if whole.is_extreme else _mixed(parts, whole, terms)


def _stands_for(part: Counted) -> Fraction:
    return Fraction(part.frame_size, part.cases)


def _counted_size(parts: Parts) -> Fraction:
    """Return how many cases of the frame the question counts for, as far as the sample tells."""
    return sum((part.denominator * _stands_for(part) for part in parts.values()), Fraction(0))


def _mixed(parts: Parts, whole: Counted, terms: Terms) -> Estimate:
    size = _counted_size(parts)
    having = sum((part.numerator * _stands_for(part) for part in parts.values()), Fraction(0))
    share = having / size
    groups = [Group(part.frame_size, _moves(part, share, size)) for part in parts.values()]
    variance = stratified_variance(groups, is_finite=terms.is_finite)
    worth = _worth(parts, whole, terms)
    alpha = float(terms.alpha(terms.sides_of(whole.numerator, whole.denominator)))
    effective = worth.effective_size(float(share), variance, alpha=alpha)
    bounds = korn_graubard(whole, share, effective, terms=terms)
    if variance == 0:
        bounds = _widened(bounds, parts, whole, terms)
    is_domain = whole.is_domain
    return weighted_estimate(
        whole,
        share,
        bounds,
        terms=terms,
        method=EstimateMethod.STRATIFIED_DOMAIN if is_domain else EstimateMethod.STRATIFIED,
        variance=variance,
        effective_size=effective,
        remarks=_remarks(parts, whole, terms) + ([] if variance else [Remark.NO_SPREAD]),
    )


def _moves(part: Counted, share: Fraction, size: Fraction) -> list[float]:
    up, down = float((1 - share) / size), float(-share / size)
    lacking = part.denominator - part.numerator
    return [up] * part.numerator + [down] * lacking + [0.0] * (part.cases - part.denominator)


def _worth(parts: Parts, whole: Counted, terms: Terms) -> Worth:
    counted = whole.denominator
    degrees = degrees_of_freedom((p.frame_size, p.denominator) for p in parts.values())
    cap = finite_cap(counted, whole.frame_size) if terms.is_finite else float(counted)
    return Worth(counted, degrees, cap)


def _remarks(parts: Parts, whole: Counted, terms: Terms) -> list[Remark]:
    remarks = [Remark.DOMAIN_SIZE_ESTIMATED] if whole.is_domain else []
    if any(p.cases == 1 and (p.frame_size > 1 or not terms.is_finite) for p in parts.values()):
        remarks += [Remark.SINGLE_CASE_STRATUM, Remark.CONSERVATIVE]
    return remarks


def _extreme(parts: Parts, whole: Counted, terms: Terms) -> Estimate:
    """None, or all, have the property: bounds from the chance of so clean a sample."""
    sides = terms.sides_of(whole.numerator, whole.denominator)
    most = _most_of_none(parts, terms, alpha=terms.alpha(sides))
    share = Fraction(whole.numerator, whole.denominator)
    remarks = [one for one in _remarks(parts, whole, terms) if one is not Remark.CONSERVATIVE]
    return weighted_estimate(
        whole,
        share,
        (share, most) if share == 0 else (1 - most, share),
        terms=terms,
        method=EstimateMethod.STRATIFIED_EXTREME,
        variance=0.0,
        effective_size=None,
        remarks=[*remarks, Remark.CONSERVATIVE],
    )


def _widened(
    bounds: tuple[Fraction, Fraction], parts: Parts, whole: Counted, terms: Terms
) -> tuple[Fraction, Fraction]:
    """Widen the bounds of strata that are each all alike to what so clean strata cannot exclude.

    The size of a simple sample is too much where a large stratum was reviewed thinly: with nothing
    found in it, it alone may hold more than such a sample would let pass.
    """
    alpha = terms.alpha(terms.sides_of(whole.numerator, whole.denominator))
    known = {c: p for c, p in parts.items() if p.cases == p.frame_size and terms.is_finite}
    others = {code: part for code, part in parts.items() if code not in known}
    lacking = {code: part for code, part in others.items() if part.numerator == 0}
    having = {code: part for code, part in others.items() if part.numerator}
    size, sure = _counted_size(parts), sum(part.numerator for part in known.values())
    less = _counted_size(having) * (1 - _most_of_none(having, terms, alpha=alpha))
    more = _counted_size(lacking) * _most_of_none(lacking, terms, alpha=alpha)
    low, high = bounds
    return min(low, (sure + less) / size), max(high, (sure + _counted_size(having) + more) / size)


def _most_of_none(parts: Parts, terms: Terms, *, alpha: Fraction) -> Fraction:
    """Return the highest share of strata that showed no case, of what they stand for together."""
    counted = [part for part in parts.values() if part.denominator]
    if not counted:
        return Fraction(0)
    if terms.is_finite and all(part.denominator == part.cases for part in parts.values()):
        sizes = {code: (part.frame_size, part.cases) for code, part in parts.items()}
        frame_size = sum(part.frame_size for part in parts.values())
        return Fraction(highest_count_of_none(sizes, alpha=alpha), frame_size)
    size = _counted_size(parts)
    shares = [(float(p.denominator * _stands_for(p) / size), p.denominator) for p in counted]
    return Fraction(highest_share_of_none(shares, alpha=alpha))
