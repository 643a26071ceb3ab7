"""What comes after a session: the next of its series, with what was left over."""

from datetime import date, datetime

from review_app.domain.audit_codes import AuditCode
from review_app.domain.events import SessionPlanned
from review_app.domain.kinds import Party
from review_app.domain.meetings import comes_back_at
from review_app.features.learning_sessions import agenda, queries
from review_app.features.learning_sessions import queries_choices as choices
from review_app.features.learning_sessions.calendars import tell_calendars
from review_app.kernel import clock
from review_app.kernel.unit_of_work import Work
from review_app.models import LearningSession, SessionParticipant

KEPT = ("kind", "title", "minutes_planned", "place", "series_id", "team_id", "profession")


def plan_next(work: Work, session: LearningSession) -> LearningSession | None:
    """Plan the next session of the series, unless it has ended or the next is planned already."""
    if session.series is None or session.series.ended_at is not None:
        return None
    if queries.next_of(work.actor, session) is not None:
        return None
    following = LearningSession(**{name: getattr(session, name) for name in KEPT})
    following.planned_by_id, following.follows_id = session.planned_by_id, session.id
    following.starts_at = _next_moment(session, session.series.every_weeks)
    day = following.starts_at.astimezone(clock.ZONE).date()
    following.participants, following.engagement_id = _who_comes_again(work, session, on=day)
    work.add(following)
    agenda.carry_over(work, session, to=following)
    work.log(AuditCode.SESSION_PLANNED, following, kind=following.kind.value)
    tell_calendars(work, following)
    work.tell(SessionPlanned(following.id, tuple(sorted(following.participant_ids))))
    return following


def _next_moment(session: LearningSession, every_weeks: int) -> datetime:
    """Return the first turn of the series that is still to come."""
    moment = session.starts_at
    while moment <= max(clock.now(), session.starts_at):
        moment = comes_back_at(moment, every_weeks=every_weeks, zone=clock.ZONE)
    return moment


def _who_comes_again(
    work: Work, session: LearningSession, *, on: date
) -> tuple[list[SessionParticipant], int | None]:
    """Return the places of those who still can come on that day, and the outsiders' engagement.

    Whoever joined the group meanwhile is invited too. Whoever closes the session leads the next
    one if its coordinator is gone.
    """
    outsiders, places = set(), {}
    present = {p.person_id: p.party for p in session.participants}
    for seat in choices.seats(work.actor, *choices.EVERYBODY):
        who = seat.person.id
        if who not in present or not _can_come(seat, session.engagement_id, on=on):
            continue
        places[who] = present[who]
        if seat.engagement:
            outsiders.add(who)
    for seat in _group(work, session):
        places.setdefault(seat.person.id, Party.GUEST)
    if Party.COORDINATOR not in places.values():
        places[work.actor.id or 0] = Party.COORDINATOR
    ordered = [SessionParticipant(person_id=who, party=party) for who, party in places.items()]
    return ordered, session.engagement_id if outsiders else None


def _can_come(seat: choices.Seat, engagement_id: int | None, *, on: date) -> bool:
    if seat.engagement is None:
        return True
    return seat.engagement.id == engagement_id and seat.engagement.ends_on >= on


def _group(work: Work, session: LearningSession) -> list[choices.Seat]:
    if not (session.team_id or session.profession):
        return []
    return choices.group(work.actor, team_id=session.team_id, profession=session.profession)
