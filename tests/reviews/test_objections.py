from datetime import timedelta

import pytest

from review_app.domain.errors import IllegalTransition, Invalid, NotFound, NotPermitted
from review_app.domain.kinds import ProposalBasis, ResponseKind
from review_app.domain.scoring import AnswerValue
from review_app.domain.workflow import ObjectionState, ObjectionStep, ReviewState, RoundState
from review_app.features.home import queries_waiting
from review_app.features.reviews import (
    jobs,
    presenters,
    queries_objections,
    service_objections,
    service_response,
)
from review_app.features.reviews.service_response import Reply
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import ChangeProposal, Objection, Person, Review
from review_app.models.reviews import is_final
from tests.cast import actor, enter
from tests.reviews import stage
from tests.reviews.objecting import decide, object_to, objected

STEPS = [
    (ObjectionStep.KEEP, None, ObjectionState.KEPT, AnswerValue.NOT_MET),
    (ObjectionStep.CHANGE, None, ObjectionState.CHANGED, AnswerValue.MET),
    (
        ObjectionStep.ANSWER_OTHERWISE,
        AnswerValue.PARTLY_MET,
        ObjectionState.THIRD_ANSWER,
        AnswerValue.PARTLY_MET,
    ),
    (
        ObjectionStep.LEAVE_AS_DILEMMA,
        None,
        ObjectionState.DILEMMA,
        AnswerValue.CANNOT_BE_ASSESSED,
    ),
]


def kinds(person):
    return [w.kind for w in queries_waiting.list_waiting(actor(person))]


@pytest.mark.parametrize(("step", "third", "state", "stands"), STEPS)
def test_each_way_to_decide_leaves_its_answer_and_settles(people, step, third, state, stands):
    objection = objected(people)
    assert objection.review.state is ReviewState.IN_RESPONSE
    decide(people.kurt, objection, step, third=third)
    line = stage.sheet(people.hanne, objection.review).lines[1]
    assert (line.objection.state, line.value) == (state, stands)
    assert line.answer.value is AnswerValue.NOT_MET  # the reviewer's own words stay
    assert bool(line.changes) is (state is not ObjectionState.KEPT)
    assert (line.finding is None) is (stands not in (AnswerValue.NOT_MET, AnswerValue.PARTLY_MET))
    assert objection.review.state is ReviewState.SETTLED
    assert not objection.review.settled_silently
    assert objection.review.round.state is RoundState.CLOSED
    with pytest.raises(IllegalTransition):
        decide(people.kurt, objection)


def test_nobody_decides_whose_answer_or_case_it_is(people):
    objection = objected(people)
    for person in (people.karin, people.mona):
        with pytest.raises((NotPermitted, NotFound)):
            decide(person, objection)
    for person in (people.hanne, people.henrik, people.clara, people.olga, people.adam):
        with pytest.raises(NotFound):
            decide(person, objection)
    assert objection.state is ObjectionState.OPEN
    objection.former_caseworker_id = people.kurt.id
    enter(objection)
    with pytest.raises(NotPermitted):
        decide(people.kurt, objection)


def test_neither_of_two_reviewers_nor_the_third_decides(people):
    objection = objected(people)
    for column in ("second_reviewer_id", "third_reviewer_id"):
        setattr(objection, column, people.kurt.id)
        enter(objection)
        with pytest.raises(NotPermitted):
            decide(people.kurt, objection)
        assert "decide-objection" not in kinds(people.kurt)
        setattr(objection, column, None)


def test_the_manager_decides_where_no_coordinator_may(people):
    people.kurt.is_active = False
    enter(people.kurt)
    objection = objected(people)
    assert objection.is_left_to_manager
    assert "decide-objection" not in kinds(people.mona)  # not of her team
    objection.team_id = people.north.id
    enter(objection)
    assert "decide-objection" in kinds(people.mona)
    decide(people.mona, objection)
    assert objection.review.state is ReviewState.SETTLED


def test_it_waits_for_who_can_decide_and_then_for_the_caseworker_to_read(people):
    objection = objected(people)
    assert "decide-objection" in kinds(people.kurt)
    assert "decide-objection" not in kinds(people.karin)
    assert "respond" not in kinds(people.hanne)
    decide(people.kurt, objection)
    assert "decide-objection" not in kinds(people.kurt)
    assert "read-decision" in kinds(people.hanne)
    service_objections.read_decision(actor(people.hanne), objection.review.key)
    assert "read-decision" not in kinds(people.hanne)


def test_what_is_still_being_written_is_nobody_elses_yet(people):
    objection = objected(people, hand_in=False)
    with pytest.raises(NotFound):
        decide(people.kurt, objection)
    assert not queries_objections.list_objections(
        actor(people.kurt), view=queries_objections.ObjectionView.OPEN
    ).rows


def test_an_objection_never_handed_in_keeps_the_review_open_when_the_period_ends(people):
    objection = objected(people, hand_in=False)
    review = objection.review
    clock.travel(clock.now() + timedelta(days=30))
    jobs.settle_overdue()
    assert review.state is ReviewState.IN_RESPONSE
    assert not presenters.can_still_answer(review)
    assert not db.session.query(Review).filter(is_final(clock.today())).count()
    decide(people.kurt, objection, ObjectionStep.CHANGE)
    assert review.state is ReviewState.SETTLED
    assert review.settled_silently  # to all the rest nothing was said


def test_taking_an_objection_back_before_handing_in_takes_it_away(people):
    objection = objected(people, hand_in=False)
    review, key = objection.review, objection.criterion.key
    say = {"criterion_key": key, "reply": Reply(ResponseKind.AGREE)}
    service_response.respond(actor(people.hanne), review.key, **say)
    assert db.session.query(Objection).count() == 0
    service_response.hand_in(actor(people.hanne), review.key)
    assert review.state is ReviewState.SETTLED


def test_an_objection_needs_an_argument_and_another_answer(people):
    review = stage.handed_in(people.hanne, people.kurt)
    with pytest.raises(Invalid):
        object_to(people.hanne, review, proposed=AnswerValue.NOT_MET)
    with pytest.raises(Invalid):
        object_to(people.hanne, review, text="Borgeren 010170-1234 ringede")
    for half in ({"text": " "}, {"proposed": None}):
        assert object_to(people.hanne, review, **half) is None
        with pytest.raises(Invalid):
            service_response.hand_in(actor(people.hanne), review.key)


def test_a_decision_needs_a_reason_and_a_third_answer_is_a_third(people):
    objection = objected(people)
    with pytest.raises(Invalid):
        decide(people.kurt, objection, reason=" ")
    for third in (None, AnswerValue.MET, AnswerValue.NOT_MET):
        with pytest.raises(Invalid):
            decide(people.kurt, objection, ObjectionStep.ANSWER_OTHERWISE, third=third)
    assert objection.state is ObjectionState.OPEN


def test_whoever_gave_the_answer_may_reply_until_it_is_decided(people):
    objection = objected(people)
    with pytest.raises(NotPermitted):
        service_objections.reply(actor(people.kurt), objection.key, text="I think so too.")
    service_objections.reply(actor(people.karin), objection.key, text="I looked again.")
    assert objection.reply == "I looked again."
    decide(people.kurt, objection)
    with pytest.raises(IllegalTransition):
        service_objections.reply(actor(people.karin), objection.key, text="Too late.")


def test_a_consultant_replies_within_the_engagement_and_does_not_decide(people):
    review = stage.handed_in(people.hanne, people.clara, engagement=people.running)
    objection = object_to(people.hanne, review)
    service_response.hand_in(actor(people.hanne), review.key)
    service_objections.reply(actor(people.clara), objection.key, text="See page 2.")
    with pytest.raises(NotPermitted):
        decide(people.clara, objection)
    clock.travel(clock.now() + timedelta(days=200))
    with pytest.raises(NotFound):
        service_objections.reply(actor(people.clara), objection.key, text="Later.")


def test_the_third_person_is_not_named_as_able_when_inactive(people):
    objection = objected(people)
    able = queries_objections.able_deciders(actor(people.kurt), objection.review)
    assert [person.name for person in able] == ["Kurt"]
    assert db.session.query(Person).count() > 1


def test_a_dilemma_becomes_a_proposal_that_links_to_it(people, sign_in):
    objection, client = objected(people), sign_in(people.kurt)
    address = f"/reviews/objections/{objection.key}"
    sent = {"text": "Say which date of a talk counts.", "evidence": "A dilemma."}
    assert "propose-change" not in client.get(address).text
    with pytest.raises(IllegalTransition):
        service_objections.propose_change(actor(people.kurt), objection.key, **sent)
    decide(people.kurt, objection, ObjectionStep.LEAVE_AS_DILEMMA)
    assert "the answer was “Not met”, and “Met” was proposed" in client.get(address).text
    assert client.post(f"{address}/propose-change", data={"text": " "}).status_code == 422
    for person in (people.karin, people.hanne):  # whose answer or case it is proposes nothing here
        answer = sign_in(person).post(f"{address}/propose-change", data=sent)
        assert answer.status_code in (403, 404)
    assert db.session.query(ChangeProposal).count() == 0
    for _twice in range(2):
        client.post(f"{address}/propose-change", data=sent)
    made = db.session.query(ChangeProposal).one()
    assert (made.basis, made.source_id) == (ProposalBasis.OBJECTION, objection.id)
    page = client.get(f"/checklists/proposals/{made.key}").text
    for words in (sent["text"], address, f"/reviews/{objection.review.key}"):
        assert words in page
