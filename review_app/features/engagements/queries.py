"""Finding engagements, their members and how far they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from review_app.domain.access import Actor, Permission, Role, demand
from review_app.domain.errors import NotFound
from review_app.domain.kinds import EngagementPurpose, LearningSessionKind
from review_app.domain.workflow import FeedbackState
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import (
    Appointment,
    Engagement,
    EngagementCase,
    Feedback,
    Firm,
    LearningSession,
    Person,
    Review,
)
from review_app.models.visibility import counted_as_handed_in, counted_reviews


@dataclass(frozen=True, slots=True)
class Standing:
    """An engagement and how much of its quota is done."""

    engagement: Engagement
    done: int
    is_running: bool
    is_ended: bool


def list_engagements(actor: Actor) -> list[Standing]:
    """Return every engagement with its progress, the one that ends last first."""
    demand(actor, Permission.ENGAGEMENT_READ)
    found = db.session.scalars(
        select(Engagement)
        .options(selectinload(Engagement.firm))
        .order_by(Engagement.ends_on.desc(), Engagement.id)
    ).all()
    done = _done(actor, found)
    return [_standing(engagement, done.get(engagement.id, 0)) for engagement in found]


def get_engagement(actor: Actor, key: str) -> Engagement:
    """Return one engagement.

    :raises NotFound: when there is none.
    """
    demand(actor, Permission.ENGAGEMENT_READ)
    found = db.session.scalar(select(Engagement).where(Engagement.key == key))
    if found is None:
        raise NotFound(thing="engagement", key=key)
    return found


def standing_of(actor: Actor, key: str) -> Standing:
    """Return one engagement with its progress."""
    engagement = get_engagement(actor, key)
    return _standing(engagement, _done(actor, [engagement]).get(engagement.id, 0))


def count_cases(actor: Actor, key: str) -> int:
    """Return how many cases were handed over."""
    engagement = get_engagement(actor, key)
    query = select(func.count()).where(EngagementCase.engagement_id == engagement.id)
    return db.session.scalar(query) or 0


def firms(actor: Actor) -> Sequence[Firm]:
    """Return the firms that can be engaged."""
    demand(actor, Permission.ENGAGEMENT_MANAGE)
    return db.session.scalars(select(Firm).order_by(Firm.name)).all()


def consultants(actor: Actor) -> Sequence[Person]:
    """Return the active consultants that belong to a firm, by name."""
    demand(actor, Permission.ENGAGEMENT_MANAGE)
    return db.session.scalars(
        select(Person)
        .join(Appointment, Appointment.person_id == Person.id)
        .where(Appointment.role == Role.CONSULTANT, Person.is_active, Person.firm_id.is_not(None))
        .options(selectinload(Person.firm))
        .order_by(Person.name)
    ).all()


def is_handed_over(_actor: Actor, case_id: int, *, engagement_id: int) -> bool:
    """Say whether the engagement has the case already."""
    query = select(EngagementCase.id).where(
        EngagementCase.case_id == case_id, EngagementCase.engagement_id == engagement_id
    )
    return db.session.scalar(query) is not None


def _standing(engagement: Engagement, done: int) -> Standing:
    today: date = clock.today()
    return Standing(
        engagement, done, engagement.is_running_on(today), is_ended=engagement.ends_on < today
    )


def _done(actor: Actor, engagements: Sequence[Engagement]) -> dict[int, int]:
    """Count, for each engagement, what its purpose counts."""
    done: dict[int, int] = {}
    for purpose in {engagement.purpose for engagement in engagements}:
        ids = [e.id for e in engagements if e.purpose is purpose]
        rows = db.session.execute(_counting(actor, purpose, ids))
        done |= {engagement_id: count for engagement_id, count in rows if engagement_id}
    return done


def _counting(actor: Actor, purpose: EngagementPurpose, ids: list[int]) -> Select[int | None, int]:
    """Counts only, no rows: feedback sent, talks or lessons held, or cases reviewed."""
    if purpose is EngagementPurpose.LEARNING_CASES:
        column, counts = Feedback.engagement_id, Feedback.state != FeedbackState.DRAFT
    elif purpose is EngagementPurpose.LEGAL_REVIEW:
        column = Review.engagement_id
        counts = counted_as_handed_in(actor) & counted_reviews(actor)
    else:
        teaches = purpose is EngagementPurpose.TEACHING
        kind = LearningSessionKind.TEACHING if teaches else LearningSessionKind.TRIPARTITE
        column = LearningSession.engagement_id
        counts = LearningSession.held_at.is_not(None) & (LearningSession.kind == kind)
    return select(column, func.count()).where(column.in_(ids), counts).group_by(column)
