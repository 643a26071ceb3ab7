"""Objections and how they are decided, a longer period, a correction, and what was urgent."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import cycle

from sqlalchemy import select

from review_app.domain.access import OPERATOR
from review_app.domain.calendar import add_working_days
from review_app.domain.kinds import ResponseKind, UrgentKind
from review_app.domain.scoring import AnswerValue
from review_app.domain.workflow import ObjectionState, ObjectionStep, ReviewState, UrgentStep
from review_app.entrypoints.demo.people import Town, read_story
from review_app.features.reviews import (
    queries,
    queries_objections,
    service_correction,
    service_extension,
    service_objections,
    service_response,
    service_urgent,
)
from review_app.features.reviews.service_correction import Correction
from review_app.features.reviews.service_objections import Decision
from review_app.features.reviews.service_response import Reply
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.kernel.holidays import holidays_around
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import Case, Objection, Review, Round

LEAD = "Maja Morgenfrue"


def object_to_one(town: Town, review: Review) -> bool:
    """Let the caseworker object to the first thing that was found; says whether anything was."""
    actor = town.actor(town.person(review.caseworker_id).name)
    found = queries.lay_out(actor, review).deviations
    if not found:
        return False
    line = found[0]
    told = read_story("responses")["objections"]
    text = told["made"][len(line.criterion.code + review.key + str(review.id)) % len(told["made"])]
    proposed = AnswerValue.NOT_APPLICABLE if "gjaldt ikke" in text else AnswerValue.MET
    reply = Reply(ResponseKind.OBJECTION, text, proposed)
    service_response.respond(actor, review.key, criterion_key=line.criterion.key, reply=reply)
    return True


def leave_a_dilemma(town: Town, found: Round) -> None:
    """Let a caseworker object to what the dilemma is about, and leave the objection as one."""
    told = read_story("dilemma")
    for review in _waiting(found):
        actor = town.actor(town.person(review.caseworker_id).name)
        lines = queries.lay_out(actor, review).deviations
        line = next((one for one in lines if one.criterion.code == told["criterion"]), None)
        if line is None or review.response_opened_at is None:
            continue
        opened_on = review.response_opened_at.date()
        clock.travel(clock.local(opened_on + timedelta(days=3), 14))
        reply = Reply(ResponseKind.OBJECTION, told["objection"], AnswerValue.MET)
        service_response.respond(actor, review.key, criterion_key=line.criterion.key, reply=reply)
        service_response.hand_in(actor, review.key)
        clock.travel(clock.local(opened_on + timedelta(days=6), 10))
        _leave_as_dilemma(town, review, told["decision"])
        return


def _waiting(found: Round) -> list[Review]:
    query = select(Review).where(Review.round_id == found.id, Review.caseworker_id.is_not(None))
    query = query.where(Review.state == ReviewState.IN_RESPONSE).order_by(Review.id)
    return list(db.session.scalars(query))


def _leave_as_dilemma(town: Town, review: Review, reason: str) -> None:
    of_review = select(Objection).where(Objection.review_id == review.id)
    objection = db.session.scalars(of_review).one()
    decider = queries_objections.able_deciders(OPERATOR, review)[0]
    decision = Decision(ObjectionStep.LEAVE_AS_DILEMMA, reason)
    service_objections.decide(town.actor(decider.name), objection.key, decision=decision)
    caseworker = town.actor(town.person(review.caseworker_id).name)
    service_objections.read_decision(caseworker, review.key)


def decide_all(town: Town, found: Round, but: int = 0) -> None:
    """Decide the objections of a round in each of the ways there are, all but the last ones."""
    told = read_story("responses")["objections"]
    rows = select(Objection).join(Review, Review.id == Objection.review_id)
    mine = rows.where(Review.round_id == found.id, Objection.state == ObjectionState.OPEN)
    made = db.session.scalars(mine.order_by(Objection.id)).all()
    for n, (objection, step) in enumerate(
        zip(made[: len(made) - but], cycle(ObjectionStep), strict=False)
    ):
        decider = queries_objections.able_deciders(OPERATOR, objection.review)[0]
        clock.travel(clock.local(objection.made_at.date() + timedelta(days=1 + n % 4), 11))
        if n % 3 == 0:
            reviewer = town.actor(town.person(objection.reviewer_id).name)
            service_objections.reply(reviewer, objection.key, text=told["reply"])
        decision = Decision(step, told[step.value], AnswerValue.PARTLY_MET)
        with unit_of_work(OPERATOR):
            if objection.value is AnswerValue.PARTLY_MET:
                decision = Decision(step, told[step.value], AnswerValue.CANNOT_BE_ASSESSED)
            service_objections.decide(town.actor(decider.name), objection.key, decision=decision)
        caseworker = town.actor(town.person(objection.caseworker_id).name)
        if not but:
            service_objections.read_decision(caseworker, objection.review.key)


def help_along(town: Town, waiting: Sequence[Review], today: date) -> None:
    """Make one response period longer, and write down what one caseworker said by phone."""
    told = read_story("responses")
    longer, spoken = [r for r in waiting if r.responded_at is None][:2]
    clock.travel(clock.local(today - timedelta(days=1), 10))
    helper = queries_objections.able_deciders(OPERATOR, longer)[0]
    assert longer.response_due_on is not None
    day = add_working_days(longer.response_due_on, 5, holidays=holidays_around(today))
    service_extension.extend(
        town.actor(helper.name), longer.key, due_on=day, reason=told["extension"]
    )
    writer = town.actor(queries_objections.able_deciders(OPERATOR, spoken)[0].name)
    service_response.hand_in(writer, spoken.key, note=told["on-behalf"])


def correct_one(town: Town) -> None:
    """Correct the last settled review in which something was found."""
    settled = select(Review).where(Review.state == ReviewState.SETTLED).order_by(Review.id.desc())
    lead = town.actor(LEAD)
    for review in db.session.scalars(settled.limit(20)):
        found = queries.lay_out(lead, review).deviations
        if found and review.caseworker_id != lead.id:
            reason = read_story("responses")["correction"]
            correction = Correction(reason, found[0].criterion.key, AnswerValue.MET)
            service_correction.correct(lead, review.key, correction=correction)
            return


def tell_what_is_urgent(town: Town, today: date) -> None:
    """Let one urgent finding be handled, and one wait since this morning."""
    told = read_story("responses")["urgent"]
    lead = town.actor(LEAD)
    cases = db.session.scalars(
        select(Case).where(Case.closed_on.is_(None), Case.team_id.is_not(None)).limit(2)
    ).all()
    clock.travel(clock.local(today - timedelta(days=20), 9))
    handled = service_urgent.raise_finding(
        lead, cases[0].key, kind=UrgentKind.CITIZENS_RIGHT, text=told["handled"], hours=24
    )
    owner = town.actor(town.person(handled.owner_id).name)
    service_urgent.acknowledge(owner, handled.key)
    clock.travel(clock.local(today - timedelta(days=20), 14))
    service_urgent.close(owner, handled.key, step=UrgentStep.HANDLE, done=told["done"])
    clock.travel(clock.local(today - timedelta(days=1), 15))
    service_urgent.raise_finding(
        lead, cases[1].key, kind=UrgentKind.DATA_BREACH, text=told["open"], hours=72
    )
