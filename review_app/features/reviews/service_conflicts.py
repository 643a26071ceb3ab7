"""A reviewer says that they should not review a case, or takes it back."""

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import IllegalTransition, Invalid, NotPermitted
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.features.reviews import queries, queries_assignment
from review_app.kernel import clock
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import ConflictOfInterest, Review
from review_app.models.reviews import BEING_SCORED


def declare_conflict(actor: Actor, key: str, *, reason: str) -> ConflictOfInterest:
    """Say that one should not review the case; the review then waits for somebody else.

    :raises IllegalTransition: when the review is handed in, or it was said before.
    :raises Invalid: without a reason.
    """
    refuse_personal_numbers(reason, field="reason")
    if not reason.strip():
        raise Invalid(field="reason", reason="missing")
    with unit_of_work(actor) as work:
        review = _own_unfinished(work, key)
        if queries_assignment.conflict_of(actor, review) is not None:
            raise IllegalTransition(state="declared", step="declare-conflict")
        declared = work.add(
            ConflictOfInterest(
                person_id=review.reviewer_id, case_id=review.case_id, reason=reason.strip()
            )
        )
        work.log(AuditCode.REVIEW_CONFLICT_DECLARED, review)
    return declared


def withdraw_conflict(actor: Actor, key: str) -> None:
    """Take back what one said; possible as long as the review is still one's own.

    :raises IllegalTransition: when nothing was said.
    """
    with unit_of_work(actor) as work:
        review = _own_unfinished(work, key)
        declared = queries_assignment.conflict_of(actor, review)
        if declared is None:
            raise IllegalTransition(state="none", step="withdraw-conflict")
        declared.withdrawn_at = clock.now()
        work.log(AuditCode.REVIEW_CONFLICT_WITHDRAWN, review)


def refuse_conflict(actor: Actor, review: Review) -> None:
    """Refuse to score what one said one should not.

    :raises NotPermitted: when a declared conflict of interest stands.
    """
    if queries_assignment.conflict_of(actor, review) is not None:
        raise NotPermitted(permission=Permission.REVIEW_SCORE.value)


def _own_unfinished(work: Work, key: str) -> Review:
    review = queries.get_review(work.actor, key)
    work.hold(review)
    demand(work.actor, Permission.REVIEW_SCORE, review)
    if review.state not in BEING_SCORED:
        raise IllegalTransition(state=review.state.value, step="declare-conflict")
    return review
