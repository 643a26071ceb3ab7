"""Openness: which figures are shown to whom, at which detail, and by whose assent (ruling 18).

A family of figures is opened to one audience after another, one step of detail at a time. Nobody
sees more than those who are nearer to the work: what an audience is shown is never finer than what
stands for every audience before it on the ladder. Names need the assent of those named; assent is
no legal basis, which is stated apart.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from math import ceil
from typing import Protocol, TypeVar

from review_app.domain.actors import Actor, Role
from review_app.domain.errors import Invalid

COOLING_OFF = timedelta(days=14)


class FigureFamily(StrEnum):
    """Figures that are opened together."""

    QUALITY = "quality"  # criteria met, by round
    TIMELINESS = "timeliness"  # deadlines kept, by month
    EFFECT = "effect"  # whether notes and agreed practices helped


class Detail(StrEnum):
    """How near to a person a figure comes, from the farthest to the nearest."""

    HOUSE = "house"
    TEAM = "team"
    NAMED = "named"


class Audience(StrEnum):
    """Who is shown figures; *self* always is, the *public* comes later."""

    SELF = "self"
    TEAM = "team"
    MANAGEMENT = "management"
    STAFF = "staff"
    OBSERVERS = "observers"
    PUBLIC = "public"


class AssentAnswer(StrEnum):
    """What somebody said to being named."""

    YES = "yes"
    NO = "no"
    WITHDRAWN = "withdrawn"


class Obstacle(StrEnum):
    """Why an audience cannot be shown more."""

    FINEST = "finest"  # there is nothing nearer that it could be shown
    OTHERS_FIRST = "others-first"  # an audience before it is not shown as much yet
    NOT_AVAILABLE = "not-available"


LADDER = (Audience.TEAM, Audience.MANAGEMENT, Audience.STAFF, Audience.OBSERVERS)
BEFORE: Mapping[Audience, Sequence[Audience]] = {
    Audience.TEAM: (),
    Audience.MANAGEMENT: (),
    Audience.STAFF: (Audience.TEAM,),
    Audience.OBSERVERS: (Audience.MANAGEMENT, Audience.STAFF),
}
FINEST_FOR: Mapping[Audience, Detail] = {
    Audience.TEAM: Detail.NAMED,
    Audience.MANAGEMENT: Detail.NAMED,
    Audience.STAFF: Detail.NAMED,
    Audience.OBSERVERS: Detail.TEAM,  # nobody outside the house is shown a name
}
FINEST_OF: Mapping[FigureFamily, Detail] = {
    FigureFamily.QUALITY: Detail.NAMED,
    FigureFamily.TIMELINESS: Detail.NAMED,
    FigureFamily.EFFECT: Detail.HOUSE,
}
ROLES: Mapping[Audience, AbstractSet[Role]] = {
    Audience.TEAM: {Role.CASEWORKER},
    Audience.MANAGEMENT: {Role.MANAGER},
    Audience.STAFF: {Role.CASEWORKER, Role.COORDINATOR, Role.MANAGER, Role.ADMINISTRATOR},
    Audience.OBSERVERS: {Role.OBSERVER},
}
_ORDER = list(Detail)
Levels = Mapping[Audience, Detail | None]


def level(detail: Detail | None) -> int:
    """Return 0 for closed, then 1 to 3 from the farthest detail to the nearest."""
    return 0 if detail is None else _ORDER.index(detail) + 1


def audiences_of(actor: Actor) -> frozenset[Audience]:
    """Return the audiences the actor belongs to; to that of a team only with a team."""
    return frozenset(
        audience
        for audience, roles in ROLES.items()
        if any(actor.holds(role) for role in roles)
        and (audience is not Audience.TEAM or actor.team_ids)
    )


def capped(levels: Levels) -> dict[Audience, Detail | None]:
    """Return what each audience is shown: never more than any audience before it."""
    shown: dict[Audience, Detail | None] = {}
    for audience in LADDER:
        wanted = [levels.get(audience), *(shown[other] for other in BEFORE[audience])]
        shown[audience] = min(wanted, key=level)
    return shown


def next_detail(family: FigureFamily, audience: Audience, levels: Levels) -> Detail | Obstacle:
    """Return the one step that may be opened next to *audience*, or why there is none."""
    if audience not in LADDER:
        return Obstacle.NOT_AVAILABLE
    stands = level(capped(levels)[audience])
    finest = min(FINEST_FOR[audience], FINEST_OF[family], key=level)
    if stands >= level(finest):
        return Obstacle.FINEST
    if any(level(capped(levels)[other]) <= stands for other in BEFORE[audience]):
        return Obstacle.OTHERS_FIRST
    return _ORDER[stands]


def demand_step(
    family: FigureFamily, audience: Audience, detail: Detail | None, *, levels: Levels
) -> None:
    """Refuse what is not one step further; to show less is always allowed.

    :raises Invalid: with the obstacle, or ``one-step`` for a step too far or one that stands.
    """
    following = next_detail(family, audience, levels)
    if following is Obstacle.NOT_AVAILABLE:
        raise Invalid(field="audience", reason=following.value)
    if level(detail) < level(capped(levels)[audience]):
        return
    if isinstance(following, Obstacle):
        raise Invalid(field="detail", reason=following.value)
    if detail is not following:
        raise Invalid(field="detail", reason="one-step")


class Decided(Protocol):
    """A step: that an audience is shown a family at some detail from a day on."""

    family: FigureFamily
    audience: Audience
    effective_on: date


Step = TypeVar("Step", bound=Decided)


def in_force_on(steps: Iterable[Step], family: FigureFamily, day: date) -> dict[Audience, Step]:
    """Return the step that stands for each audience on *day*.

    :param steps: in the order in which they were decided, those taken back left out.
    """
    found: dict[Audience, Step] = {}
    for step in sorted(steps, key=lambda one: one.effective_on):  # stable: the later decided wins
        if step.family is family and step.effective_on <= day:
            found[step.audience] = step
    return found


@dataclass(frozen=True, slots=True)
class Sight:
    """What of a family a reader is shown.

    ``team_ids`` is ``None`` for every team. ``named`` holds (team, person) of those who may be
    shown by name; whether each of their figures is, depends on what it would give away.
    """

    is_open: bool = False
    team_ids: frozenset[int] | None = frozenset()
    named: frozenset[tuple[int, int]] = frozenset()

    def shows_team(self, team_id: int | None) -> bool:
        """Say whether the figures of a team are shown; ``None`` are cases of no team."""
        return self.team_ids is None or team_id in self.team_ids


def sight_of(
    shown: Levels, actor: Actor, *, named: Mapping[Audience, Iterable[tuple[int, int]]]
) -> Sight:
    """Return what an actor is shown by all the audiences they belong to together.

    :param shown: what stands, :func:`capped`.
    :param named: for each audience the (team, person) whose assent lets them be named to it.
    """
    theirs = {audience: level(shown.get(audience)) for audience in audiences_of(actor)}
    by_team = {a for a, height in theirs.items() if height >= level(Detail.TEAM)}
    names = {
        (team, person)
        for audience, height in theirs.items()
        if height >= level(Detail.NAMED)
        for team, person in named.get(audience, ())
        if audience is not Audience.TEAM or team in actor.team_ids
    }
    every_team = bool(by_team - {Audience.TEAM})
    own = actor.team_ids if Audience.TEAM in by_team else frozenset()
    return Sight(any(theirs.values()), None if every_team else own, frozenset(names))


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
