"""How far notes reach: counts, and of few readers only that they are few."""

from review_app.domain.workflow import LearningNoteState
from review_app.features.knowledge import queries_reach, service_readers
from review_app.kernel import clock
from review_app.models import LearningNote, NoteComment, Receipt
from tests.cast import actor, enter
from tests.statements import counted


def a_note(owner, title, *, state=LearningNoteState.PUBLISHED):
    note = LearningNote(
        title=title, text="Ask.", state=state, owner_id=owner.id, published_at=clock.now()
    )
    enter(note)
    return note


def read_by(note, *readers):
    enter(*(Receipt(note_id=note.id, person_id=reader.id) for reader in readers))


def test_counts_and_never_who(people, sign_in):
    read, quiet = a_note(people.karin, "Read by many"), a_note(people.karin, "Read by few")
    a_note(people.karin, "Still a draft", state=LearningNoteState.DRAFT)
    many = [people.hanne, people.henrik, people.karin, people.kurt, people.mona]
    read_by(read, *many)
    read_by(quiet, *many[:4])
    service_readers.thank(actor(people.hanne), read.key)
    enter(NoteComment(note_id=read.id, author_id=people.hanne.id, is_question=True, text="When?"))
    rows = {row.title: row for row in queries_reach.list_reach(actor(people.mona)).rows}
    assert set(rows) == {"Read by many", "Read by few"}
    of_many = rows["Read by many"]
    assert (of_many.readers, of_many.helped, of_many.questions, of_many.open_questions) == (
        5,
        1,
        1,
        1,
    )
    assert rows["Read by few"].readers is None
    whole = queries_reach.reach_of_all(actor(people.mona))
    assert (whole.notes, whole.stale, whole.readings, whole.open_questions) == (2, 0, 9, 1)
    page = sign_in(people.mona).get("/knowledge/reach").text
    assert "under 5" in page
    assert "Hanne" not in page


def test_as_many_statements_for_many_notes(people):
    a_note(people.karin, "One")
    karin = actor(people.karin)
    with counted() as few:
        queries_reach.list_reach(karin)
    for n in range(20):
        a_note(people.karin, f"Note {n}")
    with counted() as many:
        queries_reach.list_reach(karin)
    assert len(few) == len(many) == 1
