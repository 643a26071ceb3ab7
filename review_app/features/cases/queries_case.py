"""Everything about one case that the person asking may know."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from review_app.domain.access import Actor
from review_app.domain.errors import NotFound
from review_app.features.cases.queries import Row, as_seen_by
from review_app.kernel.db import db
from review_app.models import (
    AgendaItem,
    Case,
    CaseDeadline,
    CaseEvent,
    LearningCase,
    LearningSession,
    Review,
)
from review_app.models.visibility import (
    visible_cases,
    visible_deadlines,
    visible_learning_cases,
    visible_reviews,
    visible_sessions,
)


@dataclass(frozen=True, slots=True)
class CasePage:
    """One case with its events and those of its reviews that the actor may know of."""

    case: Case
    row: Row
    events: Sequence[Any]
    reviews: Sequence[Any]
    deadlines: Sequence[CaseDeadline]
    learning_cases: Sequence[LearningCase]
    sessions: Sequence[LearningSession]


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
        .order_by(CaseEvent.happened_on, CaseEvent.stamp, CaseEvent.position)
    ).all()
    reviews = db.session.scalars(
        visible_reviews(actor)
        .where(Review.case_id == case.id)
        .options(joinedload(Review.round))
        .order_by(Review.id)
    ).all()
    row = as_seen_by(actor, _row(case))
    learned_from = _learned_from(actor, case)
    return CasePage(case, row, events, reviews, _deadlines(actor, case), *learned_from)


def _deadlines(actor: Actor, case: Case) -> Sequence[CaseDeadline]:
    return db.session.scalars(
        visible_deadlines(actor)
        .where(CaseDeadline.case_id == case.id)
        .options(joinedload(CaseDeadline.rule))
        .order_by(CaseDeadline.due_on.is_(None), CaseDeadline.due_on, CaseDeadline.id)
    ).all()


def _learned_from(
    actor: Actor, case: Case
) -> tuple[Sequence[LearningCase], Sequence[LearningSession]]:
    learning_cases = db.session.scalars(
        visible_learning_cases(actor).where(LearningCase.case_id == case.id)
    ).all()
    talked_about = (
        select(AgendaItem.session_id)
        .outerjoin(LearningCase, AgendaItem.learning_case_id == LearningCase.id)
        .where(or_(AgendaItem.case_id == case.id, LearningCase.case_id == case.id))
    )
    sessions = db.session.scalars(
        visible_sessions(actor)
        .where(LearningSession.id.in_(talked_about))
        .order_by(LearningSession.starts_at)
    ).all()
    return learning_cases, sessions


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
