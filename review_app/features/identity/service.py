"""Signing in and out, and what an administrator does with people, teams and firms."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import select, update

from review_app.domain.access import APPOINTED, Actor, Permission, Role, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import Invalid, NotPermitted
from review_app.domain.events import PersonChanged
from review_app.features.identity import queries
from review_app.features.identity.passwords import SHORTEST, hash_password, is_right
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.kernel.keys import fingerprint, new_token
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import (
    Appointment,
    Firm,
    Invitation,
    Person,
    SignIn,
    SignInAttempt,
    Team,
    TeamMembership,
)

INVITATION_LASTS = timedelta(days=7)
SEEN_EVERY = timedelta(minutes=5)


def sign_in(actor: Actor, *, email: str, password: str, address: str) -> SignIn | None:
    """Start a sign-in, or return ``None``; the same answer whatever was wrong."""
    if queries.is_locked_out(actor, email=email, address=address):
        return None
    person = queries.person_by_email(actor, email)
    right = is_right(person.password_hash if person else None, password)
    with unit_of_work(actor) as work:
        work.add(
            SignInAttempt(
                email_fingerprint=fingerprint(email.lower()), address=address, succeeded=right
            )
        )
        return _start(work, person) if person and right else None


def sign_in_as(actor: Actor, key: str) -> SignIn:
    """Sign in without a password: the demonstration only; the route sees to that.

    :raises NotPermitted: for a person who has a password.
    """
    with unit_of_work(actor) as work:
        person = db.session.scalar(select(Person).where(Person.key == key, Person.is_active))
        if person is None or person.password_hash is not None:
            raise NotPermitted(permission=Permission.ACCOUNT_SIGN_IN.value)
        return _start(work, person)


def _start(work: Work, person: Person) -> SignIn:
    token = new_token()
    started = work.add(SignIn(token_fingerprint=fingerprint(token), person_id=person.id))
    started.token = token
    work.log(AuditCode.PERSON_SIGNED_IN, person)
    return started


def stay_signed_in(actor: Actor, running: SignIn) -> None:
    """Note that the browser was seen, at most every few minutes."""
    if running.seen_at > clock.now() - SEEN_EVERY:
        return
    with unit_of_work(actor):
        db.session.execute(
            update(SignIn).where(SignIn.id == running.id).values(seen_at=clock.now())
        )


def sign_out(actor: Actor, sign_in_id: int) -> None:
    """End one of the actor's own sign-ins."""
    with unit_of_work(actor) as work:
        found = db.session.get(SignIn, sign_in_id)
        if found is None or found.person_id != actor.id or found.ended_at is not None:
            return
        found.ended_at = clock.now()
        work.log(AuditCode.PERSON_SIGNED_OUT, found.person)


def end_sign_ins(work: Work, person: Person) -> None:
    """End all sign-ins of *person*; what they may do has changed."""
    work.session.execute(
        update(SignIn)
        .where(SignIn.person_id == person.id, SignIn.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


def save_person(
    actor: Actor,
    key: str | None,
    *,
    name: str,
    email: str,
    roles: Collection[Role],
    team_ids: Collection[int] = (),
    firm_id: int | None = None,
    profession: str | None = None,
    language: str | None = None,
    is_staff_representative: bool = False,
    is_active: bool = True,
) -> Person:
    """Add a person, or with *key* change one; a change ends the person's sign-ins.

    :raises Invalid: when the address belongs to somebody else, or a role cannot be given.
    """
    with unit_of_work(actor) as work:
        demand(actor, Permission.PERSON_MANAGE)
        person = Person() if key is None else queries.get_person(actor, key)
        _check_person(actor, person, email=email, roles=roles)
        person.name, person.email, person.firm_id = name.strip(), email.strip(), firm_id
        person.profession, person.language = profession or None, language or None
        person.is_staff_representative, person.is_active = is_staff_representative, is_active
        work.add(person)
        _appoint(person, roles, team_ids)
        if key is not None:
            end_sign_ins(work, person)
        code = AuditCode.PERSON_ADDED if key is None else AuditCode.PERSON_CHANGED
        work.log(code, person, roles=sorted(roles), teams=sorted(team_ids), is_active=is_active)
        work.tell(PersonChanged(person.id))
    return person


def _check_person(actor: Actor, person: Person, *, email: str, roles: Collection[Role]) -> None:
    if queries.is_address_taken(actor, email.strip(), by_other_than=person.id):
        raise Invalid(field="email", reason="taken")
    if any(role not in APPOINTED for role in roles):
        raise Invalid(field="roles", reason="cannot be given")


def _appoint(person: Person, roles: Collection[Role], team_ids: Collection[int]) -> None:
    kept = {a.role: a for a in person.appointments}
    person.appointments = [kept.get(role) or Appointment(role=role) for role in roles]
    member = {m.team_id: m for m in person.memberships}
    person.memberships = [member.get(t) or TeamMembership(team_id=t) for t in team_ids]


def invite(actor: Actor, key: str) -> str:
    """Return a single-use token with which the person sets a password; earlier ones die."""
    with unit_of_work(actor) as work:
        person = queries.get_person(actor, key)
        work.session.execute(
            update(Invitation)
            .where(Invitation.person_id == person.id, Invitation.used_at.is_(None))
            .values(used_at=clock.now())
        )
        token = new_token()
        work.add(
            Invitation(
                token_fingerprint=fingerprint(token),
                person_id=person.id,
                expires_at=clock.now() + INVITATION_LASTS,
            )
        )
        work.log(AuditCode.PERSON_CHANGED, person, invited=True)
    return token


def set_password(actor: Actor, token: str, *, password: str) -> Person:
    """Set the password of the person whom the invitation *token* was made for.

    :raises NotFound: when the invitation is unknown, used or too old.
    :raises Invalid: when the password is too short.
    """
    if len(password) < SHORTEST:
        raise Invalid(field="password", reason="short")
    with unit_of_work(actor) as work:
        invitation = queries.open_invitation(actor, token)
        invitation.used_at = clock.now()
        invitation.person.password_hash = hash_password(password)
        end_sign_ins(work, invitation.person)
        work.log(AuditCode.PERSON_PASSWORD_SET, invitation.person)
        return invitation.person


def set_language(actor: Actor, *, language: str) -> None:
    """Keep the person's own choice of language."""
    with unit_of_work(actor) as work:
        person = db.session.get_one(Person, actor.id)
        person.language = language
        work.log(AuditCode.PERSON_CHANGED, person, language=language)


def add_team(actor: Actor, *, name: str) -> Team:
    """Add a team.

    :raises Invalid: when there is one of this name.
    """
    with unit_of_work(actor) as work:
        demand(actor, Permission.PERSON_MANAGE)
        if db.session.scalar(select(Team).where(Team.name == name.strip())):
            raise Invalid(field="name", reason="taken")
        team = work.add(Team(name=name.strip()))
        work.log(AuditCode.TEAM_ADDED, team)
    return team


def add_firm(actor: Actor, *, name: str) -> Firm:
    """Add a firm.

    :raises Invalid: when there is one of this name.
    """
    with unit_of_work(actor) as work:
        demand(actor, Permission.PERSON_MANAGE)
        if db.session.scalar(select(Firm).where(Firm.name == name.strip())):
            raise Invalid(field="name", reason="taken")
        firm = work.add(Firm(name=name.strip()))
        work.log(AuditCode.FIRM_ADDED, firm)
    return firm
