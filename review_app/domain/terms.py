"""On what terms a figure is given: about what, how surely, on which sides, by which method."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from review_app.domain.errors import Invalid, NoEstimate

MEASURE = "measure"
CONFIDENCE_PERCENT = 95


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
    MEAN = "student-t-clipped/ratio"


class Remark(StrEnum):
    """What a reader must be told about a figure beside its bounds."""

    SYSTEMATIC_ORDER = "systematic-order"
    SINGLE_CASE_STRATUM = "single-case-stratum"
    WIDE_WEIGHTS = "wide-weights"
    CONSERVATIVE = "conservative"
    DOMAIN_SIZE_ESTIMATED = "domain-size-estimated"
    NO_SPREAD = "no-spread"
    APPROXIMATE = "approximate"
    INCOMPLETE_CENSUS = "incomplete-census"
    SIMULTANEOUS = "simultaneous"


@dataclass(frozen=True, slots=True)
class Terms:
    """What is asked about, how surely, and on which sides.

    ``sides`` is ``None`` for the sensible choice: both, but only the open one when none (or all)
    of the reviewed cases have the property, with the whole doubt spent on it. ``questions`` is how
    many figures are to hold together; each is allowed its part of the doubt (Bonferroni).
    """

    target: Target = Target.THESE_CASES
    confidence_percent: int = CONFIDENCE_PERCENT
    sides: Sides | None = None
    questions: int = 1

    def __post_init__(self) -> None:
        if not 0 < self.confidence_percent < 100:
            raise Invalid(field="confidence", reason="from 1 to 99 percent")
        if self.questions < 1:
            raise Invalid(field="questions", reason="at least 1")
        if self.sides is Sides.NONE:
            raise Invalid(field="sides", reason="only a census has no open side")

    @property
    def is_finite(self) -> bool:
        """Whether the question is about the cases of the frame and no others."""
        return self.target is Target.THESE_CASES

    def sides_of(self, numerator: int, denominator: int, *, is_census: bool = False) -> Sides:
        """Return the sides that chance leaves open."""
        if is_census and self.is_finite:
            return Sides.NONE
        if self.sides is not None:
            return self.sides
        if numerator == 0:
            return Sides.UPPER
        return Sides.LOWER if numerator == denominator else Sides.BOTH

    def alpha(self, sides: Sides) -> Fraction:
        """Return the chance allowed on one side."""
        allowed = Fraction(100 - self.confidence_percent, 100 * self.questions)
        return allowed / 2 if sides is Sides.BOTH else allowed

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What must be said of every figure given on these terms."""
        return (Remark.SIMULTANEOUS,) if self.questions > 1 else ()


def one_sided(low: Fraction, high: Fraction, sides: Sides) -> tuple[Fraction, Fraction]:
    """Keep the bound of the open side only; the other is as far away as can be."""
    return (
        Fraction(0) if sides is Sides.UPPER else low,
        Fraction(1) if sides is Sides.LOWER else high,
    )


def demand_measure(purpose: str) -> None:
    """Refuse a share of all cases where cases were picked by hand.

    :raises NoEstimate: when the round is not for measuring.
    """
    if purpose != MEASURE:
        raise NoEstimate(reason="purposive", purpose=purpose)
