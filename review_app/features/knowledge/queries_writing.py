"""What whoever writes and publishes notes asks: versions, choices, and what the screen says."""

from collections.abc import Sequence

from sqlalchemy import func, or_, select, union

from review_app.domain.access import OPERATOR, Actor, Permission, can, demand
from review_app.domain.errors import NotFound
from review_app.domain.learning_notes import Screening, Written, screen_note
from review_app.domain.workflow import ChecklistVersionState, LearningNoteState
from review_app.kernel.db import db
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
    NotePicture,
    NoteVersion,
    Person,
    Review,
    SessionOutcome,
    Topic,
)
from review_app.models.visibility import visible_cases

READABLE = (LearningNoteState.PUBLISHED, LearningNoteState.STALE)


def list_versions(actor: Actor, note: LearningNote) -> Sequence[NoteVersion]:
    """Return the note's versions, the newest first: to readers only those that were published."""
    query = select(NoteVersion).where(NoteVersion.note_id == note.id)
    if not can(actor, Permission.NOTE_WRITE, note):
        query = query.where(NoteVersion.published_at.is_not(None))
    return db.session.scalars(query.order_by(NoteVersion.number.desc())).all()


def newest_version(_actor: Actor, note: LearningNote) -> NoteVersion:
    """Return what was saved last of the note."""
    query = select(NoteVersion).where(NoteVersion.note_id == note.id)
    return db.session.scalars(query.order_by(NoteVersion.number.desc()).limit(1)).one()


def sees_what_waits(actor: Actor, note: LearningNote) -> bool:
    """Say whether the actor writes the note or looks at it before it is published."""
    return can(actor, Permission.NOTE_WRITE, note) or can(actor, Permission.NOTE_PUBLISH, note)


def waiting_change(actor: Actor, note: LearningNote) -> NoteVersion | None:
    """Return the words that wait to take the place of those that readers see, if some do."""
    if note.state not in READABLE or not sees_what_waits(actor, note):
        return None
    return db.session.scalar(
        select(NoteVersion).where(
            NoteVersion.note_id == note.id,
            NoteVersion.number == note.revision,
            NoteVersion.published_at.is_(None),
        )
    )


def newest_words(actor: Actor, note: LearningNote) -> Written:
    """Return the words that wait, else those that readers see."""
    change = waiting_change(actor, note)
    return change.written if change else note.written


def screening(actor: Actor, note: LearningNote, *, written: Written) -> Screening:
    """Hold a note's words against everybody the house knows and the cases it comes from."""
    demand(actor, Permission.NOTE_PUBLISH)
    people = select(Person.name).where(Person.is_active)
    labels = select(CaseworkerLabel.label)
    return screen_note(
        written.title,
        written.body,
        names=[*db.session.scalars(people), *db.session.scalars(labels)],
        case_numbers=_source_numbers(note),
        overridden=[override.hit_text for override in note.overrides],
    )


def _source_numbers(note: LearningNote) -> list[str]:
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
    # Whoever looks, the screen knows every case the note comes from; it shows none.
    rows = (
        visible_cases(OPERATOR)
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


def list_topics(_actor: Actor) -> Sequence[Topic]:
    """Return all topics by name."""
    return db.session.scalars(select(Topic).order_by(func.lower(Topic.name_da), Topic.id)).all()


def list_professions(actor: Actor) -> Sequence[str]:
    """Return the professions of those who work here, to address a text by."""
    demand(actor, Permission.NOTE_WRITE)
    query = select(Person.profession).where(Person.is_active, Person.profession.is_not(None))
    return [str(found) for found in db.session.scalars(query.distinct().order_by("profession"))]


def list_pictures(actor: Actor, note: LearningNote) -> Sequence[NotePicture]:
    """Return the pictures of a note, as they came, for those who write it."""
    demand(actor, Permission.NOTE_WRITE, note)
    query = select(NotePicture).where(NotePicture.note_id == note.id)
    return db.session.scalars(query.order_by(NotePicture.id)).all()


def get_version(actor: Actor, note: LearningNote, *, number: int) -> NoteVersion:
    """Return one version that the actor may read.

    :raises NotFound: when there is none of that number.
    """
    for version in list_versions(actor, note):
        if version.number == number:
            return version
    raise NotFound(thing="version of a note", number=number)
