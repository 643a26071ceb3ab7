"""The same cases scored by several: who may do what, and what is compared."""

from fractions import Fraction

import pytest

from review_app.domain.calibrations import CalibrationMode, CalibrationState
from review_app.domain.errors import (
    IllegalTransition,
    Incomplete,
    Invalid,
    NotFound,
    NotPermitted,
)
from review_app.domain.kinds import ProposalBasis
from review_app.domain.scoring import AnswerValue
from review_app.domain.workflow import ReviewState, RoundState
from review_app.features.calibrations import queries, queries_comparing, service
from review_app.features.calibrations import service_proposing as proposing
from review_app.features.calibrations.service import Planned
from review_app.kernel.db import db
from review_app.models import ChangeProposal, Review, Round
from tests.calibrations.stage import case_number, hand_in, parts_of, planned, started
from tests.cast import actor, enter
from tests.reviews.pairs import LATE, one_more_coordinator
from tests.statements import counted


@pytest.fixture
def tina(people):
    return one_more_coordinator()


@pytest.fixture
def scored(people, tina):
    """Karin found the plan late in the first case, Kurt nowhere; Kurt left one case unscored."""
    found = started(people, by=tina)
    for n, review in enumerate(parts_of(found, people.karin)):
        hand_in(people.karin, review, LATE if n == 0 else None)
    for review in parts_of(found, people.kurt)[:2]:
        hand_in(people.kurt, review)
    return found


def refer(who, found, *, n=0, code="plan", value=AnswerValue.NOT_MET):
    criterion = next(c for c in queries_comparing.criteria_of(who, found) if c.code == code)
    return service.refer(
        who,
        found.key,
        place_key=found.cases[n].key,
        criterion_key=criterion.key,
        value=value,
        reason="The plan came after the deadline.",
    )


def test_everybody_gets_the_cases_as_a_task_of_their_own(people, tina):
    found = started(people, by=tina)
    for person in (people.karin, people.kurt):
        own = parts_of(found, person)
        assert [review.case_id for review in own] == [row.case_id for row in found.cases]
        assert {review.apart_for_id for review in own} == {person.id}
    assert found.state is CalibrationState.SCORING


def test_what_is_handed_in_goes_to_nobody(scored, people):
    review = parts_of(scored, people.karin)[0]
    assert review.state is ReviewState.SUBMITTED
    assert review.response_opened_at is None
    progress = {
        p.person.id: (p.handed_in, p.total) for p in queries.progress(actor(people.kurt), scored)
    }
    assert progress == {people.karin.id: (3, 3), people.kurt.id: (2, 3)}


def test_nobody_sees_answers_before_they_are_opened(scored, people, tina):
    for person in (people.karin, people.kurt, tina):
        who = actor(person)
        assert all(line.spread is None for line in queries_comparing.compare(who, scored))
        for criterion in queries_comparing.criteria_of(who, scored):
            rows = queries_comparing.answers_to(who, scored, criterion=criterion)
            assert not any(row.given for row in rows)


def test_opened_answers_are_compared_criterion_by_criterion(scored, people, tina, sign_in):
    refer(actor(tina), scored)
    service.open_answers(actor(tina), scored.key)
    who = actor(people.kurt)
    lines = {c.criterion.code: c.spread for c in queries_comparing.compare(who, scored)}
    assert lines["plan"].found.percent_agreement == Fraction(1, 2)
    assert lines["plan"].is_low
    assert (lines["plan"].fitting, lines["plan"].referred) == (1, 2)
    assert lines["talk"].found.percent_agreement == 1
    own = queries_comparing.own_result(who, scored)
    assert (own.missed.errors, own.missed.chances) == (1, 1)
    assert queries_comparing.own_result(actor(tina), scored) is None
    page = sign_in(people.kurt).get(f"/calibrations/{scored.key}").text
    assert "Little agreement" in page
    assert "Your own answers against the reference" in page
    key = next(c.criterion.key for c in queries_comparing.compare(who, scored) if c.spread.is_low)
    page = sign_in(people.kurt).get(f"/calibrations/{scored.key}/criteria/{key}").text
    assert "Words of Karin." in page
    assert "The plan came after the deadline." in page


def test_what_was_not_handed_in_is_given_up_and_the_rest_is_kept(scored, people, tina):
    service.open_answers(actor(tina), scored.key)
    states = [review.state for review in parts_of(scored, people.kurt)]
    assert states == [ReviewState.COMPARED, ReviewState.COMPARED, ReviewState.CANCELLED]
    rounds = db.session.query(Round).filter_by(calibration_id=scored.id).all()
    assert {found.state for found in rounds} == {RoundState.CLOSED}


def test_participants_learn_the_reference_only_with_the_answers(scored, people, tina):
    refer(actor(tina), scored)
    with pytest.raises(NotPermitted):
        refer(actor(people.karin), scored)
    who = actor(people.karin)
    criterion = next(c for c in queries_comparing.criteria_of(who, scored) if c.code == "plan")
    rows = queries_comparing.answers_to(who, scored, criterion=criterion)
    assert all(row.reference is None for row in rows)
    service.open_answers(actor(tina), scored.key)
    rows = queries_comparing.answers_to(who, scored, criterion=criterion)
    assert rows[0].reference.value is AnswerValue.NOT_MET
    refer(who, scored, value=AnswerValue.PARTLY_MET)


def test_the_reference_needs_a_reason_without_personal_numbers(scored, tina):
    criterion = queries_comparing.criteria_of(actor(tina), scored)[0]
    spot = {"place_key": scored.cases[0].key, "criterion_key": criterion.key}
    for reason in ("", "About 010190-1235."):
        with pytest.raises(Invalid):
            service.refer(actor(tina), scored.key, **spot, value=AnswerValue.MET, reason=reason)


def test_steps_out_of_turn_are_refused(people, tina):
    who = actor(tina)
    found, cases = planned(people, by=tina)
    with pytest.raises(Incomplete):
        service.start(who, found.key)
    for step in (service.open_answers, lambda a, k: service.close(a, k, conclusion="So.")):
        with pytest.raises(IllegalTransition):
            step(who, found.key)
    service.add_case(who, found.key, reference=cases[0].number)
    service.start(who, found.key)
    with pytest.raises(IllegalTransition):
        service.add_case(who, found.key, reference=cases[1].number)
    service.open_answers(who, found.key)
    with pytest.raises(IllegalTransition):
        service.cancel(who, found.key)
    with pytest.raises(Invalid):
        service.close(who, found.key, conclusion=" ")
    service.close(who, found.key, conclusion="We ask for a date.")
    assert found.state is CalibrationState.CLOSED
    with pytest.raises(IllegalTransition):
        refer(who, found)


@pytest.mark.parametrize("name", ["hanne", "henrik", "clara", "mona", "olga", "adam"])
def test_nobody_else_runs_or_reads_it(scored, people, name):
    who = actor(getattr(people, name))
    with pytest.raises((NotFound, NotPermitted)):
        queries.get_calibration(who, scored.key)
    for step in (service.open_answers, service.cancel, service.start):
        with pytest.raises((NotFound, NotPermitted)):
            step(who, scored.key)


def test_who_handles_a_case_does_not_score_it_and_does_not_read_of_it(people, tina):
    found, _cases = planned(people, by=tina)
    case = case_number(0)
    case.caseworker_id = people.karin.id
    enter(case)
    with pytest.raises(Invalid):
        service.add_case(actor(tina), found.key, reference=case.number)
    service.add_case(actor(tina), found.key, reference=case_number(1).number)
    found.cases[0].case.caseworker_id = tina.id
    enter(found.cases[0].case)
    service.start(actor(tina), found.key)
    for person in (people.karin, people.kurt):
        for review in parts_of(found, person):
            hand_in(person, review)
    service.open_answers(actor(tina), found.key)
    assert queries_comparing.places_of(actor(tina), found) == []


@pytest.mark.parametrize("count", [0, 21])
def test_cases_by_chance(people, tina, count):
    found, cases = planned(people, by=tina)
    who = actor(tina)
    with pytest.raises(Invalid):
        service.add_by_chance(who, found.key, count=count)
    with pytest.raises(Invalid):
        service.add_by_chance(who, found.key, count=2, only_reviewed=True)
    service.add_by_chance(who, found.key, count=2, only_reviewed=False)
    assert len({row.case_id for row in found.cases} & {case.id for case in cases}) == 2


def test_a_hidden_one_has_a_neutral_name_and_is_not_for_the_one_who_plans_it(people, tina):
    found, _cases = planned(people, by=tina)
    common = {"title": "C", "version_id": found.version_id, "mode": CalibrationMode.HIDDEN}
    both = [people.karin.id, people.kurt.id]
    for plan in (
        Planned(**common, person_ids=both),
        Planned(**common, person_ids=[*both, tina.id], task_title="Cases"),
        Planned(**common, person_ids=both[:1], task_title="Cases"),
        Planned(**common, person_ids=[*both, people.olga.id], task_title="Cases"),
    ):
        with pytest.raises(Invalid):
            service.plan(actor(tina), planned=plan)


def test_a_consultant_scores_within_the_engagement(people, tina):
    found = started(people, by=tina, who=(people.kurt, people.clara), engagement=people.running)
    review = parts_of(found, people.clara)[0]
    hand_in(people.clara, review)
    assert review.engagement_id == people.running.id
    assert {r.engagement_id for r in parts_of(found, people.kurt)} == {None}
    assert queries.get_calibration(actor(people.clara), found.key).id == found.id


def test_pages_ask_the_same_of_the_database_however_much_was_answered(scored, tina, sign_in):
    service.open_answers(actor(tina), scored.key)
    client = sign_in(tina)
    client.get(f"/calibrations/{scored.key}")
    with counted() as first:
        client.get(f"/calibrations/{scored.key}")
    db.session.query(Review).first()
    assert len(first) < 40


def test_little_agreement_becomes_a_proposal_with_its_source(scored, tina, sign_in):
    who, client = actor(tina), sign_in(tina)
    plan = next(c for c in queries_comparing.criteria_of(who, scored) if c.code == "plan")
    address = f"/calibrations/{scored.key}/criteria/{plan.key}"
    sent = {"text": "Say which deadline counts.", "evidence": "67 %"}
    with pytest.raises(IllegalTransition):
        proposing.propose_change(who, scored.key, criterion_key=plan.key, **sent)
    service.open_answers(who, scored.key)
    assert f"{address}#propose" in client.get(f"/calibrations/{scored.key}").text
    assert "cases: 50%, AC1" in client.get(address).text  # what it rests on is written already
    for _twice in range(2):
        client.post(f"{address}/propose-change", data=sent)
    made = db.session.query(ChangeProposal).one()
    assert (made.basis, made.criterion_id) == (ProposalBasis.CALIBRATION, plan.id)
    page = client.get(f"/checklists/proposals/{made.key}").text
    assert all(words in page for words in (*sent.values(), f"/calibrations/{scored.key}"))
