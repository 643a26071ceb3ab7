"""A bridge between two versions of a checklist: the same cases scored with both.

A figure that moves when the checklist does tells nothing of the casework. Where the same reviewer
scored the same cases with both versions, what differs is the checklist alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from review_app.domain.comparison import LEAST_DECIDED
from review_app.domain.limits import wilson
from review_app.domain.scoring import CREDIT, AnswerValue
from review_app.domain.terms import CONFIDENCE_PERCENT


class Bridge(StrEnum):
    """What can be said of a criterion under two versions."""

    HIGHER = "bridge-higher"  # the newer version finds it met more often in the same cases
    LOWER = "bridge-lower"
    NO_CLEAR = "bridge-no-clear-difference"
    TOO_FEW = "bridge-too-few"


@dataclass(frozen=True, slots=True)
class Paired:
    """Cases decided under both versions, by where the criterion was met."""

    both: int = 0
    only_older: int = 0
    only_newer: int = 0
    neither: int = 0

    @property
    def cases(self) -> int:
        """How many there are."""
        return self.both + self.only_older + self.only_newer + self.neither

    @property
    def met_older(self) -> int:
        """In how many it is met under the older version."""
        return self.both + self.only_older

    @property
    def met_newer(self) -> int:
        """In how many it is met under the newer version."""
        return self.both + self.only_newer


@dataclass(frozen=True, slots=True)
class Bridged:
    """One criterion under both versions: shares 0-1, difference -1 to 1, newer less older."""

    paired: Paired
    said: Bridge
    difference: float | None = None
    low: float | None = None
    high: float | None = None


def pair(values: Iterable[tuple[AnswerValue, AnswerValue]]) -> Paired:
    """Count the older and the newer answers to one criterion, case by case.

    A case in which either answer is "not applicable" or "cannot be assessed" decides nothing.
    """
    met = [
        (older is AnswerValue.MET, newer is AnswerValue.MET)
        for older, newer in values
        if older in CREDIT and newer in CREDIT
    ]
    return Paired(*(met.count(kind) for kind in _KINDS))


_KINDS: Sequence[tuple[bool, bool]] = ((True, True), (True, False), (False, True), (False, False))


def bridge(
    pairs: Mapping[str, Paired], *, confidence_percent: int = CONFIDENCE_PERCENT
) -> dict[str, Bridged]:
    """Judge all criteria looked at together; for one with under 10 cases no difference is given.

    What is left to chance is shared out evenly (Bonferroni), so that all ranges hold together.
    """
    tested = [name for name, paired in pairs.items() if paired.cases >= LEAST_DECIDED]
    alpha = (1 - confidence_percent / 100) / max(1, len(tested))
    return {
        name: _judged(paired, alpha) if name in tested else Bridged(paired, Bridge.TOO_FEW)
        for name, paired in pairs.items()
    }


def _judged(paired: Paired, alpha: float) -> Bridged:
    low, high = paired_limits(paired, alpha=alpha)
    said = Bridge.HIGHER if low > 0 else Bridge.LOWER if high < 0 else Bridge.NO_CLEAR
    apart = (paired.met_newer - paired.met_older) / paired.cases
    return Bridged(paired, said, apart, low, high)


def paired_limits(paired: Paired, *, alpha: float) -> tuple[float, float]:
    """Return Newcombe's limits (his method 10) of the newer share less the older one.

    Source: R. G. Newcombe, "Improved Confidence Intervals for the Difference between Binomial
    Proportions Based on Paired Data", Statistics in Medicine 17 (1998) 2635-2650.

    >>> told = paired_limits(Paired(both=36, only_newer=12, only_older=2), alpha=0.05)
    >>> [round(limit, 4) for limit in told]
    [0.0569, 0.3404]
    """
    size, newer, older = paired.cases, paired.met_newer, paired.met_older
    new, old = newer / size, older / size
    (new_low, new_high), (old_low, old_high) = (
        wilson(met, size, alpha=alpha / 2) for met in (newer, older)
    )
    phi = _correlation(paired)

    def reach(one: float, other: float) -> float:
        return sqrt(max(0.0, one * one - 2 * phi * one * other + other * other))

    apart = new - old
    return apart - reach(new - new_low, old_high - old), apart + reach(
        new_high - new, old - old_low
    )


def _correlation(paired: Paired) -> float:
    """Return how the two answers go together, drawn towards 0 by half a case where they do."""
    size, newer, older = paired.cases, paired.met_newer, paired.met_older
    product = newer * (size - newer) * older * (size - older)
    if product == 0:
        return 0.0
    together: float = paired.both * paired.neither - paired.only_newer * paired.only_older
    if together > 0:
        together = max(together - size / 2, 0)
    return together / sqrt(product)
