"""What waits for a person in the knowledge base, and what is new to read there."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from review_app.domain.access import Actor, Permission, Role, may_ever
from review_app.domain.waiting import WaitingKind
from review_app.domain.workflow import LearningNoteState
from review_app.features.home.waiting_lines import Line, line
from review_app.kernel import clock
from review_app.models import (
    Appointment,
    LearningNote,
    NoteComment,
    NoteVersion,
    Person,
    Receipt,
)
from review_app.models.visibility import visible_notes, visible_receipts

READABLE = (LearningNoteState.PUBLISHED, LearningNoteState.STALE)
NEW_DAYS = 28


def notes(actor: Actor) -> Iterator[Line]:
    """Notes to review, to take over and to confirm."""
    yield from _to_review(actor)
    if not may_ever(actor, Permission.NOTE_KEEP):
        return
    seen = visible_notes(actor)
    handed = seen.where(LearningNote.owner_id == actor.id, LearningNote.handed_over_at.is_not(None))
    yield line(handed, WaitingKind.TAKE_OVER_NOTE, LearningNote.key, LearningNote.title, None)
    is_over = and_(
        LearningNote.state == LearningNoteState.PUBLISHED,
        LearningNote.review_by_on < clock.today(),
    )
    # Its owner is asked; where the owner no longer can, everybody who keeps notes is.
    able = _keepers()
    yield line(
        seen.where(
            or_(LearningNote.state == LearningNoteState.STALE, is_over),
            or_(LearningNote.owner_id == actor.id, LearningNote.owner_id.not_in(able)),
        ),
        WaitingKind.CONFIRM_NOTE,
        LearningNote.key,
        LearningNote.title,
        LearningNote.review_by_on,
    )


def _to_review(actor: Actor) -> Iterator[Line]:
    """Notes and changes that somebody else wrote, to be looked at before they are published."""
    seen, kind = visible_notes(actor), WaitingKind.REVIEW_NOTE
    title = LearningNote.title
    new = seen.where(
        LearningNote.state == LearningNoteState.IN_REVIEW,
        _is_theirs_to_review(actor, LearningNote.last_saved_by_id),
    )
    yield line(new, kind, LearningNote.key, title, None)
    changed = seen.join(NoteVersion, _is_waiting_change())
    changed = changed.where(_is_theirs_to_review(actor, NoteVersion.saved_by_id))
    yield line(changed, kind, LearningNote.key, title, None)


def _is_theirs_to_review(
    actor: Actor, saved_by_id: InstrumentedAttribute[int | None]
) -> ColumnElement[bool]:
    """Ask those who keep notes; a manager only where no other of them is left."""
    by_another = saved_by_id.is_distinct_from(actor.id)
    if may_ever(actor, Permission.NOTE_KEEP):
        return by_another
    able = _keepers().where(Appointment.person_id.is_distinct_from(saved_by_id))
    return and_(by_another, ~able.exists())


def _keepers() -> Select[int]:
    return (
        select(Appointment.person_id)
        .join(Person, Person.id == Appointment.person_id)
        .where(Appointment.role == Role.COORDINATOR, Person.is_active)
    )


def _is_waiting_change() -> ColumnElement[bool]:
    return and_(
        NoteVersion.note_id == LearningNote.id,
        NoteVersion.number == LearningNote.revision,
        NoteVersion.published_at.is_(None),
        NoteVersion.sent_back_at.is_(None),
        LearningNote.state.in_([LearningNoteState.PUBLISHED, LearningNoteState.STALE]),
    )


def questions(actor: Actor) -> Iterator[Line]:
    """Questions to answer at one's own notes, and answers to one's own questions; one line each.

    Where whoever answers for a note no longer can, everybody who keeps notes is asked.
    """
    if not may_ever(actor, Permission.NOTE_DISCUSS):
        return
    open_ = visible_notes(actor).join(NoteComment, NoteComment.note_id == LearningNote.id)
    open_ = open_.where(LearningNote.state.in_(READABLE), NoteComment.closed_at.is_(None))
    gone = LearningNote.owner_id.in_(select(Person.id).where(Person.is_active.is_(False)))
    mine: ColumnElement[bool] = LearningNote.owner_id == actor.id
    if may_ever(actor, Permission.NOTE_KEEP):
        mine = or_(mine, gone)
    asked = open_.where(
        NoteComment.is_question,
        NoteComment.answered_at.is_(None),
        NoteComment.author_id != actor.id,
        mine,
    )
    key, title = LearningNote.key, LearningNote.title
    yield line(asked, WaitingKind.ANSWER_QUESTION, key, title, None).distinct()
    answered = open_.where(NoteComment.answered_at.is_not(None), NoteComment.author_id == actor.id)
    yield line(answered, WaitingKind.READ_ANSWER, key, title, None).distinct()


def new_notes(actor: Actor) -> Line:
    """Notes published lately that the actor has not read: news to tell, never a task to count."""
    read = visible_receipts(actor).with_only_columns(Receipt.note_id)
    own = select(Person.profession).where(Person.id == actor.id).scalar_subquery()
    lately = clock.now() - timedelta(days=NEW_DAYS)
    query = visible_notes(actor).where(
        LearningNote.state.in_(READABLE),
        LearningNote.published_at > lately,
        LearningNote.owner_id != actor.id,
        LearningNote.id.not_in(read),
        or_(LearningNote.profession.is_(None), LearningNote.profession == own),
    )
    return line(query, WaitingKind.READ_NOTE, LearningNote.key, LearningNote.title, None)
