"""Nobody reads another's position before all have written or the session is held."""

import pytest
from sqlalchemy.exc import InvalidRequestError

from review_app.domain.errors import Conflict, IllegalTransition, NotFound
from review_app.features.learning_sessions import queries, service
from review_app.models import SessionParticipant
from tests.cast import actor
from tests.learning_sessions import stories

PAGES = ("", "/position", "/meeting", "/minutes")


def texts(person, session):
    session = queries.get_session(actor(person), session.key)
    return [p.text for p in queries.positions(actor(person), session)]


def test_a_written_position_is_its_writers_own_until_all_have_written(people):
    session = stories.asked(people)
    stories.write(people, "hanne", session)
    stories.write(people, "clara", session)
    assert texts(people.hanne, session) == ["hanne thinks", None, None]
    assert texts(people.clara, session) == [None, None, "clara thinks"]
    assert texts(people.karin, session) == [None, None, None]
    assert texts(people.kurt, session) == [None, None, None]  # coordinates, does not take part
    stories.write(people, "karin", session)
    for person in (people.hanne, people.clara, people.karin, people.kurt):
        assert texts(person, session) == ["hanne thinks", "karin thinks", "clara thinks"]


def test_positions_open_when_the_session_begins_even_if_somebody_has_not_written(people):
    session = stories.asked(people)
    stories.write(people, "hanne", session)
    service.hold(actor(people.karin), session.key)
    assert texts(people.clara, session) == ["hanne thinks", None, None]


def test_no_page_shows_another_partys_position_early(people, sign_in):
    session = stories.asked(people)
    stories.write(people, "hanne", session, "A secret thought")
    for person in (people.karin, people.kurt, people.clara):
        client = sign_in(person)
        for page in PAGES:
            answer = client.get(f"/sessions/{session.key}{page}", follow_redirects=True)
            assert "A secret thought" not in answer.text
        assert "A secret thought" not in client.get("/sessions").text
    assert "A secret thought" in sign_in(people.hanne).get(f"/sessions/{session.key}").text


def test_a_positions_text_is_never_loaded_by_accident(db, people):
    session = stories.asked(people)
    stories.write(people, "hanne", session)
    db.session.expire_all()
    place = db.session.query(SessionParticipant).filter_by(person_id=people.hanne.id).one()
    with pytest.raises(InvalidRequestError):
        _ = place.position


def test_a_position_can_be_changed_until_all_are_open(people):
    session = stories.asked(people)
    stories.write(people, "hanne", session)
    hanne = actor(people.hanne)
    service.take_position(hanne, session.key, text="Second thought", revision=2)
    assert texts(people.hanne, session)[0] == "Second thought"
    stories.write(people, "karin", session)
    stories.write(people, "clara", session)
    with pytest.raises(IllegalTransition):
        service.take_position(hanne, session.key, text="Too late", revision=3)


def test_the_second_window_is_told_and_both_texts_are_kept(people, sign_in):
    session = stories.asked(people)
    hanne, url = sign_in(people.hanne), f"/sessions/{session.key}/position"
    assert hanne.post(url, data={"position": "One", "revision": "1"}).status_code == 302
    answer = hanne.post(url, data={"position": "Two", "revision": "1"})
    assert answer.status_code == 409
    assert "One" in answer.text
    assert "Two" in answer.text
    with pytest.raises(Conflict):
        service.take_position(actor(people.hanne), session.key, text="Three", revision=1)


def test_a_half_written_position_is_kept_and_is_nobody_elses(people, sign_in):
    session = stories.asked(people)
    hanne, url = sign_in(people.hanne), f"/sessions/{session.key}/position"
    hanne.post(f"/drafts/position/{session.key}", data={"position": "Half a th"})
    assert "Half a th" in hanne.get(url).text
    assert "Half a th" not in sign_in(people.clara).get(url).text


def test_a_guest_takes_no_position(people):
    session = service.plan_session(
        actor(people.karin), plan=stories.plan(people, guests=[f":{people.henrik.key}"])
    )
    service.ask_positions(actor(people.karin), session.key)
    with pytest.raises(NotFound):
        service.take_position(actor(people.henrik), session.key, text="t", revision=1)
