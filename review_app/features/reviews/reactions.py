"""What reviews do when a round chooses, replaces or gives up cases."""

from collections.abc import Sequence

from sqlalchemy import select

from review_app.domain.access import Actor
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import Invalid
from review_app.domain.events import CaseReplaced, CasesChosen, RoundCancelled
from review_app.domain.workflow import REVIEW_STEPS, ReviewStep, after
from review_app.features.reviews.queries import BEING_SCORED
from review_app.kernel.db import db
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import Case, Review, Round, RoundCase


def assign_reviews(actor: Actor, happened: CasesChosen) -> None:
    """Make a review of each chosen case and give it to its reviewer.

    :raises Invalid: when the round has no checklist, or a reviewer would review their own case.
    """
    with unit_of_work(actor) as work:
        round_ = db.session.get_one(Round, happened.round_id)
        if round_.version_id is None:
            raise Invalid(field="version", reason="missing")
        for chosen in happened.chosen:
            case = db.session.get_one(Case, chosen.case_id)
            if case.caseworker_id == chosen.reviewer_id:
                raise Invalid(field="reviewers", reason="own-case", case_id=case.id)
            place = db.session.get_one(RoundCase, chosen.round_case_id)
            review = work.add(
                Review(
                    round_id=round_.id,
                    round_case_id=place.id,
                    case_id=case.id,
                    version_id=round_.version_id,
                    engagement_id=happened.engagement_id,
                    reviewer_id=chosen.reviewer_id,
                    caseworker_id=case.caseworker_id,
                    team_id=place.team_id,
                    due_on=round_.reviews_due_on,
                    assessed_on=case.closed_on,
                )
            )
            work.log(AuditCode.REVIEW_ASSIGNED, review, reviewer_id=chosen.reviewer_id)


def cancel_replaced(actor: Actor, happened: CaseReplaced) -> None:
    """Give up the review of a case that another took the place of."""
    with unit_of_work(actor) as work:
        _cancel(work, [Review.round_case_id == happened.round_case_id])


def cancel_round(actor: Actor, happened: RoundCancelled) -> None:
    """Give up the unfinished reviews of a round that was given up."""
    with unit_of_work(actor) as work:
        _cancel(work, [Review.round_id == happened.round_id])


def _cancel(work: Work, which: Sequence[object]) -> None:
    query = select(Review).where(*which, Review.state.in_(BEING_SCORED))  # type: ignore[arg-type]
    for review in db.session.scalars(query):
        review.state = after(REVIEW_STEPS, review.state, ReviewStep.CANCEL)
        work.log(AuditCode.REVIEW_CANCELLED, review)
