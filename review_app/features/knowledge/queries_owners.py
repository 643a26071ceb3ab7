"""Who can answer for a note."""

from collections.abc import Sequence

from sqlalchemy import select

from review_app.domain.access import Actor, Permission, Role, demand
from review_app.kernel.db import db
from review_app.models import Appointment, LearningNote, Person


def able_owners(actor: Actor, note: LearningNote) -> Sequence[Person]:
    """Return those who keep notes, without the note's owner, by name."""
    demand(actor, Permission.NOTE_KEEP, note)
    query = (
        select(Person)
        .join(Appointment, Appointment.person_id == Person.id)
        .where(
            Appointment.role == Role.COORDINATOR,
            Person.is_active,
            Person.id != note.owner_id,
        )
    )
    return db.session.scalars(query.order_by(Person.name)).all()
