"""What reviews do when a round chooses, replaces or gives up cases."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement

from review_app.domain.access import OPERATOR, Actor
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import Invalid
from review_app.domain.events import (
    CalibrationScored,
    CaseFileMissing,
    CaseReplaced,
    CasesChosen,
    ChosenCase,
    RoundCancelled,
    SecondReadingsPlanned,
)
from review_app.domain.workflow import REVIEW_STEPS, ReviewState, ReviewStep, after
from review_app.features.reviews import service_second_reading
from review_app.features.reviews.service_opening import open_what_waited
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.kernel.keys import new_key
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import Case, Review, Round, RoundCase
from review_app.models.reviews import BEING_SCORED
from review_app.models.visibility import visible_cases, visible_reviews, visible_rounds

UNFINISHED = (*BEING_SCORED, ReviewState.SUBMITTED, ReviewState.COMPARING)


def assign_reviews(actor: Actor, happened: CasesChosen) -> None:
    """Make a review of each chosen case and give it to its reviewer; of some, two.

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
        made = {
            (chosen, reviewer_id): _assign(
                work, round_, cases[chosen.case_id], chosen, reviewer_id=reviewer_id
            )
            for chosen, reviewer_id in _in_no_order(happened.chosen)
        }
        for chosen in happened.chosen:
            if chosen.second_reviewer_id is not None:
                first = made[chosen, chosen.reviewer_id]
                second = made[chosen, chosen.second_reviewer_id]
                second.second_of_id = first.id
                first.blind_to_id, second.blind_to_id = second.reviewer_id, first.reviewer_id


def _in_no_order(chosen: Sequence[ChosenCase]) -> list[tuple[ChosenCase, int]]:
    """Return who is to review what; where some cases go to two, in an order that tells nothing.

    Neither the order of a list nor that of the log may tell which two reviews are of one case.
    """
    given = [(each, each.reviewer_id) for each in chosen]
    second = [(c, c.second_reviewer_id) for c in chosen if c.second_reviewer_id is not None]
    if not second:
        return given
    return sorted([*given, *second], key=lambda _: new_key())


def _assign(
    work: Work, round_: Round, case: Case, chosen: ChosenCase, *, reviewer_id: int
) -> Review:
    if case.caseworker_id == reviewer_id:
        raise Invalid(field="reviewers", reason="own-case", case_id=case.id)
    place = db.session.get_one(RoundCase, chosen.round_case_id)
    review = work.add(
        Review(
            round_id=round_.id,
            round_case_id=place.id,
            case_id=case.id,
            version_id=round_.version_id,
            engagement_id=round_.engagement_id,
            reviewer_id=reviewer_id,
            caseworker_id=case.caseworker_id,
            team_id=place.team_id,
            due_on=round_.reviews_due_on,
            assessed_on=case.closed_on,
            apart_for_id=round_.apart_for_id,
        )
    )
    work.log(AuditCode.REVIEW_ASSIGNED, review, reviewer_id=reviewer_id)
    return review


def plan_second_readings(_actor: Actor, happened: SecondReadingsPlanned) -> None:
    """Have a colleague read the reviews of a round as its recurring plan says."""
    found = db.session.scalars(visible_rounds(OPERATOR).where(Round.id == happened.round_id)).one()
    service_second_reading.set_rules(OPERATOR, found.key, rules=happened.rules)


def cancel_replaced(actor: Actor, happened: CaseReplaced) -> None:
    """Give up the review of a case that another took the place of; both, where two review it.

    It may have been the last one that the others of the round waited for.
    """
    with unit_of_work(actor) as work:
        _cancel(work, [Review.round_case_id == happened.round_case_id])
        open_what_waited(actor, happened.round_id)


def cancel_missing(actor: Actor, happened: CaseFileMissing) -> None:
    """Give up the review of a case whose file cannot be found, and let go on what waited for it."""
    with unit_of_work(actor) as work:
        _cancel(work, [Review.round_case_id == happened.round_case_id])
        open_what_waited(actor, happened.round_id)


def cancel_round(actor: Actor, happened: RoundCancelled) -> None:
    """Give up the unfinished reviews of a round that was given up."""
    with unit_of_work(actor) as work:
        _cancel(work, [Review.round_id == happened.round_id])


def _cancel(work: Work, which: Sequence[ColumnElement[bool]]) -> None:
    # All of them, also what the actor may not read: the second of two, or their own casework's.
    query = visible_reviews(OPERATOR).where(*which, Review.state.in_(UNFINISHED))
    for review in db.session.scalars(query):
        if review.state is ReviewState.COMPARING:
            assert review.comparison is not None
            review.comparison.cancelled_at = clock.now()
        review.state = after(REVIEW_STEPS, review.state, ReviewStep.CANCEL)
        work.log(AuditCode.REVIEW_CANCELLED, review)


def end_apart(_actor: Actor, happened: CalibrationScored) -> None:
    """End what was scored in a calibration: what was handed in is kept, the rest given up."""
    with unit_of_work(OPERATOR) as work:
        parts = visible_rounds(OPERATOR).where(Round.calibration_id == happened.calibration_id)
        ids = [found.id for found in db.session.scalars(parts)]
        _cancel(work, [Review.round_id.in_(ids), Review.state.in_(BEING_SCORED)])
        handed_in = visible_reviews(OPERATOR).where(
            Review.round_id.in_(ids), Review.state == ReviewState.SUBMITTED
        )
        for review in db.session.scalars(handed_in):
            review.state = after(REVIEW_STEPS, review.state, ReviewStep.MERGE)
            work.log(AuditCode.REVIEW_COMPARING, review)
