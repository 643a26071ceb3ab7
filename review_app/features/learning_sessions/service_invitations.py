"""Telling calendars by mail what they do not know yet of a session."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from review_app.domain.access import Actor
from review_app.domain.notifications import Frequency
from review_app.domain.waiting import WaitingKind
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import (
    LearningSession,
    NotificationSettings,
    Person,
    SessionInvitation,
)


@dataclass(frozen=True, slots=True)
class Letter:
    """What one person's calendar is to learn: sent once, given back when it cannot be sent."""

    invitation_id: int
    told_before: int | None
    session: LearningSession
    person: Person
    sequence: int
    is_cancelled: bool


def list_untold(_actor: Actor) -> list[int]:
    """Return the ids of what calendars do not know yet, of sessions still to come."""
    row = SessionInvitation
    query = select(row.id).join(LearningSession).where(LearningSession.starts_at > clock.now())
    query = query.where(row.told_sequence.is_distinct_from(row.sequence)).order_by(row.id)
    return list(db.session.scalars(query))


def claim(actor: Actor, invitation_id: int) -> Letter | None:
    """Take what is to be told, so that nobody else tells it; nothing when it is not wanted."""
    with unit_of_work(actor) as work:
        row = work.session.get_one(
            SessionInvitation, invitation_id, options=[joinedload(SessionInvitation.person)]
        )
        work.hold(row)
        if row.told_sequence == row.sequence:
            return None
        before, row.told_sequence = row.told_sequence, row.sequence
        person, session = row.person, row.session
        if not _wants(person) or (row.is_cancelled and before is None):
            return None
        letter = Letter(row.id, before, session, person, row.sequence, row.is_cancelled)
    return letter


def _wants(person: Person) -> bool:
    settings = db.session.get(NotificationSettings, person.id)
    chosen = settings.frequencies.get(WaitingKind.ATTEND_SESSION) if settings else None
    return person.is_active and "@" in person.email and chosen != Frequency.NEVER


def give_back(actor: Actor, letter: Letter) -> None:
    """Let it be told later."""
    with unit_of_work(actor) as work:
        row = work.session.get_one(SessionInvitation, letter.invitation_id)
        if row.told_sequence == letter.sequence:
            row.told_sequence = letter.told_before
