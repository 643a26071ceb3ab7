"""Who takes the minutes: one at a time, inside the unit of work of whoever writes."""

from review_app.domain.access import Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import IllegalTransition, Invalid
from review_app.domain.meetings import left_over
from review_app.domain.workflow import LearningSessionState
from review_app.features.learning_sessions import queries
from review_app.kernel import clock
from review_app.kernel.unit_of_work import Work
from review_app.models import LearningSession, MinuteTaking


def to_take_minutes(work: Work, key: str) -> LearningSession:
    """Return the session for whoever writes its minutes; who comes first when nobody does.

    :raises Invalid: while somebody else takes them.
    :raises IllegalTransition: when it is not being held.
    """
    session = being_held(work, key)
    if session.minute_taking is None:
        give_minutes(work, session, person_id=work.actor.id or 0)
    if session.minute_taker_id != work.actor.id:
        raise Invalid(field="minutes", reason="taken by another")
    return session


def being_held(work: Work, key: str) -> LearningSession:
    """Return the session for whoever may take its minutes.

    :raises IllegalTransition: when it is not being held.
    """
    session = queries.get_session(work.actor, key)
    work.hold(session)
    demand(work.actor, Permission.SESSION_TAKE_MINUTES, session)
    if session.state is not LearningSessionState.HELD:
        raise IllegalTransition(state=session.state.value, step="record")
    return session


def give_minutes(work: Work, session: LearningSession, *, person_id: int) -> None:
    """Let a person take the minutes from now on."""
    taking = session.minute_taking
    if taking is None:
        items = left_over(session.agenda)
        taking = MinuteTaking(
            session_id=session.id,
            person_id=person_id,
            item_id=items[0].id if items else None,
            item_since_at=clock.now(),
        )
        work.session.add(taking)
    taking.person_id, taking.seen_at = person_id, clock.now()
    work.session.flush()
    work.session.expire(taking, ["person"])
    work.session.expire(session, ["minute_taking"])
    work.log(AuditCode.SESSION_MINUTES_TAKEN_BY, session, person=person_id)
