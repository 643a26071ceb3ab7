"""Whose absences an actor may see."""

from sqlalchemy import Select, select, true

from review_app.domain.access import Actor, Role
from review_app.models.people import Absence
from review_app.models.visibility.ways import any_way


def visible_absences(actor: Actor) -> Select[Absence]:
    """Select the absences the actor may see and change (``Permission.ABSENCE_KEEP``)."""
    ways = [
        (Role.MEMBER, Absence.person_id == actor.id),
        (Role.COORDINATOR, true()),
        (Role.OPERATOR, true()),
    ]
    return select(Absence).where(any_way(actor, ways))
