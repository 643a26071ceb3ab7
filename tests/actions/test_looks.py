"""A citizen's plan is looked at again and again, late promises are told further, calendars know."""

import re
from datetime import timedelta

import icalendar
import pytest

from review_app.domain.actions import ESCALATE_AFTER_DAYS, LookAnswer
from review_app.domain.errors import Incomplete, Invalid, NotFound, NotPermitted
from review_app.domain.kinds import OutcomeKind
from review_app.domain.outcomes import OutcomeFields
from review_app.domain.waiting import WaitingKind
from review_app.domain.workflow import ActionState
from review_app.features.actions import queries, service_looks
from review_app.features.actions.service_looks import Look
from review_app.features.home import queries_waiting
from review_app.features.learning_sessions import service_minutes
from review_app.kernel import clock
from review_app.models import Action
from tests.cast import actor, enter, some_cases
from tests.learning_sessions import stories


@pytest.fixture
def plan(db, people):
    """Hanne's plan for a citizen, due in 7 days and looked at again in 30."""
    (case,) = some_cases(people.hanne)
    session = stories.held(people, case)
    fields = OutcomeFields(
        text="Back at work for Ole Olsen",
        steps="Call\nMeet",
        owner_id=people.hanne.id,
        due_on=clock.today() + timedelta(days=7),
        look_again_on=clock.today() + timedelta(days=30),
    )
    stories.record(people, session, OutcomeKind.PLAN, fields, session.agenda[0].key)
    service_minutes.ask_signatures(actor(people.karin), session.key)
    return db.session.query(Action).one()


def waits(person, kind):
    return [one for one in queries_waiting.list_waiting(actor(person)) if one.kind is kind]


def in_days(days):
    return clock.today() + timedelta(days=days)


def test_a_plan_is_looked_at_until_it_is_dropped(people, plan, sign_in):
    hanne, url = actor(people.hanne), f"/actions/{plan.key}"
    assert [one.due_on for one in plan.looks] == [in_days(30)]
    assert waits(people.hanne, WaitingKind.LOOK_AGAIN) == []
    plan.looks[0].due_on = in_days(7)
    enter(plan)
    assert [one.due_on for one in waits(people.hanne, WaitingKind.LOOK_AGAIN)] == [in_days(7)]
    for look, refusal in (
        (Look(LookAnswer.AS_PLANNED), Incomplete),
        (Look(LookAnswer.ADJUSTED, " ", in_days(9)), Incomplete),
        (Look(LookAnswer.AS_PLANNED, "", in_days(0)), Invalid),
        (Look(LookAnswer.DROPPED, "Well again", in_days(9)), Invalid),
    ):
        with pytest.raises(refusal):
            service_looks.answer_look(hanne, plan.key, look=look)
    henrik, look = actor(people.henrik), Look(LookAnswer.AS_PLANNED, "", in_days(9))
    with pytest.raises(NotFound):
        service_looks.answer_look(henrik, plan.key, look=look)
    client = sign_in(people.hanne)
    bad = client.post(f"{url}/look", data={"answer": "adjusted"}).text
    assert "Say when the plan is looked at next." in bad
    data = {"answer": "as-planned", "next_on": in_days(40).isoformat()}
    page = client.post(f"{url}/look", data=data, follow_redirects=True).text
    assert "It goes as planned" in page
    assert "To be looked at again on" in page
    assert waits(people.hanne, WaitingKind.LOOK_AGAIN) == []
    dropped = Look(LookAnswer.DROPPED, "The citizen is well again")
    done = service_looks.answer_look(hanne, plan.key, look=dropped)
    assert (done.state, done.drop_reason) == (ActionState.DROPPED, "The citizen is well again")
    with pytest.raises(NotFound):
        service_looks.answer_look(hanne, plan.key, look=dropped)


def test_the_manager_of_the_team_is_told_when_a_promise_is_late_for_long(people, plan, sign_in):
    mona = sign_in(people.mona)
    plan.due_on = in_days(-ESCALATE_AFTER_DAYS)
    enter(plan)
    assert waits(people.mona, WaitingKind.LATE_ACTION) == []
    assert mona.get(f"/actions/{plan.key}").status_code == 404
    plan.due_on = in_days(-ESCALATE_AFTER_DAYS - 1)
    enter(plan)
    (told,) = waits(people.mona, WaitingKind.LATE_ACTION)
    assert told.due_on == plan.due_on
    assert "The manager knows" in mona.get(f"/actions/{plan.key}").text
    assert mona.post(f"/actions/{plan.key}/drop", data={"drop_reason": "r"}).status_code == 403
    manager, look = actor(people.mona), Look(LookAnswer.AS_PLANNED, "", in_days(9))
    with pytest.raises(NotPermitted):
        service_looks.answer_look(manager, plan.key, look=look)
    assert told.title == "Hanne"
    for url in (
        f"/actions/{plan.key}",
        "/actions?whose=all&late=1",
        "/actions/actions.csv?whose=all",
        "/",
    ):
        text = mona.get(url).get_data(as_text=True)
        assert not [said for said in ("Back at work", plan.case.number) if said in text], url
        assert "Hanne" in text, url
    assert "Back at work" in sign_in(people.karin).get("/actions?whose=all&late=1").text
    assert mona.get(f"/actions?whose=all&owner={people.hanne.key}&plans=1").text.count("<tbody>")
    plan.owner_id = people.henrik.id  # of another team
    enter(plan)
    assert waits(people.mona, WaitingKind.LATE_ACTION) == []
    assert mona.get(f"/actions/{plan.key}").status_code == 404


def test_the_list_leaves_what_the_filters_ask_for_and_so_does_the_file(people, plan):
    karin = actor(people.karin)

    def found(**asked):
        return len(queries.every_action(karin, wanted=queries.Wanted(own_only=False, **asked)))

    assert (found(), found(late_only=True), found(plans_only=True)) == (1, 0, 1)
    assert (found(owner=people.hanne.key), found(owner=people.kurt.key)) == (1, 0)
    assert queries.owners(karin) == [(people.hanne.key, "Hanne")]


def test_a_calendar_knows_the_days_and_nothing_else(people, plan, sign_in, client):
    hanne = sign_in(people.hanne)
    assert "You have no address yet" in hanne.get("/actions/calendar").text
    hanne.post("/actions/calendar/make")
    address = path_of(hanne)
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    events = icalendar.Calendar.from_ical(answer.data).walk("VEVENT")
    assert [event.decoded("dtstart") for event in events] == [in_days(7), in_days(30)]
    assert all(event["URL"].endswith(f"/actions/{plan.key}") for event in events)
    for secret in (b"Ole", b"Back at work", b"Hanne", plan.case.number.encode()):
        assert secret not in answer.data
    hanne.post("/actions/calendar/make")
    assert path_of(hanne) != address
    assert client.get(address).status_code == 404
    assert client.get("/actions/calendar/made-up.ics").status_code == 404
    newest = path_of(hanne)
    people.hanne.is_active = False
    enter(people.hanne)
    assert client.get(newest).status_code == 404
    people.hanne.is_active = True
    enter(people.hanne)
    hanne.post("/actions/calendar/end")
    assert client.get(newest).status_code == 404


def path_of(client):
    page = client.get("/actions/calendar").text
    return re.search(r"/actions/calendar/[^\"]+\.ics", page)[0]
