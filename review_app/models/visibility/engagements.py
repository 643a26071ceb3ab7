"""Which engagements an actor may read."""

from sqlalchemy import Select, select, true

from review_app.domain.access import Actor, Role
from review_app.models.engagements import Engagement
from review_app.models.visibility.ways import any_way


def visible_engagements(actor: Actor) -> Select[Engagement]:
    """Select the engagements the actor may read (``Permission.ENGAGEMENT_READ``)."""
    ways = [
        (Role.ADMINISTRATOR, true()),
        (Role.COORDINATOR, true()),
        (Role.MANAGER, true()),
        (Role.CONSULTANT, Engagement.id.in_(actor.engagement_ids)),
        (Role.OPERATOR, true()),
    ]
    return select(Engagement).where(any_way(actor, ways))
