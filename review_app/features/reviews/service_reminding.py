"""Recording that the day by which a review is to be handed in, or answered, is near."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.waiting import soon_until
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.kernel.holidays import holidays_around
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import Review
from review_app.models.assignments import waits_for_somebody_else
from review_app.models.reviews import BEING_SCORED, awaits_response
from review_app.models.visibility import visible_reviews


def remind(actor: Actor) -> int:
    """Record once for each review that its day is near; returns how many.

    The lists go by the date themselves. What waits for somebody else reminds nobody.
    """
    today = clock.today()
    near = soon_until(today, holidays=holidays_around(today))
    with unit_of_work(actor) as work:
        demand(actor, Permission.REVIEW_READ)
        to_hand_in = _due(
            actor,
            Review.state.in_(BEING_SCORED) & ~waits_for_somebody_else(today),
            Review.reminded_at.is_(None) & Review.due_on.between(today, near),
        )
        to_answer = _due(
            actor,
            awaits_response(today),
            Review.response_reminded_at.is_(None) & Review.response_due_on.between(today, near),
        )
        for review in to_hand_in:
            review.reminded_at = clock.now()
            work.log(AuditCode.REVIEW_REMINDED, review, due_on=_told(review.due_on))
        for review in to_answer:
            review.response_reminded_at = clock.now()
            due_on = _told(review.response_due_on)
            work.log(AuditCode.REVIEW_REMINDED, review, response_due_on=due_on)
    return len(to_hand_in) + len(to_answer)


def _due(actor: Actor, *which: ColumnElement[bool]) -> Sequence[Review]:
    query = visible_reviews(actor).where(*which).order_by(Review.id)
    return db.session.scalars(query.with_for_update(of=Review)).all()


def _told(day: date | None) -> str | None:
    return day.isoformat() if day else None
