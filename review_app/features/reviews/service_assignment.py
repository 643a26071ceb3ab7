"""Handing reviews over to somebody else, and giving the second review of a case up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import IllegalTransition, Invalid
from review_app.domain.events import ReviewsHandedOver
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.domain.workflow import REVIEW_STEPS, ReviewState, ReviewStep, after
from review_app.features.reviews import queries, queries_assignment
from review_app.features.reviews.service_opening import open_what_waited
from review_app.kernel import clock
from review_app.kernel.keys import new_key
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import Review
from review_app.models.reviews import BEING_SCORED

KEPT = (
    "round_id",
    "round_case_id",
    "case_id",
    "version_id",
    "engagement_id",
    "caseworker_id",
    "team_id",
    "due_on",
)


@dataclass(frozen=True, slots=True)
class AgreedMove:
    """What was shown before and is now to be done: a review, who takes it, how far it was."""

    review_key: str
    taker_key: str
    state: ReviewState


def hand_over(
    actor: Actor, key: str, *, moves: Sequence[AgreedMove], due_on: date | None = None
) -> int:
    """Give reviews of the round *key* to other people; returns how many.

    One that nobody has begun is simply given. One that was begun is cancelled and kept as it is,
    and the new reviewer starts afresh. A second reviewer stays unknown to the first, and the other
    way round, whoever the two are now.

    :param due_on: when they are due now; nothing leaves the day as it was.
    :raises NotPermitted: to whoever reviews in a round that scores cases twice.
    :raises Invalid: ``changed`` when a review is no longer as it was shown, ``unable`` when the
        person can no longer take it.
    """
    with unit_of_work(actor) as work:
        found = queries_assignment.get_round(actor, key)
        demand(actor, Permission.REVIEW_HAND_OVER, found)
        work.hold(found)
        shown = {one.review.key: one.review for one in queries_assignment.unfinished(actor, found)}
        able = {p.key: p.id for p in queries_assignment.able_to_take_over(actor, found)}
        barred = queries_assignment.barred_from(actor, found)
        # In an order that tells nothing: the log must not say which two are of one case.
        mixed = sorted(moves, key=lambda _: new_key())
        reviews = [_as_shown(work, shown.get(m.review_key), m.state) for m in mixed]
        for move, review in zip(mixed, reviews, strict=True):
            taker_id = able.get(move.taker_key)
            if taker_id is None or taker_id in barred[review.round_case_id]:
                raise Invalid(field="moves", reason="unable")
            barred[review.round_case_id].add(taker_id)
            _give(work, review, taker_id, due_on)
        takers = frozenset(able[move.taker_key] for move in moves)
        work.tell(ReviewsHandedOver(found.id, takers))
    return len(moves)


def _as_shown(work: Work, review: Review | None, state: ReviewState) -> Review:
    if review is not None:
        work.hold(review)
    if review is None or review.state is not state:
        raise Invalid(field="moves", reason="changed")
    return review


def _give(work: Work, review: Review, taker_id: int, due_on: date | None) -> None:
    other = queries_assignment.partner_of(work.actor, review)
    told = {"from_id": review.reviewer_id, "to_id": taker_id}
    if review.state is ReviewState.ASSIGNED:
        review.reviewer_id, review.assigned_at = taker_id, clock.now()
        given = review
    else:
        given = _start_afresh(work, review, taker_id, other)
        told["instead_of_id"] = review.id
    if other is not None:
        other.blind_to_id, given.blind_to_id = taker_id, other.reviewer_id
    given.due_on, given.reminded_at = due_on or given.due_on, None
    work.log(AuditCode.REVIEW_HANDED_OVER, given, **told)


def _start_afresh(work: Work, review: Review, taker_id: int, other: Review | None) -> Review:
    second_of_id = review.second_of_id
    review.state = after(REVIEW_STEPS, review.state, ReviewStep.CANCEL)
    review.second_of_id = None
    work.session.flush()
    kept = {name: getattr(review, name) for name in KEPT}
    given = work.add(
        Review(
            **kept,
            reviewer_id=taker_id,
            assessed_on=review.case.closed_on,
            second_of_id=second_of_id,
        )
    )
    if other is not None and second_of_id is None:
        other.second_of_id = given.id
    return given


def give_up_second(actor: Actor, key: str, *, reason: str) -> Review:
    """Let one of the two reviews of a case go; the other then stands for the case alone.

    What was written so far stays on record. The pair counts in no figure of agreement.

    :raises IllegalTransition: when it is not one of two, or is handed in.
    :raises Invalid: without a reason.
    """
    refuse_personal_numbers(reason, field="reason")
    if not reason.strip():
        raise Invalid(field="reason", reason="missing")
    with unit_of_work(actor) as work:
        review = queries.get_review(actor, key)
        demand(actor, Permission.REVIEW_HAND_OVER, review.round)
        work.hold(review.round)
        work.hold(review)
        other = queries_assignment.partner_of(actor, review)
        if other is None or review.state not in BEING_SCORED:
            raise IllegalTransition(state=review.state.value, step="give-up-second")
        review.state = after(REVIEW_STEPS, review.state, ReviewStep.CANCEL)
        review.cancel_reason = reason.strip()
        # The one that is left stays blind to what the other had written.
        review.second_of_id = other.second_of_id = other.blind_to_id = None
        work.log(AuditCode.REVIEW_SECOND_GIVEN_UP, review)
        open_what_waited(actor, review.round_id)
    return review
