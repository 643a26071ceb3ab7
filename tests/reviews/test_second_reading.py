"""A colleague reads a review before it goes on; the answers stay the reviewer's."""

import pytest

from review_app.domain.errors import (
    IllegalTransition,
    Incomplete,
    Invalid,
    NotFound,
    NotPermitted,
)
from review_app.domain.scoring import AnswerValue
from review_app.domain.second_reading import ReadingRule, ReviewerReply
from review_app.domain.waiting import WaitingKind
from review_app.domain.workflow import ReviewState, SecondReadingState
from review_app.features.home import queries_waiting
from review_app.features.reviews import queries, service, service_answers, service_second_reading
from review_app.features.reviews.service_answers import Entry
from review_app.kernel.db import db
from review_app.models import (
    FirstAnswer,
)
from tests.cast import actor
from tests.reviews.pairs import (
    MET,
    one_more_coordinator,
    reviewer_of,
)
from tests.reviews.readings import (
    key_of,
    reader_of,
    reading_of,
    reply,
    returned,
    waiting_review,
)


@pytest.fixture
def tina(people):
    return one_more_coordinator()


@pytest.fixture
def review(people, tina):
    return waiting_review(people)


def test_the_caseworker_is_not_asked_before_a_colleague_has_read(review):
    assert review.state is ReviewState.SUBMITTED
    reading = reading_of(review)
    assert reading.rule is ReadingRule.SAMPLE
    place = review.round_case.caseworker_id
    assert reading.reader_id not in {review.reviewer_id, place, review.caseworker_id}
    waiting = [w.kind for w in queries_waiting.list_waiting(reader_of(review))]
    assert WaitingKind.READ_SECOND in waiting


def test_what_is_read_and_passed_goes_to_the_caseworker(review):
    service_second_reading.pass_on(reader_of(review), reading_of(review).key)
    assert review.state is ReviewState.IN_RESPONSE
    assert reading_of(review).state is SecondReadingState.PASSED


def test_a_returned_review_keeps_its_first_answers_and_asks_for_replies(review):
    reading = returned(review)
    assert review.state is ReviewState.IN_PROGRESS
    first = db.session.query(FirstAnswer).filter_by(reading_id=reading.id).count()
    assert first == len(MET)
    who = actor(reviewer_of(review))
    waiting = [w.kind for w in queries_waiting.list_waiting(who)]
    assert WaitingKind.ANSWER_READER in waiting
    with pytest.raises(Incomplete):
        service.submit(who, review.key)
    with pytest.raises(Invalid):
        reply(review, text=" ")
    reply(review)
    service.submit(who, review.key)
    assert review.state is ReviewState.SUBMITTED
    assert reading_of(review).state is SecondReadingState.ANSWERED
    service_second_reading.pass_on(reader_of(review), reading.key, differing={key_of(review)})
    assert review.state is ReviewState.IN_RESPONSE
    assert reading_of(review).points[0].still_differs


def test_a_changed_answer_stands_beside_the_first(review, sign_in):
    reading = returned(review)
    person = reviewer_of(review)
    who = actor(person)
    line = next(x for x in queries.get_sheet(who, review.key).lines if x.criterion.code == "plan")
    page = sign_in(person).get(f"/reviews/{review.key}/score").text
    assert "Is it late?" in page
    assert "A colleague has read your review" in page
    entry = Entry(value=AnswerValue.MET, revision=line.revision)
    service_answers.save_answer(who, review.key, criterion_key=line.criterion.key, entry=entry)
    client = sign_in(person)
    assert (
        "A colleague waits for your reply" in client.get(f"/reviews/{review.key}/conclusion").text
    )
    client.post(
        f"/reviews/{review.key}/replies/{line.criterion.key}", data={"reply": "changed", "text": ""}
    )
    service.submit(who, review.key)
    page = sign_in(reading.reader).get(f"/reviews/second-readings/{reading.key}").text
    assert "Answered first:" in page
    assert "I changed it" in page
    assert "We still differ on this" in page


def test_a_review_is_returned_once(review):
    reading = returned(review)
    reply(review)
    service.submit(actor(reviewer_of(review)), review.key)
    with pytest.raises(IllegalTransition):
        service_second_reading.return_it(
            reader_of(review), reading.key, comments={key_of(review): "Still late."}
        )


def test_nothing_is_returned_without_a_comment_or_with_a_personal_number(review):
    key, who = reading_of(review).key, reader_of(review)
    for text in (" ", "About 010190-1235."):
        with pytest.raises(Invalid):
            service_second_reading.return_it(who, key, comments={key_of(review): text})
    assert review.state is ReviewState.SUBMITTED


def test_steps_out_of_turn_are_refused(review):
    key, who = reading_of(review).key, reader_of(review)
    with pytest.raises(IllegalTransition):
        reply(review)
    returned(review)
    with pytest.raises(IllegalTransition):
        service_second_reading.pass_on(who, key)
    reply(review)
    service.submit(actor(reviewer_of(review)), review.key)
    service_second_reading.pass_on(who, key)
    with pytest.raises(IllegalTransition):
        service_second_reading.pass_on(who, key)


@pytest.mark.parametrize("name", ["hanne", "henrik", "clara", "mona", "olga", "adam"])
def test_nobody_else_reads_or_passes_on(review, people, name):
    key = reading_of(review).key
    with pytest.raises((NotFound, NotPermitted)):
        service_second_reading.pass_on(actor(getattr(people, name)), key)
    with pytest.raises((NotFound, NotPermitted)):
        service_second_reading.return_it(
            actor(getattr(people, name)), key, comments={key_of(review): "Late."}
        )


def test_the_reviewer_is_never_the_reader_and_a_colleague_may_step_in(review, people, tina):
    key = reading_of(review).key
    with pytest.raises(NotPermitted):
        service_second_reading.pass_on(actor(reviewer_of(review)), key)
    others = {people.karin.id, people.kurt.id, tina.id} - {review.reviewer_id}
    stepping_in = next(iter(others - {reading_of(review).reader_id}))
    person = next(p for p in (people.karin, people.kurt, tina) if p.id == stepping_in)
    service_second_reading.pass_on(actor(person), key)
    assert reading_of(review).reader_id == person.id


def test_only_the_reviewer_replies(review, people):
    returned(review)
    for person in (people.karin, people.kurt, people.hanne):
        if person.id != review.reviewer_id:
            with pytest.raises((NotFound, NotPermitted)):
                service_second_reading.reply(
                    actor(person),
                    review.key,
                    criterion_key=key_of(review),
                    kind=ReviewerReply.CHANGED,
                )
