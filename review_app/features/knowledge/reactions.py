"""What the knowledge base does when other areas tell what has happened."""

from collections.abc import Collection

from sqlalchemy import select

from review_app.domain.access import Actor
from review_app.domain.audit_codes import AuditCode
from review_app.domain.events import ChecklistVersionPublished, NoteProposed
from review_app.domain.learning_notes import Wording, changed_codes, changed_laws, cited_laws
from review_app.domain.workflow import (
    LEARNING_NOTE_STEPS,
    LearningNoteState,
    LearningNoteStep,
    after,
)
from review_app.features.knowledge import service
from review_app.kernel.db import db
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import (
    ChecklistSection,
    ChecklistVersion,
    Criterion,
    LearningNote,
    LearningSession,
    NoteCriterion,
)


def draft_note(actor: Actor, happened: NoteProposed) -> None:
    """Draft a note from what a session agreed that everybody should know; once per outcome."""
    with unit_of_work(actor) as work:
        known = select(LearningNote.id).where(LearningNote.outcome_id == happened.outcome_id)
        if db.session.scalar(known) is not None:
            return
        planner = select(LearningSession.planned_by_id).where(
            LearningSession.id == happened.session_id
        )
        laws = select(Criterion.law_reference).where(
            Criterion.id.in_(happened.criterion_ids), Criterion.law_reference.is_not(None)
        )
        note = LearningNote(
            title=happened.title,
            text=happened.text,
            outcome_id=happened.outcome_id,
            owner_id=actor.id or db.session.scalars(planner).one(),
            last_saved_by_id=actor.id,
            law_reference="; ".join(dict.fromkeys(map(str, db.session.scalars(laws)))) or None,
            criteria=[NoteCriterion(criterion_id=id_) for id_ in happened.criterion_ids],
        )
        work.add(note)
        service.keep_version(actor, note)
        work.log(AuditCode.NOTE_DRAFTED, note, outcome_id=happened.outcome_id)


def go_stale(actor: Actor, happened: ChecklistVersionPublished) -> None:
    """Mark published notes whose criteria or law reference the new version changes or drops."""
    if happened.previous_version_id is None:
        return
    before, after_ = _wordings(happened.previous_version_id), _wordings(happened.version_id)
    criteria = _published_about(happened.version_id, changed_codes(before, after_))
    laws = _published_citing(changed_laws(before, after_))
    with unit_of_work(actor) as work:
        for note in {**criteria, **laws}:
            because = {
                "criteria": sorted(criteria.get(note, ())),
                "laws": sorted(laws.get(note, ())),
            }
            note.state = after(LEARNING_NOTE_STEPS, note.state, LearningNoteStep.GO_STALE)
            note.stale_because = because
            work.log(AuditCode.NOTE_WENT_STALE, note, **because)


def _wordings(version_id: int) -> dict[str, Wording]:
    rows = db.session.execute(
        select(
            Criterion.code, Criterion.question_da, Criterion.question_en, Criterion.law_reference
        )
        .join(ChecklistSection, ChecklistSection.id == Criterion.section_id)
        .where(ChecklistSection.version_id == version_id)
    )
    return {code: Wording(danish, english, law) for code, danish, english, law in rows}


def _published_about(version_id: int, codes: Collection[str]) -> dict[LearningNote, set[str]]:
    checklist = select(ChecklistVersion.checklist_id).where(ChecklistVersion.id == version_id)
    lines = db.session.scalars(
        select(NoteCriterion)
        .join(LearningNote, LearningNote.id == NoteCriterion.note_id)
        .join(Criterion, Criterion.id == NoteCriterion.criterion_id)
        .join(ChecklistSection, ChecklistSection.id == Criterion.section_id)
        .join(ChecklistVersion, ChecklistVersion.id == ChecklistSection.version_id)
        .where(
            ChecklistVersion.checklist_id == checklist.scalar_subquery(),
            Criterion.code.in_(codes),
            LearningNote.state == LearningNoteState.PUBLISHED,
        )
        .order_by(LearningNote.id)
    )
    found: dict[LearningNote, set[str]] = {}
    for line in lines:
        found.setdefault(line.note, set()).add(line.criterion.code)
    return found


def _published_citing(laws: Collection[str]) -> dict[LearningNote, Collection[str]]:
    # Every published note, whoever it was that published the checklist.
    rows = db.session.execute(
        select(LearningNote.law_reference, LearningNote)
        .where(
            LearningNote.law_reference.is_not(None),
            LearningNote.state == LearningNoteState.PUBLISHED,
        )
        .order_by(LearningNote.id)
    )
    gone = {" ".join(law.split()) for law in laws}
    found = ((note, cited_laws(cited) & gone) for cited, note in rows)
    return {note: cited for note, cited in found if cited}
