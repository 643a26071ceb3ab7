"""Finding when people are away."""

from collections.abc import Sequence

from sqlalchemy import select

from review_app.domain.access import Actor, Permission, can
from review_app.domain.errors import NotFound
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import Absence, Person
from review_app.models.visibility import visible_absences


def person_to_speak_for(actor: Actor, key: str) -> Person:
    """Return the person whose absences the actor may keep: oneself, to a coordinator anybody.

    :raises NotFound: when there is none, or the actor may not.
    """
    person = db.session.scalar(select(Person).where(Person.key == key, Person.is_active))
    if person is None or not can(actor, Permission.ABSENCE_KEEP, Absence(person_id=person.id)):
        raise NotFound(thing="person", key=key)
    return person


def list_absences(actor: Actor, person: Person) -> Sequence[Absence]:
    """Return a person's absences that are not over, as far as the actor may see them."""
    query = visible_absences(actor).where(
        Absence.person_id == person.id, Absence.to_on >= clock.today()
    )
    return db.session.scalars(query.order_by(Absence.from_on, Absence.id)).all()


def get_absence(actor: Actor, key: str) -> Absence:
    """Return one absence.

    :raises NotFound: when there is none, or none the actor may know of.
    """
    absence = db.session.scalar(visible_absences(actor).where(Absence.key == key))
    if absence is None:
        raise NotFound(thing="absence", key=key)
    return absence
