"""From a planned round to drawn cases, and a bundle that proves it."""

import pytest
from sqlalchemy import select

from review_app.domain.actors import OPERATOR
from review_app.domain.audit_codes import AuditCode
from review_app.domain.draw import verify_bundle
from review_app.domain.errors import IllegalTransition, Incomplete, Invalid, NotFound, NotPermitted
from review_app.domain.events import CasesChosen
from review_app.domain.kinds import RoundPurpose
from review_app.domain.workflow import RoundState
from review_app.features.rounds import queries, service, service_ceremony
from review_app.kernel import unit_of_work
from review_app.models import AuditEntry, FrameCase, RoundCase
from review_app.models.bundles import zip_of
from tests.cast import actor
from tests.rounds.builders import (
    a_drawn_round,
    a_planned_round,
    a_version,
    twenty_cases,
    with_reviewers,
)


@pytest.fixture
def told(monkeypatch):
    """What a round told the other areas."""
    heard = []
    for event in (CasesChosen,):
        monkeypatch.setitem(unit_of_work.REACTIONS, event, [lambda _, what: heard.append(what)])
    return heard


def test_a_drawn_round_proves_itself(people):
    twenty_cases(people)
    drawn = a_drawn_round(people)
    files = queries.bundle_files(actor(people.karin), drawn)
    assert verify_bundle(files) == []
    assert len(drawn.cases) == 6
    assert files["frame.tsv"].count(b"\n") == 21


def test_the_same_draw_is_the_same_file_on_every_download(people):
    twenty_cases(people)
    drawn = a_drawn_round(people)
    first, second = (zip_of(queries.bundle_files(actor(people.karin), drawn)) for _ in range(2))
    assert first == second


def test_the_frame_keeps_whose_case_it_was(people, db):
    cases = twenty_cases(people)
    drawn = a_drawn_round(people)
    frozen = db.session.scalars(select(FrameCase).where(FrameCase.draw_id == drawn.draw.id)).all()
    assert {row.case_id for row in frozen} == {case.id for case in cases}
    assert {row.caseworker_id for row in frozen} == {c.caseworker_id for c in cases}


def test_a_team_and_a_period_narrow_the_frame(people):
    twenty_cases(people)
    planned = a_planned_round(people, size=4, team=people.south.key)
    draw = service_ceremony.seal_draw(actor(people.karin), planned.key)
    assert draw.frame_size == 8


def test_before_the_draw_only_commitments_can_be_known(people):
    twenty_cases(people)
    planned = a_planned_round(people)
    draw = service_ceremony.seal_draw(actor(people.karin), planned.key)
    assert draw.seed is None
    secrets = [one.secret for one in draw.contributions]
    assert len(set(secrets)) == 2
    assert not any(secret in draw.commit_text for secret in secrets)


def test_draw_numbers_have_no_gap_even_when_a_round_is_given_up(people):
    twenty_cases(people)
    karin = actor(people.karin)
    first = a_planned_round(people)
    service_ceremony.seal_draw(karin, first.key)
    service.cancel_round(karin, first.key, reason="The period was wrong")
    assert first.state is RoundState.CANCELLED
    second = a_drawn_round(people)
    (given_up,) = first.draws
    assert first.draw is None
    assert given_up.abandon_reason == "The period was wrong"
    assert (given_up.number, second.draw.number) == (1, 2)


def test_what_is_sealed_cannot_be_changed_or_sealed_again(people):
    twenty_cases(people)
    karin = actor(people.karin)
    planned = a_planned_round(people)
    service_ceremony.seal_draw(karin, planned.key)
    with pytest.raises(IllegalTransition):
        service.set_size(karin, planned.key, size=3)
    with pytest.raises(IllegalTransition):
        service_ceremony.seal_draw(karin, planned.key)
    service_ceremony.reveal_draw(karin, planned.key)
    with pytest.raises(IllegalTransition):
        service_ceremony.reveal_draw(karin, planned.key)


def test_nothing_is_drawn_before_it_is_sealed(people):
    twenty_cases(people)
    with pytest.raises(Incomplete):
        service_ceremony.reveal_draw(actor(people.karin), a_planned_round(people).key)
    planned = service.plan_round(actor(people.karin), title="t", purpose=RoundPurpose.MEASURE)
    with pytest.raises(Incomplete):
        service_ceremony.seal_draw(actor(people.karin), planned.key)


def test_more_cases_than_the_frame_holds_are_refused(people):
    twenty_cases(people)
    with pytest.raises(Invalid):
        a_planned_round(people, size=21)


def test_the_reviews_start_with_the_draw_and_nobody_gets_their_own(people, told):
    twenty_cases(people)
    drawn = a_drawn_round(people, size=20, version=a_version())
    assert drawn.state is RoundState.REVIEWING
    (happened,) = told
    reviewer = {chosen.round_case_id: chosen.reviewer_id for chosen in happened.chosen}
    assert sorted(reviewer.values()).count(people.karin.id) == 10
    assert all(reviewer[row.id] != row.caseworker_id for row in drawn.cases)


def test_a_draw_without_reviewers_waits_for_them(people, told):
    twenty_cases(people)
    drawn = a_drawn_round(people)
    assert (drawn.state, told) == (RoundState.DRAWN, [])
    with pytest.raises(Incomplete):
        service.start_reviews(actor(people.karin), drawn.key)
    with_reviewers(people, drawn, a_version())
    service.start_reviews(actor(people.karin), drawn.key)
    assert drawn.state is RoundState.REVIEWING
    assert len(told[0].chosen) == 6


def test_every_step_stands_in_the_log_with_the_seal(people, db):
    twenty_cases(people)
    drawn = a_drawn_round(people)
    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    codes = [e.code for e in entries if e.code.startswith("round.")]
    assert codes == [
        AuditCode.ROUND_PLANNED,
        AuditCode.ROUND_CHANGED,
        AuditCode.ROUND_CHANGED,
        AuditCode.ROUND_DRAW_STARTED,
        AuditCode.ROUND_COMMITTED,
        AuditCode.ROUND_DRAWN,
    ]
    assert entries[-2].details["commit_hash"] == drawn.draw.commit_hash


def test_only_coordinators_run_rounds_and_managers_read_them(people):
    twenty_cases(people)
    drawn = a_drawn_round(people)
    with pytest.raises(NotPermitted):
        service.cancel_round(actor(people.mona), drawn.key, reason="No")
    assert queries.round_cases(actor(people.mona), drawn) == []
    for stranger in (people.hanne, people.olga, people.clara):
        with pytest.raises(NotFound):
            queries.get_round(actor(stranger), drawn.key)


def test_the_command_line_may_draw_too(people, db):
    twenty_cases(people)
    planned = service.plan_round(OPERATOR, title="t", purpose=RoundPurpose.MEASURE)
    assert planned.created_by_id is None
    assert db.session.scalar(select(RoundCase.id)) is None
