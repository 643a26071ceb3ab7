"""Which rows an actor may read: the SQL twin of the policy in :mod:`review_app.domain.access`.

Every query about these tables starts here, never with a bare ``select``;
``tests/architecture/test_visibility.py`` keeps the twins alike. The twins speak of rows only:
what a role may see *of* a row (a case number, an undisclosed position) is asked of the policy.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, literal, or_, select, true
from sqlalchemy.orm import aliased

from review_app.domain.access import Actor, Role
from review_app.domain.conditions import from_here_or_engaged
from review_app.domain.workflow import FeedbackState, LearningNoteState, ReviewState
from review_app.models.actions import Action
from review_app.models.cases import Case
from review_app.models.comparisons import Comparison
from review_app.models.engagements import EngagementCase
from review_app.models.feedback import Feedback, LearningCase
from review_app.models.knowledge import LearningNote, Receipt
from review_app.models.learning_sessions import LearningSession, SessionParticipant
from review_app.models.reviews import BEING_SCORED, HANDED_IN, Review
from review_app.models.rounds import Draw, DrawContribution, Round, RoundCase
from review_app.models.timeliness import CaseDeadline

Ways = Iterable[tuple[Role, ColumnElement[bool]]]
OPENED = (ReviewState.IN_RESPONSE, ReviewState.SETTLED)
PASSED_ON = (FeedbackState.IN_DIALOGUE, FeedbackState.ACKNOWLEDGED, FeedbackState.CLOSED)
READABLE = (LearningNoteState.PUBLISHED, LearningNoteState.STALE)


def any_way(actor: Actor, ways: Ways) -> ColumnElement[bool]:
    """Return the condition under which one of the actor's roles opens the row."""
    return or_(false(), *(way for role, way in ways if actor.holds(role)))


def may_read_case(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on :class:`Case` for ``Permission.CASE_READ``."""
    handed_over = select(EngagementCase.case_id).where(
        EngagementCase.engagement_id.in_(actor.engagement_ids)
    )
    return any_way(
        actor,
        [
            (Role.CASEWORKER, Case.caseworker_id == actor.id),
            (Role.COORDINATOR, true()),
            (Role.CONSULTANT, Case.id.in_(handed_over)),
            (Role.OPERATOR, true()),
        ],
    )


def visible_cases(actor: Actor) -> Select[Case]:
    """Select the cases the actor may read (``Permission.CASE_READ``)."""
    return select(Case).where(may_read_case(actor))


def may_read_case_number(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on a readable :class:`Case` for ``Permission.CASE_READ_NUMBER``."""
    ways = [(Role.CASEWORKER, Case.caseworker_id == actor.id), (Role.COORDINATOR, true())]
    return any_way(actor, ways)


def case_name(actor: Actor) -> ColumnElement[str]:
    """Return what the actor calls a readable case: its number, or to outsiders its key alone."""
    return case((may_read_case_number(actor), Case.number), else_=Case.key)


def visible_deadlines(actor: Actor) -> Select[CaseDeadline]:
    """Select the deadlines of the cases the actor may read (``Permission.DEADLINE_READ``)."""
    return (
        select(CaseDeadline).join(Case, Case.id == CaseDeadline.case_id).where(may_read_case(actor))
    )


def visible_rounds(actor: Actor) -> Select[Round]:
    """Select the rounds the actor may read (``Permission.ROUND_READ``)."""
    ways = [
        (Role.COORDINATOR, true()),
        (Role.MANAGER, true()),
        (Role.CONSULTANT, Round.engagement_id.in_(actor.engagement_ids)),
        (Role.OPERATOR, true()),
    ]
    return select(Round).where(any_way(actor, ways))


def may_read_supervision(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on :class:`RoundCase` for ``Permission.SUPERVISION_READ``.

    For counts only: the cases themselves are opened by ``Permission.CASE_READ``.
    """
    ways = [
        (Role.COORDINATOR, true()),
        (Role.MANAGER, RoundCase.team_id.in_(actor.team_ids)),
        (Role.OPERATOR, true()),
    ]
    return any_way(actor, ways)


def visible_contributions(actor: Actor) -> Select[DrawContribution]:
    """Select the actor's own parts in draws (``Permission.DRAW_CONTRIBUTE``)."""
    own: ColumnElement[bool] = DrawContribution.person_id == actor.id
    if actor.holds(Role.CONSULTANT):
        engaged = select(Draw.id).join(Round, Round.id == Draw.round_id)
        engaged = engaged.where(Round.engagement_id.in_(actor.engagement_ids))
        own = and_(own, DrawContribution.draw_id.in_(engaged))
    return select(DrawContribution).where(any_way(actor, [(Role.MEMBER, own)]))


def visible_reviews(actor: Actor) -> Select[Review]:
    """Select the reviews the actor may read (``Permission.REVIEW_READ``)."""
    ways = [
        (
            Role.CASEWORKER,
            and_(Review.caseworker_id == actor.id, Review.state.in_(OPENED)),
        ),
        (Role.COORDINATOR, and_(_not_before_it_is_opened(actor), not_blind_to_it(actor))),
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
    may know of the other, each is counted their own, or a count would tell what lists do not.
    """
    own_second = and_(Review.blind_to_id.is_not(None), Review.reviewer_id == actor.id)
    return or_(
        and_(Review.second_of_id.is_(None), not_blind_to_it(actor)),
        and_(Review.second_of_id.is_not(None), own_second),
    )


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


def visible_learning_cases(actor: Actor) -> Select[LearningCase]:
    """Select the learning cases the actor may read (``Permission.LEARNING_CASE_READ``)."""
    ways = [
        (Role.COORDINATOR, true()),
        (Role.CONSULTANT, LearningCase.engagement_id.in_(actor.engagement_ids)),
    ]
    return select(LearningCase).where(any_way(actor, ways))


def visible_feedback(actor: Actor) -> Select[Feedback]:
    """Select the feedback the actor may read (``Permission.FEEDBACK_READ``)."""
    ways = [
        (
            Role.CASEWORKER,
            and_(Feedback.caseworker_id == actor.id, Feedback.state.in_(PASSED_ON)),
        ),
        (
            Role.COORDINATOR,
            or_(Feedback.caseworker_id.is_(None), Feedback.caseworker_id != actor.id),
        ),
        (
            Role.CONSULTANT,
            and_(
                Feedback.author_id == actor.id,
                Feedback.engagement_id.in_(actor.engagement_ids),
            ),
        ),
    ]
    return select(Feedback).where(any_way(actor, ways))


def visible_sessions(actor: Actor) -> Select[LearningSession]:
    """Select the learning sessions the actor may read (``Permission.SESSION_READ``)."""
    invited: ColumnElement[bool] = LearningSession.id.in_(
        select(SessionParticipant.session_id).where(SessionParticipant.person_id == actor.id)
    )
    if actor.holds(Role.CONSULTANT):
        invited = and_(
            invited,
            LearningSession.engagement_id.in_(actor.engagement_ids),
        )
    ways = [(Role.MEMBER, invited), (Role.COORDINATOR, true())]
    return select(LearningSession).where(any_way(actor, ways))


def visible_actions(actor: Actor) -> Select[Action]:
    """Select the actions the actor may read (``Permission.ACTION_READ``)."""
    ways = [(Role.MEMBER, Action.owner_id == actor.id), (Role.COORDINATOR, true())]
    return select(Action).where(any_way(actor, ways))


def visible_notes(actor: Actor) -> Select[LearningNote]:
    """Select the learning notes the actor may read (``Permission.NOTE_READ``)."""
    let_in = literal(from_here_or_engaged(actor, None))
    published = and_(LearningNote.state.in_(READABLE), let_in)
    ways = [(Role.MEMBER, published), (Role.COORDINATOR, true())]
    return select(LearningNote).where(any_way(actor, ways))


def visible_receipts(actor: Actor) -> Select[Receipt]:
    """Select the actor's own receipts and nobody else's (``Permission.RECEIPT_READ``)."""
    return select(Receipt).where(any_way(actor, [(Role.MEMBER, Receipt.person_id == actor.id)]))


GUARDED: dict[type[Any], Any] = {
    Case: visible_cases,
    CaseDeadline: visible_deadlines,
    Round: visible_rounds,
    DrawContribution: visible_contributions,
    Review: visible_reviews,
    Comparison: visible_comparisons,
    LearningCase: visible_learning_cases,
    Feedback: visible_feedback,
    LearningSession: visible_sessions,
    Action: visible_actions,
    LearningNote: visible_notes,
    Receipt: visible_receipts,
}
