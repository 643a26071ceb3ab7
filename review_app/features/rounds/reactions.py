"""What a round does when its reviews move on."""

from review_app.domain.actors import OPERATOR, Actor
from review_app.domain.audit_codes import AuditCode
from review_app.domain.events import (
    CaseFileMissing,
    CaseReplaced,
    ResponseOpened,
    ReviewSettled,
    ReviewsHandedOver,
)
from review_app.domain.workflow import ROUND_STEPS, RoundState, RoundStep, after
from review_app.features.rounds import queries
from review_app.kernel import clock
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import RoundReviewer


def take_in_reviewers(actor: Actor, happened: ReviewsHandedOver) -> None:
    """Count whoever was given reviews among the round's reviewers."""
    with unit_of_work(actor) as work:
        found = queries.round_by_id(actor, happened.round_id)
        new = happened.reviewer_ids - {one.person_id for one in found.reviewers}
        found.reviewers.extend(RoundReviewer(person_id=person_id) for person_id in sorted(new))
        if new:
            work.log(AuditCode.ROUND_CHANGED, found, step="reviewing", new=len(new))


def move_on(
    actor: Actor, happened: CaseFileMissing | CaseReplaced | ResponseOpened | ReviewSettled
) -> None:
    """Let the round respond once every review is with its caseworker, and close once all settled.

    A case that gave way to none, or whose file is missing, may have been the last one waited for.

    The counting is the platform's own: whoever settles a review need not see the round.
    """
    with unit_of_work(actor) as work:
        work.session.flush()
        found = queries.round_by_id(OPERATOR, happened.round_id)
        work.hold(found)  # of two last reviews at once, the second must count the first
        progress = queries.progress_of(OPERATOR, [found.id]).get(found.id)
        if progress is None and not any(row.file_missing_at for row in found.cases):
            return  # every case had to give way: nothing to wait for, nothing to close on
        progress = progress or queries.Progress()
        answering = progress.with_caseworker + progress.settled
        if found.state is RoundState.REVIEWING and answering == progress.cases:
            found.state = after(ROUND_STEPS, found.state, RoundStep.ASK_CASEWORKERS)
            work.log(AuditCode.ROUND_RESPONDING, found, cases=progress.cases)
        if found.state is RoundState.RESPONDING and progress.settled == progress.cases:
            found.state = after(ROUND_STEPS, found.state, RoundStep.CLOSE)
            found.closed_at = clock.now()
            work.log(AuditCode.ROUND_CLOSED, found, cases=progress.cases)
