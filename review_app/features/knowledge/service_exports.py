"""Notes as files: only what the person may read, and a line in the log of what left."""

from collections.abc import Sequence

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.workflow import LearningNoteState
from review_app.features.knowledge import queries
from review_app.kernel.db import db
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import LearningNote, Person
from review_app.models.visibility import visible_notes

READABLE = (LearningNoteState.PUBLISHED, LearningNoteState.STALE)


def take_out(actor: Actor, key: str, *, kind: str) -> LearningNote:
    """Enter in the log that a note leaves as a file of this *kind*; return the note."""
    with unit_of_work(actor) as work:
        note = queries.get_note(actor, key)
        demand(actor, Permission.NOTE_READ, note)
        work.log(AuditCode.NOTE_EXPORTED, note, kind=kind)
    return note


def take_out_all(actor: Actor) -> Sequence[LearningNote]:
    """Enter in the log that all published notes leave; return those the actor may read."""
    with unit_of_work(actor) as work:
        demand(actor, Permission.NOTE_READ)
        query = visible_notes(actor).where(LearningNote.state.in_(READABLE))
        notes = db.session.scalars(query.order_by(LearningNote.title, LearningNote.id)).all()
        work.log(AuditCode.NOTE_EXPORTED, work.session.get_one(Person, actor.id), count=len(notes))
    return notes
