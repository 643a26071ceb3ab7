"""Did it help? A criterion in the last round before a note or practice, and in the rounds after.

A before-after comparison: other things change meanwhile too, and the rule cannot tell them apart.
So that nobody picks the rounds that suit, which rounds are used follows from their dates alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from review_app.domain.comparison import Change, Difference, compare
from review_app.domain.round_sides import Seen

MOST_AFTER = 3  # the further away a round, the less of it is the note's doing

Criterion = tuple[
    int, str
]  # the checklist's id and the code, which is kept while it means the same


class Part(StrEnum):
    """The part a round plays, and thereby why it is used or not."""

    BEFORE = "before"  # the last settled one drawn before
    AFTER = "after"  # one of the next settled ones
    EARLIER = "earlier"  # another stands nearer
    LATER = "later"  # enough others stand nearer
    NOT_SETTLED = "not-settled"  # some reviews may still change


class Outlook(StrEnum):
    """Why nothing can be said of a criterion."""

    NO_ROUND_BEFORE = "no-round-before"
    NO_ROUND_AFTER = "no-round-after"
    NOTHING_TO_COMPARE = "nothing-to-compare"


@dataclass(frozen=True, slots=True)
class RoundHead:
    """A measure round before its answers are read."""

    id: int
    checklist: int
    drawn_at: datetime
    is_settled: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """A round and the part it plays."""

    head: RoundHead
    part: Part


@dataclass(frozen=True, slots=True)
class Later:
    """A criterion in one round after, and its difference from the round before."""

    round_id: int
    seen: Seen
    difference: Difference | None


@dataclass(frozen=True, slots=True)
class CriterionEffect:
    """One criterion before and after; ``after`` is in the order of drawing."""

    criterion: Criterion
    before: Seen | None
    after: Sequence[Later] = ()

    @property
    def latest(self) -> Later | None:
        """The last round after that can be compared: what holds now."""
        return next((one for one in reversed(self.after) if one.difference), None)

    @property
    def change(self) -> Change | None:
        """What can be said; ``None`` where there is nothing to compare."""
        found = self.latest
        return found.difference.change if found and found.difference else None

    @property
    def outlook(self) -> Outlook | None:
        """Why nothing can be said, if so."""
        if self.change is not None:
            return None
        if self.before is None:
            return Outlook.NO_ROUND_BEFORE
        return Outlook.NOTHING_TO_COMPARE if self.after else Outlook.NO_ROUND_AFTER


@dataclass(frozen=True, slots=True)
class Effect:
    """What the rounds show of one note or practice; ``tested`` comparisons were made together."""

    rounds: Sequence[Placed] = ()
    criteria: Sequence[CriterionEffect] = field(default=())
    tested: int = 0


def place(
    rounds: Iterable[RoundHead], since: datetime, *, most_after: int = MOST_AFTER
) -> list[Placed]:
    """Return the part of each round of one checklist, in order of drawing.

    :param since: from when the thing could be known; a round drawn earlier shows work from before.

    The draw divides, not the review: when a case is drawn, its work is done.
    """
    ordered = sorted(rounds, key=lambda one: (one.drawn_at, one.id))
    settled = [one for one in ordered if one.is_settled]
    before = [one for one in settled if one.drawn_at <= since]
    after = [one for one in settled if one.drawn_at > since]
    parts = {one.id: Part.EARLIER for one in before} | {one.id: Part.LATER for one in after}
    parts |= {one.id: Part.BEFORE for one in before[-1:]}
    parts |= {one.id: Part.AFTER for one in after[:most_after]}
    return [Placed(one, parts.get(one.id, Part.NOT_SETTLED)) for one in ordered]


def judge(
    placed: Sequence[Placed],
    criteria: Iterable[Criterion],
    seen: Mapping[tuple[int, str], Seen],
) -> Effect:
    """Return what the rounds show of the criteria, all comparisons looked at together (Holm).

    :param placed: the rounds of every checklist concerned.
    :param seen: what a round shows of a criterion, by the round's id and the criterion's code.
    """
    lines = [_line(placed, criterion, seen) for criterion in dict.fromkeys(criteria)]
    pairs = {
        (line.criterion, one.round_id): (line.before.side, one.seen.side)
        for line in lines
        for one in line.after
        if line.before and line.before.side and one.seen.side
    }
    found = compare(pairs)
    told = [
        CriterionEffect(
            line.criterion,
            line.before,
            [
                Later(one.round_id, one.seen, found.get((line.criterion, one.round_id)))
                for one in line.after
            ],
        )
        for line in lines
    ]
    tested = sum(one.change is not Change.TOO_FEW for one in found.values())
    return Effect(placed, told, tested)


def _line(
    placed: Sequence[Placed], criterion: Criterion, seen: Mapping[tuple[int, str], Seen]
) -> CriterionEffect:
    checklist, code = criterion
    own = [one for one in placed if one.head.checklist == checklist]
    before = [one.head.id for one in own if one.part is Part.BEFORE]
    after = [one.head.id for one in own if one.part is Part.AFTER]
    return CriterionEffect(
        criterion,
        seen[before[0], code] if before else None,
        [Later(id_, seen[id_, code], None) for id_ in after],
    )
