"""Shares and means of all cases, from a random sample of any design."""

from collections.abc import Sequence
from dataclasses import replace

from review_app.domain.draw import Method
from review_app.domain.errors import NoEstimate
from review_app.domain.estimation import Estimate, simple_estimate
from review_app.domain.samples import Design, Measured, Observed, demand_room
from review_app.domain.survey_means import MeanEstimate, mean
from review_app.domain.survey_strata import stratified_share
from review_app.domain.survey_weights import weighted_share
from review_app.domain.terms import (
    CONFIDENCE_PERCENT,
    MEASURE,
    Remark,
    Sides,
    Target,
    Terms,
    demand_measure,
)
from review_app.domain.weighting import count

__all__ = [
    "Design",
    "MeanEstimate",
    "Measured",
    "Observed",
    "Target",
    "estimate_mean",
    "estimate_share",
    "estimate_strata",
]


def estimate_share(
    observed: Sequence[Observed],
    design: Design,
    *,
    purpose: str = MEASURE,
    target: Target = Target.THESE_CASES,
    confidence_percent: int = CONFIDENCE_PERCENT,
    sides: Sides | None = None,
    questions: int = 1,
) -> Estimate:
    """Estimate the share of all cases that have the property.

    :param observed: every reviewed case, also those for which the question does not count.
    :param target: the cases of the frame, or the way of working that made them; charts and
        comparisons of periods ask about the latter.
    :param sides: see :class:`~review_app.domain.terms.Terms`, as for *questions*.
    :raises NoEstimate: ``reason`` is one of purposive, no-cases, applies-to-none and
        stratum-unreviewed (the fact ``strata`` names them).
    :raises Invalid: when the cases contradict the design.
    """
    demand_measure(purpose)
    terms = Terms(target, confidence_percent, sides, questions)
    if design.method is Method.STRATIFIED:
        return stratified_share(observed, design, terms=terms)
    if design.method is Method.PROPORTIONAL:
        return weighted_share(observed, design, terms=terms)
    return _simple_share(observed, design, terms=terms)


def _simple_share(observed: Sequence[Observed], design: Design, *, terms: Terms) -> Estimate:
    counted = count(observed, design.frame_size)
    demand_room(counted.cases, counted.frame_size)
    found = simple_estimate(
        counted.numerator,
        counted.denominator,
        frame_size=counted.frame_size,
        cases=counted.cases,
        terms=terms,
    )
    return replace(found, remarks=found.remarks + _remarks_on(design, counted.cases))


def _remarks_on(design: Design, cases: int) -> tuple[Remark, ...]:
    is_whole = cases == design.frame_size
    if design.method is Method.SYSTEMATIC and not is_whole:
        return (Remark.SYSTEMATIC_ORDER,)
    if design.method is Method.CENSUS and not is_whole:
        return (Remark.INCOMPLETE_CENSUS,)
    return ()


def estimate_strata(
    observed: Sequence[Observed],
    design: Design,
    *,
    purpose: str = MEASURE,
    target: Target = Target.THESE_CASES,
    confidence_percent: int = CONFIDENCE_PERCENT,
    sides: Sides | None = None,
    questions: int = 1,
) -> dict[str, Estimate | None]:
    """Return each stratum's share with its own limits, in the order of their codes' bytes.

    ``None`` stands where nothing was reviewed, or where the question counts for none of it. Within
    a stratum cases are a simple sample, so the limits are exact; drawn by weight they are those of
    a part of the frame. Strata without cases are left out.

    :raises NoEstimate: when the round is not for measuring.
    """
    demand_measure(purpose)
    terms = Terms(target, confidence_percent, sides, questions)
    codes = sorted((code for code, size in design.strata.items() if size), key=str.encode)
    return {code: _stratum(code, observed, design, terms=terms) for code in codes}


def _stratum(
    code: str, observed: Sequence[Observed], design: Design, *, terms: Terms
) -> Estimate | None:
    try:
        if design.method is Method.PROPORTIONAL:
            here = [one if one.stratum == code else replace(one, value=None) for one in observed]
            return weighted_share(here, design, terms=terms)
        inside = [one for one in observed if one.stratum == code]
        return _simple_share(
            inside, Design(design.method, {code: design.strata[code]}), terms=terms
        )
    except NoEstimate:
        return None


def estimate_mean(
    measured: Sequence[Measured],
    design: Design,
    *,
    purpose: str = MEASURE,
    target: Target = Target.THESE_CASES,
    confidence_percent: int = CONFIDENCE_PERCENT,
    questions: int = 1,
) -> MeanEstimate:
    """Estimate the mean over all cases of a measure from 0 to 1; the bounds are approximate.

    :raises NoEstimate: as for a share, and ``too-few`` when under ten cases have a measure.
    :raises Invalid: when a measure lies outside 0 to 1, or the cases contradict the design.
    """
    demand_measure(purpose)
    return mean(measured, design, terms=Terms(target, confidence_percent, questions=questions))
