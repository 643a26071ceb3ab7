"""Who finds what, and that nobody learns who has read it."""

import re

import pytest

from review_app.domain.access import OPERATOR, STRANGER
from review_app.domain.errors import NotFound
from review_app.domain.events import NoteProposed
from review_app.features.knowledge import queries, reactions, service
from review_app.features.knowledge.queries import Wanted
from review_app.kernel.audit_log import AuditEntry
from review_app.models import LearningNote, Receipt
from review_app.models.visibility import visible_receipts
from tests.cast import actor
from tests.knowledge.notes import (
    a_checklist,
    a_note,
    a_published_note,
    an_outcome,
    criteria_of,
    filing,
    words,
)


def found(person, **wanted):
    page = queries.list_notes(actor(person), wanted=Wanted(**wanted))
    return [note.title for note in page.rows]


@pytest.mark.parametrize("words", ["anbringelse", "anbringelserne", "Aalborg", "Ålborg", "anbr"])
def test_a_note_is_found_by_other_forms_of_its_words(people, words):
    a_published_note(people.karin, title="Om anbringelser", text="Som de gør i Ålborg.")
    a_published_note(people.karin, title="Noget andet", text="Intet her.")
    assert found(people.hanne, words=words) == ["Om anbringelser"]


def test_search_finds_a_draft_for_those_who_write_and_for_nobody_else(people):
    a_note(people.karin, title="Kladde om fristen")
    assert found(people.kurt, words="frist") == ["Kladde om fristen"]
    assert found(people.hanne, words="frist") == []


def test_a_changed_note_is_found_by_its_new_words_only(people):
    note = a_note(people.karin, title="Gammel", text="Fristerne.")
    new = words(title="Ny", text="Høring.", law_reference="§ 24")
    service.save_note(actor(people.karin), note.key, revision=1, written=new, filed=filing())
    assert found(people.karin, words="frist") == []
    assert found(people.karin, words="høringer 24") == ["Ny"]


def test_facets_leave_what_they_name(people):
    criteria = criteria_of(a_checklist("In time?", "Heard?"))
    a_published_note(people.karin, title="First", criteria=[criteria["C1"]])
    a_note(people.karin, title="Second", criteria=[criteria["C1"], criteria["C2"]])
    assert found(people.karin, criterion="C2") == ["Second"]
    assert found(people.karin, state="published") == ["First"]
    facets = queries.criteria_with_counts(actor(people.karin))
    assert [(f.criterion.code, f.count) for f in facets] == [("C1", 2), ("C2", 1)]
    facets = queries.criteria_with_counts(actor(people.hanne))
    assert [(f.criterion.code, f.count) for f in facets] == [("C1", 1)]


def test_a_session_drafts_one_note_with_its_criterion_and_the_law_it_rests_on(people, db):
    criterion = criteria_of(a_checklist("In time?"))["C1"]
    outcome = an_outcome(people.karin)
    proposed = NoteProposed(outcome.session_id, outcome.id, "T", "t", (criterion.id,))
    reactions.draft_note(actor(people.karin), proposed)
    reactions.draft_note(OPERATOR, proposed)
    note = db.session.query(LearningNote).one()
    assert [line.criterion_id for line in note.criteria] == [criterion.id]
    assert (note.owner_id, note.law_reference) == (people.karin.id, "§ 13")
    assert queries.source_kind(actor(people.karin), note).value == "tripartite"


def test_a_receipt_is_its_readers_own(people, db):
    note = a_published_note(people.karin)
    service.mark_read(actor(people.hanne), note.key)
    service.mark_read(actor(people.hanne), note.key)
    assert found(people.hanne, unread=True) == []
    everybody = [getattr(people, p) for p in ("karin", "kurt", "mona", "adam", "olga", "clara")]
    for person in everybody:
        assert found(person, unread=True) == [note.title]
        assert not queries.read_by_actor(actor(person), note_ids=[note.id])
        assert db.session.scalars(visible_receipts(actor(person))).all() == []
    for nobody in (OPERATOR, STRANGER):
        assert db.session.scalars(visible_receipts(nobody)).all() == []
    assert db.session.query(Receipt).count() == 1


def test_no_log_tells_who_has_read_a_note(people, db):
    note = a_published_note(people.karin)
    before = db.session.query(AuditEntry).count()
    service.mark_read(actor(people.hanne), note.key)
    assert db.session.query(AuditEntry).count() == before


def test_no_page_of_the_note_changes_for_others_when_somebody_has_read_it(people, sign_in):
    note = a_published_note(people.karin)
    pages = (f"/knowledge/{note.key}", "/knowledge", "/knowledge?unread=1", "/")
    for person in (people.karin, people.mona, people.adam):
        client = sign_in(person)
        before = [without_tokens(client.get(page).text) for page in pages]
        service.mark_read(actor(people.hanne if person is people.karin else people.kurt), note.key)
        assert [without_tokens(client.get(page).text) for page in pages] == before


def without_tokens(html):
    return re.sub(r'name="csrf_token" value="[^"]*"', "", html)


def test_an_outsider_reads_notes_only_while_an_engagement_runs(people):
    note = a_published_note(people.karin)
    assert queries.get_note(actor(people.clara), note.key) is note
    with pytest.raises(NotFound):
        queries.get_note(actor(people.carl), note.key)
