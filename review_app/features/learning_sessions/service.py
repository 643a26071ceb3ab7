"""Planning a session, its agenda, the positions before it, and holding it."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from review_app.domain.access import Actor, Permission, Role, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import IllegalTransition, Incomplete, Invalid
from review_app.domain.events import SessionPlanned
from review_app.domain.kinds import LearningSessionKind, Party
from review_app.domain.positions import check_parties
from review_app.domain.workflow import (
    LEARNING_SESSION_STEPS,
    LearningSessionState,
    LearningSessionStep,
    after,
)
from review_app.features.learning_sessions import queries
from review_app.features.learning_sessions import queries_choices as choices
from review_app.kernel import clock
from review_app.kernel.drafts import discard_draft
from review_app.kernel.revisions import change
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import AgendaItem, Finding, LearningSession, SessionParticipant

BEFORE = (LearningSessionState.PLANNED, LearningSessionState.POSITIONS)
SEATS = {
    Party.CASEWORKER: (Role.CASEWORKER,),
    Party.COORDINATOR: (Role.COORDINATOR,),
    Party.THIRD: (Role.CONSULTANT, Role.COORDINATOR, Role.MANAGER),
    Party.GUEST: (Role.CASEWORKER, Role.COORDINATOR, Role.MANAGER, Role.CONSULTANT),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What a session is to be; people by the values of :class:`queries_choices.Seat`."""

    kind: LearningSessionKind
    title: str
    starts_at: datetime
    minutes_planned: int = 60
    place: str = ""
    caseworker: str = ""
    coordinator: str = ""
    third: str = ""
    guests: Collection[str] = field(default_factory=tuple)


def plan_session(actor: Actor, *, plan: Plan, learning_case_key: str = "") -> LearningSession:
    """Plan a session and invite its participants; a learning case becomes its first item.

    :raises Incomplete: when a party is missing; ``facts["fields"]`` names it.
    :raises Invalid: when somebody cannot be invited, or outsiders come from two engagements.
    """
    with unit_of_work(actor) as work:
        demand(actor, Permission.SESSION_PLAN)
        session = LearningSession(planned_by_id=actor.id)
        _write_plan(actor, session, plan)
        work.add(session)
        if learning_case_key:
            _add_item(work, session, about=f"learning-case:{learning_case_key}", title="")
        work.log(AuditCode.SESSION_PLANNED, session, kind=plan.kind.value)
        work.tell(SessionPlanned(session.id, tuple(sorted(session.participant_ids))))
    return session


def change_plan(actor: Actor, key: str, *, plan: Plan, revision: int) -> LearningSession:
    """Change a session that is only planned yet.

    :raises Conflict: when somebody else changed it meanwhile.
    """
    with unit_of_work(actor) as work:
        session = queries.get_session(actor, key)
        work.hold(session)
        demand(actor, Permission.SESSION_PLAN, session)
        if session.state is not LearningSessionState.PLANNED:
            raise IllegalTransition(state=session.state.value, step="change")
        change(work, session, revision=revision)
        _write_plan(actor, session, plan)
        work.log(AuditCode.SESSION_CHANGED, session)
    return session


def _write_plan(actor: Actor, session: LearningSession, plan: Plan) -> None:
    chosen = [
        (Party.CASEWORKER, plan.caseworker),
        (Party.COORDINATOR, plan.coordinator),
        (Party.THIRD, plan.third),
        *((Party.GUEST, guest) for guest in plan.guests),
    ]
    found = [(party, _seat(actor, party, value)) for party, value in chosen if value]
    check_parties(plan.kind, [(party, seat.person.id) for party, seat in found])
    engagements = {seat.engagement.id: seat.engagement for _, seat in found if seat.engagement}
    if len(engagements) > 1:
        raise Invalid(field="third", reason="two engagements")
    for engagement in engagements.values():
        if engagement.ends_on < plan.starts_at.astimezone(clock.ZONE).date():
            raise Invalid(field="starts_on", reason="after the engagement")
    session.kind, session.title, session.place = plan.kind, plan.title.strip(), plan.place.strip()
    session.starts_at, session.minutes_planned = plan.starts_at, plan.minutes_planned
    session.engagement_id = next(iter(engagements), None)
    _invite(session, [(party, seat.person.id) for party, seat in found])


def _seat(actor: Actor, party: Party, value: str) -> choices.Seat:
    for seat in choices.seats(actor, *SEATS[party]):
        if seat.value == value:
            return seat
    raise Invalid(field=party.value, reason="cannot be invited")


def _invite(session: LearningSession, seats: list[tuple[Party, int]]) -> None:
    kept = {place.person_id: place for place in session.participants}
    places = []
    for party, person_id in seats:
        place = kept.get(person_id) or SessionParticipant(person_id=person_id)
        place.party = party
        places.append(place)
    session.participants = places


def add_item(
    actor: Actor, key: str, *, about: str, title: str, minutes_planned: int = 15
) -> AgendaItem:
    """Put something on the agenda.

    :param about: ``learning-case:KEY``, ``finding:KEY``, ``dilemma:KEY``, ``case:KEY``, or empty
        for a question.
    :raises Incomplete: when a question has no words.
    :raises Invalid: when there is no such thing, or none the actor may bring up.
    """
    with unit_of_work(actor) as work:
        session = _to_prepare(work, key)
        item = _add_item(work, session, about=about, title=title, minutes=minutes_planned)
        work.log(AuditCode.SESSION_CHANGED, session, agenda_item=item.key)
    return item


def _add_item(
    work: Work, session: LearningSession, *, about: str, title: str, minutes: int = 15
) -> AgendaItem:
    kind, _, key = about.partition(":")
    item = AgendaItem(
        session_id=session.id, title=title.strip()[:200], minutes_planned=minutes, position=1
    )
    if kind == "learning-case":
        chosen = queries.learning_case(work.actor, key)
        item.learning_case_id, item.case_id = chosen.id, chosen.case_id
        item.title = item.title or chosen.case.key
    elif kind in ("finding", "dilemma"):
        _take_point(work, session, item, kind, key=key)
    elif kind == "case":
        case = choices.case(work.actor, key)
        if case is None:
            raise Invalid(field="about", reason="unknown")
        item.case_id, item.title = case.id, item.title or case.key
    if not item.title:
        raise Incomplete(fields=["title"])
    item.position = 1 + max((other.position for other in session.agenda), default=0)
    session.agenda.append(item)
    work.session.flush()
    return item


def _take_point(
    work: Work, session: LearningSession, item: AgendaItem, kind: str, *, key: str
) -> None:
    """Make *item* about a finding, or about an objection in which both arguments stand."""
    offered = choices.dilemmas if kind == "dilemma" else choices.findings
    found = next((each for each in offered(work.actor, session) if each.key == key), None)
    if found is None:
        raise Invalid(field="about", reason="unknown")
    item.case_id, item.title = found.review.case_id, item.title or found.text[:120]
    if isinstance(found, Finding):
        item.finding_id = found.id


def remove_item(actor: Actor, key: str, *, item_key: str) -> None:
    """Take something off the agenda before the session."""
    with unit_of_work(actor) as work:
        session = _to_prepare(work, key)
        item = queries.get_item(actor, session, key=item_key)
        session.agenda.remove(item)
        work.session.delete(item)
        work.log(AuditCode.SESSION_CHANGED, session, removed_agenda_item=item_key)


def _to_prepare(work: Work, key: str) -> LearningSession:
    session = queries.get_session(work.actor, key)
    work.hold(session)
    demand(work.actor, Permission.SESSION_PLAN, session)
    if session.state not in BEFORE:
        raise IllegalTransition(state=session.state.value, step="change-agenda")
    return session


def ask_positions(actor: Actor, key: str) -> LearningSession:
    """Ask the three parties to write what they think, unseen by the others.

    :raises IllegalTransition: for any session but a planned three-party talk.
    """
    with unit_of_work(actor) as work:
        session = queries.get_session(actor, key)
        work.hold(session)
        demand(actor, Permission.SESSION_PLAN, session)
        step = LearningSessionStep.ASK_POSITIONS
        state = after(LEARNING_SESSION_STEPS, session.state, step)
        if session.kind is not LearningSessionKind.TRIPARTITE:
            raise IllegalTransition(state=session.state.value, step=step.value)
        change(work, session, revision=session.revision, state=state)
        work.log(AuditCode.SESSION_POSITIONS_ASKED, session)
    return session


def take_position(actor: Actor, key: str, *, text: str, revision: int) -> SessionParticipant:
    """Record the actor's own position; it can be rewritten until all are open.

    :raises Conflict: when it was saved in another window meanwhile.
    :raises IllegalTransition: when positions are not asked for, or are open already.
    """
    with unit_of_work(actor) as work:
        session = queries.get_session(actor, key)
        work.hold(session)
        demand(actor, Permission.SESSION_TAKE_POSITION, session)
        own = queries.own_place(actor, session)
        is_open = queries.positions_open(actor, session)
        if session.state is not LearningSessionState.POSITIONS or is_open:
            raise IllegalTransition(state=session.state.value, step="take-position")
        if not text.strip():
            raise Incomplete(fields=["position"])
        values = {"position": text.strip(), "position_written_at": clock.now()}
        change(work, own, revision=revision, **values)
        discard_draft(actor, f"position/{key}")
        work.log(AuditCode.POSITION_TAKEN, own)
    return own


def hold(actor: Actor, key: str) -> LearningSession:
    """Begin the session: positions open, outcomes can be recorded.

    :raises IllegalTransition: when a three-party talk has not asked for positions.
    """
    with unit_of_work(actor) as work:
        session = queries.get_session(actor, key)
        work.hold(session)
        demand(actor, Permission.SESSION_RECORD, session)
        step = LearningSessionStep.HOLD
        state = after(LEARNING_SESSION_STEPS, session.state, step)
        takes_positions = session.kind is LearningSessionKind.TRIPARTITE
        if takes_positions and session.state is LearningSessionState.PLANNED:
            raise IllegalTransition(state=session.state.value, step=step.value)
        change(work, session, revision=session.revision, state=state, held_at=clock.now())
        work.log(AuditCode.SESSION_HELD, session)
    return session


def record_attendance(actor: Actor, key: str, *, absent_keys: Collection[str]) -> None:
    """Record who was invited but not there; they sign or dissent later all the same."""
    with unit_of_work(actor) as work:
        session = queries.get_session(actor, key)
        work.hold(session)
        demand(actor, Permission.SESSION_RECORD, session)
        if session.state is not LearningSessionState.HELD:
            raise IllegalTransition(state=session.state.value, step="record-attendance")
        for place in session.participants:
            place.was_absent = place.key in absent_keys
        absent = sum(place.was_absent for place in session.participants)
        work.log(AuditCode.SESSION_ATTENDANCE_RECORDED, session, absent=absent)


def cancel(actor: Actor, key: str, *, reason: str) -> LearningSession:
    """Give a session up before it is held."""
    with unit_of_work(actor) as work:
        session = queries.get_session(actor, key)
        work.hold(session)
        demand(actor, Permission.SESSION_PLAN, session)
        state = after(LEARNING_SESSION_STEPS, session.state, LearningSessionStep.CANCEL)
        if not reason.strip():
            raise Incomplete(fields=["reason"])
        values = {"state": state, "cancel_reason": reason.strip()}
        change(work, session, revision=session.revision, **values)
        work.log(AuditCode.SESSION_CANCELLED, session)
    return session
