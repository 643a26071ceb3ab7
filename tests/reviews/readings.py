"""Brings a review to its second reader."""

from review_app.domain.scoring import AnswerValue
from review_app.domain.second_reading import ReadingRules, ReviewerReply
from review_app.features.reviews import queries, service_second_reading
from review_app.kernel.db import db
from review_app.models import (
    Review,
    SecondReading,
    SecondReadingPlan,
)
from tests.cast import actor, enter
from tests.reviews.pairs import (
    LATE,
    MET,
    a_round,
    hand_in,
    reviewer_of,
)

ALL = ReadingRules(share_percent=100)
ILL = {**MET, "health": AnswerValue.NOT_MET}


def read_round(people, rules=ALL, **more):
    """A round in reviewing, some of whose reviews are read; by three coordinators."""
    found = a_round(people, **more)
    enter(SecondReadingPlan(round_id=found.id, secret="c" * 64, **as_columns(rules)))
    return found


def as_columns(rules):
    return {
        "share_percent": rules.share_percent,
        "on_failed_critical": rules.on_failed_critical,
        "first_reviews": rules.first_reviews,
    }


def waiting_review(people, **more):
    """A review that was handed in and waits for its second reader; *more* goes to the round."""
    review = singles_of(read_round(people, share=0, **more))[0]
    hand_in(review, LATE)
    return review


def singles_of(found):
    return db.session.query(Review).filter_by(round_id=found.id).order_by(Review.id).all()


def reading_of(review):
    return db.session.query(SecondReading).filter_by(review_id=review.id).one_or_none()


def reader_of(review):
    reading = reading_of(review)
    return actor(reading.reader)


def key_of(review, code="plan"):
    sheet = queries.get_sheet(actor(reviewer_of(review)), review.key)
    return next(line.criterion.key for line in sheet.lines if line.criterion.code == code)


def returned(review, code="plan"):
    who, key = reader_of(review), reading_of(review).key
    service_second_reading.return_it(who, key, comments={key_of(review, code): "Is it late?"})
    return reading_of(review)


def reply(review, kind=ReviewerReply.KEPT, text="It came in May."):
    who = actor(reviewer_of(review))
    return service_second_reading.reply(
        who, review.key, criterion_key=key_of(review), kind=kind, text=text
    )
