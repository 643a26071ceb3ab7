"""Where two reviews of a case differ, one answer is settled on; what each gave is kept."""

import pytest

from review_app.domain.access import OPERATOR
from review_app.domain.errors import IllegalTransition, Invalid, NotFound
from review_app.domain.kinds import SettlingWay
from review_app.domain.scoring import AnswerValue, Severity, Verdict
from review_app.domain.workflow import ReviewState, RoundState
from review_app.features.reviews import (
    queries,
    queries_comparing,
    service,
    service_comparing,
    service_response,
)
from review_app.features.reviews.service_comparing import Said
from review_app.features.rounds import service as rounds
from review_app.kernel.db import db
from review_app.models import Finding, Person, Review, SettledAnswer
from tests.cast import actor
from tests.reviews.pairs import (
    CODES,
    LATE,
    MET,
    a_round,
    compared,
    hand_in,
    one_more_coordinator,
    reviewer_of,
    score,
    singles,
    the_pair,
)

HALF = {**MET, "plan": AnswerValue.PARTLY_MET}
LATE_AND_ILL = {**LATE, "health": AnswerValue.NOT_MET}


def key_of(comparison, code):
    criteria = queries_comparing.criteria_of(OPERATOR, comparison)
    return next(c.key for c in criteria if c.code == code)


def settle(person, comparison, code, value="", reason="", **more):
    criterion_key = key_of(comparison, code) if code else None
    said = Said(value=value, reason=reason, **more)
    done = service_comparing.settle(
        actor(person), comparison.key, criterion_key=criterion_key, said=said
    )
    db.session.expire_all()
    return done


def two(comparison):
    return [
        db.session.get(Person, i)
        for i in (comparison.first_reviewer_id, comparison.second_reviewer_id)
    ]


def settled(comparison):
    rows = db.session.query(SettledAnswer).filter_by(review_id=comparison.review_id)
    by_id = {c.id: c.code for c in queries_comparing.criteria_of(OPERATOR, comparison)}
    return {by_id[row.criterion_id]: (row.value, row.way) for row in rows}


def test_what_both_answered_alike_is_settled_at_once(people):
    comparison = compared(people)
    assert comparison.settled_at
    assert {way for _, way in settled(comparison).values()} == {SettlingWay.AGREED}
    assert comparison.verdict_way is SettlingWay.AGREED
    assert comparison.first.state is ReviewState.IN_RESPONSE
    assert comparison.second.state is ReviewState.COMPARED


def test_what_differs_holds_the_review_back_and_the_round_open(people):
    comparison = compared(people, LATE)
    assert comparison.is_open
    assert comparison.first.state is ReviewState.COMPARING
    assert set(settled(comparison)) == {"talk", "health"}
    assert comparison.round.state is RoundState.REVIEWING


def test_both_reviewers_confirm_and_that_is_their_consensus(people):
    comparison = compared(people, LATE)
    one, other = two(comparison)
    settle(one, comparison, "plan", "partly-met", "It came, but late.")
    assert "plan" not in settled(comparison)
    settle(other, comparison, "plan", "not-met")
    assert "plan" not in settled(comparison)
    settle(other, comparison, "plan", "partly-met", "Agreed.")
    assert settled(comparison)["plan"] == (AnswerValue.PARTLY_MET, SettlingWay.CONSENSUS)
    assert comparison.first.state is ReviewState.IN_RESPONSE
    row = db.session.query(SettledAnswer).filter_by(way=SettlingWay.CONSENSUS).one()
    assert row.reason == "It came, but late.\n\nAgreed."


def test_two_who_cannot_agree_leave_it_as_not_to_be_assessed(people):
    comparison = compared(people, LATE)
    for person in two(comparison):
        settle(person, comparison, "plan", cannot_agree=True)
    expected = (AnswerValue.CANNOT_BE_ASSESSED, SettlingWay.CANNOT_AGREE)
    assert settled(comparison)["plan"] == expected
    assert comparison.first.score_share == 1  # of what could be assessed


def test_a_third_reviewer_decides_with_a_reason(people):
    third = one_more_coordinator()
    comparison = compared(people, LATE)
    service_comparing.ask_third(actor(people.karin), comparison.key, person_id=third.id)
    with pytest.raises(Invalid):
        settle(third, comparison, "plan", "not-met")
    settle(third, comparison, "plan", "not-met", "The law asks for a date.")
    assert settled(comparison)["plan"] == (AnswerValue.NOT_MET, SettlingWay.THIRD_REVIEWER)


def test_another_coordinator_records_what_the_two_agreed_on(people):
    somebody = one_more_coordinator()
    comparison = compared(people, LATE)
    with pytest.raises(Invalid):
        settle(somebody, comparison, "plan", "met")
    settle(somebody, comparison, "plan", "met", "They looked again, together.")
    assert settled(comparison)["plan"] == (AnswerValue.MET, SettlingWay.CONSENSUS)


def test_a_verdict_is_settled_in_the_same_ways(people):
    verdicts = (Verdict.IN_ACCORDANCE, Verdict.WOULD_BE_CHANGED)
    comparison = compared(people, verdicts=verdicts)
    assert comparison.verdict is None
    for person in two(comparison):
        settle(person, comparison, None, "would-be-changed", "The plan came too late.")
    assert comparison.verdict is Verdict.WOULD_BE_CHANGED
    assert comparison.settled_at
    assert (comparison.first.verdict, comparison.second.verdict) == verdicts


def test_a_verdict_that_the_settled_answers_speak_against_must_be_explained(people):
    found = a_round(people)
    for review in singles(found):
        hand_in(review)
    first, second = the_pair(found)
    hand_in(first, reason="")
    hand_in(second, {**MET, "health": AnswerValue.CANNOT_BE_ASSESSED}, reason="")
    comparison = first.comparison
    somebody = one_more_coordinator()
    settle(somebody, comparison, "health", "not-met", "It was never asked.")
    assert comparison.verdict is None  # they both said "in accordance", but not of this
    assert comparison.is_open
    settle(somebody, comparison, None, "in-accordance", "It changed nothing in the end.")
    assert comparison.verdict is Verdict.IN_ACCORDANCE
    assert not comparison.is_open


def test_the_answers_each_of_the_two_gave_are_kept(people):
    comparison = compared(people, LATE)
    settle(one_more_coordinator(), comparison, "plan", "partly-met", "Agreed in a talk.")
    both = queries_comparing.side_by_side(actor(people.karin), comparison)
    plan = both.points[CODES.index("plan")]
    assert (plan.first.value, plan.second.value) == (AnswerValue.NOT_MET, AnswerValue.MET)
    assert plan.settled.value is AnswerValue.PARTLY_MET
    assert comparison.first.score_share == pytest.approx(2.5 / 3)
    assert comparison.second.score_share == 1


def test_the_caseworker_reads_and_answers_the_settled_answers(people):
    comparison = compared(people, LATE, HALF)
    settle(one_more_coordinator(), comparison, "plan", "partly-met", "Late by two days.")
    review = comparison.first
    sheet = queries.get_sheet(actor(review.caseworker), review.key)
    line = sheet.lines[CODES.index("plan")]
    assert line.value is AnswerValue.PARTLY_MET
    name = comparison.second.reviewer.name
    assert line.comment == f"Words of {name}.\n\nLate by two days."
    assert sheet.deviations == [line]
    assert service_response.hand_in(actor(review.caseworker), review.key).settled_at


def test_findings_follow_the_settled_answers(people):
    comparison = compared(people, LATE, {**MET, "talk": AnswerValue.NOT_MET})
    somebody = one_more_coordinator()
    settle(somebody, comparison, "plan", "met", "It stood in an annex.")
    settle(somebody, comparison, "talk", "not-met", "No talk was held.")
    sheet = queries.get_sheet(actor(people.karin), comparison.first.key)
    assert [line.criterion.code for line in sheet.deviations] == ["talk"]
    kept = db.session.query(Finding).filter_by(review_id=comparison.review_id).order_by(Finding.id)
    assert [(f.is_set_aside, f.copy_of_id is None) for f in kept] == [(True, True), (False, False)]


def test_a_finding_beside_the_checklist_comes_along_from_the_second(people):
    found = a_round(people)
    for review in singles(found):
        hand_in(review)
    first, second = the_pair(found)
    hand_in(first)
    score(second)
    who = actor(reviewer_of(second))
    service.add_finding(who, second.key, severity=Severity.SERIOUS, text="Two letters crossed.")
    service.submit(who, second.key)
    sheet = queries.get_sheet(actor(people.karin), first.key)
    assert [f.text for f in sheet.free_findings] == ["Two letters crossed."]


def test_what_is_settled_stays_settled(people):
    comparison = compared(people, LATE_AND_ILL)
    one, other = two(comparison)
    for person in (one, other):
        settle(person, comparison, "plan", "met")
    with pytest.raises(IllegalTransition):
        settle(one, comparison, "plan", "not-met")
    with pytest.raises(IllegalTransition):
        settle(one, comparison, "talk", "not-met")


def test_nobody_settles_alone_what_they_gave_one_side_of(people):
    comparison = compared(people, LATE)
    for person in two(comparison):
        with pytest.raises(Invalid):
            settle(person, comparison, "plan", "")
    settle(two(comparison)[0], comparison, "plan", "met", "I say so.")
    assert comparison.is_open


def test_the_third_is_neither_of_the_two_nor_the_caseworker(people):
    comparison = compared(
        people, LATE, reviewers=[people.karin, people.kurt, people.clara], engagement=people.running
    )
    for person in (*two(comparison), people.hanne, people.carl):
        with pytest.raises(Invalid):
            service_comparing.ask_third(actor(people.kurt), comparison.key, person_id=person.id)


@pytest.mark.parametrize("name", ["hanne", "henrik", "carl", "mona", "olga", "adam"])
def test_others_know_of_no_comparison(people, name):
    comparison = compared(people, LATE)
    with pytest.raises(NotFound):
        settle(getattr(people, name), comparison, "plan", "met", "Because.")


def test_a_comparison_of_a_cancelled_round_is_over(people):
    comparison = compared(people, LATE)
    rounds.cancel_round(actor(people.kurt), comparison.round.key, reason="The law changed.")
    db.session.expire_all()
    assert not comparison.is_open
    assert {r.state for r in db.session.query(Review).filter_by(case_id=comparison.case_id)} == {
        ReviewState.CANCELLED
    }
