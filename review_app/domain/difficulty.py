"""How hard a case looks from the outside: points for what usually makes casework hard.

A ranking helps people to find cases worth a closer look. It says nothing about anybody's work, and
cases picked by it never count in a percentage: they were not drawn by lot.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from review_app.domain.errors import Invalid

MOST_WEIGHT = 9
MOST_STEPS = 10  # so that one extreme factor does not drown the others
DAYS_A_STEP = 90


class Factor(StrEnum):
    """What can make a case hard."""

    AGE = "age"
    MISSED_DEADLINES = "missed-deadlines"
    CASEWORKERS = "caseworkers"
    PLAN_CHANGES = "plan-changes"
    FINDINGS = "findings"


DEFAULT_WEIGHTS = {
    Factor.AGE: 2,
    Factor.MISSED_DEADLINES: 3,
    Factor.CASEWORKERS: 2,
    Factor.PLAN_CHANGES: 1,
    Factor.FINDINGS: 2,
}


def steps(factor: Factor, value: int) -> int:
    """Return for how many steps *value* counts, 0 to :data:`MOST_STEPS`.

    :param value: days for the age, of which each 90 are a step; people for the caseworkers, where
        the first is none; else how often it happened.

    >>> steps(Factor.AGE, 200), steps(Factor.CASEWORKERS, 1), steps(Factor.FINDINGS, 40)
    (2, 0, 10)
    """
    if factor is Factor.AGE:
        value = value // DAYS_A_STEP
    elif factor is Factor.CASEWORKERS:
        value -= 1
    return max(0, min(value, MOST_STEPS))


@dataclass(frozen=True, slots=True)
class Ranking:
    """What counts and how much; ``plan_activity`` is the event that changes a case's plan."""

    weights: Mapping[Factor, int] = field(default_factory=lambda: dict(DEFAULT_WEIGHTS))
    plan_activity: str = ""

    def __post_init__(self) -> None:
        for factor, weight in self.weights.items():
            if not 0 <= weight <= MOST_WEIGHT:
                raise Invalid(field=factor.value, reason="weight")
        if not any(self.weights.values()):
            raise Invalid(field="weights", reason="nothing-counts")

    def weight(self, factor: Factor) -> int:
        """Return how much a step of *factor* counts, 0 to 9."""
        return self.weights.get(factor, 0)

    def points(self, values: Mapping[Factor, int]) -> dict[Factor, int]:
        """Return the points of each factor that gives any, the most first."""
        given = {f: self.weight(f) * steps(f, values.get(f, 0)) for f in Factor}
        order = sorted(given, key=lambda f: -given[f])
        return {factor: given[factor] for factor in order if given[factor]}

    def explained(self, values: Mapping[Factor, int]) -> dict[str, list[int]]:
        """Return what each factor was and its points, by code, as it is kept with a choice."""
        return {f.value: [values[f], n] for f, n in self.points(values).items()}

    def stored(self) -> dict[str, Any]:
        """Return it as plain values, for the database."""
        weights = {factor.value: self.weight(factor) for factor in Factor}
        return {"weights": weights, "plan_activity": self.plan_activity}

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "Ranking":
        """Return what :meth:`stored` wrote; with nothing, the usual weights."""
        if not stored:
            return cls()
        weights = {Factor(name): int(n) for name, n in stored["weights"].items()}
        return cls(weights, str(stored["plan_activity"]))
