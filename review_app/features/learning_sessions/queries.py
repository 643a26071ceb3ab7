"""Finding learning sessions and what belongs to them, positions above all behind their curtain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.errors import NotFound
from review_app.domain.kinds import LearningSessionKind
from review_app.domain.positions import are_open, signing_parties
from review_app.domain.workflow import LearningSessionState
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.kernel.paging import Page, after_row, page_of
from review_app.models import (
    AgendaItem,
    Engagement,
    LearningCase,
    LearningSession,
    SessionInvitation,
    SessionMaterial,
    SessionOutcome,
    SessionParticipant,
)
from review_app.models.engagements import has_ended_by
from review_app.models.visibility import visible_learning_cases, visible_sessions

TO_COME, PAST = "to-come", "past"


@dataclass(frozen=True, slots=True)
class Position:
    """What one party thinks before the talk; ``text`` is ``None`` while it is hidden."""

    participant: SessionParticipant
    text: str | None
    is_hidden: bool


def list_sessions(
    actor: Actor,
    *,
    state: str = "",
    kind: str = "",
    when: str = "",
    after: str | None = None,
) -> Page[LearningSession]:
    """Return the sessions the actor may know of, the latest first."""
    query = visible_sessions(actor)
    if state in list(LearningSessionState):
        query = query.where(LearningSession.state == LearningSessionState(state))
    if kind in list(LearningSessionKind):
        query = query.where(LearningSession.kind == LearningSessionKind(kind))
    if when == TO_COME:
        query = query.where(LearningSession.starts_at >= clock.now())
    elif when == PAST:
        query = query.where(LearningSession.starts_at < clock.now())
    query = after_row(
        query, after, value=LearningSession.starts_at, id_=LearningSession.id, descending=True
    )
    rows = db.session.scalars(query).all()
    return page_of(rows, lambda session: (session.starts_at, session.id))


def get_session(actor: Actor, key: str) -> LearningSession:
    """Return one session.

    :raises NotFound: when there is none, or none the actor may know of.
    """
    found = db.session.scalar(
        visible_sessions(actor)
        .where(LearningSession.key == key)
        .options(
            selectinload(LearningSession.agenda).joinedload(AgendaItem.case),
            selectinload(LearningSession.agenda).joinedload(AgendaItem.finding),
            selectinload(LearningSession.agenda).joinedload(AgendaItem.learning_case),
            selectinload(LearningSession.agenda).joinedload(AgendaItem.feedback),
            selectinload(LearningSession.agenda).joinedload(AgendaItem.objection),
            selectinload(LearningSession.agenda).joinedload(AgendaItem.criterion),
            selectinload(LearningSession.agenda).joinedload(AgendaItem.urgent_finding),
            selectinload(LearningSession.materials),
        )
    )
    if found is None:
        raise NotFound(thing="learning_session", key=key)
    return found


def place_of(actor: Actor, session: LearningSession) -> SessionParticipant | None:
    """Return the actor's own place at the table."""
    return next((p for p in session.participants if p.person_id == actor.id), None)


def own_place(actor: Actor, session: LearningSession) -> SessionParticipant:
    """Return the actor's own place as one of the parties.

    :raises NotFound: when the actor is a guest, or the session has no parties.
    """
    found = place_of(actor, session)
    if found is None or found not in signing_parties(session.kind, session.participants):
        raise NotFound(thing="session_participant", key=session.key)
    return found


def positions_open(_actor: Actor, session: LearningSession) -> bool:
    """Say whether everybody may read everybody's position."""
    return are_open(session.kind, session.participants, was_held=session.held_at is not None)


def positions(actor: Actor, session: LearningSession) -> list[Position]:
    """Return the parties' positions: one's own, and everybody's once they are open.

    The one place where a position's text is read, so that no page or export can show it early.
    """
    query = select(SessionParticipant.id, SessionParticipant.position).where(
        SessionParticipant.session_id == session.id
    )
    if not positions_open(actor, session):
        query = query.where(SessionParticipant.person_id == actor.id)
    texts = {row.id: row.position for row in db.session.execute(query)}
    return [
        Position(place, texts.get(place.id), is_hidden=place.id not in texts)
        for place in signing_parties(session.kind, session.participants)
    ]


def own_position(actor: Actor, session: LearningSession) -> str:
    """Return what the actor has written; empty when nothing."""
    own = own_place(actor, session)
    query = select(SessionParticipant.position).where(SessionParticipant.id == own.id)
    return db.session.scalar(query) or ""


def outcomes(_actor: Actor, session: LearningSession) -> Sequence[SessionOutcome]:
    """Return what the session ended in, in the order it was recorded."""
    return db.session.scalars(
        select(SessionOutcome)
        .where(SessionOutcome.session_id == session.id, SessionOutcome.withdrawn_at.is_(None))
        .options(
            joinedload(SessionOutcome.owner),
            joinedload(SessionOutcome.criterion),
            joinedload(SessionOutcome.agenda_item),
        )
        .order_by(SessionOutcome.id)
    ).all()


def get_outcome(actor: Actor, session: LearningSession, *, key: str) -> SessionOutcome:
    """Return one outcome of *session*.

    :raises NotFound: when it has none with this key.
    """
    for outcome in outcomes(actor, session):
        if outcome.key == key:
            return outcome
    raise NotFound(thing="session_outcome", key=key)


def get_item(_actor: Actor, session: LearningSession, *, key: str) -> AgendaItem:
    """Return one item of the agenda.

    :raises NotFound: when there is none with this key.
    """
    for item in session.agenda:
        if item.key == key:
            return item
    raise NotFound(thing="agenda_item", key=key)


def get_material(_actor: Actor, session: LearningSession, *, key: str) -> SessionMaterial:
    """Return something to read for *session*.

    :raises NotFound: when it has none of that key.
    """
    for material in session.materials:
        if material.key == key:
            return material
    raise NotFound(thing="session_material", key=key)


def next_of(actor: Actor, session: LearningSession) -> LearningSession | None:
    """Return the next session of the same series, if it is planned and the actor may know of it."""
    if session.series_id is None:
        return None
    return db.session.scalar(
        visible_sessions(actor)
        .where(
            LearningSession.series_id == session.series_id,
            LearningSession.starts_at > session.starts_at,
        )
        .order_by(LearningSession.starts_at)
        .limit(1)
    )


def followed_by(actor: Actor, session: LearningSession) -> Sequence[LearningSession]:
    """Return the sessions that follow this one up, as far as the actor may know of them."""
    query = visible_sessions(actor).where(LearningSession.follows_id == session.id)
    return db.session.scalars(query.order_by(LearningSession.starts_at)).all()


def own_invitation(actor: Actor, session: LearningSession) -> SessionInvitation:
    """Return what the actor's own calendar should know of the session.

    :raises NotFound: when the actor was never invited.
    """
    found = db.session.scalar(
        select(SessionInvitation).where(
            SessionInvitation.session_id == session.id, SessionInvitation.person_id == actor.id
        )
    )
    if found is None:
        raise NotFound(thing="session_invitation", key=session.key)
    return found


def learning_case(actor: Actor, key: str) -> LearningCase:
    """Return the learning case a session is to be about.

    :raises NotFound: when there is none, or none the actor may know of.
    """
    demand(actor, Permission.SESSION_PLAN)
    found = db.session.scalar(visible_learning_cases(actor).where(LearningCase.key == key))
    if found is None:
        raise NotFound(thing="learning_case", key=key)
    return found


def engagement_has_ended(_actor: Actor, session: LearningSession, *, on: date) -> bool:
    """Say whether the session was held under an engagement that was over on the day *on*."""
    if session.engagement_id is None:
        return False
    ended = select(Engagement.id).where(Engagement.id == session.engagement_id, has_ended_by(on))
    return db.session.scalar(ended) is not None
