"""Rounds of one checklist, drawn one after another, with as many cases met as asked for."""

from datetime import timedelta

from review_app.domain.kinds import RoundPurpose
from review_app.domain.scoring import AnswerValue, Verdict
from review_app.domain.workflow import ReviewState, RoundState
from review_app.kernel import clock
from review_app.models import Draw, Review, ReviewAnswer, Round, RoundCase
from tests.cast import enter, some_cases
from tests.knowledge.notes import criteria_of


def drawn_round(version, reviewer, handlers, met, *, number=1, days_ago=10, frame_size=400):
    """Enter a settled round with one case for each handler.

    :param met: for each criterion code how many of the cases meet it, from the first on.
    """
    drawn_at = clock.now() - timedelta(days=days_ago)
    found = Round(
        title=f"Round {number}",
        purpose=RoundPurpose.MEASURE,
        method="srs",
        state=RoundState.CLOSED,
        version_id=version.id,
    )
    enter(found)
    files = dict.fromkeys(("frame_text", "plan_text", "commit_text"), "")
    hashes = dict.fromkeys(("frame_hash", "plan_hash", "commit_hash"), "")
    enter(
        Draw(
            number=number,
            round_id=found.id,
            frame_size=frame_size,
            seed="5" * 64,
            drawn_at=drawn_at,
            **files,
            **hashes,
        )
    )
    cases = some_cases(*handlers, source=f"round-{number}")
    spots = [
        RoundCase(
            round_id=found.id,
            case_id=case.id,
            position=n,
            caseworker_id=case.caseworker_id,
            team_id=case.team_id,
        )
        for n, case in enumerate(cases)
    ]
    enter(*spots)
    reviews = [review_of(found, spot, reviewer) for spot in spots]
    enter(*reviews)
    enter(
        *(
            ReviewAnswer(
                review_id=review.id,
                criterion_id=criterion.id,
                value=AnswerValue.MET if n < met[code] else AnswerValue.NOT_MET,
            )
            for code, criterion in criteria_of(version).items()
            for n, review in enumerate(reviews)
        )
    )
    return found


def review_of(found, spot, reviewer, *, first=None, is_handed_in=True, state=ReviewState.SETTLED):
    """Make a review of a case of the round, the second one when *first* is given."""
    return Review(
        round_id=found.id,
        round_case_id=spot.id,
        case_id=spot.case_id,
        version_id=found.version_id,
        reviewer_id=reviewer.id,
        second_of_id=first.id if first else None,
        caseworker_id=spot.caseworker_id,
        state=state if is_handed_in else ReviewState.IN_PROGRESS,
        verdict=Verdict.IN_ACCORDANCE if is_handed_in else None,
        submitted_at=clock.now() if is_handed_in else None,
        settled_at=clock.now() if is_handed_in else None,
    )
