"""What the firm is to deliver, and that it came."""

from datetime import date

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import IllegalTransition, Incomplete, Invalid
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.features.engagements import queries
from review_app.kernel import clock
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import Deliverable


def add_deliverable(actor: Actor, key: str, *, title: str, due_on: date) -> Deliverable:
    """Write down what is to be delivered under the engagement *key*, and by which day."""
    refuse_personal_numbers(title, field="title")
    with unit_of_work(actor) as work:
        demand(actor, Permission.ENGAGEMENT_FOLLOW)
        engagement = queries.get_engagement(actor, key)
        if not title.strip():
            raise Incomplete(fields=["title"])
        added = work.add(
            Deliverable(
                engagement_id=engagement.id,
                title=title.strip(),
                due_on=due_on,
                added_by_id=actor.id,
            )
        )
        work.log(AuditCode.DELIVERABLE_ADDED, added, due_on=due_on.isoformat())
    return added


def record_delivery(
    actor: Actor, key: str, *, delivered_on: date | None = None, note: str = ""
) -> Deliverable:
    """Record that it was delivered, today by default; *note* says where it is filed.

    :raises Invalid: when the day is still to come.
    :raises IllegalTransition: when that was recorded already.
    """
    refuse_personal_numbers(note, field="note")
    with unit_of_work(actor) as work:
        demand(actor, Permission.ENGAGEMENT_FOLLOW)
        found = _not_delivered(actor, key)
        day = delivered_on or clock.today()
        if day > clock.today():
            raise Invalid(field="delivered_on", reason="to come")
        found.delivered_on, found.recorded_by_id = day, actor.id
        found.delivered_note = note.strip() or None
        work.log(AuditCode.DELIVERABLE_DELIVERED, found, delivered_on=day.isoformat())
    return found


def remove_deliverable(actor: Actor, key: str) -> None:
    """Take back what is not to be delivered after all; what was delivered stays."""
    with unit_of_work(actor) as work:
        demand(actor, Permission.ENGAGEMENT_FOLLOW)
        found = _not_delivered(actor, key)
        work.log(AuditCode.DELIVERABLE_REMOVED, found)
        work.session.delete(found)


def _not_delivered(actor: Actor, key: str) -> Deliverable:
    found = queries.get_deliverable(actor, key)
    if found.delivered_on is not None:
        raise IllegalTransition(state="delivered", step="change")
    return found
