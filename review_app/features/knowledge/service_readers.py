"""What readers add to a note: questions, remarks, answers, and that it helped them."""

from sqlalchemy import delete

from review_app.domain.access import Actor, Permission, can, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import Incomplete, Invalid
from review_app.domain.note_screen import screen
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.features.knowledge import queries, queries_readers
from review_app.kernel import clock
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import LearningNote, NoteComment, NoteReply, NoteThanks


def comment(actor: Actor, key: str, *, text: str, is_question: bool) -> NoteComment:
    """Ask or remark something at the note, for all who read it.

    :raises Incomplete: when the words may lead back to a citizen; ``hits`` holds what does.
    """
    with unit_of_work(actor) as work:
        note = queries.get_note(actor, key)
        demand(actor, Permission.NOTE_DISCUSS, note)
        _refuse_unfit(text)
        assert actor.id is not None
        said = NoteComment(
            note_id=note.id, author_id=actor.id, text=text.strip(), is_question=is_question
        )
        work.add(said)
        work.log(AuditCode.NOTE_COMMENTED, note, is_question=is_question)
    return said


def reply(actor: Actor, key: str, *, text: str) -> NoteReply:
    """Say something to a comment; from whoever answers for the note it is the answer.

    :raises Invalid: when the comment is closed.
    :raises Incomplete: when the words may lead back to a citizen; ``hits`` holds what does.
    """
    with unit_of_work(actor) as work:
        said, note = queries_readers.get_comment(actor, key)
        work.hold(said)
        demand(actor, Permission.NOTE_DISCUSS, note)
        if said.closed_at is not None:
            raise Invalid(field="text", reason="closed")
        _refuse_unfit(text)
        assert actor.id is not None
        is_answer = said.is_question and _may_answer(actor, note) and said.author_id != actor.id
        answer = NoteReply(
            comment_id=said.id, author_id=actor.id, text=text.strip(), is_answer=is_answer
        )
        work.add(answer)
        if is_answer:
            said.answered_at = clock.now()
        elif said.author_id == actor.id:
            said.answered_at = None  # whoever asked asks on
        work.log(AuditCode.NOTE_ANSWERED, note, is_answer=is_answer)
    return answer


def close(actor: Actor, key: str) -> LearningNote:
    """Close a comment: whoever asked has what they need, or it is settled."""
    with unit_of_work(actor) as work:
        said, note = queries_readers.get_comment(actor, key)
        work.hold(said)
        demand(actor, Permission.NOTE_CLOSE_QUESTION, said)
        if said.closed_at is None:
            said.closed_at, said.closed_by_id = clock.now(), actor.id
        work.log(AuditCode.NOTE_COMMENT_CLOSED, note)
    return note


def thank(actor: Actor, key: str) -> None:
    """Count that the note helped the reader, or count it no more; in no log, like a receipt."""
    with unit_of_work(actor) as work:
        note = queries.get_note(actor, key)
        work.hold(note)
        demand(actor, Permission.NOTE_DISCUSS, note)
        assert actor.id is not None
        if queries_readers.thanks(actor, note).is_mine:
            mine = NoteThanks.note_id == note.id, NoteThanks.person_id == actor.id
            work.session.execute(delete(NoteThanks).where(*mine))
        else:
            work.add(NoteThanks(note_id=note.id, person_id=actor.id))


def _may_answer(actor: Actor, note: LearningNote) -> bool:
    return note.owner_id == actor.id or can(actor, Permission.NOTE_WRITE, note)


def _refuse_unfit(text: str) -> None:
    if not text.strip():
        raise Invalid(field="text", reason="empty")
    refuse_personal_numbers(text, field="text")
    # Colleagues may be named here; citizens can not be known, so what else leads to them counts.
    hits = screen(text)
    if hits:
        raise Incomplete(reason="screen", hits=[hit.text for hit in hits])
