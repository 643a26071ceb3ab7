"""Who is heard: in whose place, for how long, and by whom it was written down."""

from datetime import date

import pytest

from review_app.domain.errors import IllegalTransition, Invalid, NotFound, NotPermitted
from review_app.domain.kinds import ResponseKind
from review_app.domain.workflow import ReviewState
from review_app.features.home import queries_waiting
from review_app.features.reviews import presenters, service, service_extension, service_response
from review_app.features.reviews.service_response import Reply
from review_app.kernel import clock
from review_app.models import Person
from tests.cast import actor, enter
from tests.reviews import pairs, stage

LEAVE = "On leave until then."


@pytest.fixture
def review(people):
    clock.travel(clock.local(date(2026, 3, 27), 9))  # a Friday before Easter
    return stage.handed_in(people.hanne, people.kurt)


def extend(person, review, day=date(2026, 4, 24), reason=LEAVE):
    return service_extension.extend(actor(person), review.key, due_on=day, reason=reason)


def test_a_longer_period_moves_the_clock_and_is_shown(people, review):
    extend(people.karin, review)
    assert review.response_due_on == date(2026, 4, 24)
    assert presenters.days_left(review) == 18
    (longer,) = review.extensions
    assert (longer.due_before_on, longer.reason) == (date(2026, 4, 15), LEAVE)
    clock.travel(clock.local(date(2026, 4, 20), 9))
    service_response.hand_in(actor(people.hanne), review.key)
    assert review.state is ReviewState.SETTLED


def test_a_period_is_made_longer_only_while_it_runs_to_a_later_working_day(people, review):
    for refused in ({"day": date(2026, 4, 10)}, {"day": date(2026, 4, 25)}, {"reason": " "}):
        with pytest.raises(Invalid):
            extend(people.karin, review, **refused)
    with pytest.raises(NotPermitted):
        extend(people.hanne, review)
    for person in (people.henrik, people.mona, people.adam):
        with pytest.raises(NotFound):
            extend(person, review)
    clock.travel(clock.local(date(2026, 4, 16), 9))
    with pytest.raises(IllegalTransition):
        extend(people.karin, review)


def test_a_coordinator_writes_down_what_was_said_and_it_is_marked(people, review):
    line = stage.sheet(people.karin, review).lines[1]
    said = {"criterion_key": line.criterion.key, "reply": Reply(ResponseKind.CONTEXT, "By phone.")}
    service_response.respond(actor(people.karin), review.key, **said)
    with pytest.raises(Invalid):
        service_response.hand_in(actor(people.karin), review.key)
    service_response.hand_in(actor(people.karin), review.key, note="By phone on 30 March")
    response = stage.sheet(people.hanne, review).lines[1].response
    assert (response.is_on_behalf, response.given_by.name) == (True, "Karin")
    assert review.responded_note == "By phone on 30 March"


def test_what_the_caseworker_wrote_stays_theirs_when_another_goes_on(people, review):
    key = stage.sheet(people.hanne, review).lines[1].criterion.key
    said = {"criterion_key": key, "reply": Reply(ResponseKind.CONTEXT, "Mine.")}
    service_response.respond(actor(people.hanne), review.key, **said)
    service_response.respond(actor(people.karin), review.key, **said)
    assert not stage.sheet(people.hanne, review).lines[1].response.is_on_behalf


def test_of_two_who_gave_the_answers_neither_reads_a_draft_nor_writes_it(people, db):
    comparison = pairs.compared(people)
    review, third = comparison.first, pairs.one_more_coordinator()
    handler = db.session.get(Person, review.caseworker_id)
    key = stage.sheet(handler, review).lines[1].criterion.key
    said = {"criterion_key": key, "reply": Reply(ResponseKind.CONTEXT, "Not ready yet.")}
    service_response.respond(actor(handler), review.key, **said)
    for reviewer in (people.karin, people.kurt):  # of the first, and of the second
        assert stage.sheet(reviewer, review).lines[1].response is None
        with pytest.raises(NotPermitted):
            service_response.respond(actor(reviewer), review.key, **said)
    assert stage.sheet(third, review).lines[1].response.text == "Not ready yet."
    service_response.hand_in(actor(handler), review.key)
    assert stage.sheet(people.kurt, review).lines[1].response.text == "Not ready yet."


def test_neither_the_reviewer_nor_strangers_write_it_down(people, review):
    with pytest.raises(NotPermitted):
        service_response.hand_in(actor(people.kurt), review.key, note="By phone")
    for person in (people.henrik, people.mona, people.adam, people.clara):
        with pytest.raises(NotFound):
            service_response.hand_in(actor(person), review.key, note="By phone")


def half_way(people, *, former):
    """A review that was scored but not handed in, of a case that was another's when chosen."""
    review = stage.a_review(people.hanne, people.kurt)
    place = review.round_case
    place.caseworker_id, place.team_id, review.team_id = former.id, people.north.id, people.north.id
    enter(place, review)
    stage.answer_all(people.kurt, review)
    stage.verdict(people.kurt, review)
    return review


def hand_in(people, review):
    return service.submit(actor(people.kurt), review.key)


def test_the_present_caseworker_is_asked_and_the_former_reads_a_copy(people):
    review = half_way(people, former=people.henrik)
    with pytest.raises(NotFound):
        stage.sheet(people.henrik, review)
    hand_in(people, review)
    assert stage.sheet(people.henrik, review).review.caseworker_id == people.hanne.id
    with pytest.raises(NotPermitted):
        service_response.hand_in(actor(people.henrik), review.key)
    assert not queries_waiting.list_waiting(actor(people.henrik))


def test_when_the_present_one_is_gone_the_former_is_asked(people):
    review = half_way(people, former=people.henrik)
    people.hanne.is_active = False
    enter(people.hanne)
    hand_in(people, review)
    assert review.caseworker_id == people.henrik.id
    service_response.hand_in(actor(people.henrik), review.key)
    assert review.state is ReviewState.SETTLED


def test_when_both_are_gone_the_manager_of_the_team_answers_on_their_behalf(people):
    review = half_way(people, former=people.hanne)
    people.hanne.is_active = False
    enter(people.hanne)
    with pytest.raises(NotFound):
        stage.sheet(people.mona, review)
    hand_in(people, review)
    assert review.is_left_to_manager
    assert [w.kind for w in queries_waiting.list_waiting(actor(people.mona))] == ["respond"]
    assert not review.is_recorded_by_manager  # a coordinator is free to
    service_response.hand_in(actor(people.mona), review.key, note="She left in March")
    assert stage.sheet(people.mona, review).lines[0].response.is_on_behalf


def test_where_no_coordinator_is_free_the_manager_writes_down_what_the_caseworker_says(
    people, sign_in
):
    review = half_way(people, former=people.hanne)
    people.karin.is_active = False
    enter(people.karin)
    hand_in(people, review)
    assert (review.is_recorded_by_manager, review.is_left_to_manager) == (True, False)
    mona, address = sign_in(people.mona), f"/reviews/{review.key}/response/on-behalf"
    assert not queries_waiting.list_waiting(actor(people.mona))  # the caseworker is the one asked
    assert f"/reviews/{review.key}" in mona.get("/reviews?view=answer").text
    assert address in mona.get(f"/reviews/{review.key}").text
    assert mona.post(address, data={"note": ""}).status_code == 422
    assert mona.post(address, data={"note": "By phone today"}).status_code == 302
    said = stage.sheet(people.hanne, review).lines[0].response
    assert (said.is_on_behalf, review.responded_by_id) == (True, people.mona.id)
