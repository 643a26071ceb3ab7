"""How much of its quota an engagement has done: what counts depends on what it is for."""

from sqlalchemy import ColumnElement, case, func, select

from review_app.domain.access import Actor
from review_app.domain.kinds import EngagementPurpose, LearningSessionKind
from review_app.domain.workflow import FeedbackState
from review_app.models.engagements import Engagement
from review_app.models.feedback import Feedback
from review_app.models.learning_sessions import LearningSession
from review_app.models.reviews import Review
from review_app.models.visibility import counted_as_handed_in, counted_reviews

NOT_SENT = (FeedbackState.DRAFT, FeedbackState.WITH_READER)


def done_of_engagement(actor: Actor) -> ColumnElement[int]:
    """Return the count for an :class:`Engagement`: a number alone, it opens no row.

    Feedback that was sent, talks or lessons that were held, or reviews that were handed in.
    """
    is_of_its_kind = LearningSession.kind == case(
        (Engagement.purpose == EngagementPurpose.TEACHING, LearningSessionKind.TEACHING),
        else_=LearningSessionKind.TRIPARTITE,
    )
    held = select(func.count()).where(
        LearningSession.engagement_id == Engagement.id,
        LearningSession.held_at.is_not(None),
        is_of_its_kind,
    )
    sent = select(func.count()).where(
        Feedback.engagement_id == Engagement.id, Feedback.state.not_in(NOT_SENT)
    )
    reviewed = select(func.count()).where(
        Review.engagement_id == Engagement.id, counted_as_handed_in(actor), counted_reviews(actor)
    )
    return case(
        (Engagement.purpose == EngagementPurpose.LEARNING_CASES, sent.scalar_subquery()),
        (Engagement.purpose == EngagementPurpose.LEGAL_REVIEW, reviewed.scalar_subquery()),
        else_=held.scalar_subquery(),
    )
