"""What an administrator does with people, teams and firms."""

import pytest
from sqlalchemy import select

from review_app.domain.access import Role
from review_app.domain.errors import Invalid
from review_app.features.identity import service
from review_app.models import Person, Team
from tests.cast import actor


def test_a_person_is_added_with_roles_and_teams(db, sign_in, people):
    client = sign_in(people.adam)
    answer = client.post(
        "/administration/people/new",
        data={
            "name": "Ny Kollega",
            "email": "ny@example.org",
            "roles": ["caseworker"],
            "teams": [people.north.id],
            "firm": "",
            "language": "da",
            "is_active": "y",
        },
    )
    assert answer.status_code == 302
    added = db.session.scalars(select(Person).where(Person.email == "ny@example.org")).one()
    assert (added.roles, added.team_ids) == ({"caseworker"}, {people.north.id})


def test_an_address_that_is_taken_is_told_beside_the_field(sign_in, people):
    page = sign_in(people.adam).post(
        "/administration/people/new",
        data={"name": "X", "email": people.hanne.email, "firm": "", "language": ""},
    )
    assert "Another person has this address." in page.text
    assert 'value="X"' in page.text


def test_a_personal_number_is_refused_beside_the_field(db, sign_in, people):
    page = sign_in(people.adam).post(
        "/administration/people/new",
        data={"name": "Ole 010190-1234", "email": "o@example.org", "firm": "", "language": ""},
    )
    assert "Personal numbers are never stored here" in page.text


def test_a_saved_form_shows_what_stands(sign_in, people):
    page = sign_in(people.adam).get(f"/administration/people/{people.karin.key}")
    assert page.text.count(" checked") == 4  # two roles, one team, may sign in


def test_an_invitation_link_is_shown_once_and_opens(client, sign_in, people):
    admin = sign_in(people.adam)
    page = admin.post(f"/administration/people/{people.hanne.key}/invitation")
    link = page.text.split("<code>")[1].split("</code>")[0]
    path = link.removeprefix("http://127.0.0.1:8000")
    assert client.get(path).status_code == 200
    done = client.post(path, data={"password": "x" * 12, "again": "x" * 12})
    assert done.status_code == 302


def test_a_team_is_added_once(db, sign_in, people):
    client = sign_in(people.adam)
    for _ in range(2):
        client.post("/administration/teams", data={"team-name": "West"})
    assert len(db.session.scalars(select(Team).where(Team.name == "West")).all()) == 1


def test_the_audit_log_page_shows_what_was_done(sign_in, people):
    client = sign_in(people.adam)
    client.post("/administration/teams", data={"team-name": "West"})
    page = client.get("/administration/audit-log?area=people")
    assert "people.team-added" in page.text
    assert "Adam" in page.text


def test_the_language_follows_the_person_then_the_browser_then_danish(client, sign_in, people):
    assert '<html lang="da">' in client.get("/sign-in").text
    english = client.get("/sign-in", headers={"Accept-Language": "en-GB,en"})
    assert '<html lang="en">' in english.text
    own = sign_in(people.hanne)
    own.post("/language", data={"language": "da", "next": "/account"})
    assert '<html lang="da">' in own.get("/account", headers={"Accept-Language": "en"}).text


def test_the_address_of_somebody_who_may_no_longer_sign_in_stays_theirs(people):
    adam, henrik = actor(people.adam), people.henrik
    kept = {"name": henrik.name, "email": henrik.email, "roles": [Role.CASEWORKER]}
    service.save_person(adam, henrik.key, **kept, is_active=False)
    with pytest.raises(Invalid):
        service.save_person(adam, None, **{**kept, "email": henrik.email.upper()})
