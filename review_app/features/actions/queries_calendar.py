"""The days on which something is due for one person, as their calendar may know them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.errors import NotFound
from review_app.domain.workflow import ActionState
from review_app.kernel import clock, links
from review_app.kernel.db import db
from review_app.models import Action, CalendarFeed, Person, PlanLook
from review_app.models.actors import actor_of
from review_app.models.visibility import visible_actions

FEED = "calendar feed"  # what the signed address is good for
MOST = 500


@dataclass(frozen=True, slots=True)
class DueDay:
    """That something is due: ``key`` is of the entry, ``action_key`` of the page it leads to."""

    key: str
    action_key: str
    on: date
    is_look: bool
    since: datetime


def own_feed(actor: Actor) -> CalendarFeed | None:
    """Return the actor's address that leads somewhere."""
    return db.session.scalar(
        select(CalendarFeed).where(
            CalendarFeed.person_id == actor.id, CalendarFeed.ended_at.is_(None)
        )
    )


def open_feed(actor: Actor, token: str) -> tuple[Person, Sequence[DueDay]]:
    """Return whose calendar an address is of, and what is due for them.

    The person is read as who they are today, whoever asks.

    :raises NotFound: when it was not made here, was ended, or the person may not sign in any more.
    """
    demand(actor, Permission.CALENDAR_READ)
    key = links.open_signed(FEED, token)
    person = db.session.scalar(
        select(Person)
        .join(CalendarFeed, CalendarFeed.person_id == Person.id)
        .where(CalendarFeed.key == key, CalendarFeed.ended_at.is_(None), Person.is_active)
    )
    if person is None:
        raise NotFound(thing="link")
    return person, _due(actor_of(db.session(), person, on=clock.today()))


def _due(owner: Actor) -> list[DueDay]:
    own = visible_actions(owner).where(Action.owner_id == owner.id)
    to_do = own.where(Action.state == ActionState.OPEN).order_by(Action.due_on, Action.id)
    looks = (
        own.join(PlanLook, PlanLook.action_id == Action.id)
        .where(Action.state != ActionState.DROPPED, PlanLook.answered_at.is_(None))
        .with_only_columns(PlanLook.key, Action.key, PlanLook.due_on, Action.opened_at)
        .order_by(PlanLook.due_on, PlanLook.id)
    )
    return [
        *(
            DueDay(one.key, one.key, one.due_on, is_look=False, since=one.opened_at)
            for one in db.session.scalars(to_do.limit(MOST))
        ),
        *(
            DueDay(key, action_key, on, is_look=True, since=since)
            for key, action_key, on, since in db.session.execute(looks.limit(MOST))
        ),
    ]
