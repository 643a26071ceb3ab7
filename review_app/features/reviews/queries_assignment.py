"""Who has which reviews of a round, and who could take them over."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from review_app.domain.access import OPERATOR, Actor, Permission, demand
from review_app.domain.errors import NotFound
from review_app.domain.workflow import ReviewState
from review_app.features.reviews import queries
from review_app.features.reviews.handover import Handover, plan_handover
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import ConflictOfInterest, Person, ReadingEntry, Review, Round, sharing
from review_app.models.assignments import (
    has_declared_conflict,
    reviewer_is_away,
    reviewer_left,
)
from review_app.models.people import Absence
from review_app.models.reviews import BEING_SCORED, HANDED_IN
from review_app.models.visibility import visible_reviews, visible_rounds

STANDING_CONFLICT = select(ConflictOfInterest).where(  # put together once: every save asks it
    ConflictOfInterest.person_id == bindparam("person_id"),
    ConflictOfInterest.case_id == bindparam("case_id"),
    ConflictOfInterest.withdrawn_at.is_(None),
)


class WaitReason(StrEnum):
    """Why a review waits for somebody else."""

    CONFLICT = "conflict"
    AWAY = "away"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Workload:
    """What one reviewer of a round has, as far as the reader may know of it."""

    person: Person
    weight: int
    most: int | None
    absences: Sequence[Absence]
    given: int = 0
    begun: int = 0
    handed_in: int = 0
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A review that is not handed in, and why it waits for somebody else, if it does."""

    review: Review
    reasons: tuple[WaitReason, ...]
    is_one_of_two: bool


def get_round(actor: Actor, key: str) -> Round:
    """Return the round whose reviews are shared out.

    :raises NotFound: when there is none, or none the actor may know of.
    :raises NotPermitted: when the actor does not run rounds.
    """
    found = db.session.scalar(visible_rounds(actor).where(Round.key == key))
    if found is None:
        raise NotFound(thing="round", key=key)
    demand(actor, Permission.ROUND_RUN, found)
    return found


def workloads(actor: Actor, found: Round) -> list[Workload]:
    """Return how many reviews each reviewer has, by name: counts of work, no measure of people.

    Somebody who was given reviews since stands there for whoever may see one of those.
    """
    asked = {one.person_id: one for one in found.reviewers}
    counts = _counts(actor, found)
    ids = asked.keys() | counts.keys()
    absences = sharing.absences_of(db.session(), list(ids), on=clock.today())
    people = select(Person).where(Person.id.in_(ids)).order_by(Person.name, Person.id)
    return [
        Workload(
            person,
            asked[person.id].weight if person.id in asked else 1,
            asked[person.id].most_reviews if person.id in asked else None,
            absences.get(person.id, []),
            *counts.get(person.id, ()),
        )
        for person in db.session.scalars(people)
    ]


def _counts(actor: Actor, found: Round) -> dict[int, tuple[int, ...]]:
    def counted(which: ColumnElement[bool]) -> ColumnElement[int]:
        return func.sum(case((which, 1), else_=0))

    overdue = Review.state.in_(BEING_SCORED) & (Review.due_on < clock.today())
    query = (
        visible_reviews(actor)
        .where(Review.round_id == found.id, Review.state != ReviewState.CANCELLED)
        .with_only_columns(
            Review.reviewer_id,
            func.count(),
            counted(Review.state == ReviewState.IN_PROGRESS),
            counted(Review.state.in_(HANDED_IN)),
            counted(overdue),
        )
        .group_by(Review.reviewer_id)
    )
    return {person_id: tuple(map(int, rest)) for person_id, *rest in db.session.execute(query)}


def unfinished(actor: Actor, found: Round) -> list[Unfinished]:
    """Return the reviews of the round that are not handed in, by reviewer and day.

    Whether a case is reviewed by two is said only to whoever may hand its reviews over.
    """
    today, pairs = clock.today(), paired(actor, found)
    query = (
        visible_reviews(actor)
        .where(Review.round_id == found.id, Review.state.in_(BEING_SCORED))
        .join(Person, Person.id == Review.reviewer_id)
        .options(joinedload(Review.case), joinedload(Review.reviewer))
        .order_by(Person.name, Review.due_on, Review.id)
        .add_columns(has_declared_conflict(), reviewer_is_away(today), reviewer_left(today))
    )
    return [
        Unfinished(
            review,
            tuple(reason for reason, holds in zip(WaitReason, why, strict=True) if holds),
            review.id in pairs,
        )
        for review, *why in db.session.execute(query)
    ]


def paired(_actor: Actor, found: Round) -> set[int]:
    """Return the reviews of the round that another one is the second of, or that are second."""
    pairs = visible_reviews(OPERATOR).where(
        Review.round_id == found.id, Review.second_of_id.is_not(None)
    )
    rows = db.session.execute(pairs.with_only_columns(Review.id, Review.second_of_id))
    return {id_ for pair in rows for id_ in pair}


def partner_of(_actor: Actor, review: Review) -> Review | None:
    """Return the other review of a case that two review; the platform's own."""
    pair = or_(Review.second_of_id == review.id, Review.id == review.second_of_id)
    return db.session.scalar(visible_reviews(OPERATOR).where(pair))


def able_to_take_over(_actor: Actor, found: Round) -> list[Person]:
    """Return who can be given reviews of the round today, by name."""
    today = clock.today()
    people = sharing.able_people(db.session(), found, on=today)
    return sharing.here(db.session(), found, people, on=today)


def plan_for(
    actor: Actor, found: Round, *, review_keys: Collection[str], taker_key: str = ""
) -> Handover:
    """Return what handing these reviews over would come to; nothing is changed.

    :param taker_key: who takes them all; without, they are shared out among the round's reviewers.
    :raises NotPermitted: to whoever reviews in a round that scores cases twice.
    """
    demand(actor, Permission.REVIEW_HAND_OVER, found)
    capacities = sharing.reviewers_here(db.session(), found, on=clock.today())
    able = able_to_take_over(actor, found)
    takers = [p for p in able if (p.key == taker_key if taker_key else p.id in capacities)]
    return plan_handover(
        [one.review for one in unfinished(actor, found) if one.review.key in review_keys],
        takers,
        barred=barred_from(actor, found),
        capacities=capacities,
        loads={line.person.id: line.given for line in workloads(actor, found)},
    )


def barred_from(actor: Actor, found: Round) -> dict[int, set[int]]:
    """Return who cannot take a review over, by the case's place in the round.

    Whoever has a part in the case; who has or had a review of it; and where two review a case,
    who has read one of the two, and whoever hands it over: they may have.
    """
    parts = sharing.parts_in_cases(db.session(), found.id)
    barred: dict[int, set[int]] = defaultdict(set)
    every = visible_reviews(OPERATOR).where(Review.round_id == found.id)
    columns = (Review.round_case_id, Review.case_id, Review.reviewer_id)
    for place_id, case_id, reviewer_id in db.session.execute(every.with_only_columns(*columns)):
        barred[place_id] |= {reviewer_id, *parts.get(case_id, ())}
    if found.double_share_percent:
        for people in barred.values():
            people.add(actor.id or 0)
        for place_id, reader_id in _readers_of_two(found):
            barred[place_id].add(reader_id)
    return barred


def _readers_of_two(found: Round) -> list[tuple[int, int]]:
    other = aliased(Review)
    query = (
        select(Review.round_case_id, ReadingEntry.actor_id)
        .join(ReadingEntry, ReadingEntry.thing_key == Review.key)
        .join(other, or_(other.second_of_id == Review.id, other.id == Review.second_of_id))
        .where(
            Review.round_id == found.id,
            ReadingEntry.thing_type == Review.__tablename__,
            ReadingEntry.actor_id.is_not(None),
        )
    )
    rows = db.session.execute(query.distinct())
    return [(place_id, reader_id) for place_id, reader_id in rows if reader_id is not None]


def one_of_two(actor: Actor, key: str) -> Review:
    """Return a review that is one of two of its case, to whoever may hand it over.

    :raises NotFound: when there is none, it is the only one, or the actor may not know of it.
    """
    review = queries.get_review(actor, key)
    demand(actor, Permission.REVIEW_HAND_OVER, review.round)
    if partner_of(actor, review) is None:
        raise NotFound(thing="review", key=key)
    return review


def own_conflict(actor: Actor, review: Review) -> ConflictOfInterest | None:
    """Return what the actor said about the review; refuses whoever it was not given to."""
    demand(actor, Permission.REVIEW_SCORE, review)
    return conflict_of(actor, review)


def conflict_of(_actor: Actor, review: Review) -> ConflictOfInterest | None:
    """Return what the review's reviewer said about having a part in the case, if it stands."""
    whose = {"person_id": review.reviewer_id, "case_id": review.case_id}
    return db.session.scalar(STANDING_CONFLICT, whose)
