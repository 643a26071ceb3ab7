"""Which indicators and remarks an actor may read."""

from sqlalchemy import Select, and_, or_, select, true

from review_app.domain.access import Actor, Role
from review_app.domain.indicators import IndicatorSource
from review_app.models.indicators import Indicator
from review_app.models.remarks import Remark, RemarkMeasure
from review_app.models.visibility.ways import any_way


def visible_indicators(actor: Actor) -> Select[Indicator]:
    """Select the indicators the actor may read (``Permission.INDICATOR_READ``)."""
    entered = Indicator.source == IndicatorSource.ENTERED
    ways = [
        (Role.CASEWORKER, and_(Indicator.owner_id == actor.id, entered)),
        (Role.COORDINATOR, true()),
        (
            Role.MANAGER,
            or_(Indicator.team_id.is_(None), Indicator.team_id.in_(actor.team_ids)),
        ),
        (Role.ADMINISTRATOR, entered),
        (Role.OPERATOR, true()),
    ]
    return select(Indicator).where(any_way(actor, ways))


def visible_remarks(actor: Actor) -> Select[Remark]:
    """Select the remarks the actor may read (``Permission.REMARK_READ``)."""
    has_measure = Remark.measures.any(RemarkMeasure.owner_id == actor.id)
    ways = [
        (Role.CASEWORKER, or_(Remark.owner_id == actor.id, has_measure)),
        (Role.COORDINATOR, true()),
        (Role.MANAGER, true()),
        (Role.OPERATOR, true()),
    ]
    return select(Remark).where(any_way(actor, ways))
