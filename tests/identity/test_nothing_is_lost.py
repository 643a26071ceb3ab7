"""An expired session or form token never costs text."""

import pytest
from sqlalchemy import select

from review_app.models import Draft, Team


def test_what_was_sent_after_the_session_ended_rides_over_the_sign_in(client, people):
    refused = client.post("/administration/teams", data={"team-name": "West & <East>"})
    assert refused.status_code == 401
    assert 'name="carried:team-name" value="West &amp; &lt;East&gt;"' in refused.text
    back = client.post(
        f"/sign-in/demo/{people.adam.key}",
        data={"next": "/administration/teams", "carried:team-name": "West"},
    )
    assert 'action="/administration/teams"' in back.text
    assert 'name="team-name" value="West"' in back.text


def test_passwords_are_not_carried(client, people):
    refused = client.post(
        "/administration/teams", data={"password": "hemmeligt", "again": "hemmeligt"}
    )
    assert "hemmeligt" not in refused.text


def test_a_form_whose_token_died_can_be_sent_once_more(app, db, sign_in, people, monkeypatch):
    client = sign_in(people.adam)
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    refused = client.post("/administration/teams", data={"team-name": "West"})
    assert refused.status_code == 400
    assert 'name="team-name" value="West"' in refused.text
    assert not db.session.scalars(select(Team).where(Team.name == "West")).all()


def test_a_draft_is_kept_and_is_the_writers_own(db, sign_in, people):
    answer = sign_in(people.hanne).post("/drafts/feedback/abc", data={"question": "Hvorfor?"})
    assert answer.json["saved_at"]
    kept = db.session.scalars(select(Draft)).one()
    assert (kept.person_id, kept.fields) == (people.hanne.id, {"question": "Hvorfor?"})


@pytest.mark.parametrize("text", ["010190-1234", "Borger 0101901234 ringede"])
def test_a_personal_number_is_refused_even_in_a_draft(db, sign_in, people, text):
    answer = sign_in(people.hanne).post("/drafts/feedback/abc", data={"question": text})
    assert answer.status_code == 422
    assert not db.session.scalars(select(Draft)).all()
