"""Rounds drawn through the services, with answers as they would stand when all is settled."""

from sqlalchemy import select

from review_app.domain.kinds import RoundPurpose
from review_app.domain.scoring import AnswerValue, Verdict
from review_app.domain.workflow import ReviewState, RoundState
from review_app.features.rounds import service, service_ceremony
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import Case, Review, ReviewAnswer, SettledAnswer
from tests.cast import actor, enter
from tests.knowledge.notes import a_checklist, criteria_of
from tests.rounds.builders import twenty_cases, with_reviewers

MET, NOT, CANNOT = AnswerValue.MET, AnswerValue.NOT_MET, AnswerValue.CANNOT_BE_ASSESSED
CYCLE = [MET, MET, MET, NOT, MET, CANNOT, MET, AnswerValue.NOT_APPLICABLE, AnswerValue.PARTLY_MET]


def a_round_by(people, design, *, questions=3):
    """Draw twenty cases by *design*; its reviews begin."""
    twenty_cases(people)
    karin = actor(people.karin)
    planned = service.plan_round(karin, title="A round", purpose=RoundPurpose.MEASURE)
    service.set_design(karin, planned.key, design=design)
    version = a_checklist(*(f"Question {n}?" for n in range(questions)), code="drawn")
    with_reviewers(people, planned, version)
    service_ceremony.seal_draw(karin, planned.key)
    return service_ceremony.reveal_draw(karin, planned.key)


def settle(found, *, answers=CYCLE):
    """Answer and settle every review, the same way every time: by the order of the draw."""
    criteria = sorted(criteria_of(found.version).values(), key=lambda one: one.code)
    for n, review in enumerate(reviews_of(found)):
        rows = [
            ReviewAnswer(
                review_id=review.id,
                criterion_id=criterion.id,
                value=answers[(n + place) % len(answers)],
                comment="Said of citizen Jensen",
            )
            for place, criterion in enumerate(criteria)
        ]
        review.verdict = list(Verdict)[n % 3]
        review.state = ReviewState.SETTLED
        review.submitted_at = review.settled_at = clock.now()
        enter(review, *rows)
    found.state = RoundState.CLOSED
    enter(found)
    return found


def reviews_of(found):
    reviewed = select(Review).where(
        Review.round_id == found.id, Review.state != ReviewState.CANCELLED
    )
    return db.session.scalars(reviewed.order_by(Review.round_case_id, Review.id)).all()


def settle_otherwise(found, *, code, value, way):
    """Let the first case's criterion have been settled between two reviewers."""
    first = reviews_of(found)[0]
    enter(
        SettledAnswer(
            review_id=first.id,
            criterion_id=criteria_of(found.version)[code].id,
            value=value,
            way=way,
        )
    )
    return first.case_id


def key_of(case_id):
    return db.session.get_one(Case, case_id).key
