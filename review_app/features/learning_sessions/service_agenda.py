"""The agenda of a session: what is to be talked about, in which order, for how long."""

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import IllegalTransition, Invalid
from review_app.domain.meetings import moved
from review_app.domain.workflow import LearningSessionState
from review_app.features.learning_sessions import agenda, queries
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import AgendaItem, LearningSession

BEFORE = (LearningSessionState.PLANNED, LearningSessionState.POSITIONS)


def add_item(
    actor: Actor, key: str, *, about: str, title: str, minutes_planned: int = 15
) -> AgendaItem:
    """Put something on the agenda.

    :param about: a word of :data:`agenda.ABOUT` or ``case``, a colon, and a key; empty for a
        question.
    :raises Incomplete: when a question has no words.
    :raises Invalid: when there is no such thing, or none the actor may bring up.
    """
    with unit_of_work(actor) as work:
        session = _to_prepare(work, key)
        item = agenda.add(work, session, about=about, title=title, minutes=minutes_planned)
        work.log(AuditCode.SESSION_AGENDA_CHANGED, session, added=item.key)
    return item


def move_item(actor: Actor, key: str, *, item_key: str, by: int) -> None:
    """Move an item of the agenda by so many places, also while the session is held."""
    with unit_of_work(actor) as work:
        session = _to_prepare(work, key, also=LearningSessionState.HELD)
        item = queries.get_item(actor, session, key=item_key)
        for place, each in enumerate(moved(session.agenda, item, by=by), start=1):
            each.position = place
        session.revision = session.revision + 1
        work.log(AuditCode.SESSION_AGENDA_CHANGED, session, moved=item_key)
    work.session.expire(session, ["agenda"])


def set_minutes(actor: Actor, key: str, *, item_key: str, minutes: int) -> None:
    """Say how long an item may take, in minutes from 5 to 600.

    :raises Invalid: for any other number.
    """
    with unit_of_work(actor) as work:
        session = _to_prepare(work, key)
        item = queries.get_item(actor, session, key=item_key)
        if not 5 <= minutes <= 600:
            raise Invalid(field="minutes_planned", reason="range")
        item.minutes_planned = minutes
        work.log(AuditCode.SESSION_AGENDA_CHANGED, session, minutes=minutes)


def remove_item(actor: Actor, key: str, *, item_key: str) -> None:
    """Take something off the agenda before the session."""
    with unit_of_work(actor) as work:
        session = _to_prepare(work, key)
        item = queries.get_item(actor, session, key=item_key)
        session.agenda.remove(item)
        work.session.delete(item)
        work.log(AuditCode.SESSION_AGENDA_CHANGED, session, removed=item_key)


def _to_prepare(
    work: Work, key: str, *, also: LearningSessionState | None = None
) -> LearningSession:
    session = queries.get_session(work.actor, key)
    work.hold(session)
    demand(work.actor, Permission.SESSION_PLAN, session)
    if session.state not in (*BEFORE, also):
        raise IllegalTransition(state=session.state.value, step="change-agenda")
    return session
