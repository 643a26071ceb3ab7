"""What waits for a person in reviews and draws."""

from collections.abc import Iterator

from sqlalchemy import (
    Select,
    and_,
    not_,
    or_,
)

from review_app.domain.access import Actor, Permission, may_ever
from review_app.domain.waiting import WaitingKind
from review_app.domain.workflow import (
    ReviewState,
    SecondReadingState,
)
from review_app.features.home.waiting_lines import Line, line
from review_app.kernel import clock
from review_app.models import (
    Case,
    Comparison,
    Draw,
    DrawContribution,
    Review,
    Round,
    SecondReading,
)
from review_app.models.assignments import has_declared_conflict, waits_for_somebody_else
from review_app.models.reviews import awaits_response
from review_app.models.visibility import (
    about_their_cases,
    case_name,
    may_hand_over,
    visible_comparisons,
    visible_contributions,
    visible_reviews,
    visible_second_readings,
)


def reviews(actor: Actor) -> Iterator[Line]:
    """Reviews to score and to answer, and answers to settle."""
    seen = visible_reviews(actor).join(Case, Case.id == Review.case_id)
    seen = seen.join(Round, Round.id == Review.round_id)
    title = Round.title + ": " + case_name(actor)
    returned = _returned_reviews(actor)
    to_score = seen.where(
        Review.reviewer_id == actor.id,
        Review.state.in_([ReviewState.ASSIGNED, ReviewState.IN_PROGRESS]),
        not_(has_declared_conflict()),
    )
    if may_ever(actor, Permission.SECOND_READING_READ):
        yield from _second_readings(actor, to_score)
    yield line(
        to_score.where(Review.id.not_in(returned)),
        WaitingKind.SCORE,
        Review.key,
        title,
        Review.due_on,
    )
    if may_ever(actor, Permission.REVIEW_HAND_OVER):
        yield line(
            seen.where(waits_for_somebody_else(clock.today()), may_hand_over(actor)),
            WaitingKind.HAND_OVER,
            Round.key,
            title,
            Review.due_on,
        )
    if may_ever(actor, Permission.COMPARISON_READ):
        yield _comparisons(actor)
    yield line(
        seen.where(
            or_(Review.caseworker_id == actor.id, Review.is_left_to_manager),
            about_their_cases(actor),
            awaits_response(clock.today()),
        ),
        WaitingKind.RESPOND,
        Review.key,
        title,
        Review.response_due_on,
    )


def _returned_reviews(actor: Actor) -> Select[int]:
    """Return the reviews of the actor that a second reader returned."""
    returned = SecondReading.state == SecondReadingState.RETURNED
    query = visible_second_readings(actor).where(SecondReading.reviewer_id == actor.id, returned)
    return query.with_only_columns(SecondReading.review_id)


def _second_readings(actor: Actor, to_score: Select[Review]) -> Iterator[Line]:
    """What the actor is to read for a colleague, and what a colleague asks about."""
    title = Round.title + ": " + case_name(actor)
    yield line(
        to_score.where(Review.id.in_(_returned_reviews(actor))),
        WaitingKind.ANSWER_READER,
        Review.key,
        title,
        Review.due_on,
    )
    yield line(
        visible_second_readings(actor)
        .join(Review, Review.id == SecondReading.review_id)
        .join(Case, Case.id == Review.case_id)
        .join(Round, Round.id == Review.round_id)
        .where(
            SecondReading.reader_id == actor.id,
            SecondReading.state.in_([SecondReadingState.ASKED, SecondReadingState.ANSWERED]),
            Review.state == ReviewState.SUBMITTED,
        ),
        WaitingKind.READ_SECOND,
        SecondReading.key,
        title,
        Review.due_on,
    )


def _comparisons(actor: Actor) -> Line:
    """Where two reviews differ: for the two and whoever planned the round, then for the third."""
    seen = visible_comparisons(actor).join(Case, Case.id == Comparison.case_id)
    concerns = or_(
        Comparison.first_reviewer_id == actor.id,
        Comparison.second_reviewer_id == actor.id,
        Round.created_by_id == actor.id,
    )
    return line(
        seen.join(Round, Round.id == Comparison.round_id)
        .join(Review, Review.id == Comparison.review_id)
        .where(
            Comparison.settled_at.is_(None),
            Comparison.cancelled_at.is_(None),
            or_(
                Comparison.third_reviewer_id == actor.id,
                and_(Comparison.third_reviewer_id.is_(None), concerns),
            ),
        ),
        WaitingKind.COMPARE_ANSWERS,
        Comparison.key,
        Round.title + ": " + case_name(actor),
        Review.due_on,
    )


def draws(actor: Actor) -> Iterator[Line]:
    """Parts to give in draws."""
    seen = visible_contributions(actor).join(Draw, Draw.id == DrawContribution.draw_id)
    seen = seen.join(Round, Round.id == Draw.round_id).where(Draw.abandoned_at.is_(None))
    yield line(
        seen.where(DrawContribution.commitment.is_(None)),
        WaitingKind.CONTRIBUTE_TO_DRAW,
        Draw.key,
        Round.title,
        None,
    )
    yield line(
        seen.where(
            Draw.commit_text.is_not(None),
            DrawContribution.is_own_secret,
            DrawContribution.revealed_at.is_(None),
            Draw.reveal_due_on >= clock.today(),
        ),
        WaitingKind.OPEN_SECRET,
        Draw.key,
        Round.title,
        Draw.reveal_due_on,
    )
