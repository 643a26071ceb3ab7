"""Who says that they should not review a case waits for nobody; what is due soon is recorded."""

from datetime import timedelta

import pytest

from review_app.domain.access import OPERATOR
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import IllegalTransition, NotPermitted
from review_app.domain.waiting import WaitingKind
from review_app.features.home import queries_waiting
from review_app.features.identity import service_absences
from review_app.features.reviews import (
    queries_assignment,
    service_conflicts,
    service_reminding,
)
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import AuditEntry, Review
from tests.cast import actor, enter
from tests.reviews import stage
from tests.reviews.pairs import a_round, one_more_coordinator, score, the_pair


@pytest.fixture
def even(people):
    return a_round(people, share=0), one_more_coordinator()


def every(found, person):
    return db.session.query(Review).filter_by(round_id=found.id, reviewer_id=person.id).all()


def kinds(person):
    return [w.kind for w in queries_waiting.list_waiting(actor(person))]


def test_who_declares_a_conflict_cannot_score_until_it_is_taken_back(people, even):
    found, tina = even
    review = every(found, people.kurt)[0]
    kurt = actor(people.kurt)
    mine = kinds(people.kurt).count(WaitingKind.SCORE)
    service_conflicts.declare_conflict(kurt, review.key, reason="A neighbour.")
    with pytest.raises(NotPermitted):
        score(review)
    (line,) = [
        one
        for one in queries_assignment.unfinished(actor(people.karin), found)
        if one.review.id == review.id
    ]
    assert line.reasons == (queries_assignment.WaitReason.CONFLICT,)
    with pytest.raises(IllegalTransition):
        service_conflicts.declare_conflict(kurt, review.key, reason="Again.")
    assert kinds(people.kurt).count(WaitingKind.SCORE) == mine - 1
    assert kinds(tina) == [WaitingKind.HAND_OVER]
    service_conflicts.withdraw_conflict(kurt, review.key)
    assert kinds(tina) == []
    score(review)


def test_nobody_declares_a_conflict_for_another(people, even):
    found, tina = even
    review = every(found, people.kurt)[0]
    with pytest.raises(NotPermitted):
        service_conflicts.declare_conflict(actor(people.karin), review.key, reason="His.")


def test_reviews_of_somebody_who_is_away_wait_for_whoever_may_hand_them_over(people):
    tina = one_more_coordinator()
    a_round(people, share=20)
    today = clock.today()
    service_absences.declare_absence(
        actor(people.karin), people.kurt.key, from_on=today, to_on=today
    )
    assert set(kinds(tina)) == {WaitingKind.HAND_OVER}
    assert WaitingKind.HAND_OVER not in kinds(people.karin)  # she reviews: she must not know which


def test_a_conflict_of_one_of_two_tells_the_other_nothing(people):
    tina = one_more_coordinator()
    found = a_round(people, share=20)
    _mine, other = the_pair(found)
    whose, looker = people.kurt, people.karin
    if other.reviewer_id == people.karin.id:
        whose, looker = looker, whose
    before = kinds(looker)
    service_conflicts.declare_conflict(actor(whose), other.key, reason="A neighbour.")
    assert kinds(tina) == [WaitingKind.HAND_OVER]
    assert kinds(looker) == before


def test_a_consultants_unfinished_reviews_wait_once_the_engagement_is_over(people):
    found = a_round(people, reviewers=[people.clara], engagement=people.running, share=0)
    assert WaitingKind.HAND_OVER not in kinds(people.karin)
    people.running.ends_on = clock.today() - timedelta(days=1)
    enter(people.running)
    lines = queries_assignment.unfinished(actor(people.karin), found)
    assert lines
    assert {line.reasons for line in lines} == {(queries_assignment.WaitReason.LEFT,)}
    assert WaitingKind.HAND_OVER in kinds(people.karin)
    able = queries_assignment.able_to_take_over(actor(people.karin), found)
    assert people.clara.id not in {person.id for person in able}


def test_a_review_is_reminded_of_once_when_three_working_days_are_left(people):
    review = stage.a_review(people.hanne, people.kurt)  # due on Friday 18 December
    clock.travel(clock.local(review.due_on - timedelta(days=4), 9))
    assert service_reminding.remind(OPERATOR) == 0
    clock.travel(clock.local(review.due_on - timedelta(days=3), 9))
    assert service_reminding.remind(OPERATOR) == 1
    assert service_reminding.remind(OPERATOR) == 0
    assert review.reminded_at == clock.now()
    assert db.session.query(AuditEntry).filter_by(code=AuditCode.REVIEW_REMINDED).count() == 1


def test_the_caseworker_is_reminded_of_the_response_alike(people):
    review = stage.handed_in(people.hanne, people.kurt)
    clock.travel(clock.local(review.response_due_on, 9))
    assert service_reminding.remind(OPERATOR) == 1
    assert review.response_reminded_at is not None
    assert review.reminded_at is None
