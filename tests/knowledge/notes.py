"""Notes and what they come from, for the tests of the knowledge base."""

from datetime import date

from review_app.domain.access import Role
from review_app.domain.kinds import LearningSessionKind, OutcomeKind
from review_app.domain.learning_notes import Filed, Written
from review_app.domain.scoring import Severity
from review_app.domain.workflow import ChecklistVersionState
from review_app.features.knowledge import service, service_publishing
from review_app.kernel import clock
from review_app.kernel.db import db as database
from review_app.models import (
    AgendaItem,
    Appointment,
    Checklist,
    ChecklistSection,
    ChecklistVersion,
    Criterion,
    LearningSession,
    Person,
    SessionOutcome,
)
from tests.cast import actor, enter


def a_checklist(*questions, code="c"):
    """Enter a published checklist whose criteria C1, C2, ... ask *questions*."""
    checklist = Checklist(code=code, name_da=code, name_en=code)
    enter(checklist)
    return a_version(checklist, 1, *questions)


def a_version(checklist, number, *questions):
    version = ChecklistVersion(
        checklist_id=checklist.id,
        number=number,
        state=ChecklistVersionState.PUBLISHED,
        published_at=clock.now(),
    )
    enter(version)
    section = ChecklistSection(version_id=version.id, position=1, title_da="A", title_en="A")
    enter(section)
    enter(
        *(
            Criterion(
                section_id=section.id,
                position=n,
                code=f"C{n}",
                question_da=question,
                question_en=question,
                law_reference="§ 13",
                default_severity=Severity.MINOR,
            )
            for n, question in enumerate(questions, start=1)
            if question
        )
    )
    return version


def criteria_of(version):
    return {c.code: c for s in version.sections for c in s.criteria}


def an_outcome(planner, *, case=None):
    session = LearningSession(
        kind=LearningSessionKind.TRIPARTITE,
        title="A talk",
        starts_at=clock.now(),
        planned_by_id=planner.id,
        agenda=[AgendaItem(position=1, title="i", case_id=case.id)] if case else [],
    )
    enter(session)
    outcome = SessionOutcome(
        session_id=session.id,
        kind=OutcomeKind.LEARNING_NOTE,
        title="T",
        text="t",
        recorded_by_id=planner.id,
    )
    enter(outcome)
    return outcome


def words(**changed):
    return Written(**{"title": "Hold samtalen i tide", "text": "Book den første dag."} | changed)


def filing(*, criteria=(), topics=(), **changed):
    keys = {"criterion_keys": [c.key for c in criteria], "topic_keys": [t.key for t in topics]}
    return Filed(**{"review_by_on": date(2099, 1, 1)} | keys | changed)


def a_note(writer, *, criteria=(), topics=(), filed=None, **written):
    filed = filing(criteria=criteria, topics=topics, **(filed or {}))
    return service.start_note(actor(writer), written=words(**written), filed=filed)


def another_coordinator(than):
    appointed = database.session.query(Person).join(Appointment)
    return appointed.filter(Appointment.role == Role.COORDINATOR, Person.id != than.id).first()


def a_published_note(writer, **what):
    note = a_note(writer, **what)
    service_publishing.ask_review(actor(writer), note.key)
    publisher = actor(another_coordinator(writer))
    service_publishing.publish(publisher, note.key, revision=note.revision)
    return note
