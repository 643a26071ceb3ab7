"""Writing, screening, publishing and keeping learning notes."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select, update

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import Conflict, Incomplete, Invalid
from review_app.domain.events import NotePublished
from review_app.domain.learning_notes import folded, next_review_by, standing
from review_app.domain.note_screen import HitKind
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.domain.workflow import (
    LEARNING_NOTE_STEPS,
    LearningNoteState,
    LearningNoteStep,
    after,
)
from review_app.features.knowledge import queries
from review_app.kernel import clock, drafts, search
from review_app.kernel.db import db
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import Criterion, LearningNote, NoteCriterion, Receipt, ScreenOverride

READABLE = (LearningNoteState.PUBLISHED, LearningNoteState.STALE)


def start_note(
    actor: Actor,
    *,
    title: str,
    text: str,
    law_reference: str | None = None,
    criterion_keys: Collection[str] = (),
    review_by_on: date | None = None,
) -> LearningNote:
    """Write a new note, not yet seen by its readers."""
    with unit_of_work(actor) as work:
        demand(actor, Permission.NOTE_WRITE)
        refuse_personal_numbers(f"{title}\n{text}", field="text")
        assert actor.id is not None
        note = LearningNote(
            title=title,
            text=text,
            law_reference=law_reference or None,
            review_by_on=review_by_on,
            owner_id=actor.id,
            criteria=_lines(criterion_keys),
        )
        work.add(note)
        work.log(AuditCode.NOTE_DRAFTED, note)
        enter_in_search(actor, note)
        drafts.discard_draft(actor, LearningNote.NEW_PLACE)
    return note


def save_note(
    actor: Actor,
    key: str,
    *,
    revision: int,
    title: str,
    text: str,
    law_reference: str | None,
    criterion_keys: Collection[str],
    review_by_on: date | None,
) -> LearningNote:
    """Change a note's text; one that is being read must pass the screen at once.

    :raises Conflict: when somebody else saved since *revision*.
    :raises Incomplete: when a readable note would show a hit of the screen.
    """
    with unit_of_work(actor) as work:
        note = queries.get_note(actor, key)
        work.hold(note)
        demand(actor, Permission.NOTE_WRITE, note)
        note.state = after(LEARNING_NOTE_STEPS, note.state, LearningNoteStep.EDIT)
        refuse_personal_numbers(f"{title}\n{text}", field="text")
        _take(note, revision)
        note.title, note.text, note.law_reference = title, text, law_reference or None
        note.review_by_on = review_by_on
        _set_criteria(note, criterion_keys)
        if note.state in READABLE:
            _demand_clear(actor, note)
        work.log(AuditCode.NOTE_EDITED, note, revision=note.revision)
        enter_in_search(actor, note)
        drafts.discard_draft(actor, note.draft_place)
    return note


def _take(note: LearningNote, revision: int) -> None:
    # In the UPDATE itself, so that no isolation level can let two of them through.
    taken = db.session.execute(
        update(LearningNote)
        .where(LearningNote.id == note.id, LearningNote.revision == revision)
        .values(revision=revision + 1)
        .returning(LearningNote.id)
    ).first()
    if taken is None:
        raise Conflict(theirs=note.text, revision=note.revision)
    db.session.refresh(note, ["revision"])


def _lines(criterion_keys: Collection[str]) -> list[NoteCriterion]:
    found = select(Criterion.id).where(Criterion.key.in_(criterion_keys)).order_by(Criterion.id)
    return [NoteCriterion(criterion_id=id_) for id_ in db.session.scalars(found)]


def _set_criteria(note: LearningNote, criterion_keys: Collection[str]) -> None:
    kept = [line for line in note.criteria if line.criterion.key in criterion_keys]
    known = {line.criterion_id for line in kept}
    added = [line for line in _lines(criterion_keys) if line.criterion_id not in known]
    note.criteria = [*kept, *added]


def _demand_clear(actor: Actor, note: LearningNote) -> None:
    hits = queries.screening(actor, note).hits
    if hits:
        raise Incomplete(reason="screen", hits=[hit.text for hit in hits])


def ask_review(actor: Actor, key: str) -> None:
    """Ask whoever may publish to look at the note."""
    with unit_of_work(actor) as work:
        note = queries.get_note(actor, key)
        work.hold(note)
        demand(actor, Permission.NOTE_WRITE, note)
        note.state = after(LEARNING_NOTE_STEPS, note.state, LearningNoteStep.ASK_REVIEW)
        note.sent_back_because = None
        work.log(AuditCode.NOTE_REVIEW_ASKED, note)


def send_back(actor: Actor, key: str, *, reason: str) -> None:
    """Give the note back to its writer and say what is missing."""
    with unit_of_work(actor) as work:
        note = queries.get_note(actor, key)
        work.hold(note)
        demand(actor, Permission.NOTE_PUBLISH, note)
        note.state = after(LEARNING_NOTE_STEPS, note.state, LearningNoteStep.SEND_BACK)
        note.sent_back_because = reason
        work.log(AuditCode.NOTE_SENT_BACK, note)


def publish(actor: Actor, key: str, *, revision: int) -> None:
    """Let everybody read the note, as it stood when the publisher read it.

    :raises Conflict: when it was changed since *revision*.
    :raises Incomplete: while the personal-data screen has hits that nobody has answered for.
    """
    with unit_of_work(actor) as work:
        note = queries.get_note(actor, key)
        work.hold(note)
        demand(actor, Permission.NOTE_PUBLISH, note)
        state = after(LEARNING_NOTE_STEPS, note.state, LearningNoteStep.PUBLISH)
        if note.revision != revision:
            raise Conflict(revision=note.revision)
        _demand_clear(actor, note)
        note.state, note.published_at, note.published_by_id = state, clock.now(), actor.id
        if note.review_by_on is None or note.review_by_on <= clock.today():
            note.review_by_on = next_review_by(clock.today())
        work.log(AuditCode.NOTE_PUBLISHED, note, review_by_on=note.review_by_on.isoformat())
        work.tell(NotePublished(note.id))


def override_hit(actor: Actor, key: str, *, hit_text: str, reason: str) -> None:
    """Say that a hit of the screen leads back to nobody, and why.

    :raises Invalid: when there is no such hit, or it is a personal number, or no reason is given.
    """
    with unit_of_work(actor) as work:
        note = queries.get_note(actor, key)
        work.hold(note)
        demand(actor, Permission.NOTE_PUBLISH, note)
        hits = {folded(hit.text): hit for hit in queries.screening(actor, note).hits}
        hit = hits.get(folded(hit_text))
        if hit is None or hit.kind is HitKind.CPR:
            raise Invalid(field="hit_text", reason="no-such-hit")
        if not reason.strip():
            raise Invalid(field="reason", reason="empty")
        assert actor.id is not None
        override = ScreenOverride(hit_text=folded(hit.text), reason=reason, decided_by_id=actor.id)
        note.overrides.append(override)
        work.log(AuditCode.NOTE_SCREEN_OVERRIDDEN, note, kind=hit.kind.value)


def confirm(actor: Actor, key: str) -> None:
    """Say that a note that had grown old still holds, for another year.

    :raises Incomplete: when the screen would not let it be published today.
    """
    with unit_of_work(actor) as work:
        note = queries.get_note(actor, key)
        work.hold(note)
        demand(actor, Permission.NOTE_PUBLISH, note)
        state = standing(note.state, note.review_by_on, today=clock.today())
        note.state = after(LEARNING_NOTE_STEPS, state, LearningNoteStep.CONFIRM)
        _demand_clear(actor, note)
        note.review_by_on = next_review_by(clock.today())
        work.log(AuditCode.NOTE_CONFIRMED, note, review_by_on=note.review_by_on.isoformat())


def archive(actor: Actor, key: str) -> None:
    """Take the note out of everybody's sight; its history stays."""
    with unit_of_work(actor) as work:
        note = queries.get_note(actor, key)
        work.hold(note)
        demand(actor, Permission.NOTE_PUBLISH, note)
        note.state = after(LEARNING_NOTE_STEPS, note.state, LearningNoteStep.ARCHIVE)
        work.log(AuditCode.NOTE_ARCHIVED, note)


def mark_read(actor: Actor, key: str) -> None:
    """Keep the reader's own receipt: in no log, since it concerns nobody else."""
    with unit_of_work(actor) as work:
        note = queries.get_note(actor, key)
        work.hold(note)
        demand(actor, Permission.NOTE_READ, note)
        if not queries.read_by_actor(actor, note_ids=[note.id]):
            assert actor.id is not None
            work.add(Receipt(note_id=note.id, person_id=actor.id))


def enter_in_search(_actor: Actor, note: LearningNote) -> None:
    """Let the note be found as it now reads; readers still find only what they may read."""
    words = f"{note.text}\n{note.law_reference or ''}"
    search.put(search.Searchable.NOTE, note.id, title=note.title, words=words)
