"""How one reviewer scores beside the others of the same rounds, and whether that changes.

Only rounds drawn at random count: there chance decided who got which case, so that a difference
between reviewers is not one between hand-picked cases. An answer counts by its case, since what is
answered about one case hangs together: a range is as wide as so many *cases* make it.

It cannot tell who is right, nor why two differ, and it ranks nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import sqrt

from review_app.domain.comparison import Side, difference_limits
from review_app.domain.terms import CONFIDENCE_PERCENT

LEAST_CASES = 10
LEAST_OTHERS = 2  # the figure of one other would be that colleague's own
METHOD = "standardised/mover/clopper-pearson"


class Lean(StrEnum):
    """What can be said of a difference between a reviewer and the others."""

    STRICTER = "stricter"
    MILDER = "milder"
    UNCLEAR = "unclear"
    TOO_FEW = "too-few"
    ONE_OTHER = "one-other"


@dataclass(frozen=True, slots=True)
class Scored:
    """What one reviewer answered in a round: ``failed`` of ``decided`` answers, in ``cases``.

    Failed is partly met or not met; decided is that or met.
    """

    round_id: int
    reviewer_id: int
    cases: int
    decided: int
    failed: int


@dataclass(frozen=True, slots=True)
class Apart:
    """How far a reviewer's share of failed answers (0-1) lies from the others', with its range."""

    lean: Lean
    cases: int
    other_cases: int
    own: float | None = None
    others: float | None = None
    difference: float | None = None
    low: float | None = None
    high: float | None = None


def apart_from_others(
    scored: Sequence[Scored],
    *,
    reviewer_id: int,
    confidence_percent: int = CONFIDENCE_PERCENT,
) -> Apart:
    """Hold a reviewer's answers against what others answered in the same rounds.

    The others' share is put together as the reviewer's own answers are spread over the rounds, so
    that a strict round of which the reviewer had much is held against the same strict round.
    Newcombe's interval for the difference, with cases as the size of either side.

    :param scored: every reviewer's line for every round that counts, of one group of criteria.
    """
    own = [s for s in scored if s.reviewer_id == reviewer_id and s.decided]
    rounds = {s.round_id: [o for o in scored if _beside(o, s)] for s in own}
    own = [s for s in own if rounds[s.round_id]]
    others = [one for s in own for one in rounds[s.round_id]]
    cases, other_cases = sum(s.cases for s in own), sum(o.cases for o in others)
    if len({o.reviewer_id for o in others}) == 1:
        return Apart(Lean.ONE_OTHER, cases, other_cases)
    if min(cases, other_cases) < LEAST_CASES:
        return Apart(Lean.TOO_FEW, cases, other_cases)
    mine = Side(_share(own), cases, float(cases))
    theirs = _standardised(own, rounds)
    low, high = difference_limits(theirs, mine, alpha=1 - confidence_percent / 100)
    apart = float(mine.share) - float(theirs.share)
    shares = float(mine.share), float(theirs.share)
    return Apart(_lean(low, high), cases, other_cases, *shares, apart, low, high)


def _beside(other: Scored, own: Scored) -> bool:
    is_another = other.reviewer_id != own.reviewer_id
    return is_another and other.round_id == own.round_id and other.decided > 0


def _share(lines: Sequence[Scored]) -> Fraction:
    return Fraction(sum(s.failed for s in lines), sum(s.decided for s in lines))


def _standardised(own: Sequence[Scored], rounds: dict[int, list[Scored]]) -> Side:
    """Return the others' side, each round weighing as much as it does among the own answers."""
    total = sum(s.decided for s in own)
    share, spread = Fraction(0), Fraction(0)
    for line in own:
        weight = Fraction(line.decided, total)
        others = rounds[line.round_id]
        share += weight * _share(others)
        spread += weight**2 / sum(o.cases for o in others)
    size = sum(o.cases for line in own for o in rounds[line.round_id])
    return Side(share, size, float(1 / spread))


def _lean(low: float, high: float) -> Lean:
    if low > 0:
        return Lean.STRICTER
    return Lean.MILDER if high < 0 else Lean.UNCLEAR


@dataclass(frozen=True, slots=True)
class Drift:
    """How the distance to the others changed from the earlier rounds to the later ones."""

    earlier: Apart
    later: Apart
    lean: Lean  # stricter: further to the strict side than before
    change: float | None = None
    low: float | None = None
    high: float | None = None


def drift(
    scored: Sequence[Scored],
    round_ids: Sequence[int],
    *,
    reviewer_id: int,
    confidence_percent: int = CONFIDENCE_PERCENT,
) -> Drift:
    """Hold the later half of a reviewer's rounds against the earlier half.

    The difference of two differences, its range put together by the same rule (MOVER) from theirs.

    :param round_ids: the rounds in order of time.
    """
    own = {s.round_id for s in scored if s.reviewer_id == reviewer_id}
    mine = [round_id for round_id in round_ids if round_id in own]
    middle = len(mine) // 2

    def _half(ids: Sequence[int]) -> Apart:
        of_half = [s for s in scored if s.round_id in set(ids)]
        return apart_from_others(
            of_half, reviewer_id=reviewer_id, confidence_percent=confidence_percent
        )

    before, after = _half(mine[:middle]), _half(mine[middle:])
    if before.difference is None or after.difference is None:
        unknown = next(half.lean for half in (before, after) if half.difference is None)
        return Drift(before, after, unknown)
    low, high = _limits(before, after)
    return Drift(before, after, _lean(low, high), after.difference - before.difference, low, high)


def _limits(before: Apart, after: Apart) -> tuple[float, float]:
    old, old_low, old_high = _range_of(before)
    new, new_low, new_high = _range_of(after)
    change = new - old
    low = change - sqrt((new - new_low) ** 2 + (old_high - old) ** 2)
    return low, change + sqrt((new_high - new) ** 2 + (old - old_low) ** 2)


def _range_of(apart: Apart) -> tuple[float, float, float]:
    return apart.difference or 0.0, apart.low or 0.0, apart.high or 0.0
