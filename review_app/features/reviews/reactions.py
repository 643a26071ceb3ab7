"""What reviews do when a round chooses, replaces or gives up cases."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement

from review_app.domain.access import Actor
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import Invalid
from review_app.domain.events import (
    CaseFileMissing,
    CaseReplaced,
    CasesChosen,
    ChosenCase,
    RoundCancelled,
)
from review_app.domain.workflow import REVIEW_STEPS, ReviewStep, after
from review_app.features.reviews.queries import BEING_SCORED
from review_app.kernel.db import db
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import Case, Review, Round, RoundCase
from review_app.models.visibility import visible_cases, visible_reviews, visible_rounds


def assign_reviews(actor: Actor, happened: CasesChosen) -> None:
    """Make a review of each chosen case and give it to its reviewer.

    :raises Invalid: when the round has no checklist, or a reviewer would review their own case.
    """
    with unit_of_work(actor) as work:
        round_ = db.session.scalars(
            visible_rounds(actor).where(Round.id == happened.round_id)
        ).one()
        if round_.version_id is None:
            raise Invalid(field="version", reason="missing")
        ids = [chosen.case_id for chosen in happened.chosen]
        found = db.session.scalars(visible_cases(actor).where(Case.id.in_(ids)))
        cases = {case.id: case for case in found}
        for chosen in happened.chosen:
            _assign(work, round_, cases[chosen.case_id], chosen)


def _assign(work: Work, round_: Round, case: Case, chosen: ChosenCase) -> None:
    if case.caseworker_id == chosen.reviewer_id:
        raise Invalid(field="reviewers", reason="own-case", case_id=case.id)
    place = db.session.get_one(RoundCase, chosen.round_case_id)
    review = work.add(
        Review(
            round_id=round_.id,
            round_case_id=place.id,
            case_id=case.id,
            version_id=round_.version_id,
            engagement_id=round_.engagement_id,
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


def cancel_missing(actor: Actor, happened: CaseFileMissing) -> None:
    """Give up the review of a case whose file cannot be found."""
    with unit_of_work(actor) as work:
        _cancel(work, [Review.round_case_id == happened.round_case_id])


def cancel_round(actor: Actor, happened: RoundCancelled) -> None:
    """Give up the unfinished reviews of a round that was given up."""
    with unit_of_work(actor) as work:
        _cancel(work, [Review.round_id == happened.round_id])


def _cancel(work: Work, which: Sequence[ColumnElement[bool]]) -> None:
    query = visible_reviews(work.actor).where(*which, Review.state.in_(BEING_SCORED))
    for review in db.session.scalars(query):
        review.state = after(REVIEW_STEPS, review.state, ReviewStep.CANCEL)
        work.log(AuditCode.REVIEW_CANCELLED, review)
