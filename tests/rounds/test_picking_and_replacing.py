"""Hand-picked cases, cases that give way to the next ticket, and how a round moves on."""

from itertools import product

import pytest

from review_app.domain.draw import ReplacementCode, verify_bundle
from review_app.domain.errors import IllegalTransition, Incomplete, Invalid, NotFound
from review_app.domain.events import (
    CaseReplaced,
    CasesChosen,
    ResponseOpened,
    ReviewSettled,
    RoundCancelled,
)
from review_app.domain.kinds import RoundPurpose
from review_app.domain.scoring import Verdict
from review_app.domain.workflow import ReviewState, RoundState
from review_app.features.rounds import queries, reactions, service, service_draws
from review_app.kernel import clock, unit_of_work
from tests.cast import actor, enter, some_cases
from tests.rounds.builders import a_drawn_round, a_learn_round, a_version, twenty_cases

OUT_OF_SCOPE = ReplacementCode.OUT_OF_SCOPE


@pytest.fixture
def told(monkeypatch):
    heard = []
    for event in (CasesChosen, CaseReplaced, RoundCancelled):
        monkeypatch.setitem(unit_of_work.REACTIONS, event, [lambda _, what: heard.append(what)])
    return heard


def replace(people, drawn, row, code=OUT_OF_SCOPE):
    return service_draws.replace_case(actor(people.karin), drawn.key, case_key=row.key, code=code)


def test_a_replaced_case_gives_way_to_the_next_ticket_and_the_bundle_says_so(people):
    twenty_cases(people)
    drawn = a_drawn_round(people, size=6)
    first, second = drawn.cases[0], drawn.cases[1]
    new = replace(people, drawn, first)
    assert (new.position, new.replaces_id) == (7, first.id)
    again = replace(people, drawn, new, ReplacementCode.DUPLICATE)
    assert (again.position, replace(people, drawn, second).position) == (8, 9)
    files = queries.bundle_files(actor(people.karin), drawn)
    assert files["replacements.tsv"].count(b"\n") == 4
    assert verify_bundle(files) == []


def test_a_case_is_not_replaced_twice(people):
    twenty_cases(people)
    drawn = a_drawn_round(people, size=6)
    replace(people, drawn, drawn.cases[0])
    with pytest.raises(Invalid):
        replace(people, drawn, drawn.cases[0])


def test_a_case_whose_review_is_handed_in_stays(people):
    twenty_cases(people)
    drawn = a_drawn_round(people, version=a_version())
    review = queries.reviews_of(actor(people.kurt), drawn)[drawn.cases[0].id][0]
    review.verdict, review.state = Verdict.IN_ACCORDANCE, ReviewState.SUBMITTED
    enter(review)
    with pytest.raises(IllegalTransition):
        replace(people, drawn, drawn.cases[0])


def test_when_the_reserve_is_empty_nothing_comes_in(people):
    twenty_cases(people)
    drawn = a_drawn_round(people, size=20)
    assert replace(people, drawn, drawn.cases[3]) is None
    assert verify_bundle(queries.bundle_files(actor(people.karin), drawn)) == []


def test_the_reviews_hear_what_went_out_and_what_came_in(people, told):
    twenty_cases(people)
    drawn = a_drawn_round(people, version=a_version())
    told.clear()
    gone = drawn.cases[0]
    new = replace(people, drawn, gone)
    came, out = told
    assert out == CaseReplaced(drawn.id, gone.id, "out_of_scope")
    assert [chosen.round_case_id for chosen in came.chosen] == [new.id]
    assert came.chosen[0].reviewer_id != new.caseworker_id


def test_a_hand_picked_case_has_a_reason_and_comes_once(people):
    case = twenty_cases(people)[1]
    planned = a_learn_round(people, case, version=a_version())
    assert planned.cases[0].reason == "A hard one"
    for reference in (case.key, case.number, "no such case"):
        with pytest.raises(Invalid):
            service.pick_case(actor(people.karin), planned.key, reference=reference, reason="r")


def test_a_learn_round_skips_the_draw(people, told):
    cases = twenty_cases(people)[:3]
    planned = a_learn_round(people, *cases, version=a_version())
    service.drop_case(actor(people.karin), planned.key, case_key=planned.cases[1].key)
    service.select_cases(actor(people.karin), planned.key)
    assert planned.state is RoundState.REVIEWING
    assert {chosen.case_id for chosen in told[0].chosen} == {cases[0].id, cases[2].id}
    with pytest.raises(IllegalTransition):
        service.pick_case(actor(people.karin), planned.key, reference=cases[1].number, reason="r")
    with pytest.raises(NotFound):
        queries.bundle_files(actor(people.karin), planned)


def test_a_learn_round_without_cases_does_not_start(people):
    planned = a_learn_round(people, version=a_version())
    with pytest.raises(Incomplete):
        service.select_cases(actor(people.karin), planned.key)


def test_an_unpublished_checklist_and_a_caseworker_cannot_be_chosen(people):
    planned = a_learn_round(people, version=a_version())
    with pytest.raises(Invalid):
        service.set_reviewing(
            actor(people.karin),
            planned.key,
            version_key=planned.version.key,
            reviewer_ids=[people.hanne.id],
            response_days=10,
        )


def test_a_consultant_reviews_only_within_the_engagement_of_the_round(people):
    version = a_version()
    inside = service.plan_round(
        actor(people.karin), title="t", purpose=RoundPurpose.LEARN, engagement_id=people.running.id
    )
    chosen = {"version_key": version.key, "reviewer_ids": [people.clara.id], "response_days": 10}
    service.set_reviewing(actor(people.karin), inside.key, **chosen)
    outside = service.plan_round(actor(people.karin), title="t", purpose=RoundPurpose.LEARN)
    with pytest.raises(Invalid):
        service.set_reviewing(actor(people.karin), outside.key, **chosen)
    assert queries.get_round(actor(people.clara), inside.key) is inside
    with pytest.raises(Invalid):
        service.plan_round(
            actor(people.karin),
            title="t",
            purpose=RoundPurpose.LEARN,
            engagement_id=people.ended.id,
        )


def test_cancelling_needs_a_reason_and_is_told(people, told):
    twenty_cases(people)
    drawn = a_drawn_round(people, version=a_version())
    with pytest.raises(Invalid):
        service.cancel_round(actor(people.karin), drawn.key, reason=" ")
    service.cancel_round(actor(people.karin), drawn.key, reason="Wrong period")
    assert told[-1] == RoundCancelled(drawn.id)


def test_a_round_moves_on_with_its_reviews_and_closes_when_all_are_settled(people):
    twenty_cases(people)
    drawn = a_drawn_round(people, size=2, version=a_version())
    found = queries.reviews_of(actor(people.kurt), drawn)
    reviews = [review for row in drawn.cases for review in found[row.id]]
    states = []
    for state, review in product((ReviewState.IN_RESPONSE, ReviewState.SETTLED), reviews):
        review.state, review.settled_at = state, clock.now()
        enter(review)
        event = ResponseOpened(review.id, drawn.id, None)
        settled = ReviewSettled(review.id, drawn.id)
        reactions.move_on(actor(people.kurt), settled if state is ReviewState.SETTLED else event)
        states.append(drawn.state)
    assert states == [
        RoundState.REVIEWING,
        RoundState.RESPONDING,
        RoundState.RESPONDING,
        RoundState.CLOSED,
    ]
    assert drawn.closed_at is not None


def test_a_round_whose_last_open_case_gives_way_to_none_moves_on(people):
    some_cases(people.hanne, people.henrik)
    drawn = a_drawn_round(people, size=2, version=a_version())
    found = queries.reviews_of(actor(people.kurt), drawn)
    kept, gone = drawn.cases
    review = found[kept.id][0]
    review.state = ReviewState.IN_RESPONSE
    enter(review)
    assert replace(people, drawn, gone) is None
    assert drawn.state is RoundState.RESPONDING


def test_a_case_that_came_in_is_waited_for(people):
    twenty_cases(people)
    drawn = a_drawn_round(people, size=2, version=a_version())
    found = queries.reviews_of(actor(people.kurt), drawn)
    kept, gone = drawn.cases
    review = found[kept.id][0]
    review.state = ReviewState.IN_RESPONSE
    enter(review)
    assert replace(people, drawn, gone) is not None
    assert drawn.state is RoundState.REVIEWING
