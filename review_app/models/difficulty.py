"""How hard cases look, said in SQL: the twin of :mod:`review_app.domain.difficulty`.

Computed by the database when it is asked for, so that a ranking is never older than the cases. One
statement walks every event of the cases that are ranked; what that costs is printed by
``python -m benchmarks.ranking``.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, literal, or_, select

from review_app.domain.access import Actor
from review_app.domain.case_deadlines import DeadlineState
from review_app.domain.difficulty import DAYS_A_STEP, MOST_STEPS, Factor, Ranking
from review_app.domain.workflow import ReviewState
from review_app.kernel import clock
from review_app.kernel.days import days_between
from review_app.models.case_conditions import deadline_missed
from review_app.models.cases import Case, CaseEvent
from review_app.models.reviews import Finding, Review
from review_app.models.timeliness import CaseDeadline
from review_app.models.visibility import visible_reviews

OPENED = (ReviewState.IN_RESPONSE, ReviewState.SETTLED)


def ranked(actor: Actor, cases: Select[Case], ranking: Ranking) -> Subquery:
    """Return *cases* with columns ``id``, ``rank`` (from 1), ``points``, and one for each factor.

    Of findings only those count that the actor may read, of reviews the caseworker may read too.
    """
    ids = cases.with_only_columns(Case.id).subquery()
    events = _events(ranking, ids)
    missed = _missed(ids)
    found = _findings(actor, ids)
    ended = func.coalesce(Case.closed_on, literal(clock.today()))
    own_deadline = case((deadline_missed(), 1), else_=0)
    values: dict[Factor, ColumnElement[int]] = {
        Factor.AGE: func.coalesce(days_between(Case.opened_on, ended), 0),
        Factor.MISSED_DEADLINES: func.coalesce(missed.c.number, own_deadline),
        Factor.CASEWORKERS: func.coalesce(events.c.people, 0),
        Factor.PLAN_CHANGES: func.coalesce(events.c.plan_changes, 0),
        Factor.FINDINGS: func.coalesce(found.c.number, 0),
    }
    points: Any = sum(
        (ranking.weight(factor) * _steps(factor, value) for factor, value in values.items()),
        start=literal(0),
    )
    scored = (
        select(Case.id, points.label("points"), *(v.label(f.value) for f, v in values.items()))
        .join(ids, ids.c.id == Case.id)
        .outerjoin(events, events.c.case_id == Case.id)
        .outerjoin(missed, missed.c.case_id == Case.id)
        .outerjoin(found, found.c.case_id == Case.id)
    ).subquery()
    place = func.row_number().over(order_by=(scored.c.points.desc(), scored.c.id))
    return select(*scored.c, place.label("rank")).subquery()


def _steps(factor: Factor, value: ColumnElement[int]) -> ColumnElement[int]:
    if factor is Factor.AGE:
        value = value // DAYS_A_STEP
    elif factor is Factor.CASEWORKERS:
        value = value - 1
    return case((value > MOST_STEPS, MOST_STEPS), (value < 0, 0), else_=value)


def _events(ranking: Ranking, ids: Subquery) -> Subquery:
    changes = case((CaseEvent.activity == ranking.plan_activity, 1), else_=0)
    query = select(
        CaseEvent.case_id,
        func.count(CaseEvent.performed_by_label.distinct()).label("people"),
        func.sum(changes).label("plan_changes"),
    )
    query = query.where(CaseEvent.case_id.in_(select(ids.c.id))).group_by(CaseEvent.case_id)
    return query.subquery()


def _missed(ids: Subquery) -> Subquery:
    overdue = and_(CaseDeadline.state == DeadlineState.OPEN, CaseDeadline.due_on < clock.today())
    gone = CaseDeadline.state.in_([DeadlineState.LATE, DeadlineState.NOT_MET])
    number = func.sum(case((or_(gone, overdue), 1), else_=0)).label("number")
    query = select(CaseDeadline.case_id, number)
    query = query.where(CaseDeadline.case_id.in_(select(ids.c.id)))
    return query.group_by(CaseDeadline.case_id).subquery()


def _findings(actor: Actor, ids: Subquery) -> Subquery:
    readable = visible_reviews(actor).where(Review.state.in_(OPENED)).with_only_columns(Review.id)
    query = select(Review.case_id, func.count().label("number")).join(
        Finding, Finding.review_id == Review.id
    )
    query = query.where(
        Review.id.in_(readable),
        Finding.is_set_aside.is_(False),
        Review.case_id.in_(select(ids.c.id)),
    )
    return query.group_by(Review.case_id).subquery()
