"""What a round does when its reviews move on."""

from review_app.domain.actors import OPERATOR, Actor
from review_app.domain.audit_codes import AuditCode
from review_app.domain.events import (
    CalibrationScored,
    CalibrationStarted,
    CaseFileMissing,
    CaseReplaced,
    CasesChosen,
    ChosenCase,
    ResponseOpened,
    ReviewSettled,
    ReviewsHandedOver,
)
from review_app.domain.kinds import RoundPurpose
from review_app.domain.workflow import ROUND_STEPS, RoundState, RoundStep, after
from review_app.features.rounds import queries
from review_app.kernel import clock
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import Round, RoundCase, RoundReviewer


def take_in_reviewers(actor: Actor, happened: ReviewsHandedOver) -> None:
    """Count whoever was given reviews among the round's reviewers.

    Not where some cases are scored twice: a new name with no review that one of the two may see
    would tell them that one of their cases has another reviewer.
    """
    with unit_of_work(actor) as work:
        found = queries.round_by_id(actor, happened.round_id)
        if found.double_share_percent:
            return
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


def begin_parts(_actor: Actor, happened: CalibrationStarted) -> None:
    """Give each participant of a calibration the cases as a round of their own."""
    with unit_of_work(OPERATOR) as work:
        for person_id, engagement_id in happened.engagement_ids.items():
            found = work.add(
                Round(
                    title=happened.title,
                    purpose=RoundPurpose.LEARN,
                    state=RoundState.REVIEWING,
                    version_id=happened.version_id,
                    engagement_id=engagement_id,
                    reviews_due_on=happened.due_on,
                    created_by_id=happened.started_by_id,
                    calibration_id=happened.calibration_id,
                    apart_for_id=person_id,
                    reviewers=[RoundReviewer(person_id=person_id)],
                )
            )
            chosen = _take_cases(work, found, happened.case_ids[person_id])
            work.log(AuditCode.ROUND_PART_BEGUN, found, cases=len(chosen))
            work.tell(CasesChosen(found.id, engagement_id, chosen))


def _take_cases(work: Work, found: Round, case_ids: tuple[int, ...]) -> tuple[ChosenCase, ...]:
    assert found.apart_for_id is not None
    chosen = []
    for position, case in enumerate(queries.cases_in_order(OPERATOR, case_ids), start=1):
        row = RoundCase(
            round_id=found.id,
            case_id=case.id,
            position=position,
            caseworker_id=case.caseworker_id,
            team_id=case.team_id,
            caseworker_label=case.caseworker_label,
            team_label=case.team_label,
        )
        chosen.append(ChosenCase(work.add(row).id, case.id, found.apart_for_id))
    return tuple(chosen)


def end_parts(_actor: Actor, happened: CalibrationScored) -> None:
    """Close what is left of the participants' rounds."""
    with unit_of_work(OPERATOR) as work:
        for found in queries.parts_of(OPERATOR, happened.calibration_id):
            found.state = after(ROUND_STEPS, found.state, RoundStep.END_CALIBRATION)
            found.closed_at = clock.now()
            work.log(AuditCode.ROUND_PART_ENDED, found)
