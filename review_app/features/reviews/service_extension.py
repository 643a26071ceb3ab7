"""Making a response period longer."""

from datetime import date

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.calendar import is_working_day
from review_app.domain.errors import IllegalTransition, Invalid
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.domain.workflow import ReviewState
from review_app.features.reviews import queries
from review_app.kernel import clock
from review_app.kernel.holidays import holidays_around
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import ResponseExtension, Review


def extend(actor: Actor, key: str, *, due_on: date | None, reason: str) -> Review:
    """Make a response period longer, to a later working day.

    :raises IllegalTransition: when the response was handed in or the period is over.
    :raises Invalid: without a reason, or when the day is no later working day.
    """
    refuse_personal_numbers(reason, field="reason")
    with unit_of_work(actor) as work:
        review = queries.get_review(actor, key)
        work.hold(review)
        demand(actor, Permission.REVIEW_EXTEND, review)
        before = review.response_due_on
        is_open = review.state is ReviewState.IN_RESPONSE and review.responded_at is None
        if not is_open or before is None or before < clock.today():
            raise IllegalTransition(state=review.state.value, step="extend")
        if not reason.strip():
            raise Invalid(field="reason", reason="missing")
        work.add(
            ResponseExtension(
                review_id=review.id,
                due_before_on=before,
                due_after_on=_later(due_on, before),
                reason=reason.strip(),
                extended_by_id=actor.id,
            )
        )
        review.response_due_on = due_on
        details = {"before": before.isoformat(), "after": str(due_on)}
        work.log(AuditCode.REVIEW_RESPONSE_EXTENDED, review, **details)
        work.session.expire(review, ["extensions"])
    return review


def _later(due_on: date | None, before: date) -> date:
    if due_on is None or due_on <= before:
        raise Invalid(field="due_on", reason="not-later")
    if not is_working_day(due_on, holidays=holidays_around(due_on)):
        raise Invalid(field="due_on", reason="no-working-day")
    return due_on
