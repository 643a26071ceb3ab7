"""The caseworker's response, and when a review is final."""

from dataclasses import dataclass

from review_app.domain.access import Actor, Permission, can, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.calendar import add_working_days
from review_app.domain.errors import IllegalTransition, Invalid
from review_app.domain.events import ResponseOpened, ReviewSettled
from review_app.domain.kinds import ResponseKind
from review_app.domain.objections import check_proposal
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.domain.scoring import AnswerValue
from review_app.domain.workflow import (
    REVIEW_STEPS,
    ObjectionState,
    ReviewState,
    ReviewStep,
    after,
)
from review_app.features.reviews import queries, queries_objections
from review_app.features.reviews.sheet import Line
from review_app.kernel import clock
from review_app.kernel.holidays import holidays_around
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import CaseworkerResponse, Objection, Review


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said to one answer; an objection also says which answer would be right."""

    kind: ResponseKind
    text: str = ""
    proposed: AnswerValue | None = None


def open_response(actor: Actor, review: Review) -> None:
    """Ask the caseworker who handles the case now; the period begins today.

    When they are gone, whoever handled it when it was chosen; when both are, the team's manager.
    """
    today = clock.today()
    due_on = add_working_days(today, review.round.response_days, holidays=holidays_around(today))
    with unit_of_work(actor) as work:
        review.state = after(REVIEW_STEPS, review.state, ReviewStep.OPEN_RESPONSE)
        asked = queries_objections.who_is_heard(actor, review)
        has_manager = queries_objections.has_manager(actor, review)
        review.is_left_to_manager = asked is None and has_manager
        review.is_recorded_by_manager = has_manager and not queries_objections.able_deciders(
            actor, review
        )
        review.caseworker_id = asked or review.case.caseworker_id or review.caseworker_id
        review.response_opened_at, review.response_due_on = clock.now(), due_on
        details = {"due_on": due_on.isoformat(), "is_left_to_manager": review.is_left_to_manager}
        work.log(AuditCode.REVIEW_RESPONSE_OPENED, review, **details)
        work.tell(ResponseOpened(review.id, review.round_id, review.caseworker_id))


def respond(actor: Actor, key: str, *, criterion_key: str, reply: Reply) -> CaseworkerResponse:
    """Save what is said to one answer; it can be changed until it is handed in.

    :raises IllegalTransition: when the response was handed in or the period is over.
    :raises Invalid: when what is proposed stands already, or the criterion does not offer it.
    """
    refuse_personal_numbers(reply.text, field="text")
    with unit_of_work(actor) as work:
        review = _to_answer(work, key)
        criterion = queries.find_criterion(actor, review, key=criterion_key)
        sheet = queries.lay_out(actor, review)
        line = next(each for each in sheet.lines if each.criterion.id == criterion.id)
        if reply.kind is ResponseKind.OBJECTION and reply.proposed is not None:
            check_proposal(reply.proposed, stands=line.value, offered=criterion.answers)
        response = _response(work, review, line, reply)
        _follow_with_objection(work, review, line, response)
        details = {"criterion": criterion.code, "kind": reply.kind.value}
        work.log(AuditCode.REVIEW_RESPONDED, review, **details)
    return response


def _to_answer(work: Work, key: str) -> Review:
    review = queries.get_review(work.actor, key)
    work.hold(review)
    if not can(work.actor, Permission.REVIEW_RESPOND, review):
        demand(work.actor, Permission.REVIEW_RECORD_RESPONSE, review)
    is_over = review.response_due_on is not None and review.response_due_on < clock.today()
    if review.state is not ReviewState.IN_RESPONSE or review.responded_at or is_over:
        raise IllegalTransition(state=review.state.value, step="respond")
    return review


def _is_on_behalf(work: Work, review: Review) -> bool:
    return work.actor.id != review.caseworker_id


def _response(work: Work, review: Review, line: Line, reply: Reply) -> CaseworkerResponse:
    own = {"review_id": review.id, "criterion_id": line.criterion.id}
    response = line.response or CaseworkerResponse(**own)
    proposed = reply.proposed if reply.kind is ResponseKind.OBJECTION else None
    said = (reply.kind, reply.text.replace("\r\n", "\n").strip() or None, proposed)
    if said == (response.kind, response.text, response.proposed_value):
        return response  # whoever goes on writing does not take over what another wrote
    response.kind, response.text, response.proposed_value = said
    response.given_at, response.given_by_id = clock.now(), work.actor.id or 0
    response.is_on_behalf = _is_on_behalf(work, review)
    work.session.add(response)
    return response


def _follow_with_objection(
    work: Work, review: Review, line: Line, response: CaseworkerResponse
) -> None:
    """Keep an objection as long as it is whole: it names another answer, and says why."""
    found = next((o for o in review.objections if o.criterion_id == line.criterion.id), None)
    if response.proposed_value is None or response.text is None or line.value is None:
        if found is not None:
            work.session.delete(found)
            work.session.flush()
            work.session.expire(review, ["objections"])
        return
    answered = queries_objections.answered_by(work.actor, review)
    deciders = queries_objections.able_deciders(work.actor, review)
    objection = found or Objection(criterion_id=line.criterion.id, **answered)
    objection.review = review
    objection.is_left_to_manager = not deciders
    objection.value, objection.proposed_value = line.value, response.proposed_value
    objection.text = response.text
    objection.made_at, objection.made_by_id = response.given_at, response.given_by_id
    objection.is_on_behalf = response.is_on_behalf
    work.add(objection)


def hand_in(actor: Actor, key: str, *, note: str = "") -> Review:
    """End the response: every answer nothing was said to is agreed with.

    The review is settled, unless an objection is open. On behalf of the caseworker, *note* says
    how they were heard.

    :raises Invalid: when context, an argument, a proposal or that note is missing.
    """
    refuse_personal_numbers(note, field="note")
    with unit_of_work(actor) as work:
        review = _to_answer(work, key)
        is_on_behalf = _is_on_behalf(work, review)
        if is_on_behalf and not note.strip():
            raise Invalid(field="note", reason="missing")
        for line in queries.lay_out(actor, review).lines:
            if line.response is None:
                _response(work, review, line, Reply(ResponseKind.AGREE))
            else:
                _check_whole(line)
        review.responded_at, review.responded_by_id = clock.now(), actor.id
        review.responded_note = note.strip() or None
        details = {"objections": len(review.objections), "on_behalf": is_on_behalf}
        work.log(AuditCode.REVIEW_RESPONSE_HANDED_IN, review, **details)
        settle_if_heard(actor, review)
    return review


def _check_whole(line: Line) -> None:
    said = line.response
    assert said is not None
    if said.kind is not ResponseKind.AGREE and not said.text:
        raise Invalid(field="text", reason="missing", criterion=line.criterion.key)
    if said.kind is ResponseKind.OBJECTION and said.proposed_value is None:
        raise Invalid(field="proposed", reason="missing", criterion=line.criterion.key)


def settle_if_heard(actor: Actor, review: Review) -> None:
    """Settle the review when it was answered or its period is over, and no objection is open."""
    due_on = review.response_due_on
    is_over = due_on is not None and due_on < clock.today()
    is_heard = review.responded_at is not None or is_over
    open_ones = [o for o in review.objections if o.state is ObjectionState.OPEN]
    if review.state is ReviewState.IN_RESPONSE and is_heard and not open_ones:
        with unit_of_work(actor) as work:
            _settle(work, review, silently=review.responded_at is None)


def settle_overdue(actor: Actor) -> int:
    """Record that response periods ran out ("no answer given"); returns how many.

    The period is over by its date, whatever has run; this only writes it down.
    """
    with unit_of_work(actor) as work:
        demand(actor, Permission.REVIEW_READ)
        overdue = queries.overdue_responses(actor, today=clock.today())
        for review in overdue:
            _settle(work, review, silently=review.responded_at is None)
    return len(overdue)


def _settle(work: Work, review: Review, *, silently: bool) -> None:
    review.state = after(REVIEW_STEPS, review.state, ReviewStep.SETTLE)
    review.settled_at, review.settled_silently = clock.now(), silently
    work.log(AuditCode.REVIEW_SETTLED, review, silently=silently)
    work.tell(ReviewSettled(review.id, review.round_id))
