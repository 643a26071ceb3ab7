"""Deciding on objections: by somebody who gave no answer and did not handle the case."""

from dataclasses import dataclass

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import IllegalTransition, Invalid
from review_app.domain.events import ChangeProposed
from review_app.domain.kinds import ProposalBasis, SettlingWay
from review_app.domain.objections import decided_value
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.domain.scoring import AnswerValue
from review_app.domain.workflow import OBJECTION_STEPS, ObjectionState, ObjectionStep, after
from review_app.features.reviews import queries, queries_objections
from review_app.features.reviews.service_response import settle_if_heard
from review_app.features.reviews.service_standing import change_answer
from review_app.kernel import clock
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import Objection, Review

LONGEST = 4000
WAYS = {
    ObjectionStep.CHANGE: SettlingWay.OBJECTION,
    ObjectionStep.ANSWER_OTHERWISE: SettlingWay.OBJECTION,
    ObjectionStep.LEAVE_AS_DILEMMA: SettlingWay.DILEMMA,
}


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided on an objection; only a third answer has to be named."""

    step: ObjectionStep
    reason: str
    third: AnswerValue | None = None


def reply(actor: Actor, key: str, *, text: str) -> Objection:
    """Add the short reply of whoever gave the answer; both are read side by side.

    :raises IllegalTransition: once it is decided.
    """
    words = _given(text, field="reply")
    with unit_of_work(actor) as work:
        objection = _to_decide(work, key)
        demand(actor, Permission.OBJECTION_REPLY, objection)
        objection.reply, objection.replied_by_id = words, actor.id
        objection.replied_at = clock.now()
        work.log(AuditCode.OBJECTION_REPLIED_TO, objection)
    return objection


def decide(actor: Actor, key: str, *, decision: Decision) -> Objection:
    """Decide on an objection; the last one that was open settles the review.

    :raises NotPermitted: for whoever gave the answer or handled the case.
    :raises IllegalTransition: when it is decided already.
    :raises Invalid: without a reason, or without the third answer.
    """
    reason = _given(decision.reason, field="reason")
    with unit_of_work(actor) as work:
        objection = _to_decide(work, key)
        demand(actor, Permission.OBJECTION_DECIDE, objection)
        review = objection.review
        value = decided_value(
            decision.step,
            stands=_standing(actor, objection),
            proposed=objection.proposed_value,
            third=decision.third,
            offered=objection.criterion.answers,
        )
        objection.state = after(OBJECTION_STEPS, objection.state, decision.step)
        objection.decided_value, objection.decision_reason = value, reason
        objection.decided_at, objection.decided_by_id = clock.now(), actor.id
        if decision.step in WAYS:
            change_answer(
                actor,
                review,
                criterion=objection.criterion,
                value=value,
                way=WAYS[decision.step],
                reason=reason,
            )
        review.news_at = clock.now()
        details = {"criterion": objection.criterion.code, "outcome": objection.state.value}
        work.log(AuditCode.OBJECTION_DECIDED, objection, **details)
        settle_if_heard(actor, review)
    return objection


def propose_change(actor: Actor, key: str, *, text: str, evidence: str) -> Objection:
    """Propose a change of the checklist because an objection was left as a dilemma.

    :raises NotPermitted: for whoever may not decide the objection.
    :raises IllegalTransition: when it is no dilemma.
    :raises Invalid: when nothing is proposed.
    """
    words = _given(text, field="text")
    refuse_personal_numbers(evidence, field="evidence")
    with unit_of_work(actor) as work:
        objection = queries_objections.get_objection(actor, key)
        demand(actor, Permission.OBJECTION_DECIDE, objection)
        demand(actor, Permission.CHANGE_PROPOSAL_MAKE)
        if objection.state is not ObjectionState.DILEMMA:
            raise IllegalTransition(state=objection.state.value, step="propose-change")
        work.tell(
            ChangeProposed(
                session_id=None,
                outcome_id=None,
                criterion_id=objection.criterion_id,
                text=words,
                basis=ProposalBasis.OBJECTION,
                source_id=objection.id,
                evidence=evidence.strip(),
                review_id=objection.review_id,
            )
        )
    return objection


def read_decision(actor: Actor, key: str) -> Review:
    """Note that the caseworker has read what was decided or corrected last."""
    with unit_of_work(actor) as work:
        review = queries.get_review(actor, key)
        demand(actor, Permission.REVIEW_RESPOND, review)
        review.news_read_at = clock.now()
        work.log(AuditCode.REVIEW_DECISION_READ, review)
    return review


def _to_decide(work: Work, key: str) -> Objection:
    objection = queries_objections.get_objection(work.actor, key)
    work.hold(objection.review)
    work.hold(objection)
    if objection.state is not ObjectionState.OPEN:
        raise IllegalTransition(state=objection.state.value, step="decide")
    return objection


def _standing(actor: Actor, objection: Objection) -> AnswerValue:
    return queries_objections.lay_out(actor, objection).line.value or objection.value


def _given(text: str, *, field: str) -> str:
    refuse_personal_numbers(text, field=field)
    if not text.strip():
        raise Invalid(field=field, reason="missing")
    if len(text) > LONGEST:
        raise Invalid(field=field, reason="long", longest=LONGEST)
    return text.strip()
