"""Reviews are handed over with the consequence shown first; a second scoring can be given up."""

from datetime import date, timedelta

import pytest

from review_app.domain.access import OPERATOR
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import IllegalTransition, Invalid, NotFound, NotPermitted
from review_app.domain.workflow import ReviewState
from review_app.features.identity import service_absences
from review_app.features.reviews import (
    queries,
    queries_assignment,
    service_assignment,
)
from review_app.features.reviews.service_assignment import AgreedMove
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.kernel.reading_log import note_reading
from review_app.models import Appointment, AuditEntry, Comparison, Review, ReviewAnswer
from tests.cast import actor
from tests.reviews.pairs import (
    a_round,
    hand_in,
    one_more_coordinator,
    reviewer_of,
    score,
    singles,
    the_pair,
)


def plan(who, found, *reviews, to=None):
    return queries_assignment.plan_for(
        actor(who),
        queries_assignment.get_round(actor(who), found.key),
        review_keys={r.key for r in reviews},
        taker_key=to.key if to else "",
    )


def apply(who, found, planned, **more):
    moves = [AgreedMove(m.review.key, m.taker.key, m.review.state) for m in planned.moves]
    return service_assignment.hand_over(actor(who), found.key, moves=moves, **more)


def of(person, found):
    return [r for r in singles(found) if r.reviewer_id == person.id]


@pytest.fixture
def even(people):
    """A round without double scoring: Karin and Kurt review, and Tina could."""
    return a_round(people, share=0), one_more_coordinator()


def every(found, person):
    return db.session.query(Review).filter_by(round_id=found.id, reviewer_id=person.id).all()


def test_what_nobody_has_begun_is_simply_given_to_somebody_else(people, even):
    found, tina = even
    review = every(found, people.kurt)[0]
    planned = plan(people.karin, found, review, to=tina)
    assert [(m.review.id, m.taker.id, m.has_begun) for m in planned.moves] == [
        (review.id, tina.id, False)
    ]
    assert {load.person.name: (load.before, load.after) for load in planned.loads} == {
        "Kurt": (len(every(found, people.kurt)), len(every(found, people.kurt)) - 1),
        "Tina": (0, 1),
    }
    assert review.reviewer_id == people.kurt.id  # nothing is changed by looking
    assert apply(people.karin, found, planned, due_on=date(2027, 1, 8)) == 1
    assert (review.reviewer_id, review.due_on) == (tina.id, date(2027, 1, 8))
    db.session.refresh(found)
    assert tina.id in {one.person_id for one in found.reviewers}
    entry = db.session.query(AuditEntry).filter_by(code=AuditCode.REVIEW_HANDED_OVER).one()
    assert entry.details == {"from_id": people.kurt.id, "to_id": tina.id}


def test_a_review_that_was_begun_starts_afresh_and_keeps_what_was_written(people, even):
    found, tina = even
    old = every(found, people.kurt)[0]
    score(old)
    planned = plan(people.karin, found, old, to=tina)
    assert planned.moves[0].has_begun
    apply(people.karin, found, planned)
    (new,) = every(found, tina)
    assert (old.state, new.state) == (ReviewState.CANCELLED, ReviewState.ASSIGNED)
    assert (new.round_case_id, new.due_on) == (old.round_case_id, old.due_on)
    assert db.session.query(ReviewAnswer).filter_by(review_id=old.id).count() == 3
    assert db.session.query(ReviewAnswer).filter_by(review_id=new.id).count() == 0
    assert plan(people.karin, found, new, to=people.kurt).stuck == [new]  # he has had it
    hand_in(new)


def test_what_an_absent_reviewer_has_is_shared_out_by_weight(people, even):
    found, tina = even
    to_tina = plan(people.karin, found, every(found, people.kurt)[0], to=tina)
    apply(people.karin, found, to_tina)
    today = clock.today()
    service_absences.declare_absence(
        actor(people.kurt), people.kurt.key, from_on=today, to_on=today + timedelta(days=60)
    )
    planned = plan(people.karin, found, *every(found, people.kurt))
    assert {move.taker.name for move in planned.moves} <= {"Karin", "Tina"}
    assert not planned.stuck
    assert all(
        kurt.name != "Kurt"
        for kurt in queries_assignment.able_to_take_over(actor(people.karin), found)
    )


def test_a_review_that_changed_in_the_meantime_is_not_handed_over(people, even):
    found, tina = even
    review = every(found, people.kurt)[0]
    moves = [AgreedMove(review.key, tina.key, ReviewState.ASSIGNED)]
    score(review)
    with pytest.raises(Invalid, match="changed"):
        service_assignment.hand_over(actor(people.karin), found.key, moves=moves)


def test_nobody_takes_over_what_they_have_a_part_in(people, even):
    found, tina = even
    review = every(found, people.kurt)[0]
    review.case.caseworker_id = tina.id
    db.session.info["logged"] = True
    db.session.commit()
    planned = plan(people.karin, found, review, to=tina)
    assert (planned.moves, planned.stuck) == ([], [review])
    moves = [AgreedMove(review.key, tina.key, review.state)]
    with pytest.raises(Invalid, match="unable"):
        service_assignment.hand_over(actor(people.karin), found.key, moves=moves)


@pytest.mark.parametrize("name", ["hanne", "clara", "mona", "olga", "adam"])
def test_only_coordinators_hand_over(people, even, name):
    found, tina = even
    with pytest.raises((NotPermitted, NotFound)):
        service_assignment.hand_over(actor(getattr(people, name)), found.key, moves=[])


@pytest.fixture
def double(people):
    """A round of Karin and Kurt with a case of two; Tina does not review in it."""
    tina = one_more_coordinator()
    return a_round(people, share=20), tina


def test_whoever_reviews_where_cases_are_scored_twice_hands_nothing_over(people, double):
    found, tina = double
    for review in (*the_pair(found), *singles(found)):
        with pytest.raises(NotPermitted):
            plan(people.karin, found, review, to=tina)
        moves = [AgreedMove(review.key, tina.key, review.state)]
        with pytest.raises(NotPermitted):
            service_assignment.hand_over(actor(people.karin), found.key, moves=moves)


@pytest.mark.parametrize("which", [0, 1], ids=["first", "second"])
@pytest.mark.parametrize("begun", [False, True], ids=["new", "begun"])
def test_the_second_reviewer_stays_unknown_whoever_they_are_now(people, double, which, begun):
    found, tina = double
    people.henrik.appointments.append(appointed())
    db.session.info["logged"] = True
    db.session.commit()
    given, other = the_pair(found)[which], the_pair(found)[1 - which]
    if begun:
        score(given)
    assert plan(tina, found, given, to=tina).stuck == [given]  # she may have read both
    planned = plan(tina, found, given, to=people.henrik)
    if not planned.moves:  # his own case
        return
    apply(tina, found, planned)
    now = queries_assignment.partner_of(OPERATOR, other)
    assert now.reviewer_id == people.henrik.id
    assert (now.blind_to_id, other.blind_to_id) == (other.reviewer_id, people.henrik.id)
    for who, hidden in ((reviewer_of(other), now), (people.henrik, other)):
        with pytest.raises(NotFound):
            queries.get_review(actor(who), hidden.key)
    with pytest.raises(NotFound):
        queries.get_review(actor(reviewer_of(other)), given.key)
    for review in (*singles(found), now, other):
        hand_in(review)
    assert db.session.query(Comparison).filter_by(round_id=found.id).count() == 1


def appointed():
    return Appointment(role="coordinator")


def test_whoever_has_read_one_of_two_cannot_take_the_other(people, double):
    found, tina = double
    people.mona.appointments.append(appointed())
    db.session.info["logged"] = True
    db.session.commit()
    given, other = the_pair(found)
    assert plan(tina, found, given, to=people.mona).moves
    note_reading(actor(people.mona), other, case_key=other.case.key, purpose="review-read")
    db.session.rollback()  # noted beside what the test has read, which is older now
    assert plan(tina, found, given, to=people.mona).stuck == [given]


@pytest.mark.parametrize("which", [0, 1], ids=["first", "second"])
def test_a_second_scoring_is_given_up_and_the_other_review_stands_alone(people, double, which):
    found, tina = double
    gone, left = the_pair(found)[which], the_pair(found)[1 - which]
    score(gone)
    for review in (*singles(found), left):
        hand_in(review)
    assert left.state is ReviewState.SUBMITTED
    service_assignment.give_up_second(actor(tina), gone.key, reason="Kurt is away for long.")
    assert (gone.state, left.state) == (ReviewState.CANCELLED, ReviewState.IN_RESPONSE)
    assert gone.cancel_reason == "Kurt is away for long."
    assert db.session.query(Comparison).count() == 0
    with pytest.raises(NotFound):
        queries.get_review(actor(reviewer_of(left)), gone.key)


def test_neither_of_the_two_gives_the_second_up_and_nobody_without_a_reason(people, double):
    found, tina = double
    first, second = the_pair(found)
    for who in (people.karin, people.kurt):
        for review in (first, second):
            with pytest.raises((NotPermitted, NotFound)):
                service_assignment.give_up_second(actor(who), review.key, reason="Away.")
    with pytest.raises(Invalid):
        service_assignment.give_up_second(actor(tina), first.key, reason=" ")
    with pytest.raises(IllegalTransition):
        service_assignment.give_up_second(actor(tina), singles(found)[0].key, reason="Away.")
