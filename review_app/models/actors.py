"""From a person to the plain :class:`Actor` that rules and services work with."""

from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import CompoundSelect, Integer, String, cast, literal, null, select, union_all
from sqlalchemy.orm import Session

from review_app.domain.access import Actor, Role
from review_app.models.engagements import Engagement, EngagementMember, runs_on
from review_app.models.people import Appointment, Person, TeamMembership


def actor_of(session: Session, person: Person, *, on: date) -> Actor:
    """Return who *person* is on the day *on*, in one query.

    An engagement counts while it runs (:func:`runs_on`), whatever has or has not run since.
    """
    found = session.execute(_asked(person.id, on)).all()
    return Actor(
        id=person.id,
        roles=frozenset(Role(role) for kind, role, _ in found if kind == "role"),
        team_ids=frozenset(id_ for kind, _, id_ in found if kind == "team"),
        engagement_ids=frozenset(id_ for kind, _, id_ in found if kind == "engagement"),
    )


@lru_cache(maxsize=1024)  # every request asks it of the one who is signed in
def _asked(person_id: int, on: date) -> CompoundSelect[Any]:
    nothing = cast(null(), Integer)
    roles = select(literal("role"), cast(Appointment.role, String), nothing).where(
        Appointment.person_id == person_id
    )
    teams = select(literal("team"), cast(null(), String), TeamMembership.team_id).where(
        TeamMembership.person_id == person_id
    )
    engagements = (
        select(literal("engagement"), cast(null(), String), EngagementMember.engagement_id)
        .join(Engagement, Engagement.id == EngagementMember.engagement_id)
        .where(EngagementMember.person_id == person_id, runs_on(on))
    )
    return union_all(roles, teams, engagements)
