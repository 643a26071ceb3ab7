"""Who can be invited, what can be talked about, who can own an action, which criterion is meant."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from review_app.domain.access import Actor, Permission, Role, demand
from review_app.domain.workflow import ChecklistVersionState, ObjectionState, ReviewState
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import (
    Appointment,
    Case,
    Checklist,
    ChecklistSection,
    ChecklistVersion,
    Criterion,
    Engagement,
    EngagementMember,
    Finding,
    LearningCase,
    LearningSession,
    Objection,
    Person,
    Review,
)
from review_app.models.engagements import runs_on
from review_app.models.visibility import (
    visible_cases,
    visible_learning_cases,
    visible_objections,
    visible_reviews,
)

MOST = 100
INTERNAL = (Role.CASEWORKER, Role.COORDINATOR, Role.MANAGER)


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who can be invited, and under which engagement if from outside."""

    person: Person
    engagement: Engagement | None

    @property
    def value(self) -> str:
        """How the choice stands in a form: opaque keys only."""
        return f"{self.engagement.key if self.engagement else ''}:{self.person.key}"


def seats(actor: Actor, *roles: Role) -> list[Seat]:
    """Return the active people appointed to one of *roles*; consultants by their engagements."""
    demand(actor, Permission.SESSION_PLAN)
    internal = set(roles) & set(INTERNAL)
    found = [Seat(person, None) for person in _appointed(internal)]
    return [*found, *(_outsiders() if Role.CONSULTANT in roles else [])]


def _appointed(roles: set[Role]) -> Sequence[Person]:
    holders = select(Appointment.person_id).where(Appointment.role.in_(roles))
    return db.session.scalars(
        select(Person).where(Person.id.in_(holders), Person.is_active).order_by(Person.name)
    ).all()


def _outsiders() -> list[Seat]:
    today = clock.today()
    rows = db.session.execute(
        select(Person, Engagement)
        .join(EngagementMember, EngagementMember.person_id == Person.id)
        .join(Engagement, Engagement.id == EngagementMember.engagement_id)
        .where(Person.is_active, runs_on(today))
        .order_by(Engagement.title, Person.name)
    )
    return [Seat(person, engagement) for person, engagement in rows]


def owners(actor: Actor) -> Sequence[Person]:
    """Return who can promise to do something: people employed here."""
    demand(actor, Permission.SESSION_RECORD)
    return _appointed(set(INTERNAL))


def criteria(actor: Actor) -> list[tuple[Checklist, Criterion]]:
    """Return the criteria of the published checklist versions, in order."""
    demand(actor, Permission.SESSION_RECORD)
    rows = db.session.execute(
        select(Checklist, Criterion)
        .join(ChecklistVersion, ChecklistVersion.checklist_id == Checklist.id)
        .join(ChecklistSection, ChecklistSection.version_id == ChecklistVersion.id)
        .join(Criterion, Criterion.section_id == ChecklistSection.id)
        .where(ChecklistVersion.state == ChecklistVersionState.PUBLISHED)
        .order_by(Checklist.code, ChecklistSection.position, Criterion.position)
    )
    return [(checklist, criterion) for checklist, criterion in rows]


def learning_cases(actor: Actor, session: LearningSession) -> Sequence[LearningCase]:
    """Return the latest learning cases for the agenda; with outsiders, their engagement's only."""
    demand(actor, Permission.SESSION_PLAN)
    query = visible_learning_cases(actor).options(joinedload(LearningCase.case))
    if session.engagement_id is not None:
        query = query.where(LearningCase.engagement_id == session.engagement_id)
    query = query.order_by(LearningCase.chosen_at.desc()).limit(MOST)
    return db.session.scalars(query).all()


def findings(actor: Actor, session: LearningSession) -> Sequence[Finding]:
    """Return findings for the agenda: of reviews the caseworker has seen, the latest first.

    In a session with caseworkers, those of their own cases.
    """
    demand(actor, Permission.SESSION_PLAN)
    shown = visible_reviews(actor).where(
        Review.state.in_([ReviewState.IN_RESPONSE, ReviewState.SETTLED])
    )
    caseworkers = [p.person_id for p in session.participants if p.party == "caseworker"]
    if caseworkers:
        shown = shown.where(Review.caseworker_id.in_(caseworkers))
    query = select(Finding).where(
        Finding.review_id.in_(shown.with_only_columns(Review.id)), Finding.is_set_aside.is_(False)
    )
    query = query.options(joinedload(Finding.review).joinedload(Review.case))
    return db.session.scalars(query.order_by(Finding.id.desc()).limit(MOST)).all()


def dilemmas(actor: Actor, session: LearningSession) -> Sequence[Objection]:
    """Return objections that were left as dilemmas, the latest first, if nobody is from outside.

    In a session with caseworkers, those of their own cases.
    """
    demand(actor, Permission.SESSION_PLAN)
    if session.engagement_id is not None:
        return []
    query = visible_objections(actor).where(Objection.state == ObjectionState.DILEMMA)
    caseworkers = [p.person_id for p in session.participants if p.party == "caseworker"]
    if caseworkers:
        query = query.where(Objection.caseworker_id.in_(caseworkers))
    query = query.options(joinedload(Objection.criterion), joinedload(Objection.review))
    return db.session.scalars(query.order_by(Objection.decided_at.desc()).limit(MOST)).all()


def case(actor: Actor, key: str) -> Case | None:
    """Return the case with this key, if the actor may read it."""
    return db.session.scalar(visible_cases(actor).where(Case.key == key))
