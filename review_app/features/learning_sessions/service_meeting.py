"""While people meet: who takes the minutes, what is talked about now, and what is said of it."""

from collections.abc import Collection

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import Conflict, IllegalTransition, Invalid
from review_app.domain.meetings import STILL_THERE, is_gone, left_over
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.domain.workflow import LearningSessionState
from review_app.features.learning_sessions import queries
from review_app.features.learning_sessions.minute_taking import (
    being_held,
    give_minutes,
    to_take_minutes,
)
from review_app.kernel import clock
from review_app.kernel.drafts import discard_draft
from review_app.kernel.revisions import change
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import AgendaItem, LearningSession

LONGEST = 20_000


def hand_over(actor: Actor, key: str, *, place_key: str) -> None:
    """Give the minutes to somebody else at the table who works here.

    :raises Invalid: when there is nobody of that key, or somebody from outside.
    """
    with unit_of_work(actor) as work:
        session = to_take_minutes(work, key)
        place = next((p for p in session.participants if p.key == place_key), None)
        if place is None or place.person.firm_id is not None:
            raise Invalid(field="place", reason="cannot take minutes")
        give_minutes(work, session, person_id=place.person_id)


def take_over(actor: Actor, key: str) -> None:
    """Take the minutes when whoever took them has gone.

    :raises Invalid: while they are still there.
    """
    with unit_of_work(actor) as work:
        session = being_held(work, key)
        taking = session.minute_taking
        if taking and not is_gone(taking.seen_at, now=clock.now()):
            raise Invalid(field="minutes", reason="taken by another")
        give_minutes(work, session, person_id=actor.id or 0)


def stay(actor: Actor, key: str) -> None:
    """Note that whoever takes the minutes is still there."""
    with unit_of_work(actor):
        session = queries.get_session(actor, key)
        taking = session.minute_taking
        is_theirs = taking is not None and taking.person_id == actor.id
        if taking and is_theirs and clock.now() - taking.seen_at > STILL_THERE:
            taking.seen_at = clock.now()


def turn_to(actor: Actor, key: str, *, item_key: str) -> None:
    """Put an item on the screen of the room, and begin its time."""
    with unit_of_work(actor) as work:
        session = to_take_minutes(work, key)
        item = queries.get_item(actor, session, key=item_key)
        _show(session, item)
        work.log(AuditCode.SESSION_AGENDA_CHANGED, session, shown=item_key)


def finish_item(actor: Actor, key: str, *, item_key: str, is_done: bool = True) -> None:
    """Note that an item was talked about, and go on to the next; or that it was not after all."""
    with unit_of_work(actor) as work:
        session = to_take_minutes(work, key)
        item = queries.get_item(actor, session, key=item_key)
        item.talked_at = clock.now() if is_done else None
        session.revision = session.revision + 1
        rest = left_over(session.agenda)
        if is_done and rest:
            _show(session, next((i for i in rest if i.position > item.position), rest[0]))
        work.log(AuditCode.SESSION_ITEM_TALKED_ABOUT, item, done=is_done)


def _show(session: LearningSession, item: AgendaItem) -> None:
    if session.minute_taking is not None:
        session.minute_taking.item_id = item.id
        session.minute_taking.item_since_at = session.minute_taking.seen_at = clock.now()


def write_notes(actor: Actor, key: str, *, item_key: str, text: str, revision: int) -> AgendaItem:
    """Save what the minutes say of an item, as it is being written.

    :raises Conflict: when somebody else wrote meanwhile or takes the minutes now; ``facts`` hold
        ``theirs``, the text that stands, and its ``version``.
    :raises Invalid: when it is too long or holds a personal number.
    """
    if len(text) > LONGEST:
        raise Invalid(field="notes", reason="long", longest=LONGEST)
    refuse_personal_numbers(text, field="notes")
    with unit_of_work(actor) as work:
        session = being_held(work, key)
        item = queries.get_item(actor, session, key=item_key)
        if session.minute_taker_id not in (None, actor.id):
            raise _conflict(item)
        session = to_take_minutes(work, key)
        try:
            change(work, item, revision=revision, notes=text.strip())
        except Conflict:
            raise _conflict(item) from None
        session.revision = session.revision + 1
        if session.minute_taking is not None:
            session.minute_taking.seen_at = clock.now()
        discard_draft(actor, f"notes/{item_key}")
        work.log(AuditCode.SESSION_NOTES_WRITTEN, item, length=len(item.notes))
    return item


def _conflict(item: AgendaItem) -> Conflict:
    return Conflict(theirs=item.notes, value=None, version=item.revision)


def record_attendance(actor: Actor, key: str, *, absent_keys: Collection[str]) -> None:
    """Record who was invited but not there; they sign or dissent later all the same."""
    with unit_of_work(actor) as work:
        session = queries.get_session(actor, key)
        work.hold(session)
        demand(actor, Permission.SESSION_RECORD, session)
        if session.state is not LearningSessionState.HELD:
            raise IllegalTransition(state=session.state.value, step="record-attendance")
        for place in session.participants:
            place.was_absent = place.key in absent_keys
        change(work, session, revision=session.revision, attendance_recorded_at=clock.now())
        absent = sum(place.was_absent for place in session.participants)
        work.log(AuditCode.SESSION_ATTENDANCE_RECORDED, session, absent=absent)
