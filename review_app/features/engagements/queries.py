"""Finding engagements, their members, their cases and how far they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from review_app.domain.access import Actor, Permission, Role, demand
from review_app.domain.errors import NotFound
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.kernel.paging import Page, after_row, page_of
from review_app.models import (
    Appointment,
    Case,
    Deliverable,
    Engagement,
    EngagementCase,
    EngagementExtension,
    EngagementMember,
    Firm,
    Person,
)
from review_app.models.engagement_progress import done_of_engagement
from review_app.models.visibility import visible_cases, visible_engagements


@dataclass(frozen=True, slots=True)
class Standing:
    """An engagement and how much of its quota is done."""

    engagement: Engagement
    done: int
    is_running: bool
    is_ended: bool


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A case the engagement was given, when and by whom."""

    case: Case
    given: EngagementCase


def list_engagements(actor: Actor) -> list[Standing]:
    """Return the engagements the actor may know of, the one that ends last first."""
    demand(actor, Permission.ENGAGEMENT_READ)
    query = _standings(actor).order_by(Engagement.ends_on.desc(), Engagement.id)
    return [_standing(engagement, done) for engagement, done in db.session.execute(query)]


def get_engagement(actor: Actor, key: str) -> Engagement:
    """Return one engagement.

    :raises NotFound: when there is none, or none the actor may know of.
    """
    return standing_of(actor, key).engagement


def standing_of(actor: Actor, key: str) -> Standing:
    """Return one engagement with its progress.

    :raises NotFound: when there is none, or none the actor may know of.
    """
    demand(actor, Permission.ENGAGEMENT_READ)
    query = _standings(actor).where(Engagement.key == key)
    query = query.options(
        joinedload(Engagement.closed_by),
        selectinload(Engagement.members).joinedload(EngagementMember.person),
        selectinload(Engagement.deliverables),
        selectinload(Engagement.extensions).joinedload(EngagementExtension.extended_by),
    )
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise NotFound(thing="engagement", key=key)
    return _standing(*found)


def _standings(actor: Actor) -> Select[Engagement, int]:
    query = visible_engagements(actor).options(joinedload(Engagement.firm))
    return query.add_columns(done_of_engagement(actor))


def _standing(engagement: Engagement, done: int) -> Standing:
    today = clock.today()
    return Standing(
        engagement,
        done,
        engagement.is_running_on(today),
        is_ended=engagement.has_ended_by(today),
    )


def count_cases(_actor: Actor, engagement: Engagement) -> int:
    """Return how many cases were handed over."""
    query = select(func.count()).where(EngagementCase.engagement_id == engagement.id)
    return db.session.scalar(query) or 0


def list_cases(
    actor: Actor, engagement: Engagement, *, after: str | None = None
) -> Page[HandedOver]:
    """Return the cases that were handed over, the last first: of those the actor may read.

    :raises NotPermitted: to whoever reads no cases of the engagement.
    """
    demand(actor, Permission.ENGAGEMENT_READ_CASES, engagement)
    query = (
        visible_cases(actor)
        .add_columns(EngagementCase)
        .join(EngagementCase, EngagementCase.case_id == Case.id)
        .where(EngagementCase.engagement_id == engagement.id)
        .options(joinedload(EngagementCase.handed_over_by), selectinload(Case.handovers))
    )
    moment = EngagementCase.handed_over_at
    query = after_row(query, after, value=moment, id_=EngagementCase.id, descending=True)
    rows = [HandedOver(case, given) for case, given in db.session.execute(query)]
    return page_of(rows, lambda row: (row.given.handed_over_at, row.given.id))


def firms(actor: Actor) -> Sequence[Firm]:
    """Return the firms that can be engaged."""
    demand(actor, Permission.ENGAGEMENT_MANAGE)
    return db.session.scalars(select(Firm).order_by(Firm.name)).all()


def consultants(actor: Actor) -> Sequence[Person]:
    """Return the active consultants that belong to a firm, by name."""
    demand(actor, Permission.ENGAGEMENT_MANAGE)
    return db.session.scalars(
        select(Person)
        .join(Appointment, Appointment.person_id == Person.id)
        .where(Appointment.role == Role.CONSULTANT, Person.is_active, Person.firm_id.is_not(None))
        .options(selectinload(Person.firm))
        .order_by(Person.name)
    ).all()


def handed_over_already(_actor: Actor, engagement_id: int) -> Select[int]:
    """Select the ids of the cases the engagement has."""
    return select(EngagementCase.case_id).where(EngagementCase.engagement_id == engagement_id)


def get_deliverable(actor: Actor, key: str) -> Deliverable:
    """Return one deliverable of an engagement the actor may know of.

    :raises NotFound: when there is none.
    """
    demand(actor, Permission.ENGAGEMENT_READ)
    known = visible_engagements(actor).with_only_columns(Engagement.id)
    found = db.session.scalar(
        select(Deliverable).where(Deliverable.key == key, Deliverable.engagement_id.in_(known))
    )
    if found is None:
        raise NotFound(thing="deliverable", key=key)
    return found
