"""How far notes reach, as counts alone: nobody learns who read what, or who did not."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.kinds import NoteKind
from review_app.domain.workflow import LearningNoteState
from review_app.kernel.db import db
from review_app.kernel.paging import Page, after_row, page_of
from review_app.models import LearningNote, NoteComment, NoteThanks, Receipt
from review_app.models.visibility import visible_notes

FEWEST = 5  # of fewer readers it is only said that they are fewer
READABLE = (LearningNoteState.PUBLISHED, LearningNoteState.STALE)


@dataclass(frozen=True, slots=True)
class Reach:
    """How often a note was read, helped and was asked about; ``readers`` is ``None`` under five."""

    id: int
    key: str
    title: str
    kind: NoteKind
    state: LearningNoteState
    published_at: datetime
    readers: int | None
    helped: int
    questions: int
    open_questions: int


@dataclass(frozen=True, slots=True)
class ReachOfAll:
    """The same of all notes together: how many there are, and how often they were read."""

    notes: int
    stale: int
    readings: int
    questions: int
    open_questions: int


def list_reach(actor: Actor, *, after: str | None = None) -> Page[Reach]:
    """Return the notes that can be read, the newest first, with how far each reaches."""
    demand(actor, Permission.FIGURES_READ)
    of_note = LearningNote.id
    is_question = and_(NoteComment.note_id == of_note, NoteComment.is_question)
    query = (
        visible_notes(actor)
        .where(LearningNote.state.in_(READABLE), LearningNote.first_published_at.is_not(None))
        .with_only_columns(
            of_note,
            LearningNote.key,
            LearningNote.title,
            LearningNote.kind,
            LearningNote.state,
            LearningNote.first_published_at,
            _count(Receipt, Receipt.note_id == of_note),
            _count(NoteThanks, NoteThanks.note_id == of_note),
            _count(NoteComment, is_question),
            _count(NoteComment, and_(is_question, NoteComment.closed_at.is_(None))),
        )
    )
    published = LearningNote.first_published_at
    rows = db.session.execute(
        after_row(query, after, value=published, id_=of_note, descending=True)
    ).all()
    return page_of([_told(row) for row in rows], lambda row: (row.published_at, row.id))


def _told(row: Any) -> Reach:
    reach = Reach(*row)
    return reach if (reach.readers or 0) >= FEWEST else replace(reach, readers=None)


def _count(table: type, condition: ColumnElement[bool]) -> ColumnElement[int]:
    return select(func.count()).select_from(table).where(condition).scalar_subquery()


def reach_of_all(actor: Actor) -> ReachOfAll:
    """Return how many notes there are to read, and how often all of them were read together."""
    demand(actor, Permission.FIGURES_READ)
    notes: Select[int] = (
        visible_notes(actor)
        .where(LearningNote.state.in_(READABLE))
        .with_only_columns(LearningNote.id)
    )
    asked = and_(NoteComment.is_question, NoteComment.note_id.in_(notes))
    is_stale = and_(LearningNote.id.in_(notes), LearningNote.state == LearningNoteState.STALE)
    row = db.session.execute(
        select(
            _count(LearningNote, LearningNote.id.in_(notes)),
            _count(LearningNote, is_stale),
            _count(Receipt, Receipt.note_id.in_(notes)),
            _count(NoteComment, asked),
            _count(NoteComment, and_(asked, NoteComment.closed_at.is_(None))),
        )
    ).one()
    return ReachOfAll(*row)
