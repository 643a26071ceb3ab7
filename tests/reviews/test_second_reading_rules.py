"""Which reviews a colleague reads, the pages, and what nobody else learns of it."""

import pytest

from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import (
    IllegalTransition,
)
from review_app.domain.second_reading import ReadingRule, ReadingRules
from review_app.domain.waiting import WaitingKind
from review_app.domain.workflow import ReviewState, RoundState, SecondReadingState
from review_app.features.home import queries_waiting
from review_app.features.reviews import reactions, service, service_second_reading
from review_app.kernel.db import db
from review_app.models import (
    AuditEntry,
    SecondReading,
    SecondReadingPlan,
)
from tests.cast import actor, enter
from tests.reviews.pairs import (
    LATE,
    a_round,
    hand_in,
    one_more_coordinator,
    reviewer_of,
    score,
    singles,
    the_pair,
)
from tests.reviews.readings import (
    ALL,
    ILL,
    key_of,
    read_round,
    reader_of,
    reading_of,
    reply,
    returned,
    singles_of,
    waiting_review,
)


@pytest.fixture
def tina(people):
    return one_more_coordinator()


@pytest.fixture
def review(people, tina):
    return waiting_review(people)


def test_readings_are_shared_out_evenly(people, tina):
    found = read_round(people, share=0, size=6)
    for review in singles_of(found):
        hand_in(review)
    readers = [reading_of(review).reader_id for review in singles_of(found)]
    assert {readers.count(person.id) for person in (people.karin, people.kurt, tina)} == {2}


def test_a_failed_critical_criterion_is_read_and_nothing_else(people, tina):
    found = read_round(people, ReadingRules(on_failed_critical=True), share=0)
    one, other, *_ = singles_of(found)
    hand_in(one, ILL)
    hand_in(other, LATE)
    assert reading_of(one).rule is ReadingRule.FAILED_CRITICAL
    assert reading_of(other) is None
    assert other.state is ReviewState.IN_RESPONSE


def test_the_first_reviews_of_somebody_new_to_the_checklist_are_read(people, tina):
    found = read_round(people, ReadingRules(first_reviews=1), share=0)
    mine = [r for r in singles_of(found) if r.reviewer_id == people.kurt.id]
    for review in mine:
        hand_in(review)
    assert [reading_of(review) is not None for review in mine] == [True] + [False] * (len(mine) - 1)


def test_without_anybody_who_can_read_it_goes_on_and_that_is_entered(people):
    found = read_round(people, share=0, reviewers=[people.kurt])
    people.karin.is_active = False
    enter(people.karin)
    review = singles_of(found)[0]
    hand_in(review)
    assert review.state is ReviewState.IN_RESPONSE
    missing = AuditCode.REVIEW_SECOND_READING_WITHOUT_READER
    assert db.session.query(AuditEntry).filter_by(code=missing).count() == 1


def test_nothing_is_read_while_somebody_is_blind_and_a_case_of_two_never(people, tina):
    found = read_round(people, share=20)
    first, second = the_pair(found)
    for review in singles(found):
        hand_in(review)
    hand_in(first)
    assert db.session.query(SecondReading).count() == 0
    hand_in(second)
    read = {row.review_id for row in db.session.query(SecondReading)}
    assert read == {review.id for review in singles(found)}


def test_the_words_after_handing_in_do_not_tell_what_is_waited_for(people, tina, sign_in):
    found = read_round(people, share=0)
    review = singles_of(found)[0]
    score(review)
    page = sign_in(reviewer_of(review)).post(
        f"/reviews/{review.key}/conclusion", follow_redirects=True
    )
    assert "You need do nothing more with it for now." in page.text


def test_what_is_read_is_said_before_the_reviews_start(people, sign_in):
    found = a_round(people, share=0)
    with pytest.raises(IllegalTransition):
        service_second_reading.set_rules(actor(people.karin), found.key, rules=ALL)
    page = sign_in(people.karin).get(f"/reviews/second-readings/rounds/{found.key}").text
    assert "so this is fixed" in page
    found.state = RoundState.DRAWN
    enter(found)
    client = sign_in(people.karin)
    client.post(
        f"/reviews/second-readings/rounds/{found.key}",
        data={"share_percent": "10", "on_failed_critical": "y", "first_reviews": "3"},
    )
    plan = db.session.query(SecondReadingPlan).one()
    assert (plan.share_percent, plan.on_failed_critical, plan.first_reviews) == (10, True, 3)
    assert "secret" not in client.get(f"/reviews/second-readings/rounds/{found.key}").text


def test_a_cancelled_review_waits_for_no_reader(review, people):
    who = reader_of(review)
    reactions.cancel_round(actor(people.karin), type("Told", (), {"round_id": review.round_id}))
    assert review.state is ReviewState.CANCELLED
    assert WaitingKind.READ_SECOND not in [w.kind for w in queries_waiting.list_waiting(who)]
    with pytest.raises(IllegalTransition):
        service_second_reading.pass_on(who, reading_of(review).key)


def test_the_list_and_the_reader_s_page(review, sign_in, people):
    reading = reading_of(review)
    client = sign_in(reading.reader)
    assert reading.key in client.get("/reviews/second-readings").text
    page = client.get(f"/reviews/second-readings/{reading.key}").text
    assert "Return with comments" in page
    key = key_of(review)
    reply_ = client.post(
        f"/reviews/second-readings/{reading.key}/return",
        data={f"comment-{key}": "Is it late?"},
        follow_redirects=True,
    )
    assert "Returned. The reviewer sees your comments" in reply_.text
    own = sign_in(reviewer_of(review)).get(f"/reviews/second-readings/{reading.key}").text
    assert "Is it late?" in own
    assert "Let it go on" not in own
    assert sign_in(people.hanne).get("/reviews/second-readings").status_code == 403


def test_the_caseworker_never_sees_what_the_two_said(review, sign_in, people):
    returned(review)
    reply(review)
    service.submit(actor(reviewer_of(review)), review.key)
    service_second_reading.pass_on(reader_of(review), reading_of(review).key)
    caseworker = review.caseworker
    page = sign_in(caseworker).get(f"/reviews/{review.key}").text
    assert "Is it late?" not in page
    if not any(a.role == "coordinator" for a in caseworker.appointments):
        assert "Second reading" not in page


def test_an_outsider_replies_within_the_engagement(people, tina):
    found = read_round(
        people, share=0, reviewers=[people.clara, people.kurt], engagement=people.running
    )
    review = next(r for r in singles_of(found) if r.reviewer_id == people.clara.id)
    hand_in(review, LATE)
    returned(review)
    reply(review)
    service.submit(actor(people.clara), review.key)
    assert reading_of(review).state is SecondReadingState.ANSWERED
