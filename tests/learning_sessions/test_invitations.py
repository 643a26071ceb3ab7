"""Invitations: files that calendars accept, sent once, changed and cancelled, without a case."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from review_app.domain.notifications import Frequency
from review_app.domain.waiting import WaitingKind
from review_app.features.home import service_notifications
from review_app.features.learning_sessions import queries, service, service_agenda
from review_app.kernel import clock, jobs
from tests.cast import actor, enter, some_cases
from tests.home import letterbox
from tests.learning_sessions import stories
from tests.learning_sessions.rfc5545 import faults_of

AT = clock.local(clock.today() + timedelta(days=30), 10)


@pytest.fixture
def box(app, monkeypatch):
    with letterbox.mail_server() as (box, port):
        for name, value in letterbox.settings(port).items():
            monkeypatch.setitem(app.config, name, value)
        yield box


def event_of(content):
    assert not faults_of(content)
    calendar = Calendar.from_ical(content)
    assert Calendar.from_ical(calendar.to_ical()) == calendar
    (event,) = calendar.walk("VEVENT")
    return calendar["METHOD"], event


def calendar_part(mail):
    (part,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    (file,) = mail.iter_attachments()
    assert (file.get_filename(), file.get_content()) == (
        "invitation.ics",
        part.get_payload(decode=True),
    )
    method, event = event_of(file.get_content())
    assert part.get_param("method") == method
    return method, event


def arrived(box):
    """Return by receiver what came since the last time: method, sequence, moment, identity."""
    jobs.run_all()
    mails, box.raw[:] = box.mails, []
    return {mail["To"]: calendar_part(mail) for mail in mails}


def test_an_invitation_tells_a_calendar_when_where_and_of_no_case(people, box):
    people.hanne.language = "da"
    enter(people.hanne)
    (case,) = some_cases(people.hanne)
    session = stories.planned(people, title="Bodil Jensen", starts_at=AT, place="Rum 2; til højre")
    service_agenda.add_item(actor(people.karin), session.key, about=f"case:{case.key}", title="")
    first = arrived(box)
    assert sorted(first) == ["clara@example.org", "hanne@example.org", "karin@example.org"]
    method, event = first["hanne@example.org"]
    assert (method, event["SEQUENCE"], event["STATUS"]) == ("REQUEST", 0, "CONFIRMED")
    assert event.decoded("DTSTART") == AT
    assert event["DTSTART"].params["TZID"] == "Europe/Copenhagen"
    assert event["ORGANIZER"] == "mailto:karin@example.org"
    assert event["ATTENDEE"] == "mailto:hanne@example.org"
    assert event["LOCATION"] == "Rum 2; til højre"
    assert event["SUMMARY"].startswith("Trepartssamtale")
    for told in ("Bodil", case.number, case.key):
        assert told not in str(event)
    assert not arrived(box)  # nothing is told twice


def test_a_calendar_learns_of_change_and_cancellation_under_the_same_identity(people, box):
    session, karin = stories.planned(people, starts_at=AT), actor(people.karin)
    uid = arrived(box)["hanne@example.org"][1]["UID"]
    plan = stories.plan(people, title="Other", starts_at=AT)
    service.change_plan(karin, session.key, plan=plan, revision=session.revision)
    assert not arrived(box)  # a title stays in the house, so no calendar need learn of it
    later = stories.plan(people, starts_at=AT + timedelta(hours=1), third=f":{people.kurt.key}")
    session = queries.get_session(karin, session.key)
    service.change_plan(karin, session.key, plan=later, revision=session.revision)
    second = arrived(box)
    told = {to.partition("@")[0]: (m, e["SEQUENCE"]) for to, (m, e) in second.items()}
    assert told["hanne"] == told["karin"] == told["kurt"] == ("REQUEST", 1)
    assert told["clara"] == ("CANCEL", 1)
    assert {e["UID"] for _, e in second.values()} == {uid}
    service.cancel(karin, session.key, reason="Illness")
    last = arrived(box)
    assert sorted(last) == ["hanne@example.org", "karin@example.org", "kurt@example.org"]
    assert {(m, e["SEQUENCE"], e["STATUS"]) for m, e in last.values()} == {
        ("CANCEL", 2, "CANCELLED")
    }


def test_a_server_that_is_away_gets_it_later_and_who_wants_none_gets_none(people, box):
    service_notifications.choose_mail(
        actor(people.hanne), hour=8, frequencies={WaitingKind.ATTEND_SESSION: Frequency.NEVER}
    )
    box.refuses["clara@example.org"] = "450 later"
    session = stories.planned(people, starts_at=AT)
    assert sorted(arrived(box)) == ["karin@example.org"]
    box.refuses.clear()
    jobs.TASKS["learning_sessions.mail_invitations"]()
    assert sorted(arrived(box)) == ["clara@example.org"]
    # who never knew of it need not learn that it is cancelled
    box.refuses["clara@example.org"] = "550 gone"
    service.cancel(actor(people.karin), session.key, reason="Illness")
    assert sorted(arrived(box)) == ["karin@example.org"]


def test_the_page_offers_the_file_to_those_invited_alone(people, sign_in):
    session = stories.planned(people, starts_at=AT)
    url = f"/sessions/{session.key}/invitation.ics"
    hanne = sign_in(people.hanne)
    assert url in hanne.get(f"/sessions/{session.key}").text
    got = hanne.get(url)
    assert got.headers["Content-Type"] == "text/calendar; charset=utf-8; method=REQUEST"
    method, event = event_of(got.data)
    assert (method, event.decoded("DTEND") - event.decoded("DTSTART")) == (
        "REQUEST",
        timedelta(hours=1),
    )
    for person in (people.kurt, people.henrik):
        assert sign_in(person).get(url).status_code == 404
    service.cancel(actor(people.karin), session.key, reason="Illness")
    assert event_of(hanne.get(url).data)[0] == "CANCEL"


def test_nights_in_which_the_clock_is_put_forward_or_back_are_told_rightly(people, sign_in):
    karin = sign_in(people.karin)
    for moment in (datetime(2027, 3, 28, 1, tzinfo=UTC), datetime(2027, 10, 31, 0, tzinfo=UTC)):
        session = stories.planned(people, starts_at=moment, third=f":{people.kurt.key}")
        _, event = event_of(karin.get(f"/sessions/{session.key}/invitation.ics").data)
        assert event.decoded("DTSTART").astimezone(UTC) == moment
        assert clock.ZONE.key == event["DTSTART"].params["TZID"]
