"""Outcomes, signatures, dissent, reopening, and when all that takes effect."""

from datetime import date, timedelta

import pytest

from review_app.domain.errors import Conflict, IllegalTransition, Incomplete, Invalid
from review_app.domain.events import ChangeProposed, NoteProposed
from review_app.domain.kinds import OutcomeKind
from review_app.domain.outcomes import OutcomeFields
from review_app.domain.workflow import ActionState, LearningSessionState
from review_app.features.learning_sessions import queries, service_minutes
from review_app.kernel import clock, unit_of_work
from review_app.models import Action, ChangeProposal, LearningNote
from tests.cast import actor, some_cases
from tests.learning_sessions import stories


@pytest.fixture
def told(app, monkeypatch):
    """What was told of proposals and notes."""
    heard = []
    for kind in (ChangeProposed, NoteProposed):
        listeners = [lambda _actor, happened: heard.append(happened)]
        monkeypatch.setitem(unit_of_work.REACTIONS, kind, listeners)
    return heard


def test_an_action_opens_when_the_minutes_are_put_to_signature(db, people):
    (case,) = some_cases(people.hanne)
    session = stories.held(people, case)
    stories.record(people, session, item_key=session.agenda[0].key)
    assert db.session.query(Action).count() == 0
    service_minutes.ask_signatures(actor(people.karin), session.key)
    action = db.session.query(Action).one()
    assert (action.owner_id, action.due_on, action.case_id) == (
        people.hanne.id,
        date(2026, 5, 1),
        case.id,
    )


def test_the_session_closes_when_all_have_signed(people):
    session = stories.signing(people)
    stories.sign(people, "clara", session)
    stories.sign(people, "hanne", session)
    with pytest.raises(IllegalTransition):
        stories.sign(people, "hanne", session)
    assert session.state is LearningSessionState.SIGNING
    stories.sign(people, "karin", session)
    closed = queries.get_session(actor(people.hanne), session.key)
    assert closed.state is LearningSessionState.CLOSED


def test_a_dissent_with_its_reason_counts_as_much_as_a_signature(people, sign_in):
    session = stories.signing(people)
    hanne = actor(people.hanne)
    with pytest.raises(Incomplete):
        service_minutes.dissent(hanne, session.key, reason=" ", revision=session.revision)
    service_minutes.dissent(
        hanne, session.key, reason="The goal is mine", revision=session.revision
    )
    for name in ("clara", "karin"):
        stories.sign(people, name, session)
    clara = sign_in(people.clara)
    page = clara.get(f"/sessions/{session.key}/minutes").text
    assert f"/sessions/{session.key}/minutes.pdf" in page
    pdf = clara.get(f"/sessions/{session.key}/minutes.pdf")
    assert pdf.mimetype == "application/pdf"
    assert b"pdfuaid:part" in pdf.data
    assert "The goal is mine" in page
    assert "Sees it otherwise" in page
    assert queries.get_session(hanne, session.key).state is LearningSessionState.CLOSED


def test_reopening_voids_every_signature_and_doubles_no_action(db, people):
    session = stories.signing(people)
    stories.sign(people, "hanne", session)
    karin = actor(people.karin)
    service_minutes.dissent(
        actor(people.clara), session.key, reason="No", revision=session.revision
    )
    session = service_minutes.reopen(karin, session.key)
    assert not any(p.signed_at or p.dissented_at or p.dissent for p in session.participants)
    (outcome,) = queries.outcomes(karin, session)
    fields = stories.action_fields(people, text="Write to the employer")
    service_minutes.change_outcome(
        karin, session.key, outcome_key=outcome.key, fields=fields, revision=1
    )
    service_minutes.ask_signatures(karin, session.key)
    assert [a.text for a in db.session.query(Action)] == ["Write to the employer"]


def test_what_is_taken_back_after_reopening_is_withdrawn(db, people):
    session, karin = stories.signing(people), actor(people.karin)
    session = service_minutes.reopen(karin, session.key)
    (outcome,) = queries.outcomes(karin, session)
    service_minutes.remove_outcome(karin, session.key, outcome_key=outcome.key)
    assert db.session.query(Action).one().state is ActionState.DROPPED
    assert not queries.outcomes(karin, session)
    with pytest.raises(Incomplete):
        service_minutes.ask_signatures(karin, session.key)


def test_a_signature_is_for_the_minutes_as_they_were_read(people):
    session = stories.signing(people)
    with pytest.raises(Conflict):
        service_minutes.sign(actor(people.hanne), session.key, revision=session.revision - 1)


def test_a_proposal_and_a_draft_note_come_of_the_minutes_once_each(db, people):
    criterion, karin = stories.a_criterion(), actor(people.karin)
    session = stories.held(people)
    proposal = OutcomeFields(text="Ask for the date", criterion_id=criterion.id)
    note = OutcomeFields(title="Call first", text="It helps", criterion_id=criterion.id)
    stories.record(people, session, OutcomeKind.CHANGE_PROPOSAL, proposal)
    stories.record(people, session, OutcomeKind.LEARNING_NOTE, note)
    for _ in range(2):
        service_minutes.ask_signatures(karin, session.key)
        service_minutes.reopen(karin, session.key)
    assert [p.text for p in db.session.query(ChangeProposal)] == ["Ask for the date"]
    assert [n.title for n in db.session.query(LearningNote)] == ["Call first"]


def test_proposals_and_notes_are_handed_on_once_and_then_left_alone(people, told):
    criterion, karin = stories.a_criterion(), actor(people.karin)
    session = stories.held(people)
    proposal = OutcomeFields(text="Ask for the date", criterion_id=criterion.id)
    note = OutcomeFields(title="Call first", text="It helps", criterion_id=criterion.id)
    stories.record(people, session, OutcomeKind.CHANGE_PROPOSAL, proposal)
    stories.record(people, session, OutcomeKind.LEARNING_NOTE, note)
    service_minutes.ask_signatures(karin, session.key)
    service_minutes.reopen(karin, session.key)
    service_minutes.ask_signatures(karin, session.key)
    assert [type(h) for h in told] == [ChangeProposed, NoteProposed]
    assert told[1].criterion_ids == (criterion.id,)
    session = service_minutes.reopen(karin, session.key)
    for outcome in queries.outcomes(karin, session):
        with pytest.raises(Invalid):
            service_minutes.remove_outcome(karin, session.key, outcome_key=outcome.key)


def test_a_team_session_takes_effect_and_closes_unsigned(db, people):
    session, karin = stories.team_session(people), actor(people.karin)
    with pytest.raises(Incomplete):
        service_minutes.close(karin, session.key)
    stories.record(people, session)
    with pytest.raises(IllegalTransition):
        service_minutes.ask_signatures(karin, session.key)
    closed = service_minutes.close(karin, session.key)
    assert closed.state is LearningSessionState.CLOSED
    assert db.session.query(Action).count() == 1


def test_after_the_engagement_the_outsiders_signature_is_recorded_as_not_given(people, sign_in):
    session = stories.signing(people)
    stories.sign(people, "hanne", session)
    karin = actor(people.karin)
    with pytest.raises(Incomplete):
        service_minutes.close(karin, session.key)
    clock.travel(clock.now() + timedelta(days=91))
    stories.sign(people, "karin", session)
    page = sign_in(people.karin).get(f"/sessions/{session.key}/minutes").text
    assert "Not given: the engagement had ended" in page
    assert queries.get_session(karin, session.key).state is LearningSessionState.CLOSED
    clara = sign_in(people.clara)
    closed = (
        "",
        "/position",
        "/meeting",
        "/meeting/live",
        "/minutes",
        "/minutes.pdf",
        "/invitation.ics",
    )
    for url in closed:
        assert clara.get(f"/sessions/{session.key}{url}").status_code == 404
    for url in ("/sign", "/dissent"):
        assert clara.post(f"/sessions/{session.key}{url}").status_code == 404


def test_the_second_to_change_an_outcome_sees_both(people, sign_in):
    session = stories.held(people)
    outcome = stories.record(people, session)
    karin, url = sign_in(people.karin), f"/sessions/{session.key}/outcomes/{outcome.key}"
    given = {"owner": people.hanne.key, "due_on": "2026-06-01", "revision": "1"}
    assert karin.post(url, data={**given, "text": "First"}).status_code == 302
    answer = karin.post(url, data={**given, "text": "Second"})
    assert answer.status_code == 409
    assert "First" in answer.text
    assert "Second" in answer.text
