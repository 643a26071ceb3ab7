"""Two rounds side by side, and teams beside the whole: said only where chance cannot have done it.

Both speak of the way of working, so nothing is corrected for the cases of a frame being few.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from math import sqrt
from typing import TypeVar

from review_app.domain.control_charts import exact_limits
from review_app.domain.errors import Invalid
from review_app.domain.limits import highest_share, lowest_share
from review_app.domain.terms import CONFIDENCE_PERCENT

LEAST_DECIDED = 10
WARNING_TAIL = 0.025
ALARM_TAIL = 0.001
METHOD = "mover/clopper-pearson/holm"
FUNNEL_METHOD = "funnel/exact-binomial"

Number = Fraction | float
Name = TypeVar("Name", bound=Hashable)


class Change(StrEnum):
    """What can be said of a difference between two rounds."""

    IMPROVED = "clear-improvement"
    WORSENED = "clear-worsening"
    UNCLEAR = "no-clear-change"
    TOO_FEW = "too-few"


@dataclass(frozen=True, slots=True)
class Side:
    """The share found in one round, 0 to 1, and of how many decided cases.

    ``effective_size`` is how many cases of a simple sample would say as much; of a simple sample
    it is ``denominator`` itself.
    """

    share: Number
    denominator: int
    effective_size: float

    @classmethod
    def counted(cls, numerator: int, denominator: int) -> "Side":
        """Return the side of a simple sample; the share of no case is given as 0."""
        share = Fraction(numerator, denominator) if denominator else Fraction(0)
        return cls(share, denominator, float(denominator))


@dataclass(frozen=True, slots=True)
class Difference:
    """The change from one round to another, -1 to 1, with its range.

    The range has the certainty at which Holm decided on it; the ``tail_share`` is what was left to
    chance in all. ``None`` where there were too few cases.
    """

    change: Change
    share: float | None = None
    low: float | None = None
    high: float | None = None
    tail_share: float | None = None


def share_limits(side: Side, *, alpha: float) -> tuple[float, float]:
    """Return the Clopper-Pearson limits of the way of working behind a share.

    :param alpha: what is left to chance, half of it on either side.
    """
    found = float(side.share) * side.effective_size
    low = lowest_share(found, side.effective_size, alpha=alpha / 2)
    return low, highest_share(found, side.effective_size, alpha=alpha / 2)


def difference_limits(before: Side, after: Side, *, alpha: float) -> tuple[float, float]:
    """Return Newcombe's (MOVER) limits of the change from *before* to *after*.

    Source: R. G. Newcombe, "Interval Estimation for the Difference between Independent Proportions:
    Comparison of Eleven Methods", Statistics in Medicine 17 (1998) 873-890, with exact limits in
    the place of Wilson's; G. Y. Zou and A. Donner, Statistics in Medicine 27 (2008) 1693-1702.
    """
    old, new = float(before.share), float(after.share)
    old_low, old_high = share_limits(before, alpha=alpha)
    new_low, new_high = share_limits(after, alpha=alpha)
    apart = new - old
    low = apart - sqrt((new - new_low) ** 2 + (old_high - old) ** 2)
    return low, apart + sqrt((new_high - new) ** 2 + (old - old_low) ** 2)


def compare(
    pairs: Mapping[Name, tuple[Side, Side]],
    *,
    confidence_percent: int = CONFIDENCE_PERCENT,
    more_is_better: bool = True,
) -> dict[Name, Difference]:
    """Judge all criteria looked at together, each with its sides before and after.

    Holm: all are tested at alpha / m; after r have turned out clear the others are tested again at
    alpha / (m - r), until no further one does. Criteria with under 10 decided cases on either side
    are not tested at all.

    Source: S. Holm, "A Simple Sequentially Rejective Multiple Test Procedure", Scandinavian Journal
    of Statistics 6 (1979) 65-70.

    :raises Invalid: for a certainty that is none.
    """
    if not 0 < confidence_percent < 100:
        raise Invalid(field="confidence_percent", reason=str(confidence_percent))
    alpha = 1 - confidence_percent / 100
    found = {name: Difference(Change.TOO_FEW) for name in pairs}
    waiting = {
        name: sides
        for name, sides in pairs.items()
        if min(side.denominator for side in sides) >= LEAST_DECIDED
    }
    while waiting:
        tail = alpha / len(waiting)
        judged = {
            name: _judge(*sides, alpha=tail, more_is_better=more_is_better)
            for name, sides in waiting.items()
        }
        found.update(judged)
        clear = {name for name, one in judged.items() if one.change is not Change.UNCLEAR}
        waiting = {name: sides for name, sides in waiting.items() if name not in clear}
        if not clear:
            break
    return found


def _judge(before: Side, after: Side, *, alpha: float, more_is_better: bool) -> Difference:
    low, high = difference_limits(before, after, alpha=alpha)
    change = Change.UNCLEAR
    if low > 0 or high < 0:
        change = Change.IMPROVED if (low > 0) is more_is_better else Change.WORSENED
    apart = float(after.share) - float(before.share)
    return Difference(change, apart, low, high, alpha)


class Standing(StrEnum):
    """Where a team stands in a funnel."""

    TOO_FEW_TO_TELL = "too-few-to-tell"  # its own range contains the overall share
    BEYOND_WARNING = "beyond-95"
    BEYOND_ALARM = "beyond-99.8"


@dataclass(frozen=True, slots=True)
class Unit:
    """A team's counts; ``low`` and ``high`` are its own range where a better one is known."""

    label: str
    numerator: int
    denominator: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """A team in the funnel: its share and own range, and the limits for so many cases."""

    unit: Unit
    share: Fraction
    low: float
    high: float
    warning: tuple[float, float]
    alarm: tuple[float, float]
    standing: Standing
    is_above: bool

    @property
    def stands_out(self) -> bool:
        """Whether chance can hardly have put the team where it is."""
        return self.standing is not Standing.TOO_FEW_TO_TELL


@dataclass(frozen=True, slots=True)
class Funnel:
    """All teams around the share of the whole, 0 to 1; in the order given, never ranked."""

    overall: Number
    points: tuple[FunnelPoint, ...]
    confidence_percent: int


def funnel(
    units: Sequence[Unit],
    *,
    overall: Number | None = None,
    confidence_percent: int = CONFIDENCE_PERCENT,
) -> Funnel:
    """Place teams around their common share; those without a case are left out.

    :param overall: the estimated share of all, where teams were not sampled alike; otherwise that
        of the counts together.

    A team stands out only when its own range leaves the common share out *and* it lies outside
    the limits for so many cases: 95 % are the warning, 99.8 % the alarm.

    :raises Invalid: for counts that contradict one another, or when no team has a case.
    """
    if any(not 0 <= unit.numerator <= unit.denominator for unit in units):
        raise Invalid(field="units", reason="counts-contradict")
    counted = [unit for unit in units if unit.denominator]
    if not counted:
        raise Invalid(field="units", reason="no-cases")
    if overall is None:
        overall = Fraction(sum(u.numerator for u in counted), sum(u.denominator for u in counted))
    alpha = 1 - confidence_percent / 100
    points = tuple(_placed(unit, overall, alpha=alpha) for unit in counted)
    return Funnel(overall, points, confidence_percent)


def exact_funnel(overall: Number, size: int) -> tuple[float, float, float, float]:
    """Return the limits of so many cases from the lowest: 99.8 %, 95 %, 95 %, 99.8 %."""
    low, high = exact_limits(overall, size, tail=WARNING_TAIL)
    lowest, highest = exact_limits(overall, size, tail=ALARM_TAIL)
    return lowest, low, high, highest


def _placed(unit: Unit, overall: Number, *, alpha: float) -> FunnelPoint:
    share = Fraction(unit.numerator, unit.denominator)
    low, high = share_limits(Side.counted(unit.numerator, unit.denominator), alpha=alpha)
    low = low if unit.low is None else unit.low
    high = high if unit.high is None else unit.high
    alarm_low, warning_low, warning_high, alarm_high = exact_funnel(overall, unit.denominator)
    warning, alarm = (warning_low, warning_high), (alarm_low, alarm_high)
    standing = Standing.TOO_FEW_TO_TELL
    if not low <= overall <= high and not _within(share, warning):
        inside = _within(share, alarm)
        standing = Standing.BEYOND_WARNING if inside else Standing.BEYOND_ALARM
    return FunnelPoint(unit, share, low, high, warning, alarm, standing, share > overall)


def _within(share: Fraction, limits: tuple[float, float]) -> bool:
    return limits[0] - 1e-12 <= share <= limits[1] + 1e-12


def may_rank(ranges: Sequence[tuple[Number, Number]]) -> bool:
    """Say whether shares may be put in order: only when no two of their ranges overlap."""
    ordered = sorted(ranges)
    return all(before[1] < after[0] for before, after in pairwise(ordered))
