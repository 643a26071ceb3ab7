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
from review_app.features.knowledge import queries, queries_writing, service, service_publishing
from review_app.kernel.audit_log import AuditEntry
from review_app.models import LearningNote
from tests.cast import actor, enter, some_cases
from tests.knowledge.notes import a_note, a_published_note, an_outcome, filing, words


def waiting(writer, **what):
    note = a_note(writer, **what)
    service_publishing.ask_review(actor(writer), note.key)
    return note


def test_a_clean_note_is_read_by_every_member_once_published(people):
    note = waiting(people.karin)
    with pytest.raises(NotFound):
        queries.get_note(actor(people.hanne), note.key)
    service_publishing.publish(actor(people.kurt), note.key, revision=note.revision)
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
        service_publishing.publish(actor(people.kurt), note.key, revision=note.revision)
    assert queries.get_note(actor(people.karin), note.key).state is LearningNoteState.IN_REVIEW


def test_the_number_of_the_case_it_comes_from_is_known_to_the_screen(people):
    case = some_cases(people.hanne)[0]
    note = waiting(people.karin, text=f"Se {case.number} og {case.key}.")
    assert queries_writing.screening(actor(people.karin), note, written=note.written).is_clear
    note.outcome_id = an_outcome(people.karin, case=case).id
    enter(note)
    found = queries_writing.screening(actor(people.karin), note, written=note.written).hits
    assert {hit.text for hit in found} == {case.number, case.key}


def test_a_hit_that_a_person_answers_for_no_longer_stands(people, db):
    note = waiting(people.karin, text="Ring 20 30 40 50, kommunens hovednummer. 20 30  40 50")
    hit = queries_writing.screening(actor(people.karin), note, written=note.written).hits[0]
    service_publishing.override_hit(
        actor(people.kurt), note.key, hit_text=hit.text, reason="Public number"
    )
    service_publishing.publish(actor(people.kurt), note.key, revision=note.revision)
    entry = db.session.query(AuditEntry).filter_by(code=AuditCode.NOTE_SCREEN_OVERRIDDEN).one()
    assert entry.details == {"kind": "phone"}
    assert note.overrides[0].decided_by_id == people.kurt.id


def test_only_a_hit_can_be_answered_for_and_only_with_a_reason(people):
    note = waiting(people.karin, text="Ring 20 30 40 50.")
    with pytest.raises(Invalid):
        service_publishing.override_hit(actor(people.kurt), note.key, hit_text="noget", reason="r")
    with pytest.raises(Invalid):
        service_publishing.override_hit(
            actor(people.kurt), note.key, hit_text="20 30 40 50", reason=" "
        )


def test_a_personal_number_is_refused_while_writing(people, db):
    with pytest.raises(Invalid):
        a_note(people.karin, text="Nr. 010190-1234")
    assert db.session.query(LearningNote).count() == 0


def test_new_words_of_a_published_note_wait_for_another_person(people, db):
    note = a_published_note(people.karin, title="Gammel titel")
    karin, kurt, hanne = (actor(p) for p in (people.karin, people.kurt, people.hanne))
    service.save_note(
        karin, note.key, revision=1, written=words(text="Spørg Hanne."), filed=filing()
    )
    assert queries.get_note(hanne, note.key).title == "Gammel titel"
    assert queries_writing.waiting_change(hanne, note) is None
    assert [v.number for v in queries_writing.list_versions(hanne, note)] == [1]
    with pytest.raises(NotPermitted):
        service_publishing.publish_change(karin, note.key, revision=2)
    with pytest.raises(Incomplete):
        service_publishing.publish_change(kurt, note.key, revision=2)
    service_publishing.send_back(kurt, note.key, reason="Uden navn.")
    assert note.state is LearningNoteState.PUBLISHED
    service.save_note(karin, note.key, revision=2, written=words(text="Spørg os."), filed=filing())
    with pytest.raises(Conflict):
        service_publishing.publish_change(kurt, note.key, revision=2)
    service_publishing.publish_change(kurt, note.key, revision=3)
    assert (note.title, note.text, note.sent_back_because) == (words().title, "Spørg os.", None)
    assert [v.number for v in queries_writing.list_versions(hanne, note)] == [3, 1]
    assert [v.number for v in queries_writing.list_versions(karin, note)] == [3, 2, 1]
    with pytest.raises(NotFound):
        service_publishing.publish_change(kurt, note.key, revision=3)


def test_nobody_publishes_what_they_wrote_last(people):
    note = waiting(people.karin)
    with pytest.raises(NotPermitted):
        service_publishing.publish(actor(people.karin), note.key, revision=1)
    service.save_note(
        actor(people.kurt), note.key, revision=1, written=words(text="Mit."), filed=filing()
    )
    with pytest.raises(NotPermitted):
        service_publishing.publish(actor(people.kurt), note.key, revision=2)
    service_publishing.publish(actor(people.karin), note.key, revision=2)
    assert note.state is LearningNoteState.PUBLISHED


def test_the_second_of_two_who_save_is_told_and_nothing_is_overwritten(people):
    note = a_note(people.karin)
    first, second = words(text="First"), words(text="Second")
    service.save_note(actor(people.karin), note.key, revision=1, written=first, filed=filing())
    with pytest.raises(Conflict) as refusal:
        service.save_note(actor(people.kurt), note.key, revision=1, written=second, filed=filing())
    assert refusal.value.facts == {"theirs": "First", "revision": 2}


def test_what_is_published_is_what_the_publisher_read(people):
    note = waiting(people.karin)
    with pytest.raises(Conflict):
        service_publishing.publish(actor(people.kurt), note.key, revision=note.revision - 1)
    assert note.state is LearningNoteState.IN_REVIEW


def test_a_note_that_is_sent_back_says_why_until_it_is_asked_for_again(people):
    note = waiting(people.karin)
    service_publishing.send_back(actor(people.kurt), note.key, reason="Say which rule.")
    assert (note.state, note.sent_back_because) == (LearningNoteState.DRAFT, "Say which rule.")
    service_publishing.ask_review(actor(people.karin), note.key)
    assert note.sent_back_because is None


def test_a_draft_cannot_be_published_past_review(people):
    note = a_note(people.karin)
    with pytest.raises(IllegalTransition):
        service_publishing.publish(actor(people.kurt), note.key, revision=note.revision)


@pytest.mark.parametrize("who", ["hanne", "mona", "clara", "adam"])
def test_others_read_but_neither_write_nor_publish(people, who):
    note = a_published_note(people.karin)
    person = actor(getattr(people, who))
    with pytest.raises(NotPermitted):
        service.start_note(person, written=words(), filed=filing())
    with pytest.raises(NotPermitted):
        service_publishing.archive(person, note.key)
