"""Where one person coordinates, a manager is the second pair of eyes; notes change their owner."""

import pytest

from review_app.domain.errors import Invalid, NotFound, NotPermitted
from review_app.domain.waiting import WaitingKind
from review_app.domain.workflow import LearningNoteState
from review_app.features.home import queries_waiting
from review_app.features.knowledge import (
    queries,
    service,
    service_owners,
    service_publishing,
)
from review_app.kernel.audit_log import AuditEntry
from tests.cast import actor, enter, some_cases
from tests.knowledge.notes import a_note, a_published_note, an_outcome, filing, words


def kinds(person):
    return {one.kind for one in queries_waiting.list_waiting(actor(person))}


def asked(writer, **what):
    note = a_note(writer, **what)
    service_publishing.ask_review(actor(writer), note.key)
    return note


def test_a_manager_publishes_where_one_person_coordinates(people, sign_in):
    note = asked(people.karin)
    mona, url = sign_in(people.mona), f"/knowledge/{note.key}"
    assert WaitingKind.REVIEW_NOTE in kinds(people.kurt) - kinds(people.mona)
    people.kurt.is_active = False
    enter(people.kurt)
    assert WaitingKind.REVIEW_NOTE in kinds(people.mona)
    page = mona.get(url).text
    assert f"{url}/publish" in page
    assert f"{url}/send-back" in page
    assert "The screen finds nothing" in page
    for hidden in (f"{url}/edit", f"{url}/archive", f"{url}/owner"):
        assert hidden not in page
    with pytest.raises(NotPermitted):
        service_publishing.publish(actor(people.karin), note.key, revision=note.revision)
    mona.post(f"{url}/publish", data={"revision": note.revision})
    assert note.state is LearningNoteState.PUBLISHED
    assert note.published_by_id == people.mona.id
    changed = words(text="Book it the day before.")
    service.save_note(actor(people.karin), note.key, revision=1, written=changed, filed=filing())
    assert WaitingKind.REVIEW_NOTE in kinds(people.mona)
    assert "A change waits" in mona.get(url).text
    assert "A change waits" not in sign_in(people.hanne).get(url).text
    mona.post(f"{url}/publish-change", data={"revision": note.revision})
    assert note.text == "Book it the day before."


def test_a_manager_reads_no_draft_and_the_screen_knows_the_cases_they_do_not(people, sign_in):
    (case,) = some_cases(people.hanne)
    draft = a_note(people.karin)
    with pytest.raises(NotFound):
        queries.get_note(actor(people.mona), draft.key)
    draft.outcome_id = an_outcome(people.karin, case=case).id
    enter(draft)
    text = words(text=f"As in {case.number}.")
    service.save_note(actor(people.karin), draft.key, revision=1, written=text, filed=filing())
    service_publishing.ask_review(actor(people.karin), draft.key)
    page = sign_in(people.mona).get(f"/knowledge/{draft.key}").text
    assert "The note cannot be published yet" in page
    assert f"/knowledge/{draft.key}/override" not in page
    service_publishing.send_back(actor(people.mona), draft.key, reason="Leave the number out.")
    assert draft.state is LearningNoteState.DRAFT


def test_a_note_is_handed_over_and_taken_over(people, sign_in, db):
    note = a_published_note(people.karin)
    url = f"/knowledge/{note.key}"
    assert "Let somebody else answer for it" in sign_in(people.karin).get(url).text
    sign_in(people.karin).post(f"{url}/owner", data={"owner": people.kurt.key})
    db.session.refresh(note)
    assert note.owner_id == people.kurt.id
    assert WaitingKind.TAKE_OVER_NOTE in kinds(people.kurt)
    kurt = sign_in(people.kurt)
    assert "I take it over" in kurt.get(url).text
    assert "I take it over" not in sign_in(people.karin).get(url).text
    kurt.post(f"{url}/take-over")
    assert WaitingKind.TAKE_OVER_NOTE not in kinds(people.kurt)
    entered = {entry.code for entry in db.session.query(AuditEntry)}
    assert {"note.owner-changed", "note.taken-over"} <= entered
    for nobody in (people.hanne.key, people.kurt.key, "nothing"):
        with pytest.raises(Invalid):
            service_owners.give_owner(actor(people.karin), note.key, owner_key=nobody)
    assert sign_in(people.mona).post(f"{url}/owner").status_code == 403
