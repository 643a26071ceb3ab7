"""Finding draws, who can contribute to one, and one's own part in it."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from review_app.domain.access import Permission, demand
from review_app.domain.actors import Actor, Role
from review_app.domain.ceremony import Contributor, Stage
from review_app.domain.errors import NotFound
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.kernel.paging import Page, after_row, page_of
from review_app.models import (
    Appointment,
    Draw,
    DrawContribution,
    Engagement,
    EngagementMember,
    Person,
    Round,
)
from review_app.models.engagements import runs_on
from review_app.models.visibility import visible_contributions, visible_rounds

# What tells the states of the list apart.
STATES = {
    Stage.GATHERING: (Draw.commit_text.is_(None), Draw.abandoned_at.is_(None)),
    Stage.OPENING: (
        Draw.commit_text.is_not(None),
        Draw.drawn_at.is_(None),
        Draw.abandoned_at.is_(None),
    ),
    Stage.DRAWN: (Draw.drawn_at.is_not(None),),
    Stage.ABANDONED: (Draw.abandoned_at.is_not(None),),
}


def list_able(actor: Actor, found: Round) -> Mapping[Contributor, Sequence[Person]]:
    """Return who can contribute in person, by the part they would have."""
    demand(actor, Permission.ROUND_RUN, found)
    active = select(Person).where(Person.is_active).order_by(Person.name)
    oneself = db.session.scalars(active.where(Person.id == actor.id)).all()
    chosen = db.session.scalars(active.where(Person.is_staff_representative)).all()
    return {
        Contributor.COORDINATOR: oneself,
        Contributor.STAFF_REPRESENTATIVE: chosen,
        Contributor.CONSULTANT: _consultants(found) if found.engagement_id else [],
    }


def _consultants(found: Round) -> Sequence[Person]:
    today = clock.today()
    return db.session.scalars(
        select(Person)
        .join(EngagementMember, EngagementMember.person_id == Person.id)
        .join(Engagement, Engagement.id == EngagementMember.engagement_id)
        .join(Appointment, Appointment.person_id == Person.id)
        .where(
            Person.is_active,
            Appointment.role == Role.CONSULTANT,
            Engagement.id == found.engagement_id,
            runs_on(today),
        )
        .order_by(Person.name)
    ).all()


def get_part(actor: Actor, draw_key: str) -> DrawContribution:
    """Return the actor's own part in a draw.

    :raises NotFound: when they have none in it.
    """
    part = db.session.scalar(
        visible_contributions(actor)
        .join(Draw, Draw.id == DrawContribution.draw_id)
        .where(Draw.key == draw_key)
        .options(contains_eager(DrawContribution.draw).joinedload(Draw.round))
    )
    if part is None:
        raise NotFound(thing="draw", key=draw_key)
    return part


def list_draws(
    actor: Actor, *, state: str = "", round_key: str = "", after: str | None = None
) -> Page[Draw]:
    """Return the draws of the rounds the actor may read, newest first, abandoned ones included."""
    demand(actor, Permission.ROUND_READ)
    seen = visible_rounds(actor)
    if round_key:
        seen = seen.where(Round.key == round_key)
    query = select(Draw).where(Draw.round_id.in_(seen.with_only_columns(Round.id)))
    if state in STATES:
        query = query.where(*STATES[Stage(state)])
    query = after_row(query, after, value=Draw.number, id_=Draw.id, descending=True)
    people = (joinedload(who) for who in (Draw.started_by, Draw.drawn_by, Draw.abandoned_by))
    query = query.options(joinedload(Draw.round), joinedload(Draw.contributions), *people)
    rows = db.session.scalars(query).unique().all()
    return page_of(rows, lambda draw: (draw.number, draw.id))


def get_draw(actor: Actor, found: Round, *, number: int | None = None) -> Draw:
    """Return the round's standing draw, or the one with a number, once it is sealed.

    :raises NotFound: when there is none.
    """
    demand(actor, Permission.ROUND_READ, found)
    for draw in [found.draw] if number is None else found.draws:
        if draw is not None and draw.commit_text is not None and number in (None, draw.number):
            return draw
    raise NotFound(thing="draw", key=found.key)


def count_abandoned(actor: Actor, found: Round) -> int:
    """Return how many draws of the round were given up."""
    demand(actor, Permission.ROUND_READ, found)
    gone = select(func.count()).where(Draw.round_id == found.id, Draw.abandoned_at.is_not(None))
    return db.session.scalar(gone) or 0
