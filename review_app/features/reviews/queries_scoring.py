"""What the scoring page asks besides the sheet: what stands now, what is next, blank forms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.errors import NotFound
from review_app.domain.workflow import ChecklistVersionState
from review_app.kernel.db import db
from review_app.models import (
    ChecklistSection,
    ChecklistVersion,
    Criterion,
    Review,
    ReviewAnswer,
)
from review_app.models.reviews import BEING_SCORED
from review_app.models.visibility import visible_reviews


@dataclass(frozen=True, slots=True)
class Mark:
    """One answer as a page that is open elsewhere must know it; ``key`` is the criterion's."""

    key: str
    revision: int
    is_hidden: bool
    saved_at: datetime | None


def marks_of(actor: Actor, key: str) -> Sequence[Mark]:
    """Return which criteria of a review are answered in which revision, and which are not asked."""
    own = visible_reviews(actor).where(Review.key == key).with_only_columns(Review.id)
    query = select(
        Criterion.key, ReviewAnswer.revision, ReviewAnswer.is_hidden, ReviewAnswer.saved_at
    )
    rows = db.session.execute(
        query.join(Criterion, Criterion.id == ReviewAnswer.criterion_id).where(
            ReviewAnswer.review_id.in_(own)
        )
    )
    return [Mark(*row) for row in rows]


def next_to_score(actor: Actor, *, than: Review) -> Review | None:
    """Return the review on the actor's list to go on with, another *than* this; soonest due."""
    query = visible_reviews(actor).where(
        Review.reviewer_id == actor.id, Review.state.in_(BEING_SCORED), Review.id != than.id
    )
    same_round_first = Review.round_id != than.round_id
    order = (same_round_first, Review.due_on.is_(None), Review.due_on, Review.id)
    return db.session.scalar(query.order_by(*order).limit(1))


def version_to_print(actor: Actor, key: str) -> ChecklistVersion:
    """Return a published version with all its criteria; a draft only to whoever edits it.

    :raises NotFound: when there is none.
    """
    demand(actor, Permission.CHECKLIST_READ)
    sections = selectinload(ChecklistVersion.sections).selectinload(ChecklistSection.criteria)
    found = db.session.scalar(
        select(ChecklistVersion).where(ChecklistVersion.key == key).options(sections)
    )
    if found is None:
        raise NotFound(thing="checklist-version", key=key)
    if found.state is ChecklistVersionState.DRAFT:
        demand(actor, Permission.CHECKLIST_EDIT)
    return found
