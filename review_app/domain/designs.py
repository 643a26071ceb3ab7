"""How a round draws: the method, the strata, the order or the weights, and the sizes."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any

from review_app.domain.draw import Method
from review_app.domain.errors import Invalid
from review_app.domain.planning import Allocation, allocate

WIDE_WEIGHTS = 20  # the heaviest weight over the lightest, above which ranges become very wide
CASES_PER_CLASS = 10
MOST_POINTS = 100


class Grouping(StrEnum):
    """What the cases of a frame are divided into strata by."""

    TEAM = "team"
    CASEWORKER = "caseworker"
    CASE_TYPE = "case-type"


class ListOrder(StrEnum):
    """The order of the list that a systematic draw walks through."""

    OPENED = "opened"
    CLOSED = "closed"
    CASEWORKER = "caseworker"


@dataclass(frozen=True, slots=True)
class WeightRule:
    """Points of risk, whole numbers: every case has one, and each thing that is true adds more.

    A case with twice the points has about twice the chance of being drawn. A rule that adds
    nothing leaves every case the same chance.
    """

    deadline_missed_points: int = 0
    open_long_points: int = 0
    open_long_days: int = 365
    caseworkers_points: int = 0
    least_caseworkers: int = 3
    case_type_points: int = 0
    case_type: str = ""

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            if name.endswith("_points") and not 0 <= value <= MOST_POINTS:
                raise Invalid(field=name, reason="points")
        if self.open_long_days < 1 or self.least_caseworkers < 2:
            raise Invalid(field="weights", reason="threshold")
        if self.case_type_points and not self.case_type:
            raise Invalid(field="case_type", reason="missing")

    @property
    def is_flat(self) -> bool:
        """Whether no case gets more than its one point."""
        points = (self.deadline_missed_points, self.open_long_points, self.caseworkers_points)
        return not any(points) and not self.case_type_points

    def told(self) -> str:
        """Return the rule in the fixed words of the plan's file."""
        parts = [
            (self.deadline_missed_points, "own deadline missed"),
            (self.open_long_points, f"open more than {self.open_long_days} days"),
            (self.caseworkers_points, f"{self.least_caseworkers} or more caseworkers"),
            (self.case_type_points, f"type of case {self.case_type}"),
        ]
        return "; ".join(["1 each", *(f"+{points} {why}" for points, why in parts if points)])


@dataclass(frozen=True, slots=True)
class SamplingDesign:
    """How many cases are drawn, and in which of the five ways.

    :param size: cases in all; none for a census, nor for a fixed number per stratum.
    :param guesses: percent expected to fail, by the key of a stratum, for a Neyman allocation.
    """

    method: Method = Method.SIMPLE
    size: int | None = None
    stratify_by: str = ""
    allocation: str = Allocation.PROPORTIONAL.value
    per_stratum: int | None = None
    guesses: Mapping[str, int] = field(default_factory=dict)
    order_by: str = ""
    weights: WeightRule = field(default_factory=WeightRule)

    def __post_init__(self) -> None:
        stratified = self.method is Method.STRATIFIED
        for name, kind, is_used in (
            ("stratify_by", Grouping, stratified),
            ("allocation", Allocation, stratified),
            ("order_by", ListOrder, self.method is Method.SYSTEMATIC),
        ):
            value = getattr(self, name)
            if (is_used or value) and value not in set(kind):
                raise Invalid(field=name, reason="missing" if not value else "unknown")
        needed = "per_stratum" if self.is_fixed else "size"
        if self.method is not Method.CENSUS and (getattr(self, needed) or 0) < 1:
            raise Invalid(field=needed, reason="missing")
        if any(not 0 < guess < 100 for guess in self.guesses.values()):
            raise Invalid(field="guesses", reason="percent")

    @property
    def is_fixed(self) -> bool:
        """Whether each stratum gives the same fixed number of cases."""
        return self.method is Method.STRATIFIED and self.allocation == Allocation.FIXED

    @property
    def may_be_extended(self) -> bool:
        """Whether more cases can be taken later without giving up those already drawn."""
        return self.method not in (Method.SYSTEMATIC, Method.CENSUS)

    def sizes(
        self, strata: Mapping[str, int], *, keys: Mapping[str, str] | None = None
    ) -> dict[str, int]:
        """Return how many cases each stratum gives.

        :param strata: cases of the frame by stratum code; one empty code without strata.
        :param keys: the strata's keys by code, to find the guesses by.
        :raises Invalid: when the frame holds fewer cases than are to be drawn.
        """
        there = sum(strata.values())
        wanted = there if self.method is Method.CENSUS else self.size or 0
        if not self.is_fixed and not 1 <= wanted <= there:
            raise Invalid(field="size", reason="not-in-frame", frame_size=there)
        if self.method is not Method.STRATIFIED:
            return {"": wanted}
        guesses = {
            code: Fraction(self.guesses[key], 100)
            for code, key in (keys or {}).items()
            if key in self.guesses
        }
        return allocate(
            strata,
            wanted,
            allocation=Allocation(self.allocation),
            guesses=guesses,
            per_stratum=self.per_stratum,
        )

    def promises(self) -> dict[str, str]:
        """Return what the plan's file says of the design besides method and sizes."""
        if self.method is Method.STRATIFIED:
            return {"stratified_by": self.stratify_by, "allocation": self.allocation}
        if self.method is Method.SYSTEMATIC:
            return {"list_order": self.order_by}
        if self.method is Method.PROPORTIONAL:
            return {"weights": self.weights.told()}
        return {}

    def stored(self) -> dict[str, Any]:
        """Return the design as plain values, for the database."""
        return {
            **asdict(self),
            "method": self.method.value,
            "guesses": dict(self.guesses),
            "weights": asdict(self.weights),
        }

    @classmethod
    def read(cls, stored: Mapping[str, Any], *, size: int | None = None) -> "SamplingDesign":
        """Return the design that :meth:`stored` wrote; without one, a simple draw of *size*.

        :raises Invalid: when a value cannot be right, or there is no size yet.
        """
        if not stored:
            return cls(size=size)
        given = {name: stored[name] for name in cls.__dataclass_fields__ if name in stored}
        given["method"] = Method(given.get("method", Method.SIMPLE))
        given["weights"] = WeightRule(**given.get("weights") or {})
        return cls(**given)


def weight_warnings(weights: Mapping[int, int], size: int) -> list[str]:
    """Return why a draw by these weights would say little; codes, none when all is well.

    :param weights: how many cases have each weight.
    :param size: cases to be drawn.
    """
    if not weights:
        return []
    found = []
    if max(weights) > WIDE_WEIGHTS * min(weights):
        found.append("wide-weights")
    if size < CASES_PER_CLASS * len(weights):
        found.append("few-per-class")
    if len(weights) == 1:
        found.append("one-weight")
    return found
