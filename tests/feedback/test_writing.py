"""Nobody loses text: drafts, conflicts, refusals."""

import pytest

from review_app.domain.errors import Conflict
from review_app.features.feedback import queries, service
from review_app.kernel.drafts import load_draft
from tests.cast import actor, some_cases
from tests.feedback import stories


@pytest.fixture
def feedback(people):
    (case,) = some_cases(people.hanne)
    return stories.assigned(people, case, people.clara)


def test_what_is_being_written_survives_a_lost_page(people, sign_in, feedback):
    clara = sign_in(people.clara)
    clara.post(f"/drafts/feedback/{feedback.key}", data={"dilemma": "Half a tho", "revision": "1"})
    again = sign_in(people.clara).get(f"/learning-cases/feedback/{feedback.key}/write")
    assert "Half a tho" in again.text
    assert (
        "Half a tho"
        not in sign_in(people.kurt).get(f"/learning-cases/feedback/{feedback.key}").text
    )


def test_saving_takes_the_place_of_the_draft(people, sign_in, feedback):
    clara, url = sign_in(people.clara), f"/learning-cases/feedback/{feedback.key}/write"
    clara.post(f"/drafts/feedback/{feedback.key}", data={"dilemma": "Half", "revision": "1"})
    answer = clara.post(url, data={"dilemma": "Half and whole", "revision": "1"})
    assert answer.status_code == 302
    assert load_draft(actor(people.clara), f"feedback/{feedback.key}") == {}
    page = clara.get(url).text
    assert "Half and whole" in page
    assert 'value="2"' in page


def test_the_second_of_two_windows_is_told_and_both_texts_are_kept(db, people, sign_in, feedback):
    clara, url = sign_in(people.clara), f"/learning-cases/feedback/{feedback.key}/write"
    clara.post(url, data={"done_well": "First window", "revision": "1"})
    answer = clara.post(url, data={"done_well": "Second window", "revision": "1"})
    assert answer.status_code == 409
    assert "First window" in answer.text
    assert "Second window" in answer.text
    db.session.rollback()
    stands = queries.get_to_write(actor(people.clara), feedback.key)
    assert stands.done_well == "First window"
    assert clara.post(url, data={"done_well": "Both", "revision": "2"}).status_code == 302


def test_a_draft_on_an_older_version_shows_what_stands_now(people, sign_in, feedback):
    clara, url = sign_in(people.clara), f"/learning-cases/feedback/{feedback.key}/write"
    clara.post(url, data={"done_well": "Saved", "revision": "1"})
    clara.post(f"/drafts/feedback/{feedback.key}", data={"done_well": "Older", "revision": "1"})
    page = clara.get(url).text
    assert "Saved" in page
    assert "Older" in page


def test_the_revision_is_checked_in_the_update_itself(people, feedback):
    texts = {"dilemma": "d"}
    service.write_feedback(actor(people.clara), feedback.key, texts=texts, revision=1)
    with pytest.raises(Conflict):
        service.write_feedback(actor(people.clara), feedback.key, texts=texts, revision=1)


def test_sending_too_early_says_what_is_missing_and_keeps_the_text(people, sign_in, feedback):
    url = f"/learning-cases/feedback/{feedback.key}/write"
    answer = sign_in(people.clara).post(
        url, data={"dilemma": "Two ways", "revision": "1", "step": "send"}
    )
    assert answer.status_code == 422
    assert "before you send it" in answer.text
    assert "Two ways" in answer.text


def test_a_personal_number_is_refused_beside_the_field(people, sign_in, feedback):
    url = f"/learning-cases/feedback/{feedback.key}/write"
    answer = sign_in(people.clara).post(url, data={"dilemma": "010190-1234", "revision": "1"})
    assert "looks like a CPR number" in answer.text


def test_the_preview_shows_markdown_and_nothing_dangerous(people, sign_in):
    answer = sign_in(people.clara).post(
        "/learning-cases/feedback/preview",
        data={"field": "dilemma", "dilemma": "*so* <script>x</script>"},
    )
    assert "<em>so</em>" in answer.text
    assert "script" not in answer.text


def test_a_lost_turn_in_the_talk_is_still_in_its_field(people, sign_in):
    (case,) = some_cases(people.hanne, source="talk")
    feedback = stories.passed_on(people, case, people.clara)
    hanne = sign_in(people.hanne)
    hanne.post(f"/drafts/reflection/{feedback.key}", data={"reflection": "I have learnt th"})
    assert "I have learnt th" in hanne.get(f"/learning-cases/feedback/{feedback.key}").text
