"""Where notes stand today, and how much a match of each weighs, as the database sees it."""

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, case, func

from review_app.domain.workflow import LearningNoteState
from review_app.kernel import clock
from review_app.models import LearningNote

LATELY_DAYS = 730


def standing_now() -> ColumnElement[str]:
    """SQL twin of :func:`review_app.domain.learning_notes.standing`."""
    is_over = and_(
        LearningNote.state == LearningNoteState.PUBLISHED,
        LearningNote.review_by_on < clock.today(),
    )
    return case((is_over, LearningNoteState.STALE.value), else_=LearningNote.state)


def how_fresh() -> ColumnElement[float]:
    """Weigh a match (0-1): in full only for a note that stands and was confirmed lately."""
    stands = standing_now() == LearningNoteState.PUBLISHED
    lately = func.coalesce(
        LearningNote.confirmed_at, LearningNote.published_at
    ) > clock.now() - timedelta(days=LATELY_DAYS)
    return case((and_(stands, lately), 1.0), (stands, 0.8), else_=0.6)
