"""From the promise to the proof."""

from datetime import timedelta

import pytest

from review_app.domain.errors import IllegalTransition, Incomplete, NotFound, NotPermitted
from review_app.domain.kinds import OutcomeKind
from review_app.domain.outcomes import OutcomeFields
from review_app.domain.workflow import ActionState
from review_app.features.actions import queries, service
from review_app.features.learning_sessions import service_minutes
from review_app.kernel import clock
from review_app.kernel.reading_log import ReadingEntry
from review_app.models import Action
from tests.cast import actor, enter, some_cases
from tests.learning_sessions import stories


@pytest.fixture
def action(db, people):
    (case,) = some_cases(people.hanne)
    stories.signing(people, case)
    return db.session.query(Action).one()


def test_an_action_is_done_with_evidence_and_verified_by_another(people, action):
    hanne = actor(people.hanne)
    with pytest.raises(Incomplete):
        service.finish(hanne, action.key, evidence=" ")
    service.finish(hanne, action.key, evidence="Note in the journal of 3 May")
    with pytest.raises(NotPermitted):
        service.verify(hanne, action.key)
    verified = service.verify(actor(people.kurt), action.key)
    assert verified.state is ActionState.VERIFIED
    assert verified.verified_by_id == people.kurt.id


def test_whoever_marked_it_done_does_not_verify_it(people, action):
    kurt = actor(people.kurt)
    service.finish(kurt, action.key, evidence="I saw it")
    with pytest.raises(NotPermitted):
        service.verify(kurt, action.key)
    assert service.verify(actor(people.karin), action.key).state is ActionState.VERIFIED


def test_an_action_is_dropped_with_a_reason_and_taken_up_again(people, action):
    hanne = actor(people.hanne)
    with pytest.raises(Incomplete):
        service.drop(hanne, action.key, reason="")
    service.drop(hanne, action.key, reason="The citizen moved")
    with pytest.raises(IllegalTransition):
        service.finish(hanne, action.key, evidence="e")
    reopened = service.reopen(hanne, action.key)
    assert (reopened.state, reopened.drop_reason) == (ActionState.OPEN, None)


def test_an_action_is_its_owners_and_the_coordinators(people, action, sign_in):
    action.due_on = clock.today()
    enter(action)
    with pytest.raises(NotFound):
        queries.get_action(actor(people.henrik), action.key)
    for person in (people.henrik, people.clara, people.mona, people.adam):
        client = sign_in(person)
        assert client.get(f"/actions/{action.key}").status_code == 404
        assert "Call the employer" not in client.get("/actions?whose=all").text
    assert "Call the employer" in sign_in(people.hanne).get("/actions").text
    assert "Call the employer" not in sign_in(people.kurt).get("/actions").text
    assert "Call the employer" in sign_in(people.kurt).get("/actions?whose=all").text


def test_what_is_overdue_comes_first_and_says_so(people, sign_in):
    session = stories.held(people)
    today = clock.today()
    for days, text in ((5, "Later"), (-3, "Late"), (1, "Tomorrow")):
        fields = stories.action_fields(people, text=text, due_on=today + timedelta(days=days))
        stories.record(people, session, fields=fields)
    service_minutes.ask_signatures(actor(people.karin), session.key)
    listed = queries.list_actions(actor(people.hanne)).rows
    assert [action.text for action in listed] == ["Late", "Tomorrow", "Later"]
    assert sign_in(people.hanne).get("/actions").text.count(">Overdue</span>") == 1


def test_a_plan_opens_an_action_with_its_steps(db, people):
    session = stories.held(people)
    fields = OutcomeFields(
        text="Back at work",
        steps="Call\nMeet",
        owner_id=people.hanne.id,
        due_on=clock.today(),
        look_again_on=clock.today() + timedelta(days=30),
    )
    stories.record(people, session, OutcomeKind.PLAN, fields)
    service_minutes.ask_signatures(actor(people.karin), session.key)
    assert db.session.query(Action).one().text == "Back at work\n\nCall\nMeet"


def test_what_is_done_is_not_changed_by_reopened_minutes(db, people, action):
    service.finish(actor(people.hanne), action.key, evidence="Done")
    karin = actor(people.karin)
    key = queries.session_of(karin, action).key
    session = service_minutes.reopen(karin, key)
    (outcome,) = service_minutes.queries.outcomes(karin, session)
    fields = stories.action_fields(people, text="Something else")
    service_minutes.change_outcome(
        karin, key, outcome_key=outcome.key, fields=fields, revision=outcome.revision
    )
    service_minutes.ask_signatures(karin, key)
    assert [a.text for a in db.session.query(Action)] == ["Call the employer"]


def test_the_whole_way_by_the_pages(db, people, action, sign_in):
    hanne, url = sign_in(people.hanne), f"/actions/{action.key}"
    assert hanne.post(f"{url}/done", data={"evidence": ""}).status_code == 422
    hanne.post(f"/drafts/action-done/{action.key}", data={"evidence": "Half a no"})
    assert "Half a no" in hanne.get(url).text
    page = hanne.post(f"{url}/done", data={"evidence": "A note"}, follow_redirects=True).text
    assert "A note" in page
    assert hanne.post(f"{url}/verify").status_code == 403
    assert "Verified by" in sign_in(people.kurt).post(f"{url}/verify", follow_redirects=True).text
    db.session.rollback()
    assert {e.purpose for e in db.session.query(ReadingEntry)} == {"action"}
