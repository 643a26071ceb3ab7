"""Rows of comparisons, second readings, scoring and calibrations, for the policy's twins."""

from datetime import timedelta
from itertools import product

from review_app.domain.calibrations import CalibrationMode, CalibrationState
from review_app.domain.kinds import RoundPurpose
from review_app.domain.second_reading import ReadingRule
from review_app.kernel import clock
from review_app.kernel.db import db as database
from review_app.models import (
    Calibration,
    CalibrationParticipant,
    Comparison,
    Review,
    Round,
    SecondReading,
    StrictnessShowing,
)
from tests.cast import enter


def some_rows_of_quality(version, me, other, engagements):
    """A row for every combination of what the conditions look at."""
    some_second_readings(me, other, engagements)
    some_calibrations(version, me, other, engagements)


def some_calibrations(version, me, other, engagements):
    every = product(CalibrationMode, CalibrationState, [[me], [other], [me, other]], engagements)
    for mode, state, people, engagement in every:
        enter(
            Calibration(
                title="c",
                task_title="c",
                mode=mode,
                state=state,
                version_id=version.id,
                engagement_id=engagement,
                participants=[CalibrationParticipant(person_id=p.id) for p in people],
            )
        )
    calibration = database.session.query(Calibration).first()
    for person, engagement in product([me, other], engagements):
        apart = {"calibration_id": calibration.id, "apart_for_id": person.id}
        part = Round(title="p", purpose=RoundPurpose.LEARN, engagement_id=engagement, **apart)
        enter(part)


def some_second_readings(me, other, engagements):
    free = iter(database.session.query(Review).order_by(Review.id).all())
    for handler, reviewer, engagement in product([me, other, None], [me, other], engagements):
        enter(
            SecondReading(
                review_id=next(free).id,
                reader_id=other.id,
                reviewer_id=reviewer.id,
                caseworker_id=handler.id if handler else None,
                engagement_id=engagement,
                rule=ReadingRule.SAMPLE,
            )
        )
    for person, ago in product([me, other], [0, 13, 14, 20]):
        day = clock.today() - timedelta(days=ago)
        enter(StrictnessShowing.of(person.id, day))


def some_comparisons(free, me, other, engagements):
    for handler, two, third, engagement in product(
        [me, other, None], [[me, other], [other, me], [other, other]], [me, None], engagements
    ):
        enter(a_comparison(next(free), handler, two, third, engagement))


def a_comparison(review, handler, two, third, engagement):
    return Comparison(
        round_id=review.round_id,
        case_id=review.case_id,
        engagement_id=engagement,
        review_id=review.id,
        second_review_id=review.id,
        first_reviewer_id=two[0].id,
        second_reviewer_id=two[1].id,
        third_reviewer_id=third.id if third else None,
        caseworker_id=handler.id if handler else None,
    )
