"""What the links in a note lead to, as far as whoever asks may go there."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from review_app.domain.access import Actor, Permission, may_ever
from review_app.domain.workflow import ChecklistVersionState, WorkflowVersionState
from review_app.kernel.db import db
from review_app.models import (
    ChecklistSection,
    ChecklistVersion,
    Criterion,
    LearningNote,
    NoteLink,
    WorkflowVersion,
)
from review_app.models.visibility import visible_notes, visible_workflow_versions


class TargetKind(StrEnum):
    """What a link can lead to."""

    NOTE = "note"
    STANDARD = "standard"
    CRITERION = "criterion"


@dataclass(frozen=True, slots=True)
class Target:
    """What a link leads to: ``key`` of the page, ``anchor`` on it, ``id`` of what is kept."""

    kind: TargetKind
    id: int
    key: str
    anchor: str | None = None

    @property
    def columns(self) -> dict[str, Any]:
        """Return what :class:`NoteLink` keeps."""
        name = {TargetKind.NOTE: "target_id"}.get(self.kind, f"{self.kind.value}_id")
        return {name: self.id}


def resolve(actor: Actor, labels: Collection[str]) -> dict[str, Target]:
    """Return what these names stand for today: notes first, then standards, then criteria."""
    if not labels:
        return {}
    found: dict[str, Target] = {}
    for criterion in _criteria(actor, Criterion.code.in_(labels)):
        found[criterion.code] = _to_criterion(criterion)
    named = or_(WorkflowVersion.title_da.in_(labels), WorkflowVersion.title_en.in_(labels))
    for version in _standards(actor, named):
        found |= dict.fromkeys([version.title_da, version.title_en], _to_standard(version))
    titled = or_(LearningNote.title.in_(labels), LearningNote.key.in_(labels))
    newest_last = visible_notes(actor).where(titled).order_by(LearningNote.id)
    for note in db.session.scalars(newest_last):
        found |= dict.fromkeys([note.title, note.key], _to_note(note))
    return {label: found[label] for label in labels if label in found}


def links_of(actor: Actor, note: LearningNote) -> dict[str, Target]:
    """Return what the links of a note lead to; one that leads nowhere for the actor is missing."""
    rows = db.session.scalars(select(NoteLink).where(NoteLink.note_id == note.id)).all()
    targets: dict[tuple[TargetKind, int | None], Target] = {}
    if ids := [row.target_id for row in rows if row.target_id]:
        found = db.session.scalars(visible_notes(actor).where(LearningNote.id.in_(ids)))
        targets |= {(TargetKind.NOTE, one.id): _to_note(one) for one in found}
    if ids := [row.standard_id for row in rows if row.standard_id]:
        versions = _standards(actor, WorkflowVersion.standard_id.in_(ids))
        targets |= {(TargetKind.STANDARD, v.standard_id): _to_standard(v) for v in versions}
    if ids := [row.criterion_id for row in rows if row.criterion_id]:
        criteria = _criteria(actor, Criterion.id.in_(ids), in_use=False)
        targets |= {(TargetKind.CRITERION, c.id): _to_criterion(c) for c in criteria}
    return {row.label: targets[place] for row in rows if (place := _place(row)) in targets}


def _place(row: NoteLink) -> tuple[TargetKind, int | None]:
    if row.target_id:
        return TargetKind.NOTE, row.target_id
    if row.standard_id:
        return TargetKind.STANDARD, row.standard_id
    return TargetKind.CRITERION, row.criterion_id


def links_here(actor: Actor, note: LearningNote) -> Sequence[LearningNote]:
    """Return the notes that link to this one and that the actor may read, by title."""
    return db.session.scalars(
        visible_notes(actor)
        .where(
            LearningNote.id.in_(select(NoteLink.note_id).where(NoteLink.target_id == note.id)),
            LearningNote.id != note.id,
        )
        .order_by(LearningNote.title, LearningNote.id)
    ).all()


def _standards(actor: Actor, *conditions: Any) -> Sequence[WorkflowVersion]:
    in_use = WorkflowVersion.state == WorkflowVersionState.PUBLISHED
    return db.session.scalars(visible_workflow_versions(actor).where(in_use, *conditions)).all()


def _criteria(actor: Actor, *conditions: Any, in_use: bool = True) -> Sequence[Criterion]:
    if not may_ever(actor, Permission.CHECKLIST_READ):
        return []
    query = (
        select(Criterion)
        .join(ChecklistSection, ChecklistSection.id == Criterion.section_id)
        .join(ChecklistVersion, ChecklistVersion.id == ChecklistSection.version_id)
        .where(ChecklistVersion.state != ChecklistVersionState.DRAFT, *conditions)
        .options(joinedload(Criterion.section).joinedload(ChecklistSection.version))
        .order_by(Criterion.id)
    )
    if in_use:
        query = query.where(ChecklistVersion.state == ChecklistVersionState.PUBLISHED)
    return db.session.scalars(query).all()


def _to_note(note: LearningNote) -> Target:
    return Target(TargetKind.NOTE, note.id, note.key)


def _to_standard(version: WorkflowVersion) -> Target:
    return Target(TargetKind.STANDARD, version.standard_id, version.key)


def _to_criterion(criterion: Criterion) -> Target:
    version = criterion.section.version
    return Target(
        TargetKind.CRITERION, criterion.id, version.key, anchor=f"criterion-{criterion.key}"
    )
