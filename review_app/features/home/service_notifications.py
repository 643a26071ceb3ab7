"""Keeping the news of what waits up to date, and telling it by mail at most once.

A letter is claimed, in a transaction of its own, before it goes to the mail server, and given back
when the server does not take it. So nothing is told twice, whenever the worker is killed, and what
a letter tells is read at the moment it is made.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, update

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.notifications import (
    Frequency,
    News,
    default_frequency,
    goes_further,
    news_of,
)
from review_app.domain.waiting import WaitingKind
from review_app.features.home import queries_notifications as queries
from review_app.kernel import clock, mail
from review_app.kernel.holidays import holidays_around
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import Notification, NotificationSettings, Person
from review_app.models.actors import actor_of

MAIL_TASK = "home.mail_news"
KEPT = timedelta(days=90)  # so long a link in a mail leads somewhere after the thing is gone


@dataclass(frozen=True, slots=True)
class Notice:
    """One piece of news in a letter: what kind of thing, and the key of its notification."""

    notification_id: int
    key: str
    kind: WaitingKind
    news: News


@dataclass(frozen=True, slots=True)
class Letter:
    """What one mail tells one person."""

    person_key: str
    email: str
    language: str
    notices: Sequence[Notice]


def look(actor: Actor, person_id: int) -> None:
    """Bring a person's news up to date; when a mail is due, have the worker send it."""
    with unit_of_work(actor) as work:
        person = work.session.get_one(Person, person_id)
        addressee = _up_to_date(work, person)
        if mail.is_on() and _has_address(person) and queries.list_untold(addressee):
            work.later(MAIL_TASK, person_id=person_id)


def claim_letter(actor: Actor, person_id: int) -> Letter | None:
    """Take what a mail should tell the person now, so that no other mail tells it; or nothing."""
    with unit_of_work(actor) as work:
        person = work.session.get_one(Person, person_id)
        addressee = _up_to_date(work, person)
        untold = queries.list_untold(addressee) if _has_address(person) else []
        for one in untold:
            one.told_by_mail_at = clock.now()
        notices = [Notice(one.id, one.key, one.kind, one.news) for one in untold]
        letter = Letter(person.key, person.email, person.language or "da", notices)
    return letter if notices else None


def give_back(actor: Actor, letter: Letter) -> None:
    """Let a later mail tell what *letter* could not."""
    with unit_of_work(actor) as work:
        ids = [notice.notification_id for notice in letter.notices]
        work.session.execute(
            update(Notification).where(Notification.id.in_(ids)).values(told_by_mail_at=None)
        )


def _has_address(person: Person) -> bool:
    return person.is_active and "@" in person.email


def _up_to_date(work: Work, person: Person) -> Actor:
    """Open, raise and close the person's notifications; return who the person is today."""
    work.hold(person)  # of two workers the second sees what the first did
    addressee = actor_of(work.session, person, on=clock.today())
    waiting = queries.things_that_wait(addressee) if person.is_active else {}
    known = {one.thing: one for one in queries.open_notifications(addressee)}
    for thing, one in known.items():
        if thing not in waiting:
            one.gone_at = clock.now()
    for thing, line in waiting.items():
        today = clock.today()
        news = news_of(line.due_on, today=today, holidays=holidays_around(today))
        if thing in known:
            _raise(known[thing], news)
        else:
            _open(work, person, thing=thing, news=news)
    work.session.flush()
    return addressee


def _open(work: Work, person: Person, *, thing: queries.Thing, news: News) -> None:
    kind, key = thing
    work.session.add(
        Notification(person_id=person.id, kind=kind, thing_key=key, news=news, news_at=clock.now())
    )


def _raise(known: Notification, news: News) -> None:
    if goes_further(news, than=known.news):
        known.news_at = clock.now()
    known.news = news


def forget_gone(actor: Actor) -> None:
    """Delete what has been gone for long."""
    with unit_of_work(actor) as work:
        work.session.execute(delete(Notification).where(Notification.gone_at < clock.now() - KEPT))


def follow(actor: Actor, key: str) -> queries.Thing | None:
    """Note that the actor saw the news, and return the thing; none when it no longer waits."""
    with unit_of_work(actor):
        found = queries.get_notification(actor, key)
        found.read_at = clock.now()
        thing = found.thing
    return thing if thing in queries.things_that_wait(actor) else None


def mark_read(actor: Actor) -> None:
    """Note that the actor has seen all news."""
    demand(actor, Permission.ACCOUNT_USE)
    with unit_of_work(actor) as work:
        work.session.execute(
            update(Notification)
            .where(Notification.person_id == actor.id, Notification.gone_at.is_(None))
            .values(read_at=clock.now())
        )


def choose_mail(actor: Actor, *, hour: int, frequencies: Mapping[WaitingKind, Frequency]) -> None:
    """Set when the actor's digests go out, and how often mail tells of each of these kinds."""
    demand(actor, Permission.ACCOUNT_USE)
    with unit_of_work(actor) as work:
        person = work.session.get_one(Person, actor.id)
        _keep(work, person, frequencies).mail_hour = hour
        work.log(AuditCode.MAIL_CHOSEN, person, hour=hour, frequencies=dict(frequencies))


def stop_mail(actor: Actor, token: str) -> None:
    """Stop mail of the kinds that a signed link names, for the person it was made for.

    :raises NotFound: when the link was not made here.
    """
    with unit_of_work(actor) as work:
        person, kinds = queries.asked_to_stop(actor, token)
        _keep(work, person, dict.fromkeys(kinds, Frequency.NEVER))
        work.log(AuditCode.MAIL_STOPPED, person, kinds=kinds)


def _keep(
    work: Work, person: Person, frequencies: Mapping[WaitingKind, Frequency]
) -> NotificationSettings:
    """Write down what is chosen over what was chosen before, as far as it is not the usual."""
    found = work.session.get(NotificationSettings, person.id)
    settings = found or work.add(NotificationSettings(person_id=person.id))
    wanted = {kind.value: often.value for kind, often in frequencies.items()}
    chosen = settings.frequencies | wanted
    settings.frequencies = {
        kind: often for kind, often in chosen.items() if often != default_frequency(kind)
    }
    return settings
