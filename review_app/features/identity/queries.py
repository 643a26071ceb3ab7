"""Finding people, teams, firms and sign-ins."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import selectinload

from review_app.domain.access import Actor, Permission, Role, demand
from review_app.domain.errors import NotFound
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.kernel.keys import fingerprint
from review_app.models import Firm, Invitation, Person, SignIn, SignInAttempt, Team
from review_app.models.actors import actor_of

IDLE, SHORT_IDLE = timedelta(hours=2), timedelta(minutes=30)
WIDE_POWERS = (Role.MANAGER, Role.ADMINISTRATOR)  # an abandoned screen of theirs costs most
ABSOLUTE = timedelta(hours=12)
WINDOW = timedelta(minutes=15)
RUNNING = select(SignIn).where(  # put together once: every request asks it
    SignIn.token_fingerprint == bindparam("fingerprint"),
    SignIn.ended_at.is_(None),
    SignIn.seen_at > bindparam("seen_after"),
    SignIn.started_at > bindparam("started_after"),
)
FAILURES_PER_PERSON, FAILURES_PER_ADDRESS = 5, 50


def running_sign_in(_actor: Actor | None, token: str) -> SignIn | None:
    """Return the sign-in that the cookie's *token* belongs to, if it still runs."""
    now = clock.now()
    found: SignIn | None = db.session.scalar(
        RUNNING,
        {
            "fingerprint": fingerprint(token),
            "seen_after": now - IDLE,
            "started_after": now - ABSOLUTE,
        },
    )
    if found is None or not found.person.is_active:
        return None
    found.token = token
    found.actor = actor_of(db.session(), found.person, on=clock.today())
    for row in (found, found.person):
        db.session.expunge(row)  # or every unit of work would make the page read them again
    if any(map(found.actor.holds, WIDE_POWERS)) and found.seen_at <= now - SHORT_IDLE:
        return None
    return found


def is_locked_out(_actor: Actor, *, email: str, address: str) -> bool:
    """Say whether too many tries failed lately, for this person or from this address."""
    since = clock.now() - WINDOW
    failed = select(func.count()).where(
        SignInAttempt.at > since, SignInAttempt.succeeded.is_(False)
    )
    of_person = failed.where(SignInAttempt.email_fingerprint == fingerprint(email.lower()))
    of_address = failed.where(SignInAttempt.address == address)
    return (db.session.scalar(of_person) or 0) >= FAILURES_PER_PERSON or (
        db.session.scalar(of_address) or 0
    ) >= FAILURES_PER_ADDRESS


def person_by_email(_actor: Actor, email: str) -> Person | None:
    """Return the active person with this address."""
    return db.session.scalar(
        select(Person).where(func.lower(Person.email) == email.lower(), Person.is_active)
    )


def is_address_taken(_actor: Actor, email: str, *, by_other_than: int | None) -> bool:
    """Say whether somebody else has this address, also one who may no longer sign in."""
    query = select(Person.id).where(func.lower(Person.email) == email.lower())
    return any(id_ != by_other_than for id_ in db.session.scalars(query))


def open_invitation(_actor: Actor, token: str) -> Invitation:
    """Return the invitation a link carries.

    :raises NotFound: when it is unknown, used or too old; which of these is not told.
    """
    found = db.session.scalar(
        select(Invitation).where(
            Invitation.token_fingerprint == fingerprint(token),
            Invitation.used_at.is_(None),
            Invitation.expires_at > clock.now(),
        )
    )
    if found is None:
        raise NotFound(thing="invitation")
    return found


def list_people(actor: Actor, *, words: str = "") -> Sequence[Person]:
    """Return all people by name, those with *words* in name or address only."""
    demand(actor, Permission.PERSON_MANAGE)
    query = (
        select(Person)
        .options(
            selectinload(Person.appointments),
            selectinload(Person.memberships),
            selectinload(Person.firm),
        )
        .order_by(Person.name)
    )
    if words:
        pattern = f"%{words}%"
        query = query.where(or_(Person.name.ilike(pattern), Person.email.ilike(pattern)))
    return db.session.scalars(query).all()


def get_person(actor: Actor, key: str) -> Person:
    """Return one person.

    :raises NotFound: when there is none.
    """
    demand(actor, Permission.PERSON_MANAGE)
    found = db.session.scalar(select(Person).where(Person.key == key))
    if found is None:
        raise NotFound(thing="person", key=key)
    return found


def list_teams(actor: Actor) -> Sequence[Team]:
    """Return all teams by name."""
    demand(actor, Permission.ACCOUNT_USE)
    return db.session.scalars(select(Team).order_by(Team.name)).all()


def list_firms(actor: Actor) -> Sequence[Firm]:
    """Return all firms by name."""
    demand(actor, Permission.ACCOUNT_USE)
    return db.session.scalars(select(Firm).order_by(Firm.name)).all()


def demo_people(_actor: Actor) -> Sequence[Person]:
    """Return whom the demonstration offers to sign in as: those without a password."""
    return db.session.scalars(
        select(Person)
        .where(Person.is_active, Person.password_hash.is_(None))
        .options(
            selectinload(Person.appointments),
            selectinload(Person.firm),
        )
        .order_by(Person.id)
    ).all()


def own_sign_ins(actor: Actor) -> Sequence[SignIn]:
    """Return where *actor* is signed in now, newest first."""
    return db.session.scalars(
        select(SignIn)
        .where(SignIn.person_id == actor.id, SignIn.ended_at.is_(None))
        .where(SignIn.seen_at > clock.now() - IDLE)
        .order_by(SignIn.id.desc())
    ).all()
