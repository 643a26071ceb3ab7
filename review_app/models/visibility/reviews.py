"""Which reviews and comparisons an actor may read, and which of them count for a case."""

from functools import lru_cache

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import aliased

from review_app.domain.access import Actor, Role
from review_app.domain.workflow import ReviewState
from review_app.models.comparisons import Comparison
from review_app.models.reviews import BEING_SCORED, HANDED_IN, Objection, Review
from review_app.models.rounds import RoundCase
from review_app.models.visibility.ways import any_way, not_apart_from_them

OPENED = (ReviewState.IN_RESPONSE, ReviewState.SETTLED)


@lru_cache(maxsize=256)  # asked several times a page; what it says hangs on the actor alone
def visible_reviews(actor: Actor) -> Select[Review]:
    """Select the reviews the actor may read (``Permission.REVIEW_READ``)."""
    ways = [
        (
            Role.CASEWORKER,
            and_(
                or_(Review.caseworker_id == actor.id, _handled_when_chosen(actor)),
                Review.state.in_(OPENED),
            ),
        ),
        (
            Role.MANAGER,
            and_(
                or_(Review.is_left_to_manager, Review.is_recorded_by_manager),
                Review.team_id.in_(actor.team_ids),
                Review.state.in_(OPENED),
            ),
        ),
        (
            Role.COORDINATOR,
            and_(
                _not_before_it_is_opened(actor),
                not_blind_to_it(actor),
                not_apart_from_them(actor, Review),
            ),
        ),
        (
            Role.CONSULTANT,
            and_(
                Review.reviewer_id == actor.id,
                Review.engagement_id.in_(actor.engagement_ids),
            ),
        ),
        (Role.OPERATOR, true()),
    ]
    return select(Review).where(any_way(actor, ways))


def _handled_when_chosen(actor: Actor) -> ColumnElement[bool]:
    theirs = select(RoundCase.id).where(RoundCase.caseworker_id == actor.id)
    return Review.round_case_id.in_(theirs)


def about_their_cases(actor: Actor) -> ColumnElement[bool]:
    """Hold for the reviews the actor is heard on, or has a copy of."""
    for_them = or_(Review.is_left_to_manager, Review.is_recorded_by_manager)
    instead = and_(for_them, Review.team_id.in_(actor.team_ids))
    return or_(Review.caseworker_id == actor.id, _handled_when_chosen(actor), instead)


def visible_objections(actor: Actor) -> Select[Objection]:
    """Select the objections the actor may read (``Permission.OBJECTION_READ``)."""
    by_another = or_(Objection.caseworker_id.is_(None), Objection.caseworker_id != actor.id)
    ways = [
        (Role.COORDINATOR, by_another),
        (
            Role.CONSULTANT,
            and_(answered_by_them(actor), Objection.engagement_id.in_(actor.engagement_ids)),
        ),
        (
            Role.MANAGER,
            and_(Objection.is_left_to_manager, Objection.team_id.in_(actor.team_ids), by_another),
        ),
        (Role.OPERATOR, true()),
    ]
    return select(Objection).where(any_way(actor, ways))


def answered_by_them(actor: Actor) -> ColumnElement[bool]:
    """Return the condition under which the actor gave or settled what is objected to."""
    return or_(
        Objection.reviewer_id == actor.id,
        func.coalesce(Objection.second_reviewer_id == actor.id, false()),
        func.coalesce(Objection.third_reviewer_id == actor.id, false()),
    )


def _not_before_it_is_opened(actor: Actor) -> ColumnElement[bool]:
    return or_(
        Review.caseworker_id.is_(None),
        Review.caseworker_id != actor.id,
        Review.state.in_(OPENED),
    )


def not_blind_to_it(actor: Actor) -> ColumnElement[bool]:
    """Return the condition under which nobody keeps a :class:`Review` from the other reviewer."""
    return or_(Review.blind_to_id.is_(None), Review.blind_to_id != actor.id)


def counted_reviews(actor: Actor) -> ColumnElement[bool]:
    """Return the condition under which a review stands for its case when cases are counted.

    A case counts once. Of its two reviews the first stands for it; but as long as neither reviewer
    may know of the other, each is counted their own, or a count would tell what lists do not. What
    is scored in a calibration counts for nobody but whoever scores it.
    """
    own_second = and_(Review.blind_to_id.is_not(None), Review.reviewer_id == actor.id)
    counts_once = or_(
        and_(Review.second_of_id.is_(None), not_blind_to_it(actor)),
        and_(Review.second_of_id.is_not(None), own_second),
    )
    return and_(counts_once, not_apart_from_them(actor, Review))


def counted_as_handed_in(actor: Actor) -> ColumnElement[bool]:
    """Return the condition under which the case of a counted review is handed in, by both if two.

    Of their own pair a reviewer counts their own review alone.
    """
    second = aliased(Review)
    waited_for = select(second.second_of_id).where(
        second.second_of_id.is_not(None), second.state.in_(BEING_SCORED)
    )
    return and_(
        Review.state.in_(HANDED_IN),
        or_(Review.id.not_in(waited_for), Review.reviewer_id == (actor.id or 0)),
    )


def rounds_still_blind(actor: Actor) -> Select[int]:
    """Select the rounds in which the actor reviews while somebody's review could be swayed.

    Of such a round the actor learns nothing about how the reviewers agree.
    """
    waiting = aliased(Review)
    return select(Review.round_id).where(
        Review.reviewer_id == actor.id,
        Review.state != ReviewState.CANCELLED,
        Review.round_id.in_(
            select(waiting.round_id).where(
                waiting.state != ReviewState.CANCELLED, waiting.submitted_at.is_(None)
            )
        ),
    )


def visible_comparisons(actor: Actor) -> Select[Comparison]:
    """Select the comparisons the actor may read (``Permission.COMPARISON_READ``)."""
    by_another = or_(Comparison.caseworker_id.is_(None), Comparison.caseworker_id != actor.id)
    part_of_it = or_(
        Comparison.first_reviewer_id == actor.id,
        Comparison.second_reviewer_id == actor.id,
        Comparison.third_reviewer_id == actor.id,
    )
    engaged = Comparison.engagement_id.in_(actor.engagement_ids)
    ways = [
        (Role.COORDINATOR, by_another),
        (Role.CONSULTANT, and_(part_of_it, by_another, engaged)),
    ]
    return select(Comparison).where(any_way(actor, ways))
