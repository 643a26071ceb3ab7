"""Which second readings an actor may read, and whose figures of scoring."""

from sqlalchemy import Select, and_, or_, select

from review_app.domain.access import Actor, Role
from review_app.kernel import clock
from review_app.models.reviewer_quality import SecondReading, StrictnessShowing
from review_app.models.visibility.ways import any_way


def visible_second_readings(actor: Actor) -> Select[SecondReading]:
    """Select the second readings the actor may read (``Permission.SECOND_READING_READ``)."""
    by_another = or_(SecondReading.caseworker_id.is_(None), SecondReading.caseworker_id != actor.id)
    engaged = SecondReading.engagement_id.in_(actor.engagement_ids)
    ways = [
        (Role.COORDINATOR, by_another),
        (Role.CONSULTANT, and_(SecondReading.reviewer_id == actor.id, by_another, engaged)),
    ]
    return select(SecondReading).where(any_way(actor, ways))


def visible_showings(actor: Actor) -> Select[StrictnessShowing]:
    """Select whose scoring the actor may see, and as of when (``Permission.STRICTNESS_READ``)."""
    own = StrictnessShowing.person_id == actor.id
    opened = StrictnessShowing.opens_on <= clock.today()
    ways = [
        (Role.COORDINATOR, or_(own, opened)),
        (Role.CONSULTANT, own),
        (Role.MANAGER, opened),
    ]
    return select(StrictnessShowing).where(any_way(actor, ways))
