"""Everything about one case that the person asking may know."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from review_app.domain.access import Actor
from review_app.domain.errors import NotFound
from review_app.features.cases.queries import Row, rows_of, select_rows
from review_app.kernel.db import db
from review_app.models import Case, CaseEvent, Review
from review_app.models.visibility import visible_cases, visible_reviews


@dataclass(frozen=True, slots=True)
class CasePage:
    """One case with its events and those of its reviews that the actor may know of."""

    case: Case
    row: Row
    events: Sequence[Any]
    reviews: Sequence[Any]


def get_case(actor: Actor, key: str) -> CasePage:
    """Return one case with its events and the reviews the actor may know of.

    :raises NotFound: when there is none, or none the actor may know of.
    """
    case = db.session.scalar(
        visible_cases(actor)
        .where(Case.key == key)
        .options(joinedload(Case.source), joinedload(Case.caseworker))
    )
    if case is None:
        raise NotFound(thing="case", key=key)
    row = rows_of(actor, select_rows(actor).where(Case.id == case.id))[0]
    events = db.session.execute(
        select(
            CaseEvent.activity,
            CaseEvent.answer,
            CaseEvent.status,
            CaseEvent.team_label,
            CaseEvent.performed_by_label,
            CaseEvent.happened_on,
            CaseEvent.stamp,
        )
        .where(CaseEvent.case_id == case.id)
        .order_by(CaseEvent.happened_on, CaseEvent.position)
    ).all()
    reviews = db.session.scalars(
        visible_reviews(actor)
        .where(Review.case_id == case.id)
        .options(joinedload(Review.round))
        .order_by(Review.id)
    ).all()
    return CasePage(case, row, events, reviews)
