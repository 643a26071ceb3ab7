"""Brings a round in which some cases are reviewed by two to where a test begins."""

from datetime import date

from review_app.domain.frames import FrameFilter
from review_app.domain.kinds import RoundPurpose
from review_app.domain.scoring import AnswerValue, Severity, Verdict
from review_app.domain.workflow import ChecklistVersionState
from review_app.features.reviews import queries, service, service_answers
from review_app.features.reviews.service_answers import Entry
from review_app.features.rounds import service as rounds
from review_app.features.rounds import service_ceremony
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import (
    Appointment,
    Checklist,
    ChecklistSection,
    ChecklistVersion,
    Comparison,
    Criterion,
    Person,
    Review,
)
from tests.cast import actor, enter, some_cases

CODES = ("talk", "plan", "health")
MET = dict.fromkeys(CODES, AnswerValue.MET)
LATE = {**MET, "plan": AnswerValue.NOT_MET}


def a_short_checklist():
    """Three criteria; the last is critical."""
    checklist = Checklist(code="short", name_da="Kort", name_en="Short")
    enter(checklist)
    published = {"state": ChecklistVersionState.PUBLISHED, "published_at": clock.now()}
    version = ChecklistVersion(checklist_id=checklist.id, number=1, **published)
    enter(version)
    section = ChecklistSection(version_id=version.id, position=1, title_da="A", title_en="A")
    enter(section)
    for position, code in enumerate(CODES, start=1):
        asked = {"question_da": f"{code}?", "question_en": f"{code}?"}
        enter(
            Criterion(
                section_id=section.id,
                position=position,
                code=code,
                default_severity=Severity.MATERIAL,
                is_critical=code == "health",
                **asked,
            )
        )
    return version


def one_more_coordinator():
    """Somebody who can be asked as the third."""
    third = Person(
        name="Tina",
        email="tina@example.org",
        language="en",
        appointments=[Appointment(role="coordinator")],
    )
    enter(third)
    return third


def a_round(people, *, reviewers=None, handlers=None, share=20, engagement=None, size=5):
    """A drawn round whose reviews have started; of five cases one is reviewed by two."""
    some_cases(
        *(handlers or [people.hanne, people.henrik] * 3), opened_on=date(2026, 1, 1), source="pairs"
    )
    karin = actor(people.karin)
    planned = rounds.plan_round(
        karin,
        title="Spring",
        purpose=RoundPurpose.MEASURE,
        engagement_id=engagement.id if engagement else None,
    )
    rounds.set_frame(karin, planned.key, chosen=FrameFilter(source="pairs"))
    rounds.set_size(karin, planned.key, size=size)
    rounds.set_reviewing(
        karin,
        planned.key,
        version_key=a_short_checklist().key,
        reviewer_ids=[p.id for p in reviewers or (people.karin, people.kurt)],
        response_days=10,
        double_share_percent=share,
    )
    service_ceremony.seal_draw(karin, planned.key)
    return service_ceremony.reveal_draw(karin, planned.key)


def the_pair(found):
    """The first and the second review of the case that two review."""
    second = db.session.query(Review).filter(
        Review.round_id == found.id, Review.second_of_id.is_not(None)
    )
    second = second.order_by(Review.id).first()
    return db.session.get(Review, second.second_of_id), second


def singles(found):
    """The reviews of the cases that one reviews, in order."""
    twice = {review.round_case_id for review in the_pair(found)}
    every = db.session.query(Review).filter_by(round_id=found.id).order_by(Review.id)
    return [review for review in every if review.round_case_id not in twice]


def reviewer_of(review):
    """The person who was given the review."""
    return db.session.get(Person, review.reviewer_id)


def score(review, given=None, *, verdict=Verdict.IN_ACCORDANCE, reason="As agreed."):
    """Answer everything and give a verdict, without handing in."""
    who = actor(reviewer_of(review))
    for line in queries.get_sheet(who, review.key).lines:
        value = (given or MET)[line.criterion.code]
        comment = "" if value is AnswerValue.MET else f"Words of {reviewer_of(review).name}."
        entry = Entry(value=value, comment=comment, revision=line.revision)
        service_answers.save_answer(who, review.key, criterion_key=line.criterion.key, entry=entry)
    revision = queries.get_review(who, review.key).revision
    service.give_verdict(who, review.key, verdict=verdict, reason=reason, revision=revision)


def hand_in(review, given=None, **more):
    """Answer everything and hand in."""
    score(review, given, **more)
    return service.submit(actor(reviewer_of(review)), review.key)


def compared(people, first=None, second=None, *, verdicts=(Verdict.IN_ACCORDANCE,) * 2, **more):
    """A round in which everything is handed in; returns the comparison of the pair."""
    found = a_round(people, **more)
    for review in singles(found):
        hand_in(review)
    one, other = the_pair(found)
    hand_in(one, first, verdict=verdicts[0])
    hand_in(other, second, verdict=verdicts[1])
    return db.session.query(Comparison).filter_by(round_id=found.id).one()
