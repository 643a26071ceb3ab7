"""From draft to published: the screen stands in the way until a person has answered every hit."""

import pytest

from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import (
    Conflict,
    IllegalTransition,
    Incomplete,
    Invalid,
    NotFound,
    NotPermitted,
)
from review_app.domain.workflow import LearningNoteState
from review_app.features.knowledge import queries, service
from review_app.kernel.audit_log import AuditEntry
from review_app.models import LearningNote
from tests.cast import actor, enter, some_cases
from tests.knowledge.notes import a_note, a_published_note, an_outcome


def waiting(writer, **what):
    note = a_note(writer, **what)
    service.ask_review(actor(writer), note.key)
    return note


def test_a_clean_note_is_read_by_every_member_once_published(people):
    note = waiting(people.karin)
    with pytest.raises(NotFound):
        queries.get_note(actor(people.hanne), note.key)
    service.publish(actor(people.kurt), note.key, revision=note.revision)
    for person in (people.hanne, people.clara, people.olga, people.adam):
        assert queries.get_note(actor(person), note.key).id == note.id
    assert note.published_by_id == people.kurt.id


@pytest.mark.parametrize(
    "text",
    [
        "Henriks sag viste det.",
        "Ring til 20 30 40 50.",
        "Skriv til borger@example.org.",
        "Han bor på Nørregade 12, 3. tv.",
        "Borgeren kom den 3. marts 2025.",
    ],
)
def test_what_may_lead_back_to_a_person_keeps_a_note_from_being_published(people, text):
    note = waiting(people.karin, text=text)
    with pytest.raises(Incomplete):
        service.publish(actor(people.kurt), note.key, revision=note.revision)
    assert queries.get_note(actor(people.karin), note.key).state is LearningNoteState.IN_REVIEW


def test_the_number_of_the_case_it_comes_from_is_known_to_the_screen(people):
    case = some_cases(people.hanne)[0]
    note = waiting(people.karin, text=f"Se {case.number} og {case.key}.")
    assert queries.screening(actor(people.karin), note).is_clear
    note.outcome_id = an_outcome(people.karin, case=case).id
    enter(note)
    found = queries.screening(actor(people.karin), note).hits
    assert {hit.text for hit in found} == {case.number, case.key}


def test_a_hit_that_a_person_answers_for_no_longer_stands(people, db):
    note = waiting(people.karin, text="Ring 20 30 40 50, kommunens hovednummer. 20 30  40 50")
    hit = queries.screening(actor(people.karin), note).hits[0]
    service.override_hit(actor(people.kurt), note.key, hit_text=hit.text, reason="Public number")
    service.publish(actor(people.kurt), note.key, revision=note.revision)
    entry = db.session.query(AuditEntry).filter_by(code=AuditCode.NOTE_SCREEN_OVERRIDDEN).one()
    assert entry.details == {"kind": "phone"}
    assert note.overrides[0].decided_by_id == people.kurt.id


def test_only_a_hit_can_be_answered_for_and_only_with_a_reason(people):
    note = waiting(people.karin, text="Ring 20 30 40 50.")
    with pytest.raises(Invalid):
        service.override_hit(actor(people.kurt), note.key, hit_text="noget", reason="r")
    with pytest.raises(Invalid):
        service.override_hit(actor(people.kurt), note.key, hit_text="20 30 40 50", reason=" ")


def test_a_personal_number_is_refused_while_writing(people, db):
    with pytest.raises(Invalid):
        a_note(people.karin, text="Nr. 010190-1234")
    assert db.session.query(LearningNote).count() == 0


def test_a_note_that_is_being_read_cannot_be_given_a_hit(people, db):
    note = a_published_note(people.karin)
    changed = {
        "revision": 1,
        "title": note.title,
        "law_reference": "",
        "criterion_keys": [],
        "review_by_on": None,
    }
    with pytest.raises(Incomplete):
        service.save_note(actor(people.karin), note.key, text="Spørg Hanne.", **changed)
    db.session.expire_all()
    assert note.text == "Book den første dag."
    service.save_note(actor(people.karin), note.key, text="Spørg en kollega.", **changed)
    assert (note.text, note.revision) == ("Spørg en kollega.", 2)


def test_the_second_of_two_who_save_is_told_and_nothing_is_overwritten(people):
    note = a_note(people.karin)
    changed = {"title": "T", "law_reference": "", "criterion_keys": [], "review_by_on": None}
    service.save_note(actor(people.karin), note.key, revision=1, text="First", **changed)
    with pytest.raises(Conflict) as refusal:
        service.save_note(actor(people.kurt), note.key, revision=1, text="Second", **changed)
    assert refusal.value.facts == {"theirs": "First", "revision": 2}


def test_what_is_published_is_what_the_publisher_read(people):
    note = waiting(people.karin)
    with pytest.raises(Conflict):
        service.publish(actor(people.kurt), note.key, revision=note.revision - 1)
    assert note.state is LearningNoteState.IN_REVIEW


def test_a_note_that_is_sent_back_says_why_until_it_is_asked_for_again(people):
    note = waiting(people.karin)
    service.send_back(actor(people.kurt), note.key, reason="Say which rule.")
    assert (note.state, note.sent_back_because) == (LearningNoteState.DRAFT, "Say which rule.")
    service.ask_review(actor(people.karin), note.key)
    assert note.sent_back_because is None


def test_a_draft_cannot_be_published_past_review(people):
    note = a_note(people.karin)
    with pytest.raises(IllegalTransition):
        service.publish(actor(people.karin), note.key, revision=note.revision)


@pytest.mark.parametrize("who", ["hanne", "mona", "clara", "adam"])
def test_others_read_but_neither_write_nor_publish(people, who):
    note = a_published_note(people.karin)
    person = actor(getattr(people, who))
    with pytest.raises(NotPermitted):
        service.start_note(person, title="t", text="t")
    with pytest.raises(NotPermitted):
        service.archive(person, note.key)
