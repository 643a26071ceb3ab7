"""The knowledge base of the story: a guide, a dilemma, questions, and a list for new colleagues."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from review_app.domain.kinds import NoteKind
from review_app.domain.learning_notes import Filed, Written
from review_app.domain.workflow import LearningNoteState
from review_app.entrypoints.demo.people import Town, read_story
from review_app.entrypoints.demo.rounds import LEAD, REVIEWERS, on_day, version_in_use
from review_app.features.knowledge import service, service_lists, service_readers
from review_app.features.knowledge import service_publishing as publishing
from review_app.features.knowledge.service_lists import Step
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import LearningNote

Told = Mapping[str, Any]
READABLE = (LearningNoteState.PUBLISHED, LearningNoteState.STALE)


def tell(town: Town, today: date) -> None:
    """Write, publish, ask, answer and read, and leave a change and a question waiting."""
    told = read_story("knowledge")
    on_day(today - timedelta(days=told["guide"]["days_ago"]), 9)
    topics = {
        danish: service.add_topic(town.actor(LEAD), name_da=danish, name_en=english).key
        for danish, english in told["topics"]
    }
    guide = _publish(town, told["guide"], NoteKind.PRACTICE_GUIDE, topics)
    on_day(today - timedelta(days=told["dilemma"]["days_ago"]), 9)
    _publish(town, told["dilemma"], NoteKind.DILEMMA, topics)
    on_day(today - timedelta(days=told["list"]["days_ago"]), 10)
    _lead_the_new(town, told["list"])
    on_day(today - timedelta(days=3), 10)
    _ask(town, told["guide"], guide)
    _change(town, told["guide"], guide)


def _publish(town: Town, told: Told, kind: NoteKind, topics: Mapping[str, str]) -> LearningNote:
    lead = town.actor(LEAD)
    filed = Filed(
        kind=kind,
        criterion_keys=_criteria(told),
        topic_keys=[topics[told["topic"]]],
        profession=told.get("profession"),
        review_by_on=clock.today() + timedelta(days=365),
    )
    note = service.start_note(lead, written=_words(told, told["text"]), filed=filed)
    publishing.ask_review(lead, note.key)
    publishing.publish(town.actor(REVIEWERS[1]), note.key, revision=note.revision)
    return note


def _words(told: Told, text: str) -> Written:
    given: dict[str, Any] = {n: told.get(n) for n in Written.NAMES if n != "text"}
    return Written(**given, text=text.strip())


def _criteria(told: Told) -> list[str]:
    version = version_in_use("sickness-benefit")
    return [
        criterion.key
        for section in version.sections
        for criterion in section.criteria
        if criterion.code == told.get("criterion")
    ]


def _lead_the_new(town: Town, told: Told) -> None:
    lead = town.actor(LEAD)
    made = service_lists.make_list(
        lead, title=told["title"], purpose=told["purpose"], profession=None, is_for_new=True
    )
    keys = db.session.scalars(
        select(LearningNote.key)
        .where(LearningNote.state.in_(READABLE))
        .order_by(LearningNote.published_at, LearningNote.id)
    ).all()
    for key in keys:
        service_lists.place_note(lead, made.key, note_key=key, step=Step.ADD)
    newest = town.actor(town.caseworkers[-1].name)
    service.mark_read(newest, keys[0])
    mentor = town.person(lead.id or 0)
    service_lists.show_progress(newest, made.key, mentor_key=mentor.key)


def _ask(town: Town, told: Told, guide: LearningNote) -> None:
    asker, other = (town.actor(person.name) for person in town.caseworkers[:2])
    said = service_readers.comment(asker, guide.key, text=told["question"], is_question=True)
    service_readers.reply(town.actor(LEAD), said.key, text=told["answer"])
    service_readers.comment(other, guide.key, text=told["open_question"], is_question=True)
    for reader in (asker, other):
        service_readers.thank(reader, guide.key)


def _change(town: Town, told: Told, guide: LearningNote) -> None:
    filed = Filed(
        kind=guide.kind,
        criterion_keys=[line.criterion.key for line in guide.criteria],
        topic_keys=[line.topic.key for line in guide.topics],
        profession=guide.profession,
        review_by_on=guide.review_by_on,
    )
    written = _words(told, told["changed"])
    service.save_note(
        town.actor(LEAD), guide.key, revision=guide.revision, written=written, filed=filed
    )
