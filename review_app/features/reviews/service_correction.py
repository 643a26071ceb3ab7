"""Correcting a review after it was settled: what stood before stays visible, and why it changed."""

from dataclasses import dataclass

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import IllegalTransition, Invalid
from review_app.domain.kinds import SettlingWay
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.domain.scoring import AnswerValue, Severity, Verdict
from review_app.domain.workflow import ReviewState
from review_app.features.reviews import queries
from review_app.features.reviews.service_standing import change_answer, change_verdict
from review_app.kernel import clock
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import Review


@dataclass(frozen=True, slots=True)
class Correction:
    """What shall stand: another answer to one criterion, or without one another verdict."""

    reason: str
    criterion_key: str | None = None
    value: AnswerValue | None = None
    severity: Severity | None = None
    verdict: Verdict | None = None


def correct(actor: Actor, key: str, *, correction: Correction) -> Review:
    """Let another answer or verdict stand in a settled review; the caseworker is told.

    Whoever coordinates may, also the reviewer, but nobody in their own casework.

    :raises IllegalTransition: as long as the review is not settled.
    :raises Invalid: without a reason, or when nothing would change.
    """
    refuse_personal_numbers(correction.reason, field="reason")
    with unit_of_work(actor) as work:
        review = queries.get_review(actor, key)
        work.hold(review)
        demand(actor, Permission.REVIEW_CORRECT, review)
        if review.state is not ReviewState.SETTLED:
            raise IllegalTransition(state=review.state.value, step="correct")
        if not correction.reason.strip():
            raise Invalid(field="reason", reason="missing")
        if correction.criterion_key is None:
            _verdict(actor, review, correction)
        else:
            _answer(actor, review, correction)
        review.corrected_at = review.news_at = clock.now()
        work.log(AuditCode.REVIEW_CORRECTED, review)
    return review


def _verdict(actor: Actor, review: Review, correction: Correction) -> None:
    if correction.verdict is None:
        raise Invalid(field="verdict", reason="missing")
    if correction.verdict is queries.lay_out(actor, review).verdict:
        raise Invalid(field="verdict", reason="nothing-changed")
    reason = correction.reason.strip()
    change_verdict(actor, review, verdict=correction.verdict, reason=reason)


def _answer(actor: Actor, review: Review, correction: Correction) -> None:
    criterion = queries.find_criterion(actor, review, key=correction.criterion_key or "")
    lines = queries.lay_out(actor, review).lines
    stands = next(line.value for line in lines if line.criterion.id == criterion.id)
    if correction.value is None:
        raise Invalid(field="value", reason="missing")
    if correction.value not in criterion.answers:
        raise Invalid(field="value", reason="not-offered")
    if correction.value is stands:
        raise Invalid(field="value", reason="nothing-changed")
    change_answer(
        actor,
        review,
        criterion=criterion,
        value=correction.value,
        way=SettlingWay.CORRECTION,
        reason=correction.reason.strip(),
        severity=correction.severity,
    )
