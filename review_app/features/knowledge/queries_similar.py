"""Notes about situations like the one at hand."""

from collections.abc import Sequence

from sqlalchemy import Select, select

from review_app.domain.access import Actor
from review_app.domain.workflow import LearningNoteState
from review_app.features.knowledge.ranking import how_fresh
from review_app.kernel import search
from review_app.kernel.db import db
from review_app.models import (
    ChecklistSection,
    ChecklistVersion,
    Criterion,
    LearningNote,
    NoteCriterion,
)
from review_app.models.visibility import visible_notes

MOST_SHOWN = 6
SHORTEST_WORD = 5  # shorter ones say little of a situation
READABLE = (LearningNoteState.PUBLISHED, LearningNoteState.STALE)


def similar_notes(
    actor: Actor, words: str, *, criterion_key: str | None = None
) -> Sequence[LearningNote]:
    """Return notes about the criterion, then those that share its words or *words*.

    What those who write have not published is left out for them too: it is offered as practice.
    """
    query = visible_notes(actor).where(LearningNote.state.in_(READABLE))
    criterion = _criterion(criterion_key)
    found: list[LearningNote] = []
    if criterion is not None:
        named = query.where(LearningNote.id.in_(_about(criterion)))
        newest = named.order_by(LearningNote.published_at.desc(), LearningNote.id)
        found += db.session.scalars(newest.limit(MOST_SHOWN))
        words = f"{words} {criterion.question_da} {criterion.question_en}"
    telling = " ".join(word for word in search.WORD.findall(words) if len(word) >= SHORTEST_WORD)
    hits = search.matching(search.Searchable.NOTE, telling, is_any=True)
    if hits is not None:
        near = query.join(hits, hits.c.thing_id == LearningNote.id)
        near = near.order_by(hits.c.badness * how_fresh(), LearningNote.id)
        found += db.session.scalars(near.limit(MOST_SHOWN))
    return list(dict.fromkeys(found))[:MOST_SHOWN]


def _criterion(key: str | None) -> Criterion | None:
    query = (
        select(Criterion)
        .join(ChecklistSection, ChecklistSection.id == Criterion.section_id)
        .join(ChecklistVersion, ChecklistVersion.id == ChecklistSection.version_id)
    )
    return db.session.scalar(query.where(Criterion.key == key)) if key else None


def _about(criterion: Criterion) -> Select[int]:
    """Select the notes about the criterion of that code in any version of the same checklist."""
    own = (
        select(ChecklistVersion.checklist_id)
        .join(ChecklistSection, ChecklistSection.version_id == ChecklistVersion.id)
        .where(ChecklistSection.id == criterion.section_id)
        .scalar_subquery()
    )
    return (
        select(NoteCriterion.note_id)
        .join(Criterion, Criterion.id == NoteCriterion.criterion_id)
        .join(ChecklistSection, ChecklistSection.id == Criterion.section_id)
        .join(ChecklistVersion, ChecklistVersion.id == ChecklistSection.version_id)
        .where(Criterion.code == criterion.code, ChecklistVersion.checklist_id == own)
    )
