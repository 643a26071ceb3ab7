"""Sharing cases out among reviewers: by weight, within what each can take, never with a part in it.

Everything here is deterministic: the same cases and reviewers in the same order give the same
result.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from review_app.domain.errors import Invalid


@dataclass(frozen=True, slots=True)
class CaseToReview:
    """A case and the people who must not review it: they handle it, handled it, or said so."""

    case_id: int
    barred_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Capacity:
    """How much a reviewer takes: of two with weights 2 and 1 the first gets twice as many.

    ``most`` is the largest number of reviews in the round, those given before included.
    """

    weight: int = 1
    most: int | None = None


@dataclass(frozen=True, slots=True)
class AwayPeriod:
    """Local days on which somebody is away, both included."""

    from_on: date
    to_on: date


def is_away(periods: Iterable[AwayPeriod], *, today: date, due_on: date | None) -> bool:
    """Say whether one of *periods* leaves no day between *today* and the day the work is due.

    What is overdue, or due on no day, is asked of today alone.
    """
    until = max(today, due_on or today)
    return any(period.from_on <= today and period.to_on >= until for period in periods)


def share_out(
    cases: Iterable[CaseToReview],
    reviewer_ids: Sequence[int],
    *,
    capacities: Mapping[int, Capacity] | None = None,
    reviews_already: Mapping[int, int] | None = None,
    may_exceed: bool = False,
) -> dict[int, int]:
    """Return the reviewer of each case, by case.

    Each case goes to the reviewer with the fewest so far for their weight, ties to the one named
    first; then cases are handed over as long as that evens out the numbers.

    :param capacities: of those who do not simply take an even share.
    :param reviews_already: what each reviewer has on the table before, if that shall count.
    :param may_exceed: give somebody one more than they can take rather than refuse.
    :raises Invalid: ``own-case`` when everybody has a part in a case, ``no-room`` when those who
        have none can take no more; with the ``case_id``.
    """
    cases = list(cases)
    sharing = _Sharing(reviewer_ids, capacities or {}, Counter(reviews_already or {}))
    for case in cases:
        sharing.give(case, may_exceed=may_exceed)
    while any(sharing.hand_over(case) for case in cases):
        pass
    return {case.case_id: sharing.chosen[case.case_id] for case in cases}


@dataclass(slots=True)
class _Sharing:
    reviewer_ids: Sequence[int]
    capacities: Mapping[int, Capacity]
    load: Counter[int]
    chosen: dict[int, int] = field(default_factory=dict)
    given: dict[int, list[CaseToReview]] = field(default_factory=dict)

    def able(self, case: CaseToReview) -> list[int]:
        return [r for r in self.reviewer_ids if r not in case.barred_ids]

    def has_room(self, reviewer: int) -> bool:
        most = self._capacity(reviewer).most
        return most is None or self.load[reviewer] < most

    def burden(self, reviewer: int, more: int = 1) -> Fraction:
        """Return what the reviewer has with *more* besides, for their weight."""
        return Fraction(self.load[reviewer] + more, self._capacity(reviewer).weight)

    def _capacity(self, reviewer: int) -> Capacity:
        return self.capacities.get(reviewer, Capacity())

    def give(self, case: CaseToReview, *, may_exceed: bool) -> None:
        able = self.able(case)
        if not able:
            raise Invalid(field="reviewers", reason="own-case", case_id=case.case_id)
        if not any(map(self.has_room, able)):
            self._make_room(able)
        with_room = [r for r in able if self.has_room(r)]
        if not with_room and not may_exceed:
            raise Invalid(field="reviewers", reason="no-room", case_id=case.case_id)
        self._put(case, min(with_room or able, key=self.burden))

    def hand_over(self, case: CaseToReview) -> bool:
        """Give *case* to somebody who has less for their weight; say whether that was done."""
        giver = self.chosen[case.case_id]
        takers = [r for r in self.able(case) if r != giver and self.has_room(r)]
        taker = min(takers, key=self.burden, default=giver)
        if taker == giver or self.burden(taker) >= self.burden(giver, more=0):
            return False
        self._put(case, taker)
        return True

    def _put(self, case: CaseToReview, taker: int) -> None:
        giver = self.chosen.get(case.case_id)
        if giver is not None:
            self.load[giver] -= 1
            self.given[giver].remove(case)
        self.chosen[case.case_id] = taker
        self.load[taker] += 1
        self.given.setdefault(taker, []).append(case)

    def _make_room(self, wanted: Iterable[int]) -> None:
        """Let one of *wanted* hand a case on, who may hand one on in turn, to where room is."""
        via: dict[int, tuple[int, CaseToReview] | None] = dict.fromkeys(wanted)
        waiting = list(via)
        for giver in waiting:  # grows while it is walked: the nearest first
            for case in self.given.get(giver, []):
                for taker in self.able(case):
                    if taker not in via:
                        via[taker] = (giver, case)
                        waiting.append(taker)
                        if self.has_room(taker):
                            return self._move_along(via, taker)
        return None

    def _move_along(self, via: Mapping[int, tuple[int, CaseToReview] | None], end: int) -> None:
        while (step := via[end]) is not None:
            giver, case = step
            self._put(case, end)
            end = giver
