"""Assent: whether a group agrees to be shown by name, and who of it may be (ruling 18).

Two thirds of those who would be named must have said yes, and nobody is named without a yes of
their own; 14 days pass before names show. Assent is no legal basis.
"""

from collections.abc import Hashable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil

COOLING_OFF = timedelta(days=14)


class AssentAnswer(StrEnum):
    """What somebody said to being named."""

    YES = "yes"
    NO = "no"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who was asked, and until when they belonged to the group."""

    person: Hashable
    joined_at: datetime
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer; the last one of a person counts."""

    person: Hashable
    answer: AssentAnswer
    at: datetime


@dataclass(frozen=True, slots=True)
class Consent:
    """How a group stands: who is in it, what each last said, and since when it agrees.

    ``reached_at`` is the moment since which two thirds have said yes without a break.
    """

    group: frozenset[Hashable] = frozenset()
    last: Mapping[Hashable, Answered] = field(default_factory=dict)
    reached_at: datetime | None = None

    @property
    def needed(self) -> int:
        """How many must say yes."""
        return needed_of(len(self.group))

    def count(self, answer: AssentAnswer) -> int:
        """Return how many of the group last answered so."""
        return sum(one.answer is answer for one in self.last.values())

    @property
    def unanswered(self) -> int:
        """How many of the group have said nothing yet."""
        return len(self.group) - len(self.last)

    @property
    def shows_from(self) -> datetime | None:
        """When the first names can be shown; ``None`` while the group does not agree."""
        return self.reached_at + COOLING_OFF if self.reached_at else None

    def named_at(self, moment: datetime) -> frozenset[Hashable]:
        """Return who is shown by name: with a yes of their own, 14 days after both."""
        reached_at = self.reached_at
        if reached_at is None:
            return frozenset()
        return frozenset(
            person
            for person, one in self.last.items()
            if one.answer is AssentAnswer.YES and max(one.at, reached_at) + COOLING_OFF <= moment
        )


def needed_of(size: int) -> int:
    """Return how many of a group make two thirds.

    >>> [needed_of(n) for n in (1, 2, 3, 6, 7)]
    [1, 2, 2, 4, 5]
    """
    return ceil(size * 2 / 3)


def consent_of(asked: Iterable[Asked], answers: Iterable[Answered], *, at: datetime) -> Consent:
    """Replay who came, went and answered up to the moment *at*.

    Somebody who joins is asked like everybody else: until they answer they count as no yes.
    """
    happened: dict[datetime, list[tuple[Hashable, bool | Answered]]] = {}
    for one in asked:
        happened.setdefault(one.joined_at, []).append((one.person, True))
        if one.left_at is not None:
            happened.setdefault(one.left_at, []).append((one.person, False))
    for given in answers:
        happened.setdefault(given.at, []).append((given.person, given))
    group: set[Hashable] = set()
    last: dict[Hashable, Answered] = {}
    reached_at: datetime | None = None
    for moment in sorted(day for day in happened if day <= at):
        for person, change in happened[moment]:
            _take_in(group, last, person, change)
        reached_at = (reached_at or moment) if _agrees(group, last) else None
    return Consent(
        frozenset(group), {who: one for who, one in last.items() if who in group}, reached_at
    )


def _take_in(
    group: set[Hashable],
    last: dict[Hashable, Answered],
    person: Hashable,
    change: bool | Answered,
) -> None:
    if isinstance(change, Answered):
        last[person] = change
    elif change:
        group.add(person)
    else:
        group.discard(person)


def _agrees(group: AbstractSet[Hashable], last: Mapping[Hashable, Answered]) -> bool:
    yes = sum(who in last and last[who].answer is AssentAnswer.YES for who in group)
    return bool(group) and yes >= needed_of(len(group))
