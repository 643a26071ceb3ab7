"""Finding what a round is planned from: cases for a frame, checklists, people who can review."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from review_app.domain.access import Permission, can, demand
from review_app.domain.actors import Actor, Role
from review_app.domain.errors import Invalid, NotFound
from review_app.domain.frames import LABEL
from review_app.domain.workflow import ChecklistVersionState
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import (
    Appointment,
    Case,
    CaseSource,
    ChecklistVersion,
    Engagement,
    EngagementMember,
    Person,
    Round,
    Team,
)
from review_app.models.engagements import runs_on
from review_app.models.visibility import visible_cases, visible_engagements


def list_sources(actor: Actor) -> Sequence[CaseSource]:
    """Return the systems that cases come from."""
    demand(actor, Permission.ROUND_RUN)
    return db.session.scalars(select(CaseSource).order_by(CaseSource.name)).all()


def list_case_types(actor: Actor) -> list[str]:
    """Return the types that the actor's cases have."""
    types = select(visible_cases(actor).subquery().c.case_type).distinct()
    return sorted(found for found in db.session.scalars(types) if found)


def list_teams(actor: Actor) -> list[tuple[str, str]]:
    """Return (value for the filter, name) of the teams set up here and of those only named."""
    demand(actor, Permission.ROUND_RUN)
    teams = db.session.execute(select(Team.key, Team.name).order_by(Team.name)).all()
    labels = select(Case.team_label).where(Case.team_id.is_(None)).distinct()
    named = sorted(label for label in db.session.scalars(labels) if label)
    return [*((key, name) for key, name in teams), *((LABEL + n, n) for n in named)]


def list_versions(actor: Actor) -> Sequence[ChecklistVersion]:
    """Return the published checklist versions, which alone can be reviewed against."""
    demand(actor, Permission.CHECKLIST_READ)
    return db.session.scalars(
        select(ChecklistVersion)
        .where(ChecklistVersion.state == ChecklistVersionState.PUBLISHED)
        .options(joinedload(ChecklistVersion.checklist))
        .order_by(ChecklistVersion.checklist_id, ChecklistVersion.number.desc())
    ).all()


def get_version(actor: Actor, key: str) -> ChecklistVersion:
    """Return one published checklist version.

    :raises NotFound: when there is none.
    """
    for version in list_versions(actor):
        if version.key == key:
            return version
    raise NotFound(thing="checklist-version", key=key)


def list_engagements(actor: Actor) -> Sequence[Engagement]:
    """Return the engagements that run today."""
    demand(actor, Permission.ROUND_RUN)
    return db.session.scalars(
        visible_engagements(actor)
        .where(runs_on(clock.today()))
        .options(joinedload(Engagement.firm))
        .order_by(Engagement.title)
    ).all()


def list_reviewers(actor: Actor, found: Round) -> Sequence[Person]:
    """Return who can review in the round: coordinators, and the members of its engagement."""
    demand(actor, Permission.ROUND_RUN, found)
    coordinators = select(Appointment.person_id).where(Appointment.role == Role.COORDINATOR)
    members = select(EngagementMember.person_id).where(
        EngagementMember.engagement_id == found.engagement_id
    )
    return db.session.scalars(
        select(Person)
        .where(Person.is_active, or_(Person.id.in_(coordinators), Person.id.in_(members)))
        .options(selectinload(Person.firm))
        .order_by(Person.name)
    ).all()


def find_case(actor: Actor, reference: str) -> Case:
    """Return the one case with this key, or with this number in any source.

    :raises Invalid: when no case the actor may read has it, or several sources do.
    """
    wanted = reference.strip()
    query = visible_cases(actor).where(or_(Case.key == wanted, Case.number == wanted))
    found = [case for case in db.session.scalars(query) if _may_be_named(actor, case, wanted)]
    if len(found) != 1:
        raise Invalid(field="case", reason="several" if found else "unknown")
    return found[0]


def _may_be_named(actor: Actor, found: Case, reference: str) -> bool:
    return found.key == reference or can(actor, Permission.CASE_READ_NUMBER, found)
