"""What readers said at a note and how many it helped."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload, selectinload

from review_app.domain.access import Actor, Permission, can
from review_app.domain.errors import NotFound
from review_app.kernel.db import db
from review_app.models import LearningNote, NoteComment, NoteReply, NoteThanks
from review_app.models.visibility import visible_notes


@dataclass(frozen=True, slots=True)
class Thanks:
    """How many readers a note helped, and whether whoever asks is one of them."""

    count: int
    is_mine: bool


def list_comments(actor: Actor, note: LearningNote) -> Sequence[NoteComment]:
    """Return what was said at the note, open questions first, with replies."""
    if not can(actor, Permission.NOTE_DISCUSS, note):
        return []
    return db.session.scalars(
        select(NoteComment)
        .where(NoteComment.note_id == note.id)
        .options(
            joinedload(NoteComment.author),
            selectinload(NoteComment.replies).joinedload(NoteReply.author),
        )
        .order_by(NoteComment.closed_at.is_not(None), NoteComment.id.desc())
    ).all()


def get_comment(actor: Actor, key: str) -> tuple[NoteComment, LearningNote]:
    """Return what was said and the note it was said at.

    :raises NotFound: when there is none, or none the actor may know of.
    """
    query = visible_notes(actor).join(NoteComment, NoteComment.note_id == LearningNote.id)
    row = db.session.execute(
        query.where(NoteComment.key == key).with_only_columns(NoteComment, LearningNote)
    ).first()
    if row is not None and can(actor, Permission.NOTE_DISCUSS, row[1]):
        return row[0], row[1]
    raise NotFound(thing="comment", key=key)


def thanks(actor: Actor, note: LearningNote) -> Thanks:
    """Return how many readers the note helped; never who."""
    own = func.sum(case((NoteThanks.person_id == actor.id, 1), else_=0))
    count, mine = db.session.execute(
        select(func.count(), own).where(NoteThanks.note_id == note.id)
    ).one()
    return Thanks(count, bool(mine))
