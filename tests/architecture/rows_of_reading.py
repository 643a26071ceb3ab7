"""Reading lists and shown progress for the test that the policy and its SQL twin agree."""

from review_app.kernel import clock
from review_app.models import ReadingList, ReadingShare, Receipt
from tests.cast import enter


def some_rows_of_reading(me, other):
    """A list in use and one removed, and progress shown in every direction."""
    facts = {"title": "t", "purpose": "p", "is_for_new": True, "owner_id": other.id}
    lists = [ReadingList(**facts), ReadingList(**facts, removed_at=clock.now())]
    enter(*lists)
    pairs = [(me, other), (other, me), (other, other)]
    enter(*(ReadingShare(list_id=lists[0].id, person_id=a.id, mentor_id=b.id) for a, b in pairs))


def some_receipts(note, *people):
    return [Receipt(note_id=note.id, person_id=p.id) for p in people]
