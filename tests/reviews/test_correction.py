import pytest

from review_app.domain.errors import IllegalTransition, Invalid, NotFound, NotPermitted
from review_app.domain.scoring import AnswerValue, Verdict
from review_app.features.home import queries_waiting
from review_app.features.reviews import service_correction, service_objections, service_response
from review_app.features.reviews.service_correction import Correction
from tests.cast import actor
from tests.reviews import stage

WHY = "The letter lay in another file."


@pytest.fixture
def settled(people):
    review = stage.handed_in(people.hanne, people.karin)
    service_response.hand_in(actor(people.hanne), review.key)
    return review


def correct(person, review, *, line=1, value=AnswerValue.MET, reason=WHY, **more):
    key = stage.sheet(person, review).lines[line].criterion.key
    correction = Correction(reason, key, value, **more)
    return service_correction.correct(actor(person), review.key, correction=correction)


def test_another_answer_stands_and_what_stood_is_seen_by_everybody(people, settled):
    before = settled.score_share
    correct(people.kurt, settled)
    assert settled.score_share > before
    assert settled.corrected_at is not None
    for person in (people.hanne, people.karin, people.kurt):
        line = stage.sheet(person, settled).lines[1]
        (change,) = line.changes
        assert (change.value_before, change.value_after) == ("not-met", "met")
        assert (change.reason, change.changed_by.name) == (WHY, "Kurt")
        assert (line.value, line.finding) == (AnswerValue.MET, None)


def test_the_caseworker_is_told_and_says_they_have_read_it(people, settled):
    correct(people.karin, settled)  # the reviewer may, with a reason
    hanne = actor(people.hanne)
    assert [w.kind for w in queries_waiting.list_waiting(hanne)] == ["read-decision"]
    service_objections.read_decision(hanne, settled.key)
    assert not queries_waiting.list_waiting(hanne)


def test_nobody_else_corrects(people, settled):
    with pytest.raises(NotPermitted):
        correct(people.hanne, settled)
    for person in (people.henrik, people.clara, people.mona, people.olga, people.adam):
        with pytest.raises(NotFound):
            correct_blindly(person, settled)


def correct_blindly(person, review):
    correction = Correction(WHY, verdict=Verdict.IN_ACCORDANCE)
    return service_correction.correct(actor(person), review.key, correction=correction)


def test_coordinators_do_not_correct_what_is_about_their_own_casework(people):
    review = stage.handed_in(people.karin, people.kurt)
    service_response.hand_in(actor(people.karin), review.key)
    with pytest.raises(NotPermitted):
        correct_blindly(people.karin, review)


def test_the_verdict_is_corrected_with_its_history(people, settled):
    correct_blindly(people.kurt, settled)
    sheet = stage.sheet(people.hanne, settled)
    assert sheet.verdict is Verdict.IN_ACCORDANCE
    assert [c.value_before for c in sheet.verdict_changes] == ["would-be-changed"]
    with pytest.raises(Invalid):
        correct_blindly(people.kurt, settled)


def test_a_correction_needs_a_reason_and_a_change(people, settled):
    for refused in ({"reason": " "}, {"value": AnswerValue.NOT_MET}, {"value": None}):
        with pytest.raises(Invalid):
            correct(people.kurt, settled, **refused)
    with pytest.raises(Invalid):
        correct(people.kurt, settled, reason="Borger 010170-1234")


def test_only_what_is_settled_is_corrected(people):
    review = stage.handed_in(people.hanne, people.karin)
    with pytest.raises(IllegalTransition):
        correct(people.kurt, review)


def test_the_page_corrects_and_the_review_says_so(people, settled, sign_in):
    kurt = sign_in(people.kurt)
    line = stage.sheet(people.kurt, settled).lines[1]
    sent = {"criterion": line.criterion.key, "value": "not-met", "reason": WHY}
    url = f"/reviews/{settled.key}/correct"
    assert "than the one that stands" in kurt.post(url, data=sent).text
    kurt.post(url, data={**sent, "value": "met"})
    page = sign_in(people.hanne).get(f"/reviews/{settled.key}").text
    assert WHY in page
    assert "Not met → Met" in page
    assert "I have read it" in page
