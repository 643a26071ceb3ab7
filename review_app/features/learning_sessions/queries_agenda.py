"""What can be put on an agenda: each thing as a point with a title, its case, and its key.

Nothing that somebody may not know of yet is offered: findings of reviews the caseworker has seen,
feedback that was passed on, urgent findings kept from nobody, calibrations that are opened. Where
caseworkers sit at the table, findings and dilemmas are those of their own cases.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.calibrations import LOW_AGREEMENT, GivenAnswer, spread
from review_app.domain.kinds import Party
from review_app.domain.workflow import FeedbackState, ObjectionState, ReviewState, UrgentState
from review_app.kernel.db import db
from review_app.models import (
    Calibration,
    Case,
    ChecklistSection,
    Criterion,
    Feedback,
    Finding,
    LearningCase,
    LearningSession,
    Objection,
    Review,
    ReviewAnswer,
    Round,
    UrgentFinding,
)
from review_app.models.calibrations import OPENED
from review_app.models.reviews import counted_value
from review_app.models.visibility import (
    visible_calibrations,
    visible_cases,
    visible_feedback,
    visible_learning_cases,
    visible_objections,
    visible_reviews,
    visible_urgent_findings,
)

MOST = 100
PASSED_ON = (FeedbackState.IN_DIALOGUE, FeedbackState.ACKNOWLEDGED, FeedbackState.CLOSED)


@dataclass(frozen=True, slots=True)
class Point:
    """Something that can be talked about; ``title`` names it on the agenda, ``hint`` in a list."""

    id: int
    key: str
    title: str
    case_id: int | None = None
    hint: str = ""
    criterion: Criterion | None = None  # whose question is the hint, in the reader's language


def learning_cases(actor: Actor, session: LearningSession) -> list[Point]:
    """Return the latest learning cases; with outsiders, their engagement's only."""
    demand(actor, Permission.SESSION_PLAN)
    query = visible_learning_cases(actor).options(joinedload(LearningCase.case))
    if session.engagement_id is not None:
        query = query.where(LearningCase.engagement_id == session.engagement_id)
    found = db.session.scalars(query.order_by(LearningCase.chosen_at.desc()).limit(MOST))
    return [Point(c.id, c.key, c.case.key, c.case_id, _short(c.reason)) for c in found]


def feedback(actor: Actor, session: LearningSession) -> list[Point]:
    """Return feedback that was passed on; with outsiders, their engagement's only."""
    demand(actor, Permission.SESSION_PLAN)
    query = visible_feedback(actor).where(Feedback.state.in_(PASSED_ON))
    if session.engagement_id is not None:
        query = query.where(Feedback.engagement_id == session.engagement_id)
    query = _of_those_there(query, session, Feedback.caseworker_id)
    query = query.options(joinedload(Feedback.learning_case).joinedload(LearningCase.case))
    found = db.session.scalars(query.order_by(Feedback.passed_on_at.desc()).limit(MOST))
    return [
        Point(f.id, f.key, f.learning_case.case.key, f.learning_case.case_id, _short(f.dilemma))
        for f in found
    ]


def findings(actor: Actor, session: LearningSession) -> list[Point]:
    """Return the latest findings of reviews the caseworker has seen."""
    demand(actor, Permission.SESSION_PLAN)
    shown = visible_reviews(actor).where(
        Review.state.in_([ReviewState.IN_RESPONSE, ReviewState.SETTLED])
    )
    shown = _of_those_there(shown, session, Review.caseworker_id)
    query = select(Finding).where(
        Finding.review_id.in_(shown.with_only_columns(Review.id)), Finding.is_set_aside.is_(False)
    )
    query = query.options(joinedload(Finding.review))
    found = db.session.scalars(query.order_by(Finding.id.desc()).limit(MOST))
    return [Point(f.id, f.key, f.text[:120], f.review.case_id) for f in found]


def dilemmas(actor: Actor, session: LearningSession) -> list[Point]:
    """Return objections that were left as dilemmas, if nobody is from outside."""
    demand(actor, Permission.SESSION_PLAN)
    if session.engagement_id is not None:
        return []
    query = visible_objections(actor).where(Objection.state == ObjectionState.DILEMMA)
    query = _of_those_there(query, session, Objection.caseworker_id)
    query = query.options(joinedload(Objection.review))
    found = db.session.scalars(query.order_by(Objection.decided_at.desc()).limit(MOST))
    return [Point(o.id, o.key, o.text[:120], o.review.case_id) for o in found]


def urgent_findings(actor: Actor, session: LearningSession) -> list[Point]:
    """Return urgent findings kept from nobody, under their case's name alone, of people here."""
    demand(actor, Permission.SESSION_PLAN)
    if session.engagement_id is not None:
        return []
    query = visible_urgent_findings(actor).where(
        UrgentFinding.kept_from_id.is_(None), UrgentFinding.state != UrgentState.WITHDRAWN
    )
    query = query.join(Case, Case.id == UrgentFinding.case_id)
    query = _of_those_there(query, session, Case.caseworker_id)
    query = query.options(joinedload(UrgentFinding.case))
    found = db.session.scalars(query.order_by(UrgentFinding.raised_at.desc()).limit(MOST))
    return [Point(u.id, u.key, u.case.key, u.case_id, _short(u.text)) for u in found]


def differences(actor: Actor, session: LearningSession) -> list[Point]:
    """Return what the session's calibration, once opened, read differently, the most first."""
    demand(actor, Permission.SESSION_PLAN)
    if session.calibration_id is None:
        return []
    query = visible_calibrations(actor).where(
        Calibration.id == session.calibration_id, Calibration.state.in_(OPENED)
    )
    found = db.session.scalar(query)
    given = _answers(actor, found) if found else {}
    spreads = {key: spread(answers, {}).found for key, answers in given.items()}
    low = [
        (measured.percent_agreement, one)
        for one in _criteria(found.version_id if found else None)
        if (measured := spreads.get(one.id)) and measured.percent_agreement < LOW_AGREEMENT
    ]
    low.sort(key=lambda pair: pair[0])
    return [Point(one.id, one.key, one.code, criterion=one) for _, one in low]


def _criteria(version_id: int | None) -> Sequence[Criterion]:
    query = select(Criterion).join(ChecklistSection, ChecklistSection.id == Criterion.section_id)
    query = query.where(ChecklistSection.version_id == version_id)
    return db.session.scalars(query.order_by(ChecklistSection.position, Criterion.position)).all()


def _answers(actor: Actor, found: Calibration) -> dict[int, list[GivenAnswer]]:
    """Return what was handed in, by criterion, but of no case the actor handles."""
    value = counted_value()
    of_own = select(Case.id).where(Case.caseworker_id == actor.id)
    query = (
        select(Review.reviewer_id, Review.case_id, ReviewAnswer.criterion_id, value)
        .join(Round, Round.id == Review.round_id)
        .join(ReviewAnswer, ReviewAnswer.review_id == Review.id)
        .where(
            Round.calibration_id == found.id,
            Review.state == ReviewState.COMPARED,
            Review.case_id.not_in(of_own),
            value.is_not(None),
        )
    )
    given = defaultdict(list)
    for who, case_id, criterion_id, answer in db.session.execute(query):
        if answer is not None:
            given[criterion_id].append(GivenAnswer(who, case_id, criterion_id, answer))
    return given


def case(actor: Actor, key: str) -> Case | None:
    """Return the case with this key, if the actor may read it."""
    return db.session.scalar(visible_cases(actor).where(Case.key == key))


def _of_those_there(
    query: Select[Any],
    session: LearningSession,
    caseworker_id: InstrumentedAttribute[int | None] | ColumnElement[int | None],
) -> Select[Any]:
    there = [p.person_id for p in session.participants if p.party is Party.CASEWORKER]
    return query.where(caseworker_id.in_(there)) if there else query


def _short(text: str) -> str:
    return " ".join(text.split())[:60]
