"""Finding the pairs of reviews that are held against each other, and laying two side by side."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased, joinedload

from review_app.domain.access import OPERATOR, Actor, Permission, Role, demand
from review_app.domain.errors import NotFound
from review_app.domain.scoring import AnswerValue
from review_app.domain.workflow import ReviewState
from review_app.features.reviews import queries
from review_app.features.reviews.sheet import Line, Sheet
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.kernel.paging import Page, after_row, page_of
from review_app.models import (
    Appointment,
    ChecklistSection,
    ChecklistVersion,
    Comparison,
    Criterion,
    Engagement,
    EngagementMember,
    Person,
    Review,
    RoundCase,
    SettledAnswer,
    SettlingOffer,
)
from review_app.models.engagements import runs_on
from review_app.models.reviews import BEING_SCORED
from review_app.models.visibility import visible_comparisons, visible_reviews


@dataclass(frozen=True, slots=True)
class Point:
    """One thing two reviewers answered: what each gave, what they would settle on, what came out.

    Without a criterion it is the verdict; the two sides then stand in the reviews themselves.
    """

    offers: Sequence[SettlingOffer]
    settled: SettledAnswer | None = None
    first: Line | None = None
    second: Line | None = None

    def offer_of(self, person_id: int | None) -> SettlingOffer | None:
        """Return what this person would settle on."""
        return next((o for o in self.offers if o.person_id == person_id), None)


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Both reviews of a case, criterion by criterion."""

    comparison: Comparison
    first: Sheet
    second: Sheet
    points: Sequence[Point]
    verdict: Point

    @property
    def open_points(self) -> list[Point]:
        """The criteria still to be settled."""
        return [point for point in self.points if point.settled is None]

    @property
    def differing(self) -> list[Point]:
        """The criteria that were settled although the answers differed."""
        return [p for p in self.points if p.settled and not _are_alike(p)]

    @property
    def alike(self) -> list[Point]:
        """The criteria to which both gave the same answer."""
        return [p for p in self.points if p.settled and _are_alike(p)]


def _are_alike(point: Point) -> bool:
    first, second = point.first, point.second
    return first is not None and second is not None and first.value is second.value


def seconds_of(_actor: Actor, round_id: int) -> dict[int, Review]:
    """Return the second reviews of a round by the first ones they belong to; the platform's own."""
    query = visible_reviews(OPERATOR).where(
        Review.round_id == round_id,
        Review.second_of_id.is_not(None),
        Review.state != ReviewState.CANCELLED,
    )
    return {r.second_of_id: r for r in db.session.scalars(query) if r.second_of_id}


def is_anybody_blind(_actor: Actor, round_id: int) -> bool:
    """Say whether a case of the round that two review still lacks one of its reviews."""
    other = aliased(Review)
    pair = or_(other.second_of_id == Review.id, other.id == Review.second_of_id)
    waiting = (
        visible_reviews(OPERATOR)
        .join(other, pair)
        .where(Review.round_id == round_id, Review.state.in_(BEING_SCORED))
    )
    return db.session.scalar(waiting.limit(1)) is not None


def waiting_to_go_on(_actor: Actor, round_id: int) -> Sequence[Review]:
    """Return the reviews of a round that were handed in and went nowhere yet, but no second."""
    query = visible_reviews(OPERATOR).where(
        Review.round_id == round_id,
        Review.state == ReviewState.SUBMITTED,
        Review.second_of_id.is_(None),
        Review.apart_for_id.is_(None),
    )
    options = [joinedload(Review.case), joinedload(Review.round)]
    return db.session.scalars(query.options(*options).order_by(Review.id)).all()


def list_comparisons(
    actor: Actor, *, is_open: bool = True, after: str | None = None
) -> Page[Comparison]:
    """Return the comparisons the actor may read, oldest first."""
    demand(actor, Permission.COMPARISON_READ)
    still = Comparison.settled_at.is_(None) & Comparison.cancelled_at.is_(None)
    query = visible_comparisons(actor).where(still if is_open else ~still)
    query = query.options(
        joinedload(Comparison.case),
        joinedload(Comparison.round),
        joinedload(Comparison.first).joinedload(Review.reviewer),
        joinedload(Comparison.second).joinedload(Review.reviewer),
        joinedload(Comparison.third_reviewer),
    )
    rows = db.session.scalars(after_row(query, after, value=Comparison.id, id_=Comparison.id)).all()
    return page_of(rows, lambda row: (row.id, row.id))


def open_counts(actor: Actor, comparisons: Sequence[Comparison]) -> dict[int, int]:
    """Return how many points of each are still to be settled, the verdict among them."""
    demand(actor, Permission.COMPARISON_READ)
    ids = [each.review_id for each in comparisons]
    settled = (
        select(SettledAnswer.review_id, func.count())
        .where(SettledAnswer.review_id.in_(ids))
        .group_by(SettledAnswer.review_id)
    )
    done = {row[0]: row[1] for row in db.session.execute(settled)}
    asked = queries.criteria_counts(actor, [each.first for each in comparisons])
    return {
        each.id: asked.get(each.first.version_id, 0)
        - done.get(each.review_id, 0)
        + (each.verdict is None)
        for each in comparisons
    }


def get_comparison(actor: Actor, key: str) -> Comparison:
    """Return one comparison with its case.

    :raises NotFound: when there is none, or none the actor may know of.
    """
    found = db.session.scalar(
        visible_comparisons(actor)
        .where(Comparison.key == key)
        .options(
            joinedload(Comparison.case),
            joinedload(Comparison.round),
            joinedload(Comparison.first).joinedload(Review.reviewer),
            joinedload(Comparison.first)
            .joinedload(Review.version)
            .joinedload(ChecklistVersion.checklist),
            joinedload(Comparison.second).joinedload(Review.reviewer),
            joinedload(Comparison.third_reviewer),
        )
    )
    if found is None:
        raise NotFound(thing="comparison", key=key)
    return found


def comparison_about(actor: Actor, review: Review) -> str | None:
    """Return the key of the comparison *review* is one side of, if the actor may read it."""
    sides = or_(Comparison.review_id == review.id, Comparison.second_review_id == review.id)
    found = db.session.scalar(visible_comparisons(actor).where(sides))
    return found.key if found else None


def side_by_side(actor: Actor, comparison: Comparison) -> SideBySide:
    """Return both reviews as they were given, with what was said since."""
    demand(actor, Permission.COMPARISON_READ, comparison)
    # Whoever may read the comparison reads both its sides, the consultant too.
    first = queries.as_given(OPERATOR, comparison.first)
    second = queries.as_given(OPERATOR, comparison.second)
    settled = {s.criterion_id: s for s in _settled_answers(comparison)}
    offers = defaultdict(list)
    for offer in _offers(comparison):
        offers[offer.criterion_id].append(offer)
    points = [
        Point(
            offers[one.criterion.id],
            settled.get(one.criterion.id),
            one,
            other,
        )
        for one, other in zip(first.lines, second.lines, strict=True)
    ]
    return SideBySide(comparison, first, second, points, Point(offers[None]))


def _settled_answers(comparison: Comparison) -> Sequence[SettledAnswer]:
    query = select(SettledAnswer).where(SettledAnswer.review_id == comparison.review_id)
    return db.session.scalars(query.options(joinedload(SettledAnswer.settled_by))).all()


def _offers(comparison: Comparison) -> Sequence[SettlingOffer]:
    query = select(SettlingOffer).where(SettlingOffer.comparison_id == comparison.id)
    query = query.options(joinedload(SettlingOffer.person)).order_by(SettlingOffer.id)
    return db.session.scalars(query).all()


def settled_values(_actor: Actor, comparison: Comparison) -> dict[int, SettledAnswer]:
    """Return what came out so far, by criterion."""
    return {s.criterion_id: s for s in _settled_answers(comparison)}


def criteria_of(_actor: Actor, comparison: Comparison) -> Sequence[Criterion]:
    """Return the criteria of the checklist both used."""
    of_version = (
        select(Criterion)
        .join(ChecklistSection, ChecklistSection.id == Criterion.section_id)
        .where(ChecklistSection.version_id == comparison.first.version_id)
    )
    return db.session.scalars(of_version).all()


def own_answers(_actor: Actor, review: Review) -> dict[int, AnswerValue | None]:
    """Return what one reviewer answered, by criterion."""
    return {line.criterion.id: line.value for line in queries.as_given(OPERATOR, review).lines}


def third_candidates(actor: Actor, comparison: Comparison) -> Sequence[Person]:
    """Return who can decide as the third: able reviewers who gave none of the two answers.

    Never whoever handles the case, or handled it when it was drawn.
    """
    demand(actor, Permission.COMPARISON_READ, comparison)
    today = clock.today()
    coordinators = select(Appointment.person_id).where(Appointment.role == Role.COORDINATOR)
    members = (
        select(EngagementMember.person_id)
        .join(Engagement, Engagement.id == EngagementMember.engagement_id)
        .where(
            Engagement.id == comparison.engagement_id,
            runs_on(today),
        )
    )
    place = db.session.get_one(RoundCase, comparison.first.round_case_id)
    barred = {
        comparison.first_reviewer_id,
        comparison.second_reviewer_id,
        comparison.caseworker_id,
        comparison.case.caseworker_id,
        place.caseworker_id,
    } - {None}
    return db.session.scalars(
        select(Person)
        .where(
            Person.is_active,
            or_(Person.id.in_(coordinators), Person.id.in_(members)),
            Person.id.not_in(barred),
        )
        .order_by(Person.name)
    ).all()
