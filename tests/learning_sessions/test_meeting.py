"""The meeting view, and a whole session by its pages."""

import pytest

from review_app.domain.errors import Incomplete, Invalid
from review_app.domain.kinds import OutcomeKind
from review_app.domain.outcomes import REQUIRED, OutcomeFields, fields_of
from review_app.features.learning_sessions import service_agenda, service_minutes
from review_app.kernel.reading_log import ReadingEntry
from tests.cast import actor, some_cases
from tests.learning_sessions import stories


@pytest.mark.parametrize("kind", OutcomeKind)
def test_each_kind_names_everything_it_lacks(kind):
    with pytest.raises(Incomplete) as refusal:
        fields_of(kind, OutcomeFields(text="  "))
    assert tuple(refusal.value.facts["fields"]) == REQUIRED[kind]


def test_a_plan_is_looked_at_again_after_it_is_due(people):
    fields = stories.action_fields(people, steps="Call", look_again_on="")
    with pytest.raises(Incomplete):
        fields_of(OutcomeKind.PLAN, fields)
    early = stories.action_fields(people, steps="Call")
    earlier = OutcomeFields(
        text=early.text,
        steps="Call",
        owner_id=1,
        due_on=early.due_on,
        look_again_on=early.due_on.replace(month=4),
    )
    with pytest.raises(Invalid):
        fields_of(OutcomeKind.PLAN, earlier)


@pytest.mark.parametrize("kind", OutcomeKind)
def test_the_form_of_each_kind_can_be_seen(people, sign_in, kind):
    stories.a_criterion()
    session = stories.held(people)
    page = sign_in(people.karin).get(f"/sessions/{session.key}/meeting?kind={kind}")
    assert page.status_code == 200
    assert "Record it" in page.text


def test_those_who_do_not_record_see_the_meeting_without_the_form(people, sign_in):
    (case,) = some_cases(people.hanne)
    session = stories.held(people, case)
    for person in (people.hanne, people.clara, people.kurt):
        page = sign_in(person).get(f"/sessions/{session.key}/meeting")
        assert "karin thinks" in page.text
        assert "Record it" not in page.text
    assert case.number not in sign_in(people.clara).get(f"/sessions/{session.key}/meeting").text
    assert sign_in(people.henrik).get(f"/sessions/{session.key}").status_code == 404


def test_an_outcome_missing_something_is_refused_and_kept(people, sign_in):
    session = stories.held(people)
    url = f"/sessions/{session.key}/outcomes?kind=dilemma"
    answer = sign_in(people.karin).post(url, data={"title": "Speed", "text": "One side"})
    assert answer.status_code == 422
    assert "One side" in answer.text
    assert "This field is required." in answer.text


def test_a_half_written_outcome_is_still_there(people, sign_in):
    session = stories.held(people)
    karin = sign_in(people.karin)
    place = f"outcome/{session.key}/agreed-practice"
    karin.post(f"/drafts/{place}", data={"title": "We cal", "text": "Alw"})
    assert "We cal" in karin.get(f"/sessions/{session.key}/meeting?kind=agreed-practice").text


def test_from_the_meeting_to_the_last_signature_by_the_pages(db, people, sign_in):
    session = stories.held(people)
    karin, base = sign_in(people.karin), f"/sessions/{session.key}"
    given = {"text": "Call", "owner": people.hanne.key, "due_on": "2026-06-01"}
    assert karin.post(f"{base}/outcomes?kind=action", data=given).status_code == 302
    karin.post(f"{base}/attendance", data={"absent": session.participants[2].key})
    page = karin.post(f"{base}/ask-signatures", follow_redirects=True).text
    assert "Was not there" in page
    db.session.rollback()
    revision = session.revision
    for person in (people.hanne, people.karin, people.clara):
        client = sign_in(person)
        assert "Sign the minutes" in client.get(base).text
        client.post(f"{base}/sign", data={"revision": str(revision)})
    assert "Closed" in karin.get(f"{base}/minutes").text


def test_giving_a_session_up_needs_a_reason(people, sign_in):
    session = stories.planned(people)
    karin, base = sign_in(people.karin), f"/sessions/{session.key}"
    assert karin.post(f"{base}/cancel", data={"reason": ""}).status_code == 422
    page = karin.post(f"{base}/cancel", data={"reason": "Illness"}, follow_redirects=True)
    assert "Cancelled: Illness" in page.text


def test_reading_a_session_about_a_case_is_entered_in_the_log_of_readings(db, people, sign_in):
    (case,) = some_cases(people.hanne)
    session = stories.planned(people)
    service_agenda.add_item(actor(people.karin), session.key, about=f"case:{case.key}", title="")
    sign_in(people.hanne).get(f"/sessions/{session.key}")
    db.session.rollback()
    entry = db.session.query(ReadingEntry).one()
    assert (entry.case_key, entry.purpose) == (case.key, "session")


def test_minutes_can_be_reopened_and_closed_by_the_pages(people, sign_in):
    session = stories.signing(people)
    karin, base = sign_in(people.karin), f"/sessions/{session.key}"
    assert "Somebody can still sign" in karin.post(f"{base}/close", follow_redirects=True).text
    assert "are void" in karin.post(f"{base}/reopen", follow_redirects=True).text
    (outcome,) = service_minutes.queries.outcomes(actor(people.karin), session)
    karin.post(f"{base}/outcomes/{outcome.key}/remove")
    page = karin.post(f"{base}/ask-signatures", follow_redirects=True).text
    assert "Record at least one outcome first" in page
