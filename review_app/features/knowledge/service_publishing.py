"""Publishing notes and keeping them fresh: always by somebody else than who wrote the words."""

from datetime import datetime

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import Conflict, Incomplete, Invalid, NotFound
from review_app.domain.events import NotePublished
from review_app.domain.learning_notes import Written, folded, next_review_by, standing
from review_app.domain.note_screen import HitKind
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.domain.workflow import LEARNING_NOTE_STEPS, LearningNoteStep, after
from review_app.features.knowledge import queries, queries_writing, service
from review_app.kernel import clock
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import LearningNote, NoteVersion, ScreenOverride


def ask_review(actor: Actor, key: str) -> None:
    """Ask whoever may publish to look at the note."""
    with unit_of_work(actor) as work:
        note = _held(work, key)
        demand(actor, Permission.NOTE_WRITE, note)
        note.state = after(LEARNING_NOTE_STEPS, note.state, LearningNoteStep.ASK_REVIEW)
        note.sent_back_because = None
        work.log(AuditCode.NOTE_REVIEW_ASKED, note)


def send_back(actor: Actor, key: str, *, reason: str) -> None:
    """Give the note, or the change of it that waits, back to its writer and say what is missing."""
    with unit_of_work(actor) as work:
        note = _held(work, key)
        demand(actor, Permission.NOTE_PUBLISH, note)
        refuse_personal_numbers(reason, field="reason")
        change = queries_writing.waiting_change(actor, note)
        if change is None:
            note.state = after(LEARNING_NOTE_STEPS, note.state, LearningNoteStep.SEND_BACK)
            work.log(AuditCode.NOTE_SENT_BACK, note)
        else:
            change.sent_back_at = clock.now()
            work.log(AuditCode.NOTE_CHANGE_SENT_BACK, note, revision=change.number)
        note.sent_back_because = reason


def publish(actor: Actor, key: str, *, revision: int) -> None:
    """Let everybody read the note, as it stood when the publisher read it.

    :raises Conflict: when it was changed since *revision*.
    :raises Incomplete: while the personal-data screen has hits that nobody has answered for.
    """
    with unit_of_work(actor) as work:
        note = _held(work, key)
        demand(actor, Permission.NOTE_PUBLISH, note)
        state = after(LEARNING_NOTE_STEPS, note.state, LearningNoteStep.PUBLISH)
        _demand_as_read(note, revision)
        _demand_clear(actor, note, note.written)
        note.state, note.published_at, note.published_by_id = state, clock.now(), actor.id
        _mark_published(actor, queries_writing.newest_version(actor, note), note.published_at)
        _stand_anew(note)
        work.log(AuditCode.NOTE_PUBLISHED, note, review_by_on=str(note.review_by_on))
        work.tell(NotePublished(note.id))


def publish_change(actor: Actor, key: str, *, revision: int) -> None:
    """Let everybody read the words that wait; a note that had grown old stands again.

    :raises NotFound: when no change waits.
    :raises Conflict: when it was changed since *revision*.
    :raises Incomplete: while the personal-data screen has hits that nobody has answered for.
    """
    with unit_of_work(actor) as work:
        note = _held(work, key)
        demand(actor, Permission.NOTE_PUBLISH, note)
        state = after(LEARNING_NOTE_STEPS, note.state, LearningNoteStep.PUBLISH_CHANGE)
        change = queries_writing.waiting_change(actor, note)
        if change is None:
            raise NotFound(thing="change of a note", key=key)
        _demand_as_read(note, revision)
        _demand_clear(actor, note, change.written)
        note.take(change.written)
        note.state, note.published_at, note.published_by_id = state, clock.now(), actor.id
        _mark_published(actor, change, note.published_at)
        _stand_anew(note)
        service.enter_words(actor, note)
        work.log(AuditCode.NOTE_CHANGE_PUBLISHED, note, revision=change.number)


def confirm(actor: Actor, key: str) -> None:
    """Say that a note that had grown old still holds, for another year.

    :raises Incomplete: when the screen would not let it be published today.
    """
    with unit_of_work(actor) as work:
        note = _held(work, key)
        demand(actor, Permission.NOTE_KEEP, note)
        state = standing(note.state, note.review_by_on, today=clock.today())
        note.state = after(LEARNING_NOTE_STEPS, state, LearningNoteStep.CONFIRM)
        _demand_clear(actor, note, note.written)
        note.review_by_on = None
        _stand_anew(note)
        work.log(AuditCode.NOTE_CONFIRMED, note, review_by_on=str(note.review_by_on))


def override_hit(actor: Actor, key: str, *, hit_text: str, reason: str) -> None:
    """Say that a hit of the screen leads back to nobody, and why.

    :raises Invalid: when there is no such hit, or it is a personal number, or no reason is given.
    """
    with unit_of_work(actor) as work:
        note = _held(work, key)
        demand(actor, Permission.NOTE_KEEP, note)
        words = queries_writing.newest_words(actor, note)
        found = queries_writing.screening(actor, note, written=words).hits
        hit = {folded(hit.text): hit for hit in found}.get(folded(hit_text))
        if hit is None or hit.kind is HitKind.CPR:
            raise Invalid(field="hit_text", reason="no-such-hit")
        if not reason.strip():
            raise Invalid(field="reason", reason="empty")
        assert actor.id is not None
        override = ScreenOverride(hit_text=folded(hit.text), reason=reason, decided_by_id=actor.id)
        note.overrides.append(override)
        work.log(AuditCode.NOTE_SCREEN_OVERRIDDEN, note, kind=hit.kind.value)


def archive(actor: Actor, key: str) -> None:
    """Take the note out of everybody's sight; its history stays."""
    with unit_of_work(actor) as work:
        note = _held(work, key)
        demand(actor, Permission.NOTE_KEEP, note)
        note.state = after(LEARNING_NOTE_STEPS, note.state, LearningNoteStep.ARCHIVE)
        work.log(AuditCode.NOTE_ARCHIVED, note)


def _held(work: Work, key: str) -> LearningNote:
    note = queries.get_note(work.actor, key)
    work.hold(note)
    return note


def _demand_as_read(note: LearningNote, revision: int) -> None:
    if note.revision != revision:
        raise Conflict(revision=note.revision)


def _demand_clear(actor: Actor, note: LearningNote, written: Written) -> None:
    hits = queries_writing.screening(actor, note, written=written).hits
    if hits:
        raise Incomplete(reason="screen", hits=[hit.text for hit in hits])


def _mark_published(actor: Actor, version: NoteVersion, moment: datetime) -> None:
    version.published_at, version.published_by_id = moment, actor.id


def _stand_anew(note: LearningNote) -> None:
    note.stale_because, note.sent_back_because, note.confirmed_at = None, None, clock.now()
    if note.review_by_on is None or note.review_by_on <= clock.today():
        note.review_by_on = next_review_by(clock.today())
