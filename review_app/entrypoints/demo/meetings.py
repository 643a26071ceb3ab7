"""Sessions of the story besides the three-party talks: team, teaching and calibration."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from review_app.domain.calibrations import CalibrationState
from review_app.domain.kinds import LearningSessionKind, OutcomeKind
from review_app.domain.outcomes import OutcomeFields
from review_app.entrypoints.demo.people import Town, read_story
from review_app.entrypoints.demo.rounds import LEAD, on_day
from review_app.features.learning_sessions import (
    service,
    service_agenda,
    service_material,
    service_meeting,
    service_minutes,
)
from review_app.features.learning_sessions.agenda import ABOUT
from review_app.features.learning_sessions.service import Plan
from review_app.features.learning_sessions.service_material import Given
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import Calibration, Criterion, LearningSession

DILEMMAS, CASES = 2, 2


def tell(town: Town, today: date) -> None:
    """Hold a team session and a teaching session, and plan what comes after them."""
    told = read_story("sessions")
    talk_about_dilemmas(town, told["team"], today)
    teach(town, told["teaching"], today)
    plan_calibration(town, told["calibration"], today)


def _plan(town: Town, told: dict[str, Any], kind: LearningSessionKind, at: datetime) -> Plan:
    return Plan(
        kind=kind,
        title=told["title"],
        starts_at=at,
        minutes_planned=90,
        place=told["place"],
        coordinator=f":{town.people[LEAD].key}",
    )


def _put_on_agenda(town: Town, session: LearningSession, *, kind: str, most: int) -> None:
    lead, (_column, offered) = town.actor(LEAD), ABOUT[kind]
    for point in offered(lead, session)[:most]:
        service_agenda.add_item(lead, session.key, about=f"{kind}:{point.key}", title="")


def talk_about_dilemmas(town: Town, told: dict[str, Any], today: date) -> None:
    """Let a team talk about what objections left open; the last item is left for the next time."""
    held_on, lead = today - timedelta(days=told["days_ago"]), town.actor(LEAD)
    on_day(held_on - timedelta(days=5), 9)
    plan = _plan(town, told, LearningSessionKind.TEAM, clock.local(held_on, 9))
    team = town.teams[told["team"]].key
    plan = replace(plan, team=team, every_weeks=told["every_weeks"])
    session = service.plan_session(lead, plan=plan)
    _put_on_agenda(town, session, kind="dilemma", most=DILEMMAS)
    for question in told["questions"]:
        service_agenda.add_item(lead, session.key, about="", title=question)
    on_day(held_on, 9)
    service.hold(lead, session.key)
    for item, notes in zip(list(session.agenda), told["notes"], strict=False):
        _take_minutes(town, session, item.key, notes)
    for kind, fields in _agreed(told):
        service_minutes.record_outcome(lead, session.key, kind=kind, fields=fields)
    on_day(held_on, 11)
    service_minutes.close(lead, session.key)


def _take_minutes(town: Town, session: LearningSession, item_key: str, notes: str) -> None:
    lead = town.actor(LEAD)
    service_meeting.write_notes(lead, session.key, item_key=item_key, text=notes, revision=1)
    service_meeting.finish_item(lead, session.key, item_key=item_key)


def _agreed(told: dict[str, Any]) -> list[tuple[OutcomeKind, OutcomeFields]]:
    newest = select(Criterion.id).where(Criterion.code == told["practice_criterion"])
    practice = OutcomeFields(
        title=told["practice_title"],
        text=told["practice"],
        criterion_id=db.session.scalar(newest.order_by(Criterion.id.desc()).limit(1)),
        is_consensus=False,
        dissent=told["dissent"],
    )
    dilemma = OutcomeFields(
        title=told["dilemma_title"], text=told["dilemma"], counter_text=told["dilemma_counter"]
    )
    return [(OutcomeKind.AGREED_PRACTICE, practice), (OutcomeKind.DILEMMA, dilemma)]


def teach(town: Town, told: dict[str, Any], today: date) -> None:
    """Teach out of learning cases, with something to read, and record who was there."""
    held_on, lead = today - timedelta(days=told["days_ago"]), town.actor(LEAD)
    on_day(held_on - timedelta(days=7), 9)
    plan = _plan(town, told, LearningSessionKind.TEACHING, clock.local(held_on, 13))
    plan = replace(plan, profession=told["profession"])
    session = service.plan_session(lead, plan=plan)
    _put_on_agenda(town, session, kind="learning-case", most=CASES)
    for entry in told["material"]:
        service_material.add_material(lead, session.key, given=Given(**entry))
    on_day(held_on, 13)
    service.hold(lead, session.key)
    for item in list(session.agenda):
        _take_minutes(town, session, item.key, told["notes"])
    absent = [place.key for place in session.participants[-told["absent"] :]]
    service_meeting.record_attendance(lead, session.key, absent_keys=absent)
    service_minutes.close(lead, session.key)


def plan_calibration(town: Town, told: dict[str, Any], today: date) -> None:
    """Plan the session about what a calibration read differently."""
    closed = select(Calibration).where(Calibration.state == CalibrationState.CLOSED)
    found = db.session.scalars(closed.order_by(Calibration.id)).first()
    if found is None:
        return
    on_day(today - timedelta(days=1), 10)
    at = clock.local(today + timedelta(days=told["in_days"]), 10)
    plan = _plan(town, told, LearningSessionKind.CALIBRATION, at)
    lead = town.people[LEAD].id
    guests = [f":{one.person.key}" for one in found.participants if one.person_id != lead]
    plan = replace(plan, calibration=found.key, guests=guests)
    service.plan_session(town.actor(LEAD), plan=plan)
