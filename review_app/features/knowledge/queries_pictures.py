"""Pictures of notes, for those who may read the words they stand in."""

from collections.abc import Sequence

from sqlalchemy import func, select

from review_app.domain.access import Actor, Permission, can
from review_app.domain.errors import NotFound
from review_app.domain.note_links import picture_keys
from review_app.kernel.db import db
from review_app.models import LearningNote, NotePicture
from review_app.models.visibility import visible_notes


def get_picture(actor: Actor, key: str) -> tuple[NotePicture, LearningNote]:
    """Return a picture and its note.

    :raises NotFound: when there is none, or none that stands in what the actor may read.
    """
    query = visible_notes(actor).join(NotePicture, NotePicture.note_id == LearningNote.id)
    row = db.session.execute(
        query.where(NotePicture.key == key).with_only_columns(NotePicture, LearningNote)
    ).first()
    if row is not None:
        picture, note = row
        if can(actor, Permission.NOTE_WRITE, note) or key in picture_keys(note.written.body):
            return picture, note
    raise NotFound(thing="picture", key=key)


def count_pictures(_actor: Actor, note: LearningNote) -> int:
    """Return how many pictures the note has."""
    query = select(func.count()).where(NotePicture.note_id == note.id)
    return db.session.scalar(query) or 0


def pictures_of(actor: Actor, notes: Sequence[LearningNote]) -> Sequence[NotePicture]:
    """Return the pictures that stand in the words of these notes, which the actor has read."""
    shown = [key for note in notes for key in picture_keys(note.written.body)]
    query = visible_notes(actor).join(NotePicture, NotePicture.note_id == LearningNote.id)
    query = query.where(NotePicture.key.in_(shown), LearningNote.id.in_([n.id for n in notes]))
    return db.session.scalars(query.with_only_columns(NotePicture).order_by(NotePicture.id)).all()
