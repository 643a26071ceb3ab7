"""Openness: which figures are shown to whom, at which detail, and by whose assent (ruling 18).

A family of figures is opened to one audience after another, one step of detail at a time. Nobody
sees more than those who are nearer to the work: what an audience is shown is never finer than what
stands for every audience before it on the ladder. Names need assent besides
(:mod:`review_app.domain.assent`), which is no legal basis: that is stated apart.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

from review_app.domain.actors import Actor, Role
from review_app.domain.errors import Invalid


class FigureFamily(StrEnum):
    """Figures that are opened together."""

    QUALITY = "quality"  # criteria met, by round
    TIMELINESS = "timeliness"  # deadlines kept, by month
    EFFECT = "effect"  # whether notes and agreed practices helped
    AGREEMENT = "agreement"  # how often two blind reviewers gave the same answer, by round
    ACTIONS = "actions"  # what was promised and done in time, by month


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


class Obstacle(StrEnum):
    """Why an audience cannot be shown more."""

    FINEST = "finest"  # there is nothing nearer that it could be shown
    ABOUT_REVIEWERS = "about-reviewers"  # whose case it is says nothing of the figure
    TOO_FEW_EACH = "too-few-each"  # of one person there is too little for a fair share
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
    FigureFamily.AGREEMENT: Detail.TEAM,
    FigureFamily.ACTIONS: Detail.TEAM,
}
WHY_NEVER_NAMED: Mapping[FigureFamily, Obstacle] = {
    FigureFamily.AGREEMENT: Obstacle.ABOUT_REVIEWERS,
    FigureFamily.ACTIONS: Obstacle.TOO_FEW_EACH,
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
        return Obstacle.FINEST if finest is FINEST_FOR[audience] else why_not_nearer(family)
    if any(level(capped(levels)[other]) <= stands for other in BEFORE[audience]):
        return Obstacle.OTHERS_FIRST
    return _ORDER[stands]


def why_not_nearer(family: FigureFamily) -> Obstacle:
    """Return why a family is shown to nobody at a finer detail than its finest."""
    return WHY_NEVER_NAMED.get(family, Obstacle.FINEST)


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
