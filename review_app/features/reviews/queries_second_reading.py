"""Finding second readings, who can be the reader, and what the rules look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from review_app.domain import scoring
from review_app.domain.access import OPERATOR, Actor, Permission, Role, demand
from review_app.domain.errors import NotFound
from review_app.domain.second_reading import HandedIn, sample_of
from review_app.domain.workflow import ReviewState, SecondReadingState
from review_app.features.reviews import queries
from review_app.features.reviews.sheet import Line, Sheet
from review_app.kernel.db import db
from review_app.kernel.paging import Page, after_row, page_of
from review_app.models import (
    Appointment,
    Case,
    ChecklistVersion,
    FirstAnswer,
    Person,
    Review,
    Round,
    RoundCase,
    SecondReading,
    SecondReadingPlan,
    SecondReadingPoint,
)
from review_app.models.visibility import visible_reviews, visible_rounds, visible_second_readings

WITH_REVIEWER = (SecondReadingState.RETURNED,)
WITH_READER = (SecondReadingState.ASKED, SecondReadingState.ANSWERED)


@dataclass(frozen=True, slots=True)
class Read:
    """A review as its second reader sees it; by criterion what was said and answered first."""

    reading: SecondReading
    sheet: Sheet
    points: dict[int, SecondReadingPoint]
    first: dict[int, FirstAnswer]

    def changed_from(self, line: Line) -> FirstAnswer | None:
        """Return what was answered before the return, where it is not what stands."""
        before = self.first.get(line.criterion.id)
        now = (line.given, line.answer.comment if line.answer else None)
        return before if before is not None and (before.value, before.comment) != now else None


def plan_of(_actor: Actor, round_id: int) -> SecondReadingPlan | None:
    """Return what of a round is read twice, if that was said."""
    query = select(SecondReadingPlan).where(SecondReadingPlan.round_id == round_id)
    return db.session.scalar(query)


def get_round(actor: Actor, key: str) -> Round:
    """Return the round whose second readings are planned.

    :raises NotFound: when there is none, or none the actor may know of.
    """
    demand(actor, Permission.ROUND_RUN)
    found = db.session.scalar(visible_rounds(actor).where(Round.key == key))
    if found is None:
        raise NotFound(thing="round", key=key)
    return found


def list_readings(
    actor: Actor, *, is_open: bool = True, after: str | None = None
) -> Page[SecondReading]:
    """Return the second readings the actor may read, oldest first."""
    demand(actor, Permission.SECOND_READING_READ)
    passed = SecondReading.state == SecondReadingState.PASSED
    query = visible_second_readings(actor).join(Review, Review.id == SecondReading.review_id)
    query = query.where(~passed if is_open else passed, Review.state != ReviewState.CANCELLED)
    review = joinedload(SecondReading.review)
    query = query.options(
        review.joinedload(Review.case),
        review.joinedload(Review.round),
        review.joinedload(Review.reviewer),
        joinedload(SecondReading.reader),
    )
    paged = after_row(query, after, value=SecondReading.id, id_=SecondReading.id)
    return page_of(db.session.scalars(paged).all(), lambda row: (row.id, row.id))


def get_reading(actor: Actor, key: str) -> SecondReading:
    """Return one second reading with its review.

    :raises NotFound: when there is none, or none the actor may know of.
    """
    review = joinedload(SecondReading.review)
    options = (review.joinedload(Review.case), review.joinedload(Review.round))
    query = visible_second_readings(actor).where(SecondReading.key == key).options(*options)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound(thing="second reading", key=key)
    return found


def reading_about(actor: Actor, review: Review) -> SecondReading | None:
    """Return the second reading of *review*, if there is one that the actor may read."""
    return db.session.scalar(_about(actor), {"review_id": review.id})


@lru_cache(maxsize=256)  # every page of a review asks it
def _about(actor: Actor) -> Select[SecondReading]:
    query = visible_second_readings(actor)
    query = query.where(SecondReading.review_id == bindparam("review_id"))
    return query.options(selectinload(SecondReading.points))


def of_review(_actor: Actor, review: Review) -> SecondReading | None:
    """Return the second reading of *review*; for rules that hold whoever acts."""
    query = visible_second_readings(Actor(roles=frozenset({Role.COORDINATOR})))
    return db.session.scalar(query.where(SecondReading.review_id == review.id))


def read(actor: Actor, reading: SecondReading) -> Read:
    """Lay a review out for its second reader, as its reviewer wrote it."""
    demand(actor, Permission.SECOND_READING_READ, reading)
    sheet = queries.as_given(OPERATOR, reading.review)
    kept = select(FirstAnswer).where(FirstAnswer.reading_id == reading.id)
    first = {row.criterion_id: row for row in db.session.scalars(kept)}
    return Read(reading, sheet, {p.criterion_id: p for p in reading.points}, first)


def as_rules_see_it(actor: Actor, review: Review, *, plan: SecondReadingPlan) -> HandedIn:
    """Return what the rules look at; the platform's own."""
    answers = queries.as_given(OPERATOR, review).plain()
    return HandedIn(
        is_in_sample=review.case.key in _sample(plan),
        has_failed_critical=any(a.is_critical and scoring.is_failed(a.value) for a in answers),
        handed_in_before=_handed_in_before(actor, review),
    )


def _sample(plan: SecondReadingPlan) -> frozenset[str]:
    """Choose among the cases as chosen; what came in later, and what two review, is left out."""
    if not plan.share_percent:
        return frozenset()
    second = aliased(Review)
    of_two = select(second.round_case_id).where(
        second.round_id == plan.round_id, second.second_of_id.is_not(None)
    )
    refs = db.session.scalars(
        select(Case.key)
        .join(RoundCase, RoundCase.case_id == Case.id)
        .where(
            RoundCase.round_id == plan.round_id,
            RoundCase.replaces_id.is_(None),
            RoundCase.extension_id.is_(None),
            RoundCase.id.not_in(of_two),
        )
    ).all()
    return sample_of(refs, secret=plan.secret, share_percent=plan.share_percent)


def _handed_in_before(_actor: Actor, review: Review) -> int:
    same = select(ChecklistVersion.checklist_id).where(ChecklistVersion.id == review.version_id)
    versions = select(ChecklistVersion.id).where(
        ChecklistVersion.checklist_id == same.scalar_subquery()
    )
    earlier = visible_reviews(OPERATOR).where(
        Review.reviewer_id == review.reviewer_id,
        Review.version_id.in_(versions),
        Review.id != review.id,
        Review.apart_for_id.is_(None),
        or_(
            Review.submitted_at < review.submitted_at,
            (Review.submitted_at == review.submitted_at) & (Review.id < review.id),
        ),
    )
    return db.session.scalar(select(func.count()).select_from(earlier.subquery())) or 0


def able_readers(_actor: Actor, review: Review) -> Sequence[int]:
    """Return who can read *review*: coordinators, but not its reviewer or who handles the case."""
    place = db.session.get_one(RoundCase, review.round_case_id)
    barred = {
        review.reviewer_id,
        review.caseworker_id,
        review.case.caseworker_id,
        place.caseworker_id,
    } - {None}
    coordinators = select(Appointment.person_id).where(Appointment.role == Role.COORDINATOR)
    able = select(Person.id).where(Person.is_active, Person.id.in_(coordinators))
    return db.session.scalars(able.where(Person.id.not_in(barred))).all()


def readings_by_reader(_actor: Actor) -> dict[int, int]:
    """Count the second readings each person was asked for; the platform's own."""
    asked = select(SecondReading.reader_id, func.count(SecondReading.id))
    return {row[0]: row[1] for row in db.session.execute(asked.group_by(SecondReading.reader_id))}
