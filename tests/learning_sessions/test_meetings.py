"""Sessions of every kind as they run: agenda, minutes by one at a time, series, material."""

import io
from datetime import UTC, datetime, timedelta

import pytest

from review_app.domain.errors import Conflict, IllegalTransition, Incomplete, Invalid, NotPermitted
from review_app.domain.kinds import LearningSessionKind, OutcomeKind, Party
from review_app.domain.outcomes import OutcomeFields
from review_app.domain.workflow import LearningSessionState
from review_app.features.learning_sessions import (
    queries,
    service,
    service_agenda,
    service_material,
    service_meeting,
    service_minutes,
)
from review_app.kernel import clock
from review_app.models import LearningSession
from tests.cast import actor, enter
from tests.learning_sessions import stories

PDF = b"%PDF-1.7 a page"


def team_plan(people, **changes):
    given = {"kind": LearningSessionKind.TEAM, "caseworker": "", "third": "", "title": "Team"}
    return stories.plan(people, **{**given, **changes})


def with_questions(people, *titles, **changes):
    karin = actor(people.karin)
    session = service.plan_session(karin, plan=team_plan(people, **changes))
    for title in titles:
        service_agenda.add_item(karin, session.key, about="", title=title)
    return queries.get_session(karin, session.key)


def titles(session):
    return [item.title for item in session.agenda]


def test_a_group_is_invited_whole_and_a_team_session_neither_writes_nor_signs(people, sign_in):
    people.henrik.profession = people.hanne.profession = "Company consultant"
    enter(people.henrik, people.hanne)
    team = people.north.key
    session = with_questions(people, "Speed?", team=team)
    there = {p.person_id: p.party for p in session.participants}
    assert there == {
        people.karin.id: Party.COORDINATOR,
        people.hanne.id: Party.GUEST,
        people.mona.id: Party.GUEST,
    }
    karin = actor(people.karin)
    plan = team_plan(people, profession="Company consultant", guests=[f":{people.mona.key}"])
    session = service.change_plan(karin, session.key, plan=plan, revision=session.revision)
    assert {people.hanne.id, people.henrik.id} <= session.participant_ids
    with pytest.raises(IllegalTransition):
        service.ask_positions(karin, session.key)
    assert "Company consultant" in sign_in(people.henrik).get(f"/sessions/{session.key}").text


def test_the_agenda_is_put_in_order_and_says_when_it_is_too_long(people, sign_in):
    session = with_questions(people, "One", "Two", "Three")
    karin, base = sign_in(people.karin), f"/sessions/{session.key}"
    first, _, third = session.agenda
    karin.post(f"{base}/agenda/{third.key}/move", data={"way": "up"})
    karin.post(f"{base}/agenda/{first.key}/move", data={"way": "down"})
    page = karin.post(
        f"{base}/agenda/{first.key}/minutes", data={"minutes": "90"}, follow_redirects=True
    ).text
    assert page.index("Three") < page.index("One") < page.index("Two")
    assert "The agenda takes 60 minutes longer than the session." in page
    refused = karin.post(
        f"{base}/agenda/{first.key}/minutes", data={"minutes": "x"}, follow_redirects=True
    )
    assert "from 5 to 600" in refused.text
    assert sign_in(people.hanne).post(f"{base}/agenda/{first.key}/move").status_code == 403


def test_one_takes_the_minutes_and_the_others_follow(people, sign_in):
    guests = [f":{people.hanne.key}", f":{people.kurt.key}"]
    session = with_questions(people, "Speed?", "Care?", guests=guests)
    service.hold(actor(people.karin), session.key)
    base = f"/sessions/{session.key}"
    notes = f"{base}/agenda/{session.agenda[0].key}/notes"
    karin, hanne = sign_in(people.karin), sign_in(people.hanne)
    assert "Minutes of this item" in karin.get(f"{base}/meeting").text
    followed = hanne.get(f"{base}/meeting/live")
    assert "Speed?" in followed.text
    known = {"If-None-Match": followed.headers["ETag"]}
    assert hanne.get(f"{base}/meeting/live", headers=known).status_code == 304
    fetch = {"X-Requested-With": "fetch"}
    saved = karin.post(notes, data={"notes": "Both count", "version": "1"}, headers=fetch)
    assert saved.json["version"] == 2
    assert "Both count" in hanne.get(f"{base}/meeting/live", headers=known).text


def test_both_texts_are_shown_and_the_minutes_change_hands(people, sign_in):
    guests = [f":{people.hanne.key}", f":{people.kurt.key}"]
    session = with_questions(people, "Speed?", "Care?", guests=guests)
    service.hold(actor(people.karin), session.key)
    base = f"/sessions/{session.key}"
    notes, fetch = f"{base}/agenda/{session.agenda[0].key}/notes", {"X-Requested-With": "fetch"}
    karin, hanne, kurt = (sign_in(p) for p in (people.karin, people.hanne, people.kurt))
    karin.post(notes, data={"notes": "Both count", "version": "1"}, headers=fetch)
    # a second tab, and somebody who does not take the minutes: both texts are shown
    assert karin.post(notes, data={"notes": "Old tab", "version": "1"}, headers=fetch).json[
        "facts"
    ] == {"theirs": "Both count", "value": None, "version": 2}
    answer = kurt.post(notes, data={"notes": "Kurt heard this", "version": "2"})
    assert answer.status_code == 409
    assert "Both count" in answer.text
    assert "Kurt heard this" in answer.text
    assert hanne.post(notes, data={"notes": "No", "version": "2"}).status_code == 403
    # Karin hands over to Hanne, who then may write; Kurt steps in when she has gone
    place = next(p for p in session.participants if p.person_id == people.hanne.id)
    karin.post(f"{base}/meeting/hand-over", data={"place": place.key})
    assert "Hanne takes the minutes now" in karin.get(f"{base}/meeting/live?at=desk").text
    assert hanne.post(notes, data={"notes": "", "version": "2"}, headers=fetch).status_code == 200
    assert (
        "Somebody takes the minutes already"
        in kurt.post(f"{base}/meeting/take-over", follow_redirects=True).text
    )
    clock.travel(clock.now() + timedelta(minutes=3))
    assert "Take over the minutes" in kurt.get(f"{base}/meeting/live").text
    assert (
        "You wrote this while" in kurt.post(f"{base}/meeting/take-over", follow_redirects=True).text
    )
    assert hanne.post(notes, data={"notes": "x", "version": "3"}).status_code == 403
    assert hanne.post(f"{base}/meeting/stay").status_code == 204


def test_handing_over_and_writing_have_their_limits(people):
    session = stories.held(people)
    karin, clara = actor(people.karin), actor(people.clara)
    place = next(p for p in session.participants if p.person_id == people.clara.id)
    with pytest.raises(Invalid):
        service_meeting.hand_over(karin, session.key, place_key=place.key)
    with pytest.raises(NotPermitted):
        service_meeting.take_over(clara, session.key)
    session = with_questions(people, "Speed?")
    with pytest.raises(IllegalTransition):
        service_meeting.turn_to(karin, session.key, item_key=session.agenda[0].key)
    service.hold(karin, session.key)
    for text in ("x" * 20_001, "Citizen 010190-1234"):
        with pytest.raises(Invalid):
            service_meeting.write_notes(
                karin, session.key, item_key=session.agenda[0].key, text=text, revision=1
            )
    with pytest.raises(Conflict):
        service_meeting.write_notes(
            karin, session.key, item_key=session.agenda[0].key, text="Late", revision=7
        )


def test_a_series_plans_the_next_with_what_was_left_over(db, people, sign_in):
    # a Monday at nine in winter; four weeks later the clock has been put forward
    starts_at = datetime(2027, 3, 8, 8, tzinfo=UTC)
    session = with_questions(
        people, "Done", "Left", starts_at=starts_at, team=people.north.key, every_weeks=4
    )
    karin, key = actor(people.karin), session.key
    clock.travel(starts_at)
    service.hold(karin, key)
    service_meeting.finish_item(karin, key, item_key=session.agenda[0].key)
    assert queries.get_session(karin, key).minute_taking.item_id == session.agenda[1].id
    fields = OutcomeFields(
        title="Call", text="We call", is_consensus=False, dissent="Mona: not always"
    )
    with pytest.raises(Incomplete) as refusal:
        stories.record(
            people,
            session,
            OutcomeKind.AGREED_PRACTICE,
            OutcomeFields(title="x", text="x", is_consensus=False),
        )
    assert refusal.value.facts["fields"] == ["dissent"]
    stories.record(people, session, OutcomeKind.AGREED_PRACTICE, fields)
    service_minutes.close(karin, key)
    (following,) = db.session.query(LearningSession).filter_by(follows_id=session.id)
    assert titles(following) == ["Left"]
    assert following.starts_at == datetime(2027, 4, 5, 7, tzinfo=UTC)
    assert following.state is LearningSessionState.PLANNED
    assert following.participant_ids == session.participant_ids
    page = sign_in(people.hanne).get(f"/sessions/{key}").text
    assert "Followed by" in page
    assert "Mona: not always" in page


def test_a_series_ends_and_a_three_party_talk_has_none(people, sign_in):
    session = with_questions(people, every_weeks=2)
    sign_in(people.karin).post(f"/sessions/{session.key}/end-series")
    with pytest.raises(IllegalTransition):
        service.end_series(actor(people.karin), session.key)
    with pytest.raises(Invalid):
        stories.planned(people, every_weeks=2)


def test_a_follow_up_takes_over_who_was_there_and_what_was_left(people, sign_in):
    session = with_questions(people, "Left", guests=[f":{people.hanne.key}"])
    service.hold(actor(people.karin), session.key)
    karin, url = sign_in(people.karin), f"/sessions/new?follows={session.key}"
    page = karin.get(url).text
    assert "Follow-up: Team" in page
    assert "A follow-up of Team." in page
    data = {"kind": "team", "title": "Again", "starts_on": "2027-05-03", "starts_time": "09:00"}
    data |= {
        "caseworker": "",
        "third": "",
        "minutes_planned": "60",
        "coordinator": f":{people.karin.key}",
    }
    planned = karin.post(url, data=data, follow_redirects=True)
    assert "Left over from last time" in planned.text
    assert "Follows" in planned.text


UNFIT = {
    "Begin the address with https://": {"address": "javascript:alert(1)"},
    "Only PDF": {"file": (io.BytesIO(b"MZ"), "law.pdf")},
    "Write something, give an address": {},
}


def test_teaching_has_material_and_attendance(people, sign_in):
    plan = team_plan(people, kind=LearningSessionKind.TEACHING, guests=[f":{people.hanne.key}"])
    session = service.plan_session(actor(people.karin), plan=plan)
    karin, hanne, base = sign_in(people.karin), sign_in(people.hanne), f"/sessions/{session.key}"
    for said, bad in UNFIT.items():
        assert said in karin.post(f"{base}/material", data={"material_title": "Law", **bad}).text
    given = {"material_title": "Law", "file": (io.BytesIO(PDF), "../law.exe")}
    assert karin.post(f"{base}/material", data=given).status_code == 302
    session = queries.get_session(actor(people.karin), session.key)
    (material,) = session.materials
    file = f"{base}/material/{material.key}/file"
    got = hanne.get(file)
    assert (got.data, got.mimetype) == (PDF, "application/pdf")
    assert "filename=law.pdf" in got.headers["Content-Disposition"]
    assert sign_in(people.henrik).get(file).status_code == 404
    service.hold(actor(people.karin), session.key)
    assert "Record who was there first." in karin.post(f"{base}/close", follow_redirects=True).text
    absent = next(p.key for p in session.participants if p.person_id == people.hanne.id)
    karin.post(f"{base}/attendance", data={"absent": absent})
    assert "1 of 2 were there." in hanne.get(base).text
    service_material.remove_material(actor(people.karin), session.key, material_key=material.key)
    assert hanne.get(file).status_code == 404
    assert "The session is closed." in karin.post(f"{base}/close", follow_redirects=True).text
