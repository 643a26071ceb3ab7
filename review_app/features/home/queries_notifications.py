"""The news of what waits for a person, and what of it a mail is to tell now."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.errors import NotFound
from review_app.domain.notifications import (
    STOP,
    Frequency,
    MailWishes,
    is_told_elsewhere,
    mail_moment,
)
from review_app.domain.waiting import WaitingKind
from review_app.features.home import queries_waiting
from review_app.features.home.queries_waiting import Waiting
from review_app.kernel import clock, links
from review_app.kernel.db import db
from review_app.kernel.holidays import holidays_around
from review_app.models import Notification, NotificationSettings, Person

Thing = tuple[WaitingKind, str]


@dataclass(frozen=True, slots=True)
class NewsLine:
    """The news of a thing, and the thing as the person may see it now."""

    notification: Notification
    waiting: Waiting


def things_that_wait(actor: Actor) -> dict[Thing, Waiting]:
    """Return all that *actor* may be told of, by kind and key, the most urgent first."""
    waiting = queries_waiting.list_news(actor)
    return {(one.kind, one.key): one for one in waiting}


def open_notifications(actor: Actor) -> Sequence[Notification]:
    """Return the actor's notifications that are not gone."""
    return db.session.scalars(
        select(Notification)
        .where(Notification.person_id == actor.id, Notification.gone_at.is_(None))
        .order_by(Notification.id)
    ).all()


def list_news(actor: Actor) -> list[NewsLine]:
    """Return the news of what waits for *actor* at this moment, the most urgent first."""
    demand(actor, Permission.ACCOUNT_USE)
    known = {one.thing: one for one in open_notifications(actor)}
    return [
        NewsLine(known[thing], waiting)
        for thing, waiting in things_that_wait(actor).items()
        if thing in known
    ]


def get_notification(actor: Actor, key: str) -> Notification:
    """Return one of the actor's own notifications, also one that is gone.

    :raises NotFound: when the actor has none of that key.
    """
    demand(actor, Permission.ACCOUNT_USE)
    found = db.session.scalar(
        select(Notification).where(Notification.key == key, Notification.person_id == actor.id)
    )
    if found is None:
        raise NotFound(thing="notification", key=key)
    return found


def get_wishes(actor: Actor) -> MailWishes:
    """Return what the actor wants mail about."""
    found = db.session.get(NotificationSettings, actor.id)
    if found is None:
        return MailWishes()
    known = set(WaitingKind)
    chosen = {
        WaitingKind(kind): Frequency(often)
        for kind, often in found.frequencies.items()
        if kind in known
    }
    return MailWishes(found.mail_hour, chosen)


def list_untold(actor: Actor) -> list[Notification]:
    """Return the notifications that a mail to the actor should tell of now."""
    wishes = get_wishes(actor)
    return [one for one in open_notifications(actor) if one.is_untold and _is_time(one, wishes)]


def _is_time(one: Notification, wishes: MailWishes) -> bool:
    if is_told_elsewhere(one.kind, one.news):
        return False
    since = one.news_at.astimezone(clock.ZONE)
    moment = mail_moment(
        since,
        one.news,
        wishes=(wishes.frequency(one.kind), wishes.hour),
        holidays=holidays_around(since.date()),
    )
    return moment is not None and moment <= clock.now()


def asked_to_stop(actor: Actor, token: str) -> tuple[Person, list[WaitingKind]]:
    """Return whose mail the signed link in a mail stops, and of which kinds.

    :raises NotFound: when the link was not made here.
    """
    demand(actor, Permission.MAIL_STOP)
    key, kinds = links.open_signed(STOP, token)
    person = db.session.scalar(select(Person).where(Person.key == key))
    if person is None:
        raise NotFound(thing="link")
    known = set(WaitingKind)
    return person, [WaitingKind(kind) for kind in kinds if kind in known]


def list_people(_actor: Actor) -> Sequence[int]:
    """Return the ids of those who may sign in, and of others whom news still waits for."""
    waited_for = select(Notification.person_id).where(Notification.gone_at.is_(None))
    query = select(Person.id).where(or_(Person.is_active, Person.id.in_(waited_for)))
    return db.session.scalars(query.order_by(Person.id)).all()
