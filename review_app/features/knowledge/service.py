"""Writing notes: every saving keeps a version, and readers see none that nobody else has seen."""

from collections.abc import Collection, Iterable
from dataclasses import asdict

from sqlalchemy import delete, select, update

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import Conflict, Invalid
from review_app.domain.learning_notes import Filed, Written
from review_app.domain.note_links import has_bare_picture, labels
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.domain.workflow import (
    LEARNING_NOTE_STEPS,
    LearningNoteState,
    LearningNoteStep,
    after,
)
from review_app.features.knowledge import queries, queries_links, queries_writing
from review_app.kernel import drafts, search
from review_app.kernel.db import db
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import (
    Criterion,
    LearningNote,
    NoteCriterion,
    NoteLink,
    NoteTopic,
    NoteVersion,
    Receipt,
    Topic,
)

READABLE = (LearningNoteState.PUBLISHED, LearningNoteState.STALE)


def start_note(actor: Actor, *, written: Written, filed: Filed) -> LearningNote:
    """Write a new note, not yet seen by its readers.

    :raises Invalid: when it holds a personal number, or a picture without words.
    """
    with unit_of_work(actor) as work:
        demand(actor, Permission.NOTE_WRITE)
        _refuse_unfit(written)
        assert actor.id is not None
        note = LearningNote(owner_id=actor.id, last_saved_by_id=actor.id, **asdict(written))
        _file(note, filed)
        work.add(note)
        keep_version(actor, note)
        work.log(AuditCode.NOTE_DRAFTED, note)
        drafts.discard_draft(actor, LearningNote.NEW_PLACE)
    return note


def save_note(
    actor: Actor, key: str, *, revision: int, written: Written, filed: Filed
) -> LearningNote:
    """Change a note; new words of one that is being read wait for another person.

    :raises Conflict: when somebody else saved since *revision*.
    :raises Invalid: when it holds a personal number, or a picture without words.
    """
    with unit_of_work(actor) as work:
        note = queries.get_note(actor, key)
        work.hold(note)
        demand(actor, Permission.NOTE_WRITE, note)
        note.state = after(LEARNING_NOTE_STEPS, note.state, LearningNoteStep.EDIT)
        _refuse_unfit(written)
        _take(actor, note, revision)
        _file(note, filed)
        if note.state not in READABLE:
            note.take(written)
        if note.state not in READABLE or written != note.written:
            note.last_saved_by_id, note.sent_back_because = actor.id, None
            keep_version(actor, note, written=written)
        work.log(AuditCode.NOTE_EDITED, note, revision=note.revision)
        drafts.discard_draft(actor, note.draft_place)
    return note


def _refuse_unfit(written: Written) -> None:
    refuse_personal_numbers(f"{written.title}\n{written.body}", field="text")
    if has_bare_picture(written.body):
        raise Invalid(field="text", reason="picture-without-words")


def _take(actor: Actor, note: LearningNote, revision: int) -> None:
    # In the UPDATE itself, so that no isolation level can let two of them through.
    taken = db.session.execute(
        update(LearningNote)
        .where(LearningNote.id == note.id, LearningNote.revision == revision)
        .values(revision=revision + 1)
        .returning(LearningNote.id)
    ).first()
    if taken is None:
        theirs = queries_writing.newest_words(actor, note)
        raise Conflict(theirs=theirs.text, revision=note.revision)
    db.session.refresh(note, ["revision"])


def _file(note: LearningNote, filed: Filed) -> None:
    note.kind, note.profession = filed.kind, filed.profession or None
    note.review_by_on = filed.review_by_on
    _set_criteria(note, filed.criterion_keys)
    found = db.session.scalars(select(Topic).where(Topic.key.in_(filed.topic_keys))).all()
    kept = {line.topic_id: line for line in note.topics}
    note.topics = [kept.get(t.id) or NoteTopic(topic_id=t.id) for t in found]


def _set_criteria(note: LearningNote, criterion_keys: Collection[str]) -> None:
    found = select(Criterion.id).where(Criterion.key.in_(criterion_keys)).order_by(Criterion.id)
    kept = {line.criterion_id: line for line in note.criteria}
    note.criteria = [
        kept.get(id_) or NoteCriterion(criterion_id=id_) for id_ in db.session.scalars(found)
    ]


def keep_version(actor: Actor, note: LearningNote, *, written: Written | None = None) -> None:
    """Keep the words that were saved; part of the caller's unit.

    Words that are the note's own are searched and linked from now on.
    """
    words = written or note.written
    with unit_of_work(actor) as work:
        version = NoteVersion(
            note_id=note.id, number=note.revision, saved_by_id=actor.id, **asdict(words)
        )
        work.add(version)
        if words == note.written:
            enter_words(actor, note)


def enter_words(actor: Actor, note: LearningNote) -> None:
    """Let the note be found, and lead to what it names; part of the caller's unit."""
    search.put(search.Searchable.NOTE, note.id, title=note.title, words=note.written.body)
    with unit_of_work(actor) as work:
        named = labels(note.written.body)
        found = queries_links.resolve(actor, named)
        work.session.execute(delete(NoteLink).where(NoteLink.note_id == note.id))
        for label in named:
            place = found[label].columns if label in found else {}
            work.session.add(NoteLink(note_id=note.id, label=label, **place))
        _revive(work, note)


def _revive(work: Work, note: LearningNote) -> None:
    """Let links that named a note before there was one lead to it."""
    work.session.flush()
    work.session.execute(
        update(NoteLink)
        .where(
            NoteLink.label.in_([note.title, note.key]),
            NoteLink.note_id != note.id,
            NoteLink.target_id.is_(None),
            NoteLink.standard_id.is_(None),
            NoteLink.criterion_id.is_(None),
        )
        .values(target_id=note.id)
        .execution_options(synchronize_session=False)
    )


def add_topic(actor: Actor, *, name_da: str, name_en: str) -> Topic:
    """Add a topic to file notes under.

    :raises Invalid: when there is one of that name.
    """
    with unit_of_work(actor) as work:
        demand(actor, Permission.NOTE_WRITE)
        refuse_personal_numbers(f"{name_da}\n{name_en}", field="name_da")
        if name_da in _topic_names(queries_writing.list_topics(actor)):
            raise Invalid(field="name_da", reason="taken")
        topic = work.add(Topic(name_da=name_da, name_en=name_en or name_da))
        work.log(AuditCode.TOPIC_ADDED, topic)
    return topic


def _topic_names(topics: Iterable[Topic]) -> set[str]:
    return {topic.name_da for topic in topics}


def mark_read(actor: Actor, key: str) -> None:
    """Keep the reader's own receipt: in no log, since it concerns nobody else."""
    with unit_of_work(actor) as work:
        note = queries.get_note(actor, key)
        work.hold(note)
        demand(actor, Permission.NOTE_READ, note)
        if not queries.read_by_actor(actor, note_ids=[note.id]):
            assert actor.id is not None
            work.add(Receipt(note_id=note.id, person_id=actor.id))
