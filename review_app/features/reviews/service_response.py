"""The caseworker's response, and when a review is final."""

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.calendar import add_working_days
from review_app.domain.errors import IllegalTransition, Invalid
from review_app.domain.events import ResponseOpened, ReviewSettled
from review_app.domain.kinds import ResponseKind
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.domain.workflow import REVIEW_STEPS, ReviewState, ReviewStep, after
from review_app.features.reviews import queries
from review_app.kernel import clock
from review_app.kernel.holidays import holidays_around
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import CaseworkerResponse, Criterion, Review


def open_response(actor: Actor, review: Review) -> None:
    """Ask the caseworker who handles the case now; the period begins today."""
    today = clock.today()
    due_on = add_working_days(today, review.round.response_days, holidays=holidays_around(today))
    with unit_of_work(actor) as work:
        review.state = after(REVIEW_STEPS, review.state, ReviewStep.OPEN_RESPONSE)
        review.caseworker_id = review.case.caseworker_id or review.caseworker_id
        review.response_opened_at, review.response_due_on = clock.now(), due_on
        work.log(AuditCode.REVIEW_RESPONSE_OPENED, review, due_on=due_on.isoformat())
        work.tell(ResponseOpened(review.id, review.round_id, review.caseworker_id))


def respond(
    actor: Actor, key: str, *, criterion_key: str, kind: ResponseKind, text: str = ""
) -> CaseworkerResponse:
    """Save what the caseworker says to one answer; it can be changed until it is handed in.

    :raises IllegalTransition: when the response was handed in or the period is over.
    """
    refuse_personal_numbers(text, field="text")
    with unit_of_work(actor) as work:
        review = _to_answer(work, key)
        criterion = queries.find_criterion(actor, review, key=criterion_key)
        response = _response(work, review, criterion, kind=kind, text=text)
        work.log(AuditCode.REVIEW_RESPONDED, review, criterion=criterion.code, kind=kind.value)
    return response


def _to_answer(work: Work, key: str) -> Review:
    review = queries.get_review(work.actor, key)
    work.hold(review)
    demand(work.actor, Permission.REVIEW_RESPOND, review)
    is_over = review.response_due_on is not None and review.response_due_on < clock.today()
    if review.state is not ReviewState.IN_RESPONSE or is_over:
        raise IllegalTransition(state=review.state.value, step="respond")
    return review


def _response(
    work: Work, review: Review, criterion: Criterion, *, kind: ResponseKind, text: str
) -> CaseworkerResponse:
    own = {"review_id": review.id, "criterion_id": criterion.id}
    response = work.session.query(CaseworkerResponse).filter_by(**own).one_or_none()
    response = response or CaseworkerResponse(**own)
    response.kind, response.text = kind, text.strip() or None
    response.given_at, response.given_by_id = clock.now(), work.actor.id or 0
    return work.add(response)


def hand_in(actor: Actor, key: str) -> Review:
    """End the response: the caseworker agrees with every answer nothing was said to.

    :raises Invalid: when context was to be added but none was written.
    """
    with unit_of_work(actor) as work:
        review = _to_answer(work, key)
        for line in queries.lay_out(actor, review).lines:
            said = line.response
            if said is None:
                _response(work, review, line.criterion, kind=ResponseKind.AGREE, text="")
            elif said.kind is ResponseKind.CONTEXT and not said.text:
                raise Invalid(field="text", reason="missing", criterion=line.criterion.key)
        _settle(work, review, silently=False)
    return review


def settle_overdue(actor: Actor) -> int:
    """Record that response periods ran out ("no answer given"); returns how many.

    The period is over by its date, whatever has run; this only writes it down.
    """
    with unit_of_work(actor) as work:
        demand(actor, Permission.REVIEW_READ)
        overdue = queries.overdue_responses(actor, today=clock.today())
        for review in overdue:
            _settle(work, review, silently=True)
    return len(overdue)


def _settle(work: Work, review: Review, *, silently: bool) -> None:
    review.state = after(REVIEW_STEPS, review.state, ReviewStep.SETTLE)
    review.settled_at, review.settled_silently = clock.now(), silently
    work.log(AuditCode.REVIEW_SETTLED, review, silently=silently)
    work.tell(ReviewSettled(review.id, review.round_id))
