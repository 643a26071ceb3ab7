"""A small round with answers, entered as it would stand after its reviews."""

from review_app.domain.kinds import RoundPurpose
from review_app.domain.scoring import AnswerValue, Verdict
from review_app.domain.workflow import ReviewState, RoundState
from review_app.kernel import clock
from review_app.models import Draw, Review, ReviewAnswer, Round, RoundCase
from tests.cast import enter, some_cases
from tests.knowledge.notes import a_checklist, criteria_of

MET, PARTLY, NOT = AnswerValue.MET, AnswerValue.PARTLY_MET, AnswerValue.NOT_MET
NA, CANNOT = AnswerValue.NOT_APPLICABLE, AnswerValue.CANNOT_BE_ASSESSED
# One column for each of six cases, in order.
ANSWERS = {
    "C1": [MET, MET, MET, MET, PARTLY, CANNOT],
    "C2": [MET, MET, MET, MET, MET, NOT],
    "C3": [NA, NA, NA, NA, NA, NA],
    "C4": [MET, MET, MET, NOT, NA, NA],
}
FRAME = 30


def a_round(reviewer, handlers, *, answers=None, purpose=RoundPurpose.MEASURE, settled=6):
    """Enter a round of six cases of *handlers*; the first *settled* reviews are settled."""
    answers = answers or ANSWERS
    version = a_checklist(*(f"Question {code}?" for code in answers), code=f"c-{purpose}")
    found = Round(
        title="First round",
        purpose=purpose,
        method="srs" if purpose is RoundPurpose.MEASURE else None,
        state=RoundState.RESPONDING,
        version_id=version.id,
    )
    enter(found)
    if purpose is RoundPurpose.MEASURE:
        enter(a_draw(found))
    cases = some_cases(*handlers, source=f"s-{purpose}")
    for n, case in enumerate(cases):
        spot = RoundCase(
            round_id=found.id, case_id=case.id, position=n, caseworker_id=case.caseworker_id
        )
        enter(spot)
        review = a_review(found, spot, reviewer, is_settled=n < settled)
        enter(review)
        enter(
            *(
                ReviewAnswer(review_id=review.id, criterion_id=criterion.id, value=answers[code][n])
                for code, criterion in criteria_of(version).items()
            )
        )
    return found


def a_draw(of_round):
    return Draw(
        number=1,
        round_id=of_round.id,
        frame_size=FRAME,
        frame_text="",
        plan_text="",
        commit_text="",
        frame_hash="",
        plan_hash="",
        commit_hash="",
    )


def a_review(of_round, spot, reviewer, *, is_settled):
    return Review(
        round_id=of_round.id,
        round_case_id=spot.id,
        case_id=spot.case_id,
        version_id=of_round.version_id,
        reviewer_id=reviewer.id,
        caseworker_id=spot.caseworker_id,
        state=ReviewState.SETTLED if is_settled else ReviewState.IN_RESPONSE,
        verdict=Verdict.IN_ACCORDANCE,
        submitted_at=clock.now(),
        settled_at=clock.now() if is_settled else None,
    )
