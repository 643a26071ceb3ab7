"""Who can be invited to what, and what is put on the agenda."""

from datetime import timedelta

import pytest

from review_app.domain.errors import Conflict, IllegalTransition, Incomplete, Invalid, NotPermitted
from review_app.domain.kinds import LearningSessionKind, Party
from review_app.domain.workflow import LearningSessionState
from review_app.features.learning_sessions import queries, service, service_agenda
from review_app.kernel import clock
from tests.cast import actor, some_cases
from tests.feedback.stories import assigned
from tests.learning_sessions import stories


@pytest.mark.parametrize("party", ["caseworker", "coordinator", "third"])
def test_a_three_party_talk_needs_all_three(people, party):
    with pytest.raises(Incomplete) as refusal:
        stories.planned(people, **{party: ""})
    assert refusal.value.facts["fields"] == [party]


def test_nobody_sits_at_two_places(people):
    with pytest.raises(Invalid):
        stories.planned(people, third=f":{people.karin.key}")


def test_without_an_engagement_a_manager_or_second_coordinator_is_the_third(people):
    session = stories.planned(people, third=f":{people.kurt.key}")
    assert session.engagement_id is None
    assert {p.party for p in session.participants} == {
        Party.CASEWORKER,
        Party.COORDINATOR,
        Party.THIRD,
    }


def test_a_consultant_comes_under_a_running_engagement_only(people):
    assert stories.planned(people).engagement_id == people.running.id
    with pytest.raises(Invalid):
        stories.planned(people, third=f"{people.ended.key}:{people.carl.key}")
    with pytest.raises(Invalid):
        stories.planned(people, starts_at=clock.now() + timedelta(days=120))


def test_a_team_session_skips_positions(people):
    session = stories.planned(people, kind=LearningSessionKind.TEAM, caseworker="", third="")
    with pytest.raises(IllegalTransition):
        service.ask_positions(actor(people.karin), session.key)
    session = service.hold(actor(people.karin), session.key)
    assert session.state is LearningSessionState.HELD


def test_a_three_party_talk_is_not_held_before_positions_were_asked_for(people):
    session = stories.planned(people)
    with pytest.raises(IllegalTransition):
        service.hold(actor(people.karin), session.key)


def test_a_learning_case_becomes_the_first_item(people):
    (case,) = some_cases(people.hanne)
    chosen = assigned(people, case, people.clara).learning_case
    session = service.plan_session(
        actor(people.karin), plan=stories.plan(people), learning_case_key=chosen.key
    )
    (item,) = session.agenda
    assert (item.learning_case_id, item.case_id, item.title) == (chosen.id, case.id, case.key)


def test_the_agenda_takes_cases_and_questions_and_gives_them_back(people):
    (case,) = some_cases(people.hanne)
    session, karin = stories.planned(people), actor(people.karin)
    service_agenda.add_item(karin, session.key, about=f"case:{case.key}", title="")
    question = service_agenda.add_item(karin, session.key, about="", title="When do we call?")
    with pytest.raises(Incomplete):
        service_agenda.add_item(karin, session.key, about="", title=" ")
    with pytest.raises(Invalid):
        service_agenda.add_item(karin, session.key, about="finding:nothing", title="")
    service_agenda.remove_item(karin, session.key, item_key=question.key)
    assert [i.title for i in queries.get_session(karin, session.key).agenda] == [case.key]


def test_the_second_to_change_a_plan_is_told(people):
    session, karin = stories.planned(people), actor(people.karin)
    again = stories.plan(people, title="Better", third=f":{people.kurt.key}")
    service.change_plan(karin, session.key, plan=again, revision=1)
    with pytest.raises(Conflict):
        service.change_plan(karin, session.key, plan=stories.plan(people), revision=1)
    changed = queries.get_session(karin, session.key)
    assert changed.title == "Better"
    assert people.clara.id not in changed.participant_ids


def test_only_coordinators_plan_and_only_at_the_table_they_record(people):
    with pytest.raises(NotPermitted):
        service.plan_session(actor(people.hanne), plan=stories.plan(people))
    session = stories.asked(people)
    with pytest.raises(NotPermitted):
        service.hold(actor(people.kurt), session.key)


def test_planning_through_the_pages(people, sign_in):
    (case,) = some_cases(people.hanne)
    chosen = assigned(people, case, people.clara).learning_case
    karin, url = sign_in(people.karin), f"/sessions/new?learning_case={chosen.key}"
    assert f'selected value=":{people.hanne.key}"' in karin.get(url).text
    day = (clock.today() + timedelta(days=3)).isoformat()
    given = {"kind": "tripartite", "title": "Talk", "starts_on": day, "starts_time": "10:30"}
    given |= {"minutes_planned": "45", "coordinator": f":{people.karin.key}"}
    refused = karin.post(url, data={**given, "caseworker": "", "third": ""})
    assert "A three-party talk needs somebody here." in refused.text
    given |= {"caseworker": f":{people.hanne.key}"}
    given |= {"third": f"{people.running.key}:{people.clara.key}"}
    planned = karin.post(url, data=given, follow_redirects=True)
    assert "10:30" in planned.text
    assert planned.request.path.startswith("/sessions/")
    assert karin.get(planned.request.path + "/edit").status_code == 200
