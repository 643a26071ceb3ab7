"""Finding learning notes, where they come from, and what the screen says of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from review_app.domain.access import Actor, Permission, may_ever
from review_app.domain.errors import NotFound
from review_app.domain.kinds import LearningSessionKind, NoteKind
from review_app.domain.workflow import LearningNoteState
from review_app.features.knowledge.ranking import how_fresh, standing_now
from review_app.kernel import search
from review_app.kernel.db import db
from review_app.kernel.paging import Page, after_row, page_of
from review_app.models import (
    ChecklistSection,
    Criterion,
    LearningNote,
    LearningSession,
    NoteCriterion,
    NoteTopic,
    Receipt,
    SessionOutcome,
    Topic,
)
from review_app.models.visibility import (
    visible_notes,
    visible_receipts,
    visible_sessions,
)


@dataclass(slots=True)
class Facet:
    """A criterion to filter by and how many notes it leaves."""

    criterion: Criterion
    count: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader looks for; empty fields ask for nothing."""

    words: str = ""
    state: str = ""
    kind: str = ""
    topic: str = ""
    profession: str = ""
    criterion: str = ""
    unread: bool = False
    after: str | None = None


def list_notes(actor: Actor, *, wanted: Wanted) -> Page[LearningNote]:
    """Return the notes that fit, best match first, else newest first."""
    query = visible_notes(actor).options(
        selectinload(LearningNote.criteria).joinedload(NoteCriterion.criterion)
    )
    query = _narrowed(actor, query, wanted)
    if wanted.words:
        hits = search.matching(search.Searchable.NOTE, wanted.words)
        if hits is not None:
            query = query.join(hits, hits.c.thing_id == LearningNote.id)
            query = query.order_by(hits.c.badness * how_fresh(), LearningNote.id).limit(50)
            return Page(db.session.scalars(query).all(), None)
    query = after_row(
        query,
        wanted.after,
        value=LearningNote.written_at,
        id_=LearningNote.id,
        descending=True,
    )
    return page_of(db.session.scalars(query).all(), lambda note: (note.written_at, note.id))


def _narrowed(actor: Actor, query: Select[LearningNote], wanted: Wanted) -> Select[LearningNote]:
    if wanted.state:
        query = query.where(standing_now() == wanted.state)
    if wanted.kind:
        query = query.where(LearningNote.kind == wanted.kind)
    if wanted.topic:
        filed = select(NoteTopic.note_id).join(Topic, Topic.id == NoteTopic.topic_id)
        query = query.where(LearningNote.id.in_(filed.where(Topic.key == wanted.topic)))
    if wanted.profession:
        query = query.where(LearningNote.profession == wanted.profession)
    if wanted.criterion:
        about = (
            select(NoteCriterion.note_id)
            .join(Criterion, Criterion.id == NoteCriterion.criterion_id)
            .where(Criterion.code == wanted.criterion)
        )
        query = query.where(LearningNote.id.in_(about))
    if wanted.unread:
        read = visible_receipts(actor).with_only_columns(Receipt.note_id)
        query = query.where(_is_readable(), LearningNote.id.not_in(read))
    return query


def _is_readable() -> ColumnElement[bool]:
    return LearningNote.state.in_([LearningNoteState.PUBLISHED, LearningNoteState.STALE])


def states_with_counts(actor: Actor) -> dict[LearningNoteState, int]:
    """Return how many notes the actor may read stand in each state."""
    state = standing_now().label("state")
    rows = visible_notes(actor).with_only_columns(state, func.count()).group_by(state)
    counts = {LearningNoteState(found): count for found, count in db.session.execute(rows)}
    return {state: counts[state] for state in LearningNoteState if state in counts}


def kinds_with_counts(actor: Actor) -> dict[NoteKind, int]:
    """Return how many notes of each kind the actor may read."""
    rows = visible_notes(actor).with_only_columns(LearningNote.kind, func.count())
    found = db.session.execute(rows.group_by(LearningNote.kind))
    counts = {kind: count for kind, count in found}  # noqa: C416 - a row is no pair to dict()
    return {kind: counts[kind] for kind in NoteKind if kind in counts}


def topics_with_counts(actor: Actor) -> list[tuple[Topic, int]]:
    """Return the topics of notes the actor may read, by name, with how many each leaves."""
    notes = visible_notes(actor).with_only_columns(LearningNote.id)
    rows = db.session.execute(
        select(Topic, func.count())
        .join(NoteTopic, NoteTopic.topic_id == Topic.id)
        .where(NoteTopic.note_id.in_(notes))
        .group_by(Topic.id)
        .order_by(Topic.name_da, Topic.id)
    )
    return [(topic, count) for topic, count in rows]


def professions_with_counts(actor: Actor) -> dict[str, int]:
    """Return the professions that notes are meant for, with how many the actor may read."""
    meant = visible_notes(actor).where(LearningNote.profession.is_not(None))
    rows = meant.with_only_columns(LearningNote.profession, func.count())
    found = db.session.execute(rows.group_by(LearningNote.profession).order_by("profession"))
    return {str(profession): count for profession, count in found}


def criteria_with_counts(actor: Actor) -> list[Facet]:
    """Return the criteria that notes the actor may read are about, by code."""
    notes = visible_notes(actor).with_only_columns(LearningNote.id)
    rows = db.session.execute(
        select(Criterion, func.count())
        .join(NoteCriterion, NoteCriterion.criterion_id == Criterion.id)
        .where(NoteCriterion.note_id.in_(notes))
        .group_by(Criterion.id)
        .order_by(Criterion.code, Criterion.id)
    )
    found: dict[str, Facet] = {}
    for criterion, count in rows:
        facet = found.setdefault(criterion.code, Facet(criterion, 0))
        facet.criterion, facet.count = criterion, facet.count + count
    return list(found.values())


def get_note(actor: Actor, key: str) -> LearningNote:
    """Return one note with its criteria, owner and overrides.

    :raises NotFound: when there is none, or none the actor may know of.
    """
    note = db.session.scalar(
        visible_notes(actor)
        .where(LearningNote.key == key)
        .options(
            joinedload(LearningNote.owner),
            selectinload(LearningNote.criteria)
            .joinedload(NoteCriterion.criterion)
            .joinedload(Criterion.section)
            .joinedload(ChecklistSection.version),
            selectinload(LearningNote.topics).joinedload(NoteTopic.topic),
            selectinload(LearningNote.overrides),
        )
    )
    if note is None:
        raise NotFound(thing="note", key=key)
    return note


def read_by_actor(actor: Actor, *, note_ids: Sequence[int]) -> dict[int, Receipt]:
    """Return the actor's own receipts for these notes, by note."""
    own = visible_receipts(actor).where(Receipt.note_id.in_(note_ids))
    return {receipt.note_id: receipt for receipt in db.session.scalars(own)}


def source_kind(_actor: Actor, note: LearningNote) -> LearningSessionKind | None:
    """Return what kind of session a note comes from; which one stays untold."""
    return db.session.scalar(
        select(LearningSession.kind)
        .join(SessionOutcome, SessionOutcome.session_id == LearningSession.id)
        .where(SessionOutcome.id == note.outcome_id)
    )


def source_session(actor: Actor, note: LearningNote) -> LearningSession | None:
    """Return the session a note comes from, for those who write notes and answer for them."""
    if note.outcome_id is None or not may_ever(actor, Permission.NOTE_WRITE):
        return None
    return db.session.scalar(
        visible_sessions(actor)
        .join(SessionOutcome, SessionOutcome.session_id == LearningSession.id)
        .where(SessionOutcome.id == note.outcome_id)
    )
