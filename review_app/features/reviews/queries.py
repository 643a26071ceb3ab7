"""Finding reviews, and laying one out."""

from collections.abc import Collection, Sequence
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, not_, or_, select, true
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from review_app.domain.access import OPERATOR, Actor, Permission, demand
from review_app.domain.applies_when import Conditional
from review_app.domain.errors import NotFound
from review_app.domain.workflow import ReviewState
from review_app.features.reviews.asking import Asking, looks_at_events
from review_app.features.reviews.queries_settled import as_it_stands, evidence_of
from review_app.features.reviews.sheet import Line, Part, Sheet, is_told
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.kernel.paging import Page, after_row, page_of
from review_app.models import (
    Case,
    CaseEvent,
    CaseworkerResponse,
    ChecklistSection,
    ChecklistVersion,
    Criterion,
    Finding,
    Objection,
    Person,
    Review,
    ReviewAnswer,
    Round,
)
from review_app.models.locked_checklists import AskedCriterion, Sections, asked_by
from review_app.models.reviews import BEING_SCORED, awaits_response, is_final
from review_app.models.visibility import (
    about_their_cases,
    visible_objections,
    visible_reviews,
    visible_rounds,
)

WITH_ITS_CASE = (
    joinedload(Review.case).joinedload(Case.team),
    joinedload(Review.version),
)
LAID_OUT = (  # put together once: it costs more than it saves when done for every page
    joinedload(Review.case).joinedload(Case.team),
    joinedload(Review.round),
    joinedload(Review.reviewer),
    joinedload(Review.caseworker),
    joinedload(Review.responded_by),
    joinedload(Review.version).joinedload(ChecklistVersion.checklist),
)

EVENTS = (
    select(CaseEvent)
    .where(CaseEvent.case_id == bindparam("case_id"))
    .order_by(CaseEvent.happened_on, CaseEvent.position)
)


class View(StrEnum):
    """Which reviews a list is about."""

    MINE = "mine"
    ANSWER = "answer"
    ALL = "all"


def _about(actor: Actor, view: View) -> ColumnElement[bool]:
    if view is View.MINE:
        return Review.reviewer_id == actor.id
    if view is View.ANSWER:
        return about_their_cases(actor)
    return true()


def list_reviews(
    actor: Actor,
    *,
    view: View,
    states: Sequence[ReviewState] = (),
    round_key: str = "",
    reviewer_key: str = "",
    is_overdue: bool = False,
    after: str | None = None,
) -> Page[Review]:
    """Return reviews, soonest due first."""
    demand(actor, Permission.REVIEW_READ)
    due = Review.response_due_on if view is View.ANSWER else Review.due_on
    query = visible_reviews(actor).where(_about(actor, view))
    if states:
        query = query.where(Review.state.in_(states))
    if round_key:
        query = query.join(Round, Round.id == Review.round_id).where(Round.key == round_key)
    if reviewer_key:
        query = query.where(Review.reviewer.has(Person.key == reviewer_key))
    if is_overdue:
        query = query.where(Review.state.in_(BEING_SCORED), Review.due_on < clock.today())
    query = query.options(
        joinedload(Review.case),
        joinedload(Review.round),
        joinedload(Review.reviewer),
        joinedload(Review.caseworker),
        selectinload(Review.objections),
    )
    rows = db.session.scalars(after_row(query, after, value=due, id_=Review.id)).all()
    return page_of(rows, lambda r: (r.response_due_on if view is View.ANSWER else r.due_on, r.id))


def count_waiting(actor: Actor, *, view: View) -> int:
    """Count what waits for the actor: reviews to score, or to answer."""
    waits: ColumnElement[bool] = Review.state.in_(BEING_SCORED)
    if view is View.ANSWER:
        theirs = or_(Review.caseworker_id == actor.id, Review.is_left_to_manager)
        waits = and_(theirs, awaits_response(clock.today()))
    found = visible_reviews(actor).where(_about(actor, view), waits)
    return db.session.scalar(select(func.count()).select_from(found.subquery())) or 0


def answered_counts(actor: Actor, reviews: Sequence[Review]) -> dict[int, tuple[int, int]]:
    """Return by review how many criteria are answered and how many are not asked."""
    demand(actor, Permission.REVIEW_READ)
    answered = and_(ReviewAnswer.value.is_not(None), not_(ReviewAnswer.is_hidden))
    query = (
        select(ReviewAnswer.review_id, _number_of(answered), _number_of(ReviewAnswer.is_hidden))
        .where(ReviewAnswer.review_id.in_([r.id for r in reviews]))
        .group_by(ReviewAnswer.review_id)
    )
    return {row[0]: (row[1], row[2]) for row in db.session.execute(query)}


def _number_of(condition: Any) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def criteria_counts(actor: Actor, reviews: Sequence[Review]) -> dict[int, int]:
    """Return how many criteria the checklist versions of *reviews* have, by version."""
    demand(actor, Permission.REVIEW_READ)
    query = (
        select(ChecklistSection.version_id, func.count())
        .join(Criterion, Criterion.section_id == ChecklistSection.id)
        .where(ChecklistSection.version_id.in_({r.version_id for r in reviews}))
        .group_by(ChecklistSection.version_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def rounds_to_filter_by(actor: Actor) -> list[tuple[str, str]]:
    """Return key and title of the rounds the actor may read, newest first."""
    query = visible_rounds(actor).order_by(Round.id.desc()).limit(100)
    return [(found.key, found.title) for found in db.session.scalars(query)]


def reviewers_to_filter_by(actor: Actor) -> list[tuple[str, str]]:
    """Return key and name of those who have reviews the actor may read, by name."""
    ids = visible_reviews(actor).with_only_columns(Review.reviewer_id)
    query = select(Person.key, Person.name).where(Person.id.in_(ids)).order_by(Person.name)
    return [(key, name) for key, name in db.session.execute(query)]


def get_review(actor: Actor, key: str) -> Review:
    """Return one review with its case and the checklist's version.

    :raises NotFound: when there is none, or none the actor may know of.
    """
    return _the_one(_by_key(actor, WITH_ITS_CASE), key)


def get_sheet(actor: Actor, key: str) -> Sheet:
    """Return one review as its reader sees it; refusals as in :func:`get_review`."""
    return lay_out(actor, _the_one(_by_key(actor, LAID_OUT), key))


@lru_cache(maxsize=512)  # every page and every save of an answer asks it
def _by_key(actor: Actor, options: tuple[ExecutableOption, ...]) -> Select[Review]:
    return visible_reviews(actor).where(Review.key == bindparam("key")).options(*options)


def _the_one(query: Select[Review], key: str) -> Review:
    review = db.session.scalar(query, {"key": key})
    if review is None:
        raise NotFound(thing="review", key=key)
    return review


def lay_out(actor: Actor, review: Review) -> Sheet:
    """Return the review as its reader sees it, with the answers that stand."""
    return as_it_stands(actor, as_given(actor, review))


def as_given(actor: Actor, review: Review) -> Sheet:
    """Return the review as its reviewer wrote it."""
    answers = {a.criterion_id: a for a in _all(ReviewAnswer, review.id)}
    findings = [f for f in _all(Finding, review.id) if not f.is_set_aside]
    by_criterion = {f.criterion_id: f for f in findings if f.criterion_id is not None}
    is_open = is_told(actor, review)
    told = _all(CaseworkerResponse, review.id) if is_open else []
    responses = {response.criterion_id: response for response in told}
    raised = _objections(review) if is_open else ()
    objections = {objection.criterion_id: objection for objection in raised}
    evidence = evidence_of(actor, [review.id])
    events = _events(review)
    sections = asked_by(db.session(), review.version)
    given = {id_: answer.value for id_, answer in answers.items()}
    asking = Asking(review, events, given, _conditionals(sections))

    def _line(criterion: AskedCriterion) -> Line:
        return Line(
            criterion=criterion,
            answer=answers.get(criterion.id),
            evidence=evidence[criterion.id],
            finding=by_criterion.get(criterion.id),
            response=responses.get(criterion.id),
            objection=objections.get(criterion.id),
            is_asked=criterion.id not in asking.hidden,
            is_closed_by_the_case=asking.is_closed_by_the_case(criterion),
            fact=asking.fact(criterion),
        )

    parts = [Part(section, [_line(each) for each in section.criteria]) for section in sections]
    free = [f for f in findings if f.criterion_id is None]
    return Sheet(review, parts, events, free)


def _conditionals(sections: Sections) -> dict[int, Conditional]:
    return {each.id: each.conditional for section in sections for each in section.criteria}


def _all(table: type, review_id: int) -> list:  # type: ignore[type-arg]
    return list(db.session.scalars(_of_review(table), {"review_id": review_id}))


@lru_cache
def _of_review(table: type) -> Select[Any]:
    return select(table).filter_by(review_id=bindparam("review_id")).order_by("id")


def asking_of(_actor: Actor, review: Review) -> Asking:
    """Return what is asked of the case, without laying the whole review out."""
    conditionals = _conditionals(asked_by(db.session(), review.version))
    if not any(each.clauses for each in conditionals.values()):
        return Asking(review, (), {}, conditionals)
    own = select(ReviewAnswer.criterion_id, ReviewAnswer.value, ReviewAnswer.is_hidden)
    given = db.session.execute(own.where(ReviewAnswer.review_id == review.id)).all()
    events = _events(review) if looks_at_events(conditionals.values()) else ()
    marked = frozenset(id_ for id_, _, is_hidden in given if is_hidden)
    return Asking(review, events, {id_: value for id_, value, _ in given}, conditionals, marked)


def _objections(review: Review) -> Sequence[Objection]:
    people = (joinedload(Objection.replied_by), joinedload(Objection.decided_by))
    query = visible_objections(OPERATOR).where(Objection.review_id == review.id)
    return db.session.scalars(query.options(*people)).all()


def _events(review: Review) -> Sequence[CaseEvent]:
    return db.session.scalars(EVENTS, {"case_id": review.case_id}).all()


def find_criteria(
    actor: Actor, review: Review, *, keys: Collection[str]
) -> dict[str, AskedCriterion]:
    """Return criteria of the review's checklist by key.

    :raises NotFound: when the checklist has none of one of the keys.
    """
    demand(actor, Permission.REVIEW_READ, review)
    sections = asked_by(db.session(), review.version)
    found = {each.key: each for s in sections for each in s.criteria if each.key in keys}
    for key in keys:
        if key not in found:
            raise NotFound(thing="criterion", key=key)
    return found


def find_criterion(actor: Actor, review: Review, *, key: str) -> AskedCriterion:
    """Return one criterion of the review's checklist; refusals as in :func:`find_criteria`."""
    return find_criteria(actor, review, keys=[key])[key]


def overdue_responses(actor: Actor, *, today: date) -> list[Review]:
    """Return the reviews whose response period is over but not yet recorded as such.

    None on which an objection is still to be decided. Nobody else changes them until the caller's
    unit of work ends.
    """
    query = visible_reviews(actor).where(Review.state == ReviewState.IN_RESPONSE, is_final(today))
    return list(db.session.scalars(query.order_by(Review.id).with_for_update(of=Review)))
