"""Reading lists, how far a reader is on them, and who lets whom see it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.errors import NotFound
from review_app.domain.workflow import LearningNoteState
from review_app.kernel.db import db
from review_app.models import (
    LearningNote,
    Person,
    ReadingList,
    ReadingListItem,
    ReadingShare,
    Receipt,
)
from review_app.models.visibility import (
    visible_notes,
    visible_reading_lists,
    visible_reading_shares,
    visible_receipts,
)

READABLE = (LearningNoteState.PUBLISHED, LearningNoteState.STALE)


@dataclass(frozen=True, slots=True)
class Way:
    """A list and how far a reader is on it: notes read, of those there are to read."""

    reading_list: ReadingList
    read: int
    total: int


@dataclass(frozen=True, slots=True)
class Shown:
    """How far a colleague is who lets the actor see it."""

    share: ReadingShare
    read: int
    total: int


def list_ways(actor: Actor) -> list[Way]:
    """Return the lists with the actor's own progress: first those meant for them, then by title."""
    read = visible_receipts(actor).with_only_columns(Receipt.note_id)
    own = select(Person.profession).where(Person.id == actor.id).scalar_subquery()
    total = _notes_of_list()
    rows = db.session.execute(
        visible_reading_lists(actor)
        .with_only_columns(
            ReadingList,
            total.where(LearningNote.id.in_(read)).scalar_subquery(),
            total.scalar_subquery(),
        )
        .order_by(
            ReadingList.profession.is_distinct_from(own),
            ReadingList.is_for_new.desc(),
            ReadingList.title,
            ReadingList.id,
        )
    )
    return [Way(found, done, all_) for found, done, all_ in rows]


def _notes_of_list() -> Select[int]:
    return (
        select(func.count())
        .select_from(ReadingListItem)
        .join(LearningNote, LearningNote.id == ReadingListItem.note_id)
        .where(ReadingListItem.list_id == ReadingList.id, LearningNote.state.in_(READABLE))
    )


def get_list(actor: Actor, key: str) -> ReadingList:
    """Return one list.

    :raises NotFound: when there is none, or none the actor may use.
    """
    query = visible_reading_lists(actor).where(ReadingList.key == key)
    found = db.session.scalar(query.options(joinedload(ReadingList.owner)))
    if found is None:
        raise NotFound(thing="reading list", key=key)
    return found


def notes_in_order(actor: Actor, reading_list: ReadingList) -> Sequence[LearningNote]:
    """Return the list's notes that readers may read, in order."""
    query = visible_notes(actor).join(ReadingListItem, ReadingListItem.note_id == LearningNote.id)
    return db.session.scalars(
        query.where(
            ReadingListItem.list_id == reading_list.id, LearningNote.state.in_(READABLE)
        ).order_by(ReadingListItem.position)
    ).all()


def notes_to_add(actor: Actor, reading_list: ReadingList) -> Sequence[LearningNote]:
    """Return the published notes that are not on the list, by title."""
    demand(actor, Permission.READING_LIST_KEEP)
    on_it = select(ReadingListItem.note_id).where(ReadingListItem.list_id == reading_list.id)
    query = visible_notes(actor).where(
        LearningNote.state.in_(READABLE), LearningNote.id.not_in(on_it)
    )
    return db.session.scalars(query.order_by(LearningNote.title, LearningNote.id)).all()


def mentors_of(actor: Actor, reading_list: ReadingList) -> Sequence[ReadingShare]:
    """Return to whom the actor shows their own progress on the list."""
    query = visible_reading_shares(actor).where(
        ReadingShare.list_id == reading_list.id, ReadingShare.person_id == actor.id
    )
    return db.session.scalars(query.options(joinedload(ReadingShare.mentor))).all()


def people_to_show(actor: Actor) -> Sequence[Person]:
    """Return the colleagues of the house to whom the actor could show their progress."""
    demand(actor, Permission.READING_LIST_READ)
    query = select(Person).where(Person.is_active, Person.firm_id.is_(None), Person.id != actor.id)
    return db.session.scalars(query.order_by(Person.name, Person.id)).all()


def shown_to(actor: Actor) -> list[Shown]:
    """Return how far those are who show the actor their progress; counts, never which notes."""
    read = select(Receipt.note_id).where(Receipt.person_id == ReadingShare.person_id)
    total = _notes_of_list().where(ReadingListItem.list_id == ReadingShare.list_id)
    rows = db.session.execute(
        visible_reading_shares(actor)
        .join(ReadingList, ReadingList.id == ReadingShare.list_id)
        .where(ReadingShare.mentor_id == actor.id, ReadingList.removed_at.is_(None))
        .with_only_columns(
            ReadingShare,
            total.where(LearningNote.id.in_(read)).scalar_subquery(),
            total.scalar_subquery(),
        )
        .options(joinedload(ReadingShare.person), joinedload(ReadingShare.reading_list))
        .order_by(ReadingShare.id)
    )
    return [Shown(share, done, all_) for share, done, all_ in rows]
