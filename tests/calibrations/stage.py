"""Brings a calibration to where a test begins."""

from review_app.domain.calibrations import CalibrationMode
from review_app.domain.scoring import AnswerValue, Verdict
from review_app.features.calibrations import service
from review_app.features.calibrations.service import Planned
from review_app.features.reviews import queries as review_queries
from review_app.features.reviews import service as reviews
from review_app.features.reviews import service_answers
from review_app.features.reviews.service_answers import Entry
from review_app.kernel.db import db
from review_app.models import Case, Review, Round
from tests.cast import actor, some_cases
from tests.reviews.pairs import MET, a_short_checklist


def planned(people, *, by, mode=CalibrationMode.OPEN, who=None, engagement=None, version=None):
    """A calibration without cases; the cases of Hanne and Henrik are there to choose."""
    cases = some_cases(people.hanne, people.henrik, people.hanne, source="calibration")
    found = service.plan(
        actor(by),
        planned=Planned(
            title="Do we understand the plan alike?",
            task_title="Autumn cases",
            mode=mode,
            version_id=(version or a_short_checklist()).id,
            person_ids=[p.id for p in who or (people.karin, people.kurt)],
            engagement_id=engagement.id if engagement else None,
        ),
    )
    return found, cases


def started(people, *, by, **more):
    """A calibration that is being scored, with three cases."""
    found, cases = planned(people, by=by, **more)
    for case in cases:
        service.add_case(actor(by), found.key, reference=case.number)
    return service.start(actor(by), found.key)


def parts_of(found, person):
    """The reviews of one participant."""
    query = db.session.query(Review).join(Round, Round.id == Review.round_id)
    query = query.filter(Round.calibration_id == found.id, Review.reviewer_id == person.id)
    return query.order_by(Review.id).all()


def hand_in(person, review, given=None):
    """Answer everything and hand in."""
    who = actor(person)
    for line in review_queries.get_sheet(who, review.key).lines:
        value = (given or MET)[line.criterion.code]
        comment = "" if value is AnswerValue.MET else f"Words of {person.name}."
        entry = Entry(value=value, comment=comment, revision=line.revision)
        service_answers.save_answer(who, review.key, criterion_key=line.criterion.key, entry=entry)
    revision = review_queries.get_review(who, review.key).revision
    verdict = Verdict.IN_ACCORDANCE
    reviews.give_verdict(who, review.key, verdict=verdict, reason="So.", revision=revision)
    return reviews.submit(who, review.key)


def case_number(n):
    """The case of that number."""
    return db.session.query(Case).filter_by(number=f"calibration-{n}").one()
