"""Which cases of a round go to two reviewers, and what happens until both are in."""

import pytest

from review_app.domain.access import OPERATOR
from review_app.domain.double_scoring import chosen_twice
from review_app.domain.draw import ReplacementCode
from review_app.domain.errors import IllegalTransition, Invalid
from review_app.domain.kinds import RoundPurpose
from review_app.domain.workflow import ReviewState, RoundState
from review_app.features.rounds import (
    queries,
    service,
    service_ceremony,
    service_draws,
    service_missing,
)
from review_app.kernel.db import db
from review_app.models import Review, RoundCase
from tests.cast import actor
from tests.reviews.pairs import a_round, hand_in, reviewer_of, singles, the_pair
from tests.rounds.builders import a_planned_round, a_version, twenty_cases


def test_the_sealed_share_of_the_sample_gets_a_second_reviewer(people):
    found = a_round(people, share=40)
    refs = [row.case.key for row in found.cases]
    chosen = chosen_twice(refs, secret=found.draw.double_secret, share_percent=40)
    seconds = db.session.query(Review).filter(Review.second_of_id.is_not(None)).all()
    assert {second.case.key for second in seconds} == chosen
    assert len(chosen) == 2
    assert len(found.draw.double_commitment) == 64


def test_two_people_review_and_are_blind_to_each_other(people):
    first, second = the_pair(a_round(people))
    assert first.case_id == second.case_id
    assert {first.reviewer_id, second.reviewer_id} == {people.karin.id, people.kurt.id}
    assert first.blind_to_id == second.reviewer_id
    assert second.blind_to_id == first.reviewer_id


def test_in_an_engagement_one_of_the_two_comes_from_outside(people):
    found = a_round(
        people, reviewers=[people.karin, people.kurt, people.clara], engagement=people.running
    )
    assert people.clara.id in {review.reviewer_id for review in the_pair(found)}


def test_a_round_with_too_few_able_reviewers_does_not_start(people):
    drawn = a_round(people, handlers=[people.hanne] * 5 + [people.karin], size=6)
    assert drawn.state is RoundState.DRAWN  # the draw stands and waits for one more reviewer
    with pytest.raises(Invalid) as refused:
        service.start_reviews(actor(people.karin), drawn.key)
    assert refused.value.facts["reason"] == "too-few-for-two"
    assert "case_id" not in refused.value.facts


def test_why_a_round_does_not_start_is_said_on_its_page(people, sign_in):
    drawn = a_round(people, handlers=[people.hanne] * 5 + [people.karin], size=6)
    client = sign_in(people.kurt)
    page = client.post(f"/rounds/{drawn.key}/start", follow_redirects=True).text
    assert "Choose one more reviewer." in page


def test_a_missing_file_gives_up_both_reviews_and_lets_the_others_go_on(people):
    found = a_round(people)
    first, second = the_pair(found)
    alone = singles(found)[0]
    hand_in(alone)
    hand_in(first)
    place = db.session.get(RoundCase, first.round_case_id)
    other = actor(reviewer_of(second))
    service_missing.report_missing_file(other, found.key, case_key=place.key, note="Not there.")
    db.session.expire_all()
    assert {first.state, second.state} == {ReviewState.CANCELLED}
    assert alone.state is ReviewState.IN_RESPONSE


def test_one_reviewer_alone_cannot_score_twice(people):
    with pytest.raises(Invalid):
        a_round(people, reviewers=[people.kurt])


def set_share(people, planned):
    return service.set_reviewing(
        actor(people.karin),
        planned.key,
        version_key=a_version().key,
        reviewer_ids=[people.karin.id, people.kurt.id],
        response_days=10,
        double_share_percent=20,
    )


def test_the_share_cannot_change_once_the_draw_is_sealed(people):
    twenty_cases(people)
    planned = a_planned_round(people)
    service_ceremony.seal_draw(actor(people.karin), planned.key)
    with pytest.raises(IllegalTransition):
        set_share(people, planned)


def test_hand_picked_cases_are_never_scored_twice(people):
    planned = service.plan_round(actor(people.karin), title="Hard", purpose=RoundPurpose.LEARN)
    with pytest.raises(IllegalTransition):
        set_share(people, planned)


def test_nothing_goes_on_before_the_pair_is_in_and_then_everything_does(people):
    found = a_round(people)
    alone = singles(found)
    first, second = the_pair(found)
    assert hand_in(alone[0]).state is ReviewState.SUBMITTED
    assert hand_in(first).state is ReviewState.SUBMITTED
    assert hand_in(second).state is ReviewState.COMPARED
    db.session.expire_all()
    assert alone[0].state is ReviewState.IN_RESPONSE
    assert first.state is ReviewState.IN_RESPONSE  # both said the same of everything
    assert hand_in(alone[1]).state is ReviewState.IN_RESPONSE  # nobody is blind any more


def test_a_round_without_double_scoring_asks_each_caseworker_at_once(people):
    found = a_round(people, share=0)
    review = db.session.query(Review).filter_by(round_id=found.id).first()
    assert hand_in(review).state is ReviewState.IN_RESPONSE


def test_a_round_responds_and_counts_cases_not_reviews(people):
    found = a_round(people)
    for review in [*singles(found), *the_pair(found)]:
        hand_in(review)
    db.session.expire_all()
    assert found.state is RoundState.RESPONDING
    progress = queries.progress_of(OPERATOR, [found.id])[found.id]
    assert (progress.cases, progress.handed_in, progress.with_caseworker) == (5, 5, 5)


def replace(people, found, review):
    place = db.session.get(RoundCase, review.round_case_id)
    return service_draws.replace_case(
        actor(people.karin),
        found.key,
        case_key=place.key,
        code=ReplacementCode.OUT_OF_SCOPE,
        note="Moved away.",
    )


def test_what_comes_in_for_a_case_is_reviewed_by_as_many(people):
    """And so on: the next replacement inherits it from the one before, none sees the other."""
    found = a_round(people, handlers=[people.hanne, people.henrik] * 4)
    alone, pair = singles(found)[0], the_pair(found)
    came_in = replace(people, found, alone)
    assert db.session.query(Review).filter_by(round_case_id=came_in.id).count() == 1
    for _again in range(2):
        came_in = replace(people, found, pair[0])
        db.session.expire_all()
        assert {review.state for review in pair} == {ReviewState.CANCELLED}
        pair = db.session.query(Review).filter_by(round_case_id=came_in.id).all()
        first, second = sorted(pair, key=lambda each: each.second_of_id or 0)
        assert second.second_of_id == first.id
        blind_to = (first.blind_to_id, second.blind_to_id)
        assert blind_to == (second.reviewer_id, first.reviewer_id)


def test_replacing_the_last_case_waited_for_lets_the_others_go_on(people):
    found = a_round(people, size=6, share=10)  # nothing is left to come in
    alone = singles(found)[0]
    hand_in(alone)
    replace(people, found, the_pair(found)[0])
    db.session.expire_all()
    assert alone.state is ReviewState.IN_RESPONSE


def test_a_cancelled_round_gives_up_what_was_handed_in_and_waits(people):
    found = a_round(people)
    first, second = the_pair(found)
    hand_in(first)
    service.cancel_round(actor(people.kurt), found.key, reason="The law has changed.")
    db.session.expire_all()
    assert {first.state, second.state} == {ReviewState.CANCELLED}
