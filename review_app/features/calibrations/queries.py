"""Finding calibrations, and what one is planned from."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, not_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from review_app.domain.access import OPERATOR, Actor, Permission, Role, demand
from review_app.domain.errors import Invalid, NotFound
from review_app.domain.workflow import ChecklistVersionState, ReviewState
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.kernel.paging import Page, after_row, page_of
from review_app.models import (
    Appointment,
    Calibration,
    CalibrationCase,
    Case,
    ChecklistVersion,
    Engagement,
    EngagementMember,
    Person,
    Review,
    Round,
)
from review_app.models.engagements import runs_on
from review_app.models.visibility import (
    visible_calibrations,
    visible_cases,
    visible_engagements,
    visible_reviews,
)

UNFINISHED = (
    ReviewState.ASSIGNED,
    ReviewState.IN_PROGRESS,
    ReviewState.SUBMITTED,
    ReviewState.COMPARING,
    ReviewState.IN_RESPONSE,
)


@dataclass(frozen=True, slots=True)
class Part:
    """How far one participant is: nothing of what they answer."""

    person: Person
    handed_in: int
    total: int


def list_calibrations(actor: Actor, *, after: str | None = None) -> Page[Calibration]:
    """Return the calibrations the actor may know of, newest first."""
    demand(actor, Permission.CALIBRATION_READ)
    query = visible_calibrations(actor).options(
        joinedload(Calibration.version).joinedload(ChecklistVersion.checklist)
    )
    query = after_row(query, after, value=Calibration.id, id_=Calibration.id, descending=True)
    return page_of(db.session.scalars(query).all(), lambda row: (row.id, row.id))


def get_calibration(actor: Actor, key: str, *, to_run: bool = False) -> Calibration:
    """Return one calibration with its cases and participants.

    :raises NotFound: when there is none, or none the actor may know of.
    :raises NotPermitted: when the actor may read it but not run it and *to_run* is asked.
    """
    query = visible_calibrations(actor).where(Calibration.key == key)
    cases = selectinload(Calibration.cases).joinedload(CalibrationCase.case)
    found = db.session.scalar(query.options(cases))
    if found is None:
        raise NotFound(thing="calibration", key=key)
    if to_run:
        demand(actor, Permission.CALIBRATION_RUN, found)
    return found


def progress(actor: Actor, found: Calibration) -> list[Part]:
    """Return how far everybody is, by name."""
    demand(actor, Permission.CALIBRATION_READ, found)
    done = Review.state.in_([ReviewState.SUBMITTED, ReviewState.COMPARED])
    counts = (
        select(Review.reviewer_id, func.count(), func.count().filter(done))
        .join(Round, Round.id == Review.round_id)
        .where(Round.calibration_id == found.id)
        .group_by(Review.reviewer_id)
    )
    by_person = {row[0]: (row[2], row[1]) for row in db.session.execute(counts)}
    people = sorted((one.person for one in found.participants), key=lambda person: person.name)
    return [Part(person, *by_person.get(person.id, (0, len(found.cases)))) for person in people]


def list_versions(actor: Actor) -> Sequence[ChecklistVersion]:
    """Return the published checklist versions."""
    demand(actor, Permission.CALIBRATION_RUN)
    published = ChecklistVersion.state == ChecklistVersionState.PUBLISHED
    query = select(ChecklistVersion).where(published)
    query = query.options(joinedload(ChecklistVersion.checklist))
    order = (ChecklistVersion.checklist_id, ChecklistVersion.number.desc())
    return db.session.scalars(query.order_by(*order)).all()


def list_engagements(actor: Actor) -> Sequence[Engagement]:
    """Return the engagements that run today."""
    demand(actor, Permission.CALIBRATION_RUN)
    running = visible_engagements(actor).where(runs_on(clock.today()))
    return db.session.scalars(running.order_by(Engagement.title)).all()


def able_people(actor: Actor, engagement_id: int | None = None) -> Sequence[Person]:
    """Return who can take part: coordinators, and the consultants of a running engagement."""
    running = [e.id for e in list_engagements(actor) if engagement_id in (None, e.id)]
    coordinators = select(Appointment.person_id).where(Appointment.role == Role.COORDINATOR)
    members = select(EngagementMember.person_id).where(EngagementMember.engagement_id.in_(running))
    able = or_(Person.id.in_(coordinators), Person.id.in_(members))
    query = select(Person).where(Person.is_active, able)
    return db.session.scalars(query.order_by(Person.name)).all()


def engaged_among(_actor: Actor, person_ids: Collection[int], *, engagement_id: int) -> set[int]:
    """Return those of the people who work under the engagement."""
    members = select(EngagementMember.person_id).where(
        EngagementMember.engagement_id == engagement_id,
        EngagementMember.person_id.in_(person_ids),
    )
    return set(db.session.scalars(members))


def find_case(actor: Actor, reference: str) -> Case:
    """Return the case of this number or key that nobody is reviewing, as far as the actor knows.

    :raises Invalid: when there is none, several, or it is being reviewed.
    """
    wanted = reference.strip()
    named = or_(Case.number == wanted, Case.key == wanted)
    found = db.session.scalars(visible_cases(actor).where(named).limit(2)).all()
    if len(found) != 1:
        raise Invalid(field="case", reason="unknown")
    unfinished = visible_reviews(actor).where(
        Review.case_id == found[0].id, Review.state.in_(UNFINISHED), Review.apart_for_id.is_(None)
    )
    if db.session.scalar(unfinished.limit(1)) is not None:
        raise Invalid(field="case", reason="in-review")
    return found[0]


def cases_by_chance(
    actor: Actor, found: Calibration, *, count: int, only_reviewed: bool
) -> list[Case]:
    """Return up to *count* cases chosen by chance, that none of the participants handles.

    Cases that are being reviewed are left out, whoever reviews them.
    """
    reviewed = select(Review.case_id).where(Review.apart_for_id.is_(None))
    busy = reviewed.where(Review.state.in_(UNFINISHED))
    conditions: list[ColumnElement[bool]] = [
        not_(Case.id.in_(busy)),
        or_(Case.caseworker_id.is_(None), Case.caseworker_id.not_in(found.participant_ids)),
        Case.id.not_in([row.case_id for row in found.cases]),
    ]
    if only_reviewed:
        settled = reviewed.where(Review.state == ReviewState.SETTLED)
        conditions.append(Case.id.in_(settled))
    ids = db.session.scalars(visible_cases(actor).with_only_columns(Case.id).where(*conditions))
    every = list(ids)
    chosen = secrets.SystemRandom().sample(every, min(count, len(every)))
    return list(db.session.scalars(visible_cases(OPERATOR).where(Case.id.in_(chosen))))
