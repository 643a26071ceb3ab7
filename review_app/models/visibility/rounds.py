"""Which rounds and draws an actor may read."""

from sqlalchemy import ColumnElement, Select, and_, or_, select, true

from review_app.domain.access import Actor, Role
from review_app.models.rounds import Draw, DrawContribution, Round, RoundCase, RoundReviewer
from review_app.models.visibility.ways import any_way, not_apart_from_them


def visible_rounds(actor: Actor) -> Select[Round]:
    """Select the rounds the actor may read (``Permission.ROUND_READ``)."""
    not_apart = not_apart_from_them(actor, Round)
    ways = [
        (Role.COORDINATOR, not_apart),
        (Role.MANAGER, not_apart),
        (Role.CONSULTANT, and_(Round.engagement_id.in_(actor.engagement_ids), not_apart)),
        (Role.OPERATOR, true()),
    ]
    return select(Round).where(any_way(actor, ways))


def may_hand_over(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on :class:`Round` for ``Permission.REVIEW_HAND_OVER``."""
    reviews_in = select(RoundReviewer.round_id).where(RoundReviewer.person_id == actor.id)
    outside = or_(Round.double_share_percent == 0, Round.id.not_in(reviews_in))
    return any_way(actor, [(Role.COORDINATOR, outside)])


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
