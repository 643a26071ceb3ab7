"""Who answers for a note: questions go to them, and so does the task to confirm it."""

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import Invalid
from review_app.features.knowledge import queries, queries_owners
from review_app.kernel import clock
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import LearningNote


def give_owner(actor: Actor, key: str, *, owner_key: str) -> LearningNote:
    """Let another coordinator answer for the note; they are told until they take it over.

    :raises Invalid: when it is nobody who can, or who does already.
    """
    with unit_of_work(actor) as work:
        note = queries.get_note(actor, key)
        work.hold(note)
        demand(actor, Permission.NOTE_KEEP, note)
        able = {person.key: person for person in queries_owners.able_owners(actor, note)}
        if owner_key not in able:
            raise Invalid(field="owner", reason="unknown")
        before, note.owner = note.owner_id, able[owner_key]
        note.handed_over_at = None if note.owner.id == actor.id else clock.now()
        work.log(AuditCode.NOTE_OWNER_CHANGED, note, before_id=before, owner_id=note.owner.id)
    return note


def take_over(actor: Actor, key: str) -> LearningNote:
    """Say that one knows one answers for the note now.

    :raises Invalid: when it was given to somebody else, or to nobody.
    """
    with unit_of_work(actor) as work:
        note = queries.get_note(actor, key)
        work.hold(note)
        demand(actor, Permission.NOTE_KEEP, note)
        if note.handed_over_at is None or note.owner_id != actor.id:
            raise Invalid(field="owner", reason="unknown")
        note.handed_over_at = None
        work.log(AuditCode.NOTE_TAKEN_OVER, note)
    return note
