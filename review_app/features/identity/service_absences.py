"""Saying when somebody is away: oneself, or a coordinator for them."""

from datetime import date

from review_app.domain.access import Actor
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import Invalid
from review_app.features.identity import queries_absences
from review_app.kernel import clock
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import Absence


def declare_absence(actor: Actor, key: str, *, from_on: date, to_on: date) -> Absence:
    """Say that the person *key* is away on these local days, both included.

    :raises Invalid: when the last day is before the first, or over.
    :raises NotFound: when the actor may not speak for the person.
    """
    if to_on < from_on or to_on < clock.today():
        raise Invalid(field="to_on", reason="before" if to_on < from_on else "over")
    with unit_of_work(actor) as work:
        person = queries_absences.person_to_speak_for(actor, key)
        absence = work.add(
            Absence(person_id=person.id, from_on=from_on, to_on=to_on, declared_by_id=actor.id)
        )
        days = {"from_on": from_on.isoformat(), "to_on": to_on.isoformat()}
        work.log(AuditCode.ABSENCE_DECLARED, absence, person_id=person.id, **days)
    return absence


def withdraw_absence(actor: Actor, key: str) -> None:
    """Take an absence back.

    :raises NotFound: when there is none, or none the actor may know of.
    """
    with unit_of_work(actor) as work:
        absence = queries_absences.get_absence(actor, key)
        work.log(AuditCode.ABSENCE_WITHDRAWN, absence, person_id=absence.person_id)
        work.session.delete(absence)
