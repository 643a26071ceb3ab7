"""Planning a session, the positions before it, holding it, and giving it up."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from review_app.domain.access import Actor, Permission, Role, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import IllegalTransition, Incomplete, Invalid
from review_app.domain.events import SessionChanged, SessionPlanned
from review_app.domain.kinds import LearningSessionKind, Party
from review_app.domain.positions import check_parties
from review_app.domain.workflow import (
    LEARNING_SESSION_STEPS,
    LearningSessionState,
    LearningSessionStep,
    after,
)
from review_app.features.learning_sessions import agenda, queries
from review_app.features.learning_sessions import queries_choices as choices
from review_app.features.learning_sessions.calendars import tell_calendars
from review_app.kernel import clock
from review_app.kernel.drafts import discard_draft
from review_app.kernel.revisions import change
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import (
    LearningSession,
    MinuteTaking,
    SessionParticipant,
    SessionSeries,
)

SEATS = {
    Party.CASEWORKER: (Role.CASEWORKER,),
    Party.COORDINATOR: (Role.COORDINATOR,),
    Party.THIRD: (Role.CONSULTANT, Role.COORDINATOR, Role.MANAGER),
    Party.GUEST: (Role.CASEWORKER, Role.COORDINATOR, Role.MANAGER, Role.CONSULTANT),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What a session is to be; people by the values of :class:`queries_choices.Seat`.

    ``team`` (a key) and ``profession`` are addressed as a whole: each of them becomes a guest.
    ``calibration`` and ``follows`` are keys; ``every_weeks`` is 0 for a session of its own.
    """

    kind: LearningSessionKind
    title: str
    starts_at: datetime
    minutes_planned: int = 60
    place: str = ""
    caseworker: str = ""
    coordinator: str = ""
    third: str = ""
    guests: Collection[str] = field(default_factory=tuple)
    team: str = ""
    profession: str = ""
    calibration: str = ""
    every_weeks: int = 0
    follows: str = ""


def plan_session(actor: Actor, *, plan: Plan, learning_case_key: str = "") -> LearningSession:
    """Plan a session and invite its participants.

    A learning case becomes its first item; a calibration's differences and what a session that is
    followed left over become items too.

    :raises Incomplete: when a party is missing; ``facts["fields"]`` names it.
    :raises Invalid: when somebody cannot be invited, or outsiders come from two engagements.
    """
    with unit_of_work(actor) as work:
        demand(actor, Permission.SESSION_PLAN)
        session = LearningSession(planned_by_id=actor.id)
        _write_plan(actor, session, plan)
        if plan.every_weeks:
            _begin_series(work, session, every_weeks=plan.every_weeks)
        work.add(session)
        if learning_case_key:
            agenda.put_learning_case(work, session, key=learning_case_key)
        if session.calibration_id:
            agenda.put_differences(work, session)
        if plan.follows:
            _follow(work, session, key=plan.follows)
        work.log(AuditCode.SESSION_PLANNED, session, kind=plan.kind.value)
        tell_calendars(work, session)
        work.tell(SessionPlanned(session.id, tuple(sorted(session.participant_ids))))
    return session


def _begin_series(work: Work, session: LearningSession, *, every_weeks: int) -> None:
    if session.kind is LearningSessionKind.TRIPARTITE:
        raise Invalid(field="every_weeks", reason="no series")
    series = work.add(SessionSeries(every_weeks=every_weeks, begun_by_id=work.actor.id))
    session.series_id = series.id
    work.log(AuditCode.SESSION_SERIES_BEGUN, series, weeks=every_weeks)


def _follow(work: Work, session: LearningSession, *, key: str) -> None:
    before = queries.get_session(work.actor, key)
    session.follows_id = before.id
    if before.held_at is not None:
        agenda.carry_over(work, before, to=session)


def change_plan(actor: Actor, key: str, *, plan: Plan, revision: int) -> LearningSession:
    """Change a session that is only planned yet; whose calendar is concerned learns of it.

    :raises Conflict: when somebody else changed it meanwhile.
    """
    with unit_of_work(actor) as work:
        session = queries.get_session(actor, key)
        work.hold(session)
        demand(actor, Permission.SESSION_PLAN, session)
        if session.state is not LearningSessionState.PLANNED:
            raise IllegalTransition(state=session.state.value, step="change")
        change(work, session, revision=revision)
        before = _in_calendars(session)
        _write_plan(actor, session, plan)
        if _in_calendars(session) != before:
            session.invitation_sequence = session.invitation_sequence + 1
        work.log(AuditCode.SESSION_CHANGED, session)
        tell_calendars(work, session)
        work.tell(SessionChanged(session.id))
    return session


def _in_calendars(session: LearningSession) -> tuple[object, ...]:
    return session.kind, session.starts_at, session.minutes_planned, session.place


def end_series(actor: Actor, key: str) -> None:
    """Let the session be the last of its series."""
    with unit_of_work(actor) as work:
        session = queries.get_session(actor, key)
        demand(actor, Permission.SESSION_PLAN, session)
        if session.series is None or session.series.ended_at is not None:
            raise IllegalTransition(state=session.state.value, step="end-series")
        session.series.ended_at = clock.now()
        work.log(AuditCode.SESSION_SERIES_ENDED, session.series)


def _write_plan(actor: Actor, session: LearningSession, plan: Plan) -> None:
    group = _addressed(actor, session, plan)
    seated = _seats(actor, plan)
    taken = {seat.person.id for _, seat in seated}
    found = seated + [(Party.GUEST, seat) for seat in group if seat.person.id not in taken]
    check_parties(plan.kind, [(party, seat.person.id) for party, seat in found])
    session.engagement_id = _engagement_of(found, plan)
    session.kind, session.title, session.place = plan.kind, plan.title.strip(), plan.place.strip()
    session.starts_at, session.minutes_planned = plan.starts_at, plan.minutes_planned
    chosen = choices.calibration(actor, plan.calibration) if plan.calibration else None
    session.calibration_id = chosen.id if chosen else None
    _invite(session, [(party, seat.person.id) for party, seat in found])


def _seats(actor: Actor, plan: Plan) -> list[tuple[Party, choices.Seat]]:
    chosen = [
        (Party.CASEWORKER, plan.caseworker),
        (Party.COORDINATOR, plan.coordinator),
        (Party.THIRD, plan.third),
        *((Party.GUEST, guest) for guest in plan.guests),
    ]
    return [(party, _seat(actor, party, value)) for party, value in chosen if value]


def _addressed(actor: Actor, session: LearningSession, plan: Plan) -> Sequence[choices.Seat]:
    """Write whom the session addresses; returns those who are thereby newly invited."""
    team = choices.team(actor, plan.team) if plan.team else None
    team_id, profession = team.id if team else None, plan.profession or None
    is_new = (team_id, profession) != (session.team_id, session.profession)
    session.team_id, session.profession = team_id, profession
    if not is_new or not (team_id or profession):
        return []
    return choices.group(actor, team_id=team_id, profession=profession)


def _engagement_of(found: list[tuple[Party, choices.Seat]], plan: Plan) -> int | None:
    engagements = {seat.engagement.id: seat.engagement for _, seat in found if seat.engagement}
    if len(engagements) > 1:
        raise Invalid(field="third", reason="two engagements")
    for engagement in engagements.values():
        if engagement.ends_on < plan.starts_at.astimezone(clock.ZONE).date():
            raise Invalid(field="starts_on", reason="after the engagement")
    return next(iter(engagements), None)


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
        first = session.agenda[0].id if session.agenda else None
        work.add(
            MinuteTaking(
                session_id=session.id,
                person_id=actor.id,
                item_id=first,
                item_since_at=clock.now(),
            )
        )
        work.session.refresh(session, ["minute_taking"])
        work.log(AuditCode.SESSION_HELD, session)
    return session


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
        tell_calendars(work, session)
    return session
