"""Who can be invited, who can own an action, which criterion is meant, which group is addressed."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from review_app.domain.access import Actor, Permission, Role, demand
from review_app.domain.errors import Invalid
from review_app.domain.workflow import ChecklistVersionState
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import (
    Appointment,
    Calibration,
    Checklist,
    ChecklistSection,
    ChecklistVersion,
    Criterion,
    Engagement,
    EngagementMember,
    Person,
    Team,
    TeamMembership,
)
from review_app.models.calibrations import OPENED
from review_app.models.engagements import runs_on
from review_app.models.visibility import visible_calibrations

MOST = 100
INTERNAL = (Role.CASEWORKER, Role.COORDINATOR, Role.MANAGER)
EVERYBODY = (*INTERNAL, Role.CONSULTANT)


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
    demand(actor, Permission.SESSION_TAKE_MINUTES)
    return _appointed(set(INTERNAL))


def criteria(actor: Actor) -> list[tuple[Checklist, Criterion]]:
    """Return the criteria of the published checklist versions, in order."""
    demand(actor, Permission.SESSION_TAKE_MINUTES)
    rows = db.session.execute(
        select(Checklist, Criterion)
        .join(ChecklistVersion, ChecklistVersion.checklist_id == Checklist.id)
        .join(ChecklistSection, ChecklistSection.version_id == ChecklistVersion.id)
        .join(Criterion, Criterion.section_id == ChecklistSection.id)
        .where(ChecklistVersion.state == ChecklistVersionState.PUBLISHED)
        .order_by(Checklist.code, ChecklistSection.position, Criterion.position)
    )
    return [(checklist, criterion) for checklist, criterion in rows]


def teams(actor: Actor) -> Sequence[Team]:
    """Return the teams a session can be for."""
    demand(actor, Permission.SESSION_PLAN)
    return db.session.scalars(select(Team).order_by(Team.name)).all()


def team(actor: Actor, key: str) -> Team:
    """Return one team.

    :raises Invalid: when there is none with this key.
    """
    for found in teams(actor):
        if found.key == key:
            return found
    raise Invalid(field="team", reason="unknown")


def professions(actor: Actor) -> Sequence[str]:
    """Return the professions of those who work here, by which a session can address them."""
    demand(actor, Permission.SESSION_PLAN)
    names = select(Person.profession).where(
        Person.is_active, Person.firm_id.is_(None), Person.profession.is_not(None)
    )
    return [
        name for name in db.session.scalars(names.distinct().order_by(Person.profession)) if name
    ]


def group(actor: Actor, *, team_id: int | None, profession: str | None) -> list[Seat]:
    """Return who works here and belongs to the team, or has the profession; both when both."""
    demand(actor, Permission.SESSION_PLAN)
    found = [seat for seat in seats(actor, *INTERNAL) if seat.person.firm_id is None]
    if team_id is not None:
        members = select(TeamMembership.person_id).where(TeamMembership.team_id == team_id)
        inside = set(db.session.scalars(members))
        found = [seat for seat in found if seat.person.id in inside]
    return [seat for seat in found if profession in (None, seat.person.profession)]


def calibrations(actor: Actor) -> Sequence[Calibration]:
    """Return the opened calibrations a session can be about, the latest first."""
    demand(actor, Permission.SESSION_PLAN)
    query = visible_calibrations(actor).where(Calibration.state.in_(OPENED))
    return db.session.scalars(query.order_by(Calibration.opened_at.desc()).limit(MOST)).all()


def calibration(actor: Actor, key: str) -> Calibration:
    """Return one of :func:`calibrations`.

    :raises Invalid: when there is none with this key.
    """
    for found in calibrations(actor):
        if found.key == key:
            return found
    raise Invalid(field="calibration", reason="unknown")
