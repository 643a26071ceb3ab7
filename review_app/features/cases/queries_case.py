"""Everything about one case that the person asking may know."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from review_app.domain.access import Actor
from review_app.domain.errors import NotFound
from review_app.features.cases.queries import Row, as_seen_by
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
    return CasePage(case, as_seen_by(actor, _row(case)), events, reviews)


def _row(case: Case) -> Row:
    return Row(
        id=case.id,
        key=case.key,
        number=case.number,
        source=case.source.name,
        case_type=case.case_type,
        team=case.team_label,
        caseworker=case.caseworker.name if case.caseworker else case.caseworker_label,
        caseworker_id=case.caseworker_id,
        status=case.status,
        opened_on=case.opened_on,
        closed_on=case.closed_on,
        deadline_on=case.deadline_on,
    )
