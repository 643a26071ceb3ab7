"""Walks a round to where a test needs it, through the services."""

from datetime import date, timedelta

from review_app.domain.ceremony import Contributor, PublicKind
from review_app.domain.frames import FrameFilter
from review_app.domain.kinds import RoundPurpose
from review_app.domain.scoring import Severity
from review_app.domain.verify_draw import sha256
from review_app.domain.workflow import ChecklistVersionState
from review_app.features.rounds import service, service_ceremony
from review_app.kernel import clock
from review_app.models import Checklist, ChecklistSection, ChecklistVersion, Criterion
from tests.cast import actor, enter, some_cases


def a_version(state=ChecklistVersionState.PUBLISHED):
    checklist = Checklist(code="followup", name_da="Opfølgning", name_en="Follow-up")
    enter(checklist)
    version = ChecklistVersion(
        checklist_id=checklist.id,
        number=1,
        state=state,
        published_at=None if state is ChecklistVersionState.DRAFT else clock.now(),
    )
    enter(version)
    section = ChecklistSection(version_id=version.id, position=1, title_da="A", title_en="A")
    enter(section)
    criterion = Criterion(
        section_id=section.id,
        position=1,
        code="talk",
        question_da="Blev samtalen holdt?",
        question_en="Was the talk held?",
        default_severity=Severity.MATERIAL,
    )
    enter(criterion)
    return version


def twenty_cases(people):
    """Twenty cases: every fifth is Karin's own, the rest Hanne's in North and Henrik's in South."""
    handlers = [people.karin, people.hanne, people.henrik, people.hanne, people.henrik] * 4
    return some_cases(*handlers, opened_on=date(2026, 1, 1))


def a_planned_round(people, *, size=6, title="First quarter", **chosen):
    karin = actor(people.karin)
    planned = service.plan_round(karin, title=title, purpose=RoundPurpose.MEASURE)
    service.set_frame(karin, planned.key, chosen=FrameFilter(**chosen))
    service.set_size(karin, planned.key, size=size)
    return planned


def with_reviewers(people, planned, version):
    service.set_reviewing(
        actor(people.karin),
        planned.key,
        version_key=version.key,
        reviewer_ids=[people.karin.id, people.kurt.id],
        response_days=10,
    )
    return planned


def a_drawn_round(people, *, size=6, version=None):
    planned = a_planned_round(people, size=size)
    if version is not None:
        with_reviewers(people, planned, version)
    service_ceremony.seal_draw(actor(people.karin), planned.key)
    return service_ceremony.reveal_draw(actor(people.karin), planned.key)


def a_learn_round(people, *cases, version):
    karin = actor(people.karin)
    planned = service.plan_round(karin, title="Hard cases", purpose=RoundPurpose.LEARN)
    for case in cases:
        service.pick_case(karin, planned.key, reference=case.number, reason="A hard one")
    return with_reviewers(people, planned, version)


def secret_of(name):
    """What a contributor keeps to themselves, made of their part's name."""
    return sha256(name.value.encode())


def a_ceremony(people, *, public=PublicKind.NONE, with_staff=None, **more):
    """A started draw that waits for Karin and, for the staff, for Hanne."""
    staff = with_staff or people.hanne
    if not staff.is_staff_representative:
        staff.is_staff_representative = True
        enter(staff)
    parts = {
        Contributor.COORDINATOR: people.karin.id,
        Contributor.STAFF_REPRESENTATIVE: staff.id,
    }
    return service_ceremony.start_draw(
        actor(people.karin),
        a_planned_round(people).key,
        people=parts,
        public=public,
        reveal_due_on=clock.today() + timedelta(days=7),
        **more,
    )
