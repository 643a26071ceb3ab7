"""Signing in: the same answer for everybody, locks that hold, sessions that end."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from review_app.domain.access import STRANGER, Role
from review_app.domain.errors import Invalid, NotFound, NotPermitted
from review_app.features.identity import queries, service
from review_app.kernel import clock
from review_app.models import SignIn
from tests.cast import actor

PASSWORD = "correct horse battery"


@pytest.fixture
def hanne(people):
    token = service.invite(actor(people.adam), people.hanne.key)
    service.set_password(STRANGER, token, password=PASSWORD)
    return people.hanne


def try_to_enter(email, password=PASSWORD, address="192.0.2.1"):
    return service.sign_in(STRANGER, email=email, password=password, address=address)


def test_the_right_password_opens_and_the_cookie_holds_only_a_token(db, hanne):
    started = try_to_enter(hanne.email)
    assert queries.running_sign_in(None, started.token).person_id == hanne.id
    stored = db.session.scalars(select(SignIn.token_fingerprint)).all()
    assert started.token not in stored


def shown(answer, email):
    """What the page says, without the form's token and the address typed in."""
    page = BeautifulSoup(answer.text, "html5lib")
    return page.main.get_text().replace(email, "")


def test_a_wrong_password_and_an_unknown_person_get_the_same_answer(client, hanne):
    answers = {
        shown(client.post("/sign-in", data={"email": email, "password": "x"}), email)
        for email in (hanne.email, "nobody@example.org")
    }
    assert len(answers) == 1


def test_five_failures_lock_the_person_out_for_a_while(hanne):
    for _ in range(5):
        assert try_to_enter(hanne.email, "wrong") is None
    assert try_to_enter(hanne.email, address="198.51.100.7") is None
    clock.travel(clock.now() + timedelta(minutes=16))
    assert try_to_enter(hanne.email) is not None


def test_an_invitation_works_once(people, hanne):
    token = service.invite(actor(people.adam), people.henrik.key)
    service.set_password(STRANGER, token, password=PASSWORD)
    with pytest.raises(NotFound):
        service.set_password(STRANGER, token, password=PASSWORD)


def test_a_short_password_is_refused(people):
    token = service.invite(actor(people.adam), people.henrik.key)
    with pytest.raises(Invalid):
        service.set_password(STRANGER, token, password="short")


@pytest.mark.parametrize("later", [timedelta(hours=2, minutes=1), timedelta(hours=13)])
def test_a_session_that_rests_or_grows_old_ends(hanne, later):
    started = try_to_enter(hanne.email)
    clock.travel(clock.now() + later)
    assert queries.running_sign_in(None, started.token) is None


def test_a_change_of_roles_ends_the_sessions_at_the_next_request(sign_in, people):
    client = sign_in(people.hanne)
    assert client.get("/").status_code == 200
    service.save_person(
        actor(people.adam),
        people.hanne.key,
        name="Hanne",
        email="hanne@example.org",
        roles=[Role.OBSERVER],
    )
    assert client.get("/").status_code == 302


def test_signing_out_ends_the_session_itself_not_just_the_cookie(db, sign_in, people):
    client = sign_in(people.hanne)
    client.post("/sign-out")
    assert db.session.scalars(select(SignIn)).one().ended_at is not None


def test_a_person_with_a_password_cannot_be_entered_by_the_demonstration(hanne):
    with pytest.raises(NotPermitted):
        service.sign_in_as(STRANGER, hanne.key)


def test_the_demonstration_is_shut_in_production(app, client, people, monkeypatch):
    monkeypatch.setitem(app.config, "DEMO", False)
    assert client.post(f"/sign-in/demo/{people.karin.key}").status_code == 404
    assert "Karin" not in client.get("/sign-in").text


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_after_signing_in_nobody_is_sent_elsewhere(client, people, target):
    answer = client.post(f"/sign-in/demo/{people.karin.key}", data={"next": target})
    assert answer.location == "/"


def test_the_role_of_the_platform_itself_cannot_be_given(people):
    with pytest.raises(Invalid):
        service.save_person(
            actor(people.adam),
            None,
            name="X",
            email="x@example.org",
            roles=[Role.OPERATOR],
        )


def test_writing_the_address_otherwise_gives_no_more_tries(hanne):
    for written in ("HANNE", "Hanne", "hannE", "haNNe", "hanne"):
        assert try_to_enter(hanne.email.replace("hanne", written), "wrong") is None
    assert try_to_enter(hanne.email) is None


@pytest.mark.parametrize(("name", "minutes"), [("adam", 30), ("mona", 30), ("hanne", 120)])
def test_an_abandoned_screen_closes_sooner_for_those_who_may_do_more(people, name, minutes):
    started = service.sign_in_as(STRANGER, getattr(people, name).key)
    left = clock.now()
    clock.travel(left + timedelta(minutes=minutes - 1))
    assert queries.running_sign_in(None, started.token) is not None
    clock.travel(left + timedelta(minutes=minutes, seconds=1))
    assert queries.running_sign_in(None, started.token) is None
