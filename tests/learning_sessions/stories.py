"""Walk a learning session to a state through the real services."""

from datetime import date, timedelta

from review_app.domain.kinds import LearningSessionKind, OutcomeKind
from review_app.domain.outcomes import OutcomeFields
from review_app.domain.scoring import Severity
from review_app.domain.workflow import ChecklistVersionState
from review_app.features.learning_sessions import service, service_agenda, service_minutes
from review_app.kernel import clock
from review_app.models import Checklist, ChecklistSection, ChecklistVersion, Criterion
from tests.cast import actor, enter

PARTIES = ("hanne", "karin", "clara")


def plan(people, **changes):
    given = {
        "kind": LearningSessionKind.TRIPARTITE,
        "title": "A hard case",
        "starts_at": clock.now() + timedelta(days=2),
        "caseworker": f":{people.hanne.key}",
        "coordinator": f":{people.karin.key}",
        "third": f"{people.running.key}:{people.clara.key}",
    }
    return service.Plan(**{**given, **changes})


def planned(people, **changes):
    return service.plan_session(actor(people.karin), plan=plan(people, **changes))


def asked(people):
    session = planned(people)
    return service.ask_positions(actor(people.karin), session.key)


def write(people, name, session, text=None):
    service.take_position(
        actor(getattr(people, name)), session.key, text=text or f"{name} thinks", revision=1
    )


def held(people, case=None):
    session = asked(people)
    if case is not None:
        service_agenda.add_item(
            actor(people.karin), session.key, about=f"case:{case.key}", title=""
        )
    for name in PARTIES:
        write(people, name, session)
    return service.hold(actor(people.karin), session.key)


def team_session(people):
    session = planned(
        people, kind=LearningSessionKind.TEAM, caseworker="", third="", title="Team talk"
    )
    return service.hold(actor(people.karin), session.key)


def action_fields(people, **changes):
    due_on = date(2026, 5, 1)
    given = {"text": "Call the employer", "owner_id": people.hanne.id, "due_on": due_on}
    return OutcomeFields(**{**given, **changes})


def record(people, session, kind=OutcomeKind.ACTION, fields=None, item_key=""):
    return service_minutes.record_outcome(
        actor(people.karin),
        session.key,
        kind=kind,
        fields=fields or action_fields(people),
        item_key=item_key,
    )


def signing(people, case=None):
    session = held(people, case)
    item_key = session.agenda[0].key if case is not None else ""
    record(people, session, item_key=item_key)
    return service_minutes.ask_signatures(actor(people.karin), session.key)


def sign(people, name, session):
    person = getattr(people, name)
    return service_minutes.sign(actor(person), session.key, revision=session.revision)


def a_criterion():
    checklist = Checklist(code="follow-up", name_da="Opfølgning", name_en="Follow-up")
    enter(checklist)
    version = ChecklistVersion(
        checklist_id=checklist.id,
        number=1,
        state=ChecklistVersionState.PUBLISHED,
        published_at=clock.now(),
    )
    enter(version)
    section = ChecklistSection(version_id=version.id, position=1, title_da="a", title_en="a")
    enter(section)
    criterion = Criterion(
        section_id=section.id,
        position=1,
        code="K1",
        question_da="Blev samtalen holdt til tiden?",
        question_en="Was the talk held in time?",
        default_severity=Severity.MATERIAL,
    )
    enter(criterion)
    return criterion
