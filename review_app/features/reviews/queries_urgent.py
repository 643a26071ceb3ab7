"""Finding urgent findings, and whom they go to."""

from collections.abc import Sequence

from sqlalchemy import case, select
from sqlalchemy.orm import joinedload

from review_app.domain.access import OPERATOR, Actor, Permission, Role, demand
from review_app.domain.errors import NotFound
from review_app.domain.workflow import ReviewState, UrgentState
from review_app.kernel.db import db
from review_app.kernel.paging import Page, after_row, page_of
from review_app.models import Appointment, Case, Person, Review, TeamMembership, UrgentFinding
from review_app.models.visibility import visible_cases, visible_reviews, visible_urgent_findings

RUNNING = (UrgentState.OPEN, UrgentState.ACKNOWLEDGED)


def list_urgent(actor: Actor, *, is_open: bool, after: str | None = None) -> Page[UrgentFinding]:
    """Return urgent findings: of the open ones the nearest deadline first, else the newest."""
    demand(actor, Permission.URGENT_FINDING_READ)
    chosen = UrgentFinding.state.in_(RUNNING)
    query = visible_urgent_findings(actor).where(chosen if is_open else ~chosen)
    query = query.options(joinedload(UrgentFinding.case), joinedload(UrgentFinding.owner))
    query = after_row(
        query, after, value=UrgentFinding.due_at, id_=UrgentFinding.id, descending=not is_open
    )
    rows = db.session.scalars(query).all()
    return page_of(rows, lambda row: (row.due_at, row.id))


def get_urgent(actor: Actor, key: str) -> UrgentFinding:
    """Return one urgent finding with its case.

    :raises NotFound: when there is none, or none the actor may know of.
    """
    people = (UrgentFinding.owner, UrgentFinding.raised_by, UrgentFinding.closed_by)
    query = visible_urgent_findings(actor).where(UrgentFinding.key == key)
    query = query.options(joinedload(UrgentFinding.case), *(joinedload(each) for each in people))
    found = db.session.scalar(query)
    if found is None:
        raise NotFound(thing="urgent-finding", key=key)
    return found


def get_case(actor: Actor, key: str) -> Case:
    """Return the case something urgent is to be said of.

    :raises NotFound: when there is none, or none the actor may know of.
    """
    found = db.session.scalar(visible_cases(actor).where(Case.key == key))
    if found is None:
        raise NotFound(thing="case", key=key)
    return found


def takers(_actor: Actor, case_: Case) -> Sequence[Person]:
    """Return whom it goes to: the managers of the case's team, then the coordinators."""
    leads = (
        select(Appointment.person_id)
        .join(TeamMembership, TeamMembership.person_id == Appointment.person_id)
        .where(Appointment.role == Role.MANAGER, TeamMembership.team_id == case_.team_id)
    )
    coordinates = select(Appointment.person_id).where(Appointment.role == Role.COORDINATOR)
    return db.session.scalars(
        select(Person)
        .where(Person.is_active, Person.id.in_(leads) | Person.id.in_(coordinates))
        .order_by(case((Person.id.in_(leads), 0), else_=1), Person.name)
    ).all()


def blind_other(actor: Actor, case_: Case) -> int | None:
    """Return who reviews the case and must not learn that the actor does too, if anybody."""
    # The platform's own look: it is there so that the actor need not know.
    own = visible_reviews(OPERATOR).where(
        Review.case_id == case_.id,
        Review.reviewer_id == actor.id,
        Review.blind_to_id.is_not(None),
        Review.state != ReviewState.CANCELLED,
    )
    found = db.session.scalar(own.order_by(Review.id.desc()).limit(1))
    return found.blind_to_id if found else None
