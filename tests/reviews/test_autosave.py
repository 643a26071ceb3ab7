"""What the page's script relies on: the answers of the addresses it saves to."""

import pytest

from review_app.domain.scoring import AnswerValue
from tests.reviews import stage

FETCH = {"X-Requested-With": "fetch", "Accept": "application/json"}


@pytest.fixture
def review(people):
    return stage.a_review(people.hanne, people.kurt)


@pytest.fixture
def address(people, review):
    line = stage.sheet(people.kurt, review).lines[0]
    return f"/reviews/{review.key}/answers/{line.criterion.key}"


@pytest.fixture
def save(people, sign_in, address):
    """``save(version, **fields)`` does what the script does after a change."""
    kurt = sign_in(people.kurt)

    def post(version=0, key="k1", **fields):
        sent = {"answer": "met", **fields, "version": version}
        return kurt.post(address, data=sent, headers={**FETCH, "X-Idempotency-Key": key})

    return post


def test_a_save_tells_when_and_which_version(save):
    answer = save()
    assert answer.json["version"] == 1
    assert ":" in answer.json["saved_at"]


def test_a_retry_after_a_lost_reply_is_no_conflict(save):
    assert save(key="once").json == save(key="once").json


def test_another_tab_is_told_what_stands_and_nothing_is_overwritten(people, db, review, save):
    save(comment="First tab", answer="not-met", key="a")
    answer = save(comment="Second tab", key="b")
    assert answer.status_code == 409
    assert answer.json["facts"] == {"theirs": "First tab", "value": "not-met", "version": 1}
    db.session.rollback()
    assert stage.sheet(people.kurt, review).lines[0].value is AnswerValue.NOT_MET
    assert save(version=1, comment="Second tab", key="c").json["version"] == 2


def test_a_lost_sign_in_is_told_apart_and_costs_nothing(app, client, address):
    answer = client.post(address, data={"answer": "met", "comment": "half"}, headers=FETCH)
    assert answer.status_code == 401
    assert answer.json["code"] == "sign-in-needed"


def test_without_scripts_a_lost_sign_in_carries_what_was_written_along(client, review):
    page = client.post(f"/reviews/{review.key}/score", data={"comment-x": "half a sentence"})
    assert page.status_code == 401
    assert "half a sentence" in page.text


def test_a_personal_number_is_refused_and_the_reason_told(save):
    answer = save(comment="0101701234")
    assert answer.status_code == 422
    assert answer.json["facts"] == {"field": "comment", "reason": "personal-number"}


@pytest.mark.parametrize("fields", [{"answer": "perhaps"}, {"version": "x"}, {"severity": "huge"}])
def test_what_no_page_sends_is_refused(save, fields):
    assert save(**fields).status_code == 422


def test_the_verdict_is_saved_as_it_is_given(people, sign_in, review):
    kurt = sign_in(people.kurt)
    sent = {"verdict": "in-accordance", "reason": "Good", "version": "1"}
    answer = kurt.post(f"/reviews/{review.key}/verdict", data=sent, headers=FETCH)
    assert answer.json["version"] == 2
    assert kurt.post(f"/reviews/{review.key}/verdict", data=sent, headers=FETCH).status_code == 409


def test_what_the_caseworker_writes_is_saved_as_it_is_written(people, sign_in):
    review = stage.handed_in(people.hanne, people.kurt)
    line = stage.sheet(people.hanne, review).deviations[0]
    address = f"/reviews/{review.key}/response/{line.criterion.key}"
    answer = sign_in(people.hanne).post(address, data={"text": "On leave"}, headers=FETCH)
    assert "saved_at" in answer.json


def test_evidence_is_added_and_removed_in_place(people, sign_in, review):
    kurt = sign_in(people.kurt)
    line = stage.sheet(people.kurt, review).lines[0]
    key, swap = line.criterion.key, {"HX-Request": "true"}
    where = f"/reviews/{review.key}/evidence/{key}"
    sent = {f"kind-{key}": "journal", f"reference-{key}": "Note 4, page 2"}
    assert "Note 4, page 2" in kurt.post(where, data=sent, headers=swap).text
    evidence = stage.sheet(people.kurt, review).lines[0].evidence[0]
    fragment = kurt.post(f"{where}/{evidence.key}/remove", headers=swap).text
    assert "Note 4, page 2" not in fragment
    assert kurt.post(where, data={f"kind-{key}": "journal"}).status_code == 302
