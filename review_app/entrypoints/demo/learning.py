"""The learning of the story: a finding becomes feedback, a talk, an action, and a note for all."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from review_app.domain.kinds import EngagementPurpose, LearningSessionKind, OutcomeKind
from review_app.domain.learning_notes import Filed, Written
from review_app.domain.outcomes import OutcomeFields
from review_app.domain.workflow import ReviewState
from review_app.entrypoints.demo.people import Town
from review_app.entrypoints.demo.rounds import HARD_CASE_READER, LEAD, REVIEWERS, on_day
from review_app.features.actions import service as actions
from review_app.features.engagements import service as engagements
from review_app.features.feedback import service as feedback
from review_app.features.knowledge import service as knowledge
from review_app.features.knowledge import service_publishing as publishing
from review_app.features.learning_sessions import service as sessions
from review_app.features.learning_sessions import service_agenda as agenda
from review_app.features.learning_sessions import service_minutes as minutes
from review_app.features.learning_sessions.service import Plan
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import (
    Action,
    Criterion,
    Engagement,
    Finding,
    LearningCase,
    LearningNote,
    LearningSession,
    Person,
    Review,
)

WRITER, THIRD, SECOND = "Pia Pæon", HARD_CASE_READER, REVIEWERS[1]
Told = Mapping[str, Any]


class Meeting:
    """Who meets about one learning case."""

    def __init__(self, town: Town, review: Review) -> None:
        self.town = town
        self.review = review
        self.caseworker: Person = town.person(review.caseworker_id)

    def seat(self, name: str) -> str:
        """Return how a person is named in a form: engagement's key, then person's key."""
        person = self.town.people[name]
        engagement = self.town.engagements.get(name)
        return f"{engagement.key if engagement else ''}:{person.key}"


def tell(town: Town, told: Told, today: date) -> None:
    """Walk one story from the finding to the note and its readers."""
    begin = today - timedelta(days=told["days_ago"])
    meeting = Meeting(town, a_review_with(told["criterion"], settled=True))
    on_day(begin, 10)
    chosen = give_feedback(meeting, told, begin)
    held = meet(meeting, told, begin, chosen)
    sign(meeting, told, begin, held)
    act(town, held, begin)
    publish(town, told, begin, held)


def a_review_with(code: str, *, settled: bool) -> Review:
    """Return the newest review, not used yet, with a finding on the criterion (or without)."""
    query = (
        select(Review)
        .join(Finding, Finding.review_id == Review.id)
        .join(Criterion, Criterion.id == Finding.criterion_id)
        .where(Criterion.code == code, Review.caseworker_id.is_not(None))
        .where(Finding.is_set_aside.is_(False))
        .where(Review.state == (ReviewState.SETTLED if settled else ReviewState.IN_RESPONSE))
        .where(Review.id.not_in(select(LearningCase.review_id).where(LearningCase.review_id > 0)))
        .order_by(Review.id.desc())
    )
    return db.session.scalars(query).first() or db.session.scalars(select(Review)).one()


def give_feedback(meeting: Meeting, told: Told, begin: date) -> LearningCase:
    """Have a learning case chosen, written on, passed on, talked about and acknowledged."""
    town, lead = meeting.town, meeting.town.actor(LEAD)
    chosen = feedback.choose_learning_case(
        lead, reason=told["reason"], review_key=meeting.review.key, author=meeting.seat(WRITER)
    )
    assert chosen.feedback is not None
    key, caseworker = chosen.feedback.key, meeting.caseworker.name
    on_day(begin + timedelta(days=5), 14)
    feedback.write_feedback(
        town.actor(WRITER),
        key,
        texts=told["feedback"],
        revision=chosen.feedback.revision,
        send=True,
    )
    on_day(begin + timedelta(days=8), 9)
    feedback.pass_on(lead, key, note=told["note_to_caseworker"])
    on_day(begin + timedelta(days=10), 11)
    feedback.say(town.actor(caseworker), key, text=told["dialogue_caseworker"])
    feedback.say(lead, key, text=told["dialogue_coordinator"])
    on_day(begin + timedelta(days=12), 15)
    feedback.acknowledge(town.actor(caseworker), key, reflection=told["reflection"])
    feedback.close(lead, key)
    return chosen


def meet(meeting: Meeting, told: Told, begin: date, chosen: LearningCase) -> LearningSession:
    """Plan the talk, let each party write a position, hold it, and record what came of it."""
    words, lead = told["session"], meeting.town.actor(LEAD)
    held_on = begin + timedelta(days=20)
    plan = Plan(
        kind=LearningSessionKind.TRIPARTITE,
        title=words["title"],
        starts_at=clock.local(held_on, 10),
        place=words["place"],
        caseworker=meeting.seat(meeting.caseworker.name),
        coordinator=meeting.seat(LEAD),
        third=meeting.seat(THIRD),
    )
    session = sessions.plan_session(lead, plan=plan, learning_case_key=chosen.key)
    agenda.add_item(lead, session.key, about="", title=words["dilemma_title"])
    sessions.ask_positions(lead, session.key)
    on_day(begin + timedelta(days=16), 9)
    for name, text in zip(parties(meeting), words["positions"], strict=True):
        write_position(meeting.town, session, name, text)
    on_day(held_on, 10)
    sessions.hold(lead, session.key)
    for kind, fields in outcomes(meeting, told, held_on):
        minutes.record_outcome(lead, session.key, kind=kind, fields=fields)
    minutes.ask_signatures(lead, session.key)
    return session


def write_position(town: Town, session: LearningSession, name: str, text: str) -> None:
    """Let one party say beforehand what they think."""
    person = town.people[name]
    own = next(seat for seat in session.participants if seat.person_id == person.id)
    sessions.take_position(town.actor(name), session.key, text=text, revision=own.revision)


def parties(meeting: Meeting) -> tuple[str, str, str]:
    """Return the names of caseworker, coordinator and third party."""
    return meeting.caseworker.name, LEAD, THIRD


def outcomes(
    meeting: Meeting, told: Told, held_on: date
) -> list[tuple[OutcomeKind, OutcomeFields]]:
    """Return one outcome of every kind, in the words of the story."""
    words = told["session"]
    criterion = db.session.scalars(
        select(Criterion)
        .where(Criterion.code == told["criterion"])
        .order_by(Criterion.id.desc())
        .limit(1)
    ).one()
    promise = OutcomeFields(
        text=words["plan_goal"],
        steps=words["plan_steps"],
        owner_id=meeting.caseworker.id,
        due_on=held_on + timedelta(days=21),
        look_again_on=held_on + timedelta(days=49),
    )
    about = OutcomeFields(criterion_id=criterion.id)
    return [
        (OutcomeKind.PLAN, promise),
        (OutcomeKind.ACTION, replace(promise, text=words["action"])),
        (
            OutcomeKind.AGREED_PRACTICE,
            replace(about, title=words["practice_title"], text=words["practice"]),
        ),
        (
            OutcomeKind.DILEMMA,
            OutcomeFields(
                title=words["dilemma_title"],
                text=words["dilemma"],
                counter_text=words["dilemma_counter"],
            ),
        ),
        (OutcomeKind.CHANGE_PROPOSAL, replace(about, text=words["proposal"])),
        (
            OutcomeKind.LEARNING_NOTE,
            replace(about, title=words["note_title"], text=words["note"].strip()),
        ),
    ]


def sign(meeting: Meeting, told: Told, begin: date, session: LearningSession) -> None:
    """Let the three sign, or the caseworker say why not."""
    on_day(begin + timedelta(days=21), 9)
    for name in parties(meeting):
        db.session.refresh(session)
        actor, dissent = meeting.town.actor(name), told["session"].get("dissent")
        if dissent and name == meeting.caseworker.name:
            minutes.dissent(actor, session.key, reason=dissent, revision=session.revision)
        else:
            minutes.sign(actor, session.key, revision=session.revision)


def act(town: Town, session: LearningSession, begin: date) -> None:
    """Let the first promise be kept and verified; the second stays to be done."""
    kept = db.session.scalars(
        select(Action)
        .where(Action.outcome_id.in_([outcome.id for outcome in session.outcomes]))
        .order_by(Action.id)
    ).first()
    if kept is None:
        return
    on_day(begin + timedelta(days=36), 14)
    owner = town.actor(town.person(kept.owner_id).name)
    actions.finish(owner, kept.key, evidence="Aftalt med arbejdsgiveren og noteret i journalen.")
    on_day(begin + timedelta(days=40), 9)
    actions.verify(town.actor(LEAD), kept.key)


def publish(town: Town, told: Told, begin: date, session: LearningSession) -> None:
    """Look the drafted note over, publish it, and let most caseworkers read it."""
    note = db.session.scalars(
        select(LearningNote).where(
            LearningNote.outcome_id.in_([outcome.id for outcome in session.outcomes])
        )
    ).one()
    words, key = told["session"], note.key
    on_day(begin + timedelta(days=23), 10)
    knowledge.save_note(
        town.actor(LEAD),
        key,
        revision=note.revision,
        written=Written(
            title=words["note_title"],
            text=words["note"].strip(),
            law_reference=words["law_reference"],
        ),
        filed=Filed(
            criterion_keys=[line.criterion.key for line in note.criteria],
            review_by_on=clock.today() + timedelta(days=365),
        ),
    )
    publishing.ask_review(town.actor(LEAD), key)
    on_day(begin + timedelta(days=25), 11)
    publishing.publish(town.actor(SECOND), key, revision=note.revision)
    for n, reader in enumerate(town.caseworkers[:-3]):
        on_day(begin + timedelta(days=26 + n * 2), 8)
        knowledge.mark_read(town.actor(reader.name), key)


def leave_on_the_tables(town: Town, told: Told, today: date) -> None:
    """Leave work in the middle: feedback being written, a talk whose positions are asked for."""
    meeting = Meeting(town, a_review_with(told["criterion"], settled=True))
    on_day(today - timedelta(days=6), 10)
    lead = town.actor(LEAD)
    chosen = feedback.choose_learning_case(
        lead,
        reason=told["reason"],
        review_key=meeting.review.key,
        is_exemplary=True,
        author=meeting.seat(WRITER),
    )
    assert chosen.feedback is not None
    feedback.write_feedback(
        town.actor(WRITER),
        chosen.feedback.key,
        texts=told["feedback"],
        revision=chosen.feedback.revision,
    )
    plan = Plan(
        kind=LearningSessionKind.TRIPARTITE,
        title=told["session"]["title"],
        starts_at=clock.local(today + timedelta(days=3), 10),
        place=told["session"]["place"],
        caseworker=meeting.seat(meeting.caseworker.name),
        coordinator=meeting.seat(LEAD),
        third=meeting.seat(THIRD),
    )
    session = sessions.plan_session(lead, plan=plan, learning_case_key=chosen.key)
    sessions.ask_positions(lead, session.key)
    write_position(town, session, LEAD, told["session"]["position"])


def engage(town: Town, told: Told, today: date) -> None:
    """Sign the contracts with the two firms."""
    for entry in told["engagements"]:
        made: Engagement = engagements.save_engagement(
            town.actor("Tove Timian"),
            None,
            firm_key=town.firms[entry["firm"]].key,
            title=entry["title"],
            purpose=EngagementPurpose(entry["purpose"]),
            quota=entry["quota"],
            starts_on=today - timedelta(days=340),
            ends_on=today + timedelta(days=150),
            member_keys=[town.people[entry["member"]].key],
            agreement_reference=entry["agreement"],
        )
        town.engagements[entry["member"]] = made
