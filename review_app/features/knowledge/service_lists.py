"""Keeping reading lists, and letting a colleague see how far one is: the reader's choice alone."""

from enum import StrEnum

from sqlalchemy import delete, select

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import Invalid, NotFound
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.features.knowledge import queries, queries_lists
from review_app.kernel import clock
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import Person, ReadingList, ReadingListItem, ReadingShare


class Step(StrEnum):
    """What can be done with a note on a list."""

    ADD = "add"
    UP = "up"
    DOWN = "down"
    REMOVE = "remove"


def make_list(
    actor: Actor, *, title: str, purpose: str, profession: str | None, is_for_new: bool
) -> ReadingList:
    """Begin a reading list."""
    with unit_of_work(actor) as work:
        demand(actor, Permission.READING_LIST_KEEP)
        refuse_personal_numbers(f"{title}\n{purpose}", field="purpose")
        assert actor.id is not None
        made = ReadingList(
            title=title,
            purpose=purpose,
            profession=profession or None,
            is_for_new=is_for_new,
            owner_id=actor.id,
        )
        work.add(made)
        work.log(AuditCode.READING_LIST_MADE, made)
    return made


def change_list(
    actor: Actor, key: str, *, title: str, purpose: str, profession: str | None, is_for_new: bool
) -> None:
    """Change what a list says of itself."""
    with unit_of_work(actor) as work:
        found = queries_lists.get_list(actor, key)
        demand(actor, Permission.READING_LIST_KEEP, found)
        refuse_personal_numbers(f"{title}\n{purpose}", field="purpose")
        found.title, found.purpose = title, purpose
        found.profession, found.is_for_new = profession or None, is_for_new
        work.log(AuditCode.READING_LIST_CHANGED, found)


def remove_list(actor: Actor, key: str) -> None:
    """Take a list out of use; nobody's progress on it is shown to anybody any more."""
    with unit_of_work(actor) as work:
        found = queries_lists.get_list(actor, key)
        demand(actor, Permission.READING_LIST_KEEP, found)
        found.removed_at = clock.now()
        work.session.execute(delete(ReadingShare).where(ReadingShare.list_id == found.id))
        work.log(AuditCode.READING_LIST_REMOVED, found)


def place_note(actor: Actor, key: str, *, note_key: str, step: Step) -> None:
    """Add a note to a list, move it there, or take it off."""
    with unit_of_work(actor) as work:
        found = queries_lists.get_list(actor, key)
        work.hold(found)
        demand(actor, Permission.READING_LIST_KEEP, found)
        note = queries.get_note(actor, note_key)
        order = [item.note_id for item in found.items]
        wanted = _after(order, note.id, step)
        items = {item.note_id: item for item in found.items}
        found.items = [items.get(i) or ReadingListItem(note_id=i, position=0) for i in wanted]
        for position, item in enumerate(found.items, start=1):
            item.position = position
        work.log(AuditCode.READING_LIST_CHANGED, found, notes=len(wanted))


def _after(order: list[int], note_id: int, step: Step) -> list[int]:
    if step is Step.ADD:
        return order if note_id in order else [*order, note_id]
    if note_id not in order:
        raise Invalid(field="note", reason="not-on-the-list")
    at = order.index(note_id)
    rest = [other for other in order if other != note_id]
    if step is Step.REMOVE:
        return rest
    to = max(at - 1, 0) if step is Step.UP else at + 1
    return [*rest[:to], note_id, *rest[to:]]


def show_progress(actor: Actor, key: str, *, mentor_key: str) -> None:
    """Let a colleague see how far the actor is on a list, from now until it is taken back.

    :raises NotFound: when there is no such colleague.
    """
    with unit_of_work(actor) as work:
        found = queries_lists.get_list(actor, key)
        mentor = {p.key: p for p in queries_lists.people_to_show(actor)}.get(mentor_key)
        if mentor is None or actor.id is None:
            raise NotFound(thing="person", key=mentor_key)
        known = {share.mentor_id for share in queries_lists.mentors_of(actor, found)}
        if mentor.id not in known:
            share = ReadingShare(list_id=found.id, person_id=actor.id, mentor_id=mentor.id)
            work.add(share)
            work.log(AuditCode.READING_PROGRESS_SHOWN, found)


def hide_progress(actor: Actor, key: str, *, mentor_key: str) -> None:
    """Take it back; from this moment the colleague sees nothing."""
    with unit_of_work(actor) as work:
        found = queries_lists.get_list(actor, key)
        mentor = select(Person.id).where(Person.key == mentor_key).scalar_subquery()
        work.session.execute(
            delete(ReadingShare).where(
                ReadingShare.list_id == found.id,
                ReadingShare.person_id == actor.id,
                ReadingShare.mentor_id == mentor,
            )
        )
        work.log(AuditCode.READING_PROGRESS_HIDDEN, found)
