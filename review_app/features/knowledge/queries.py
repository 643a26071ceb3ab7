"""Finding learning notes, where they come from, and what the screen says of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, union
from sqlalchemy.orm import joinedload, selectinload

from review_app.domain.access import Actor, Permission, demand, may_ever
from review_app.domain.errors import NotFound
from review_app.domain.kinds import LearningSessionKind
from review_app.domain.learning_notes import Screening, screen_note
from review_app.domain.workflow import ChecklistVersionState, LearningNoteState
from review_app.kernel import clock, search
from review_app.kernel.db import db
from review_app.kernel.paging import Page, after_row, page_of
from review_app.models import (
    AgendaItem,
    Case,
    CaseworkerLabel,
    ChecklistSection,
    ChecklistVersion,
    Criterion,
    Finding,
    LearningCase,
    LearningNote,
    LearningSession,
    NoteCriterion,
    Person,
    Receipt,
    Review,
    SessionOutcome,
)
from review_app.models.visibility import (
    visible_cases,
    visible_notes,
    visible_receipts,
    visible_sessions,
)

LATELY_DAYS = 730


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
            query = query.order_by(hits.c.badness * _freshness(), LearningNote.id).limit(50)
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
        query = query.where(_standing() == wanted.state)
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


def _standing() -> ColumnElement[str]:
    """SQL twin of :func:`review_app.domain.learning_notes.standing`."""
    is_over = and_(
        LearningNote.state == LearningNoteState.PUBLISHED,
        LearningNote.review_by_on < clock.today(),
    )
    return case((is_over, LearningNoteState.STALE.value), else_=LearningNote.state)


def _freshness() -> ColumnElement[float]:
    """Weigh a match: in full only for a note that stands and was published or confirmed lately."""
    stands = _standing() == LearningNoteState.PUBLISHED
    lately = LearningNote.published_at > clock.now() - timedelta(days=LATELY_DAYS)
    return case((and_(stands, lately), 1.0), (stands, 0.8), else_=0.6)


def states_with_counts(actor: Actor) -> dict[LearningNoteState, int]:
    """Return how many notes the actor may read stand in each state."""
    state = _standing().label("state")
    rows = visible_notes(actor).with_only_columns(state, func.count()).group_by(state)
    counts = {LearningNoteState(found): count for found, count in db.session.execute(rows)}
    return {state: counts[state] for state in LearningNoteState if state in counts}


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
            selectinload(LearningNote.criteria).joinedload(NoteCriterion.criterion),
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


def screening(actor: Actor, note: LearningNote) -> Screening:
    """Hold a note against everybody the house knows and the cases it comes from."""
    demand(actor, Permission.NOTE_WRITE)
    people = select(Person.name).where(Person.is_active)
    labels = select(CaseworkerLabel.label)
    return screen_note(
        note.title,
        note.text,
        names=[*db.session.scalars(people), *db.session.scalars(labels)],
        case_numbers=_source_numbers(actor, note),
        overridden=[override.hit_text for override in note.overrides],
    )


def _source_numbers(actor: Actor, note: LearningNote) -> list[str]:
    if note.outcome_id is None:
        return []
    session = select(SessionOutcome.session_id).where(SessionOutcome.id == note.outcome_id)
    items = AgendaItem.session_id.in_(session)
    ids = union(
        select(AgendaItem.case_id).where(items, AgendaItem.case_id.is_not(None)),
        select(LearningCase.case_id)
        .join(AgendaItem, AgendaItem.learning_case_id == LearningCase.id)
        .where(items),
        select(Review.case_id)
        .join(Finding, Finding.review_id == Review.id)
        .join(AgendaItem, AgendaItem.finding_id == Finding.id)
        .where(items),
    ).subquery()
    rows = (
        visible_cases(actor)
        .where(Case.id.in_(select(ids)))
        .with_only_columns(Case.number, Case.key)
    )
    return [word for row in db.session.execute(rows) for word in row]


def criteria_to_choose(actor: Actor, *, note: LearningNote | None = None) -> Sequence[Criterion]:
    """Return the criteria of published checklists, and those the note cites already."""
    demand(actor, Permission.NOTE_WRITE)
    cited = [line.criterion_id for line in note.criteria] if note else []
    return db.session.scalars(
        select(Criterion)
        .join(ChecklistSection, ChecklistSection.id == Criterion.section_id)
        .join(ChecklistVersion, ChecklistVersion.id == ChecklistSection.version_id)
        .where(
            or_(
                ChecklistVersion.state == ChecklistVersionState.PUBLISHED,
                Criterion.id.in_(cited),
            )
        )
        .order_by(ChecklistVersion.checklist_id, Criterion.code, Criterion.id)
    ).all()
