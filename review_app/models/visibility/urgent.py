"""Which urgent findings an actor may read."""

from sqlalchemy import Select, and_, false, or_, select, true

from review_app.domain.access import Actor, Role
from review_app.models.urgent_findings import UrgentFinding
from review_app.models.visibility.ways import any_way


def visible_urgent_findings(actor: Actor) -> Select[UrgentFinding]:
    """Select the urgent findings the actor may read (``Permission.URGENT_FINDING_READ``)."""
    for_them = or_(UrgentFinding.kept_from_id.is_(None), UrgentFinding.kept_from_id != actor.id)
    is_here = not actor.holds(Role.CONSULTANT) or bool(actor.engagement_ids)
    own = and_(UrgentFinding.raised_by_id == actor.id, true() if is_here else false())
    ways = [
        (Role.MEMBER, or_(UrgentFinding.owner_id == actor.id, own)),
        (Role.COORDINATOR, for_them),
        (Role.MANAGER, and_(UrgentFinding.team_id.in_(actor.team_ids), for_them)),
    ]
    return select(UrgentFinding).where(any_way(actor, ways))
