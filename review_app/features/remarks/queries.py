"""Finding remarks, and how many were open at the end of each month."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from review_app.domain.access import Actor, Permission, Role, demand
from review_app.domain.backlog import MonthEnd, Span, by_month
from review_app.domain.errors import Invalid, NotFound
from review_app.domain.kinds import EngagementPurpose, RemarkSender, RoundPurpose
from review_app.domain.scoring import Severity
from review_app.domain.workflow import RemarkState, ReviewState, RoundState
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.kernel.paging import Page, after_row, page_of
from review_app.models import (
    Appointment,
    Case,
    Engagement,
    Person,
    Remark,
    RemarkMeasure,
    Review,
    Round,
    RoundCase,
)
from review_app.models.visibility import may_read_case_number, visible_cases, visible_remarks

OWNERS = (Role.CASEWORKER, Role.COORDINATOR, Role.MANAGER)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which remarks are shown; nothing stands for all."""

    state: RemarkState | None = None
    sender: RemarkSender | None = None
    severity: Severity | None = None
    overdue: bool = False


def list_remarks(actor: Actor, *, chosen: Filter, after: str | None = None) -> Page[Remark]:
    """Return remarks by the day they are due; the closed ones among them when not left out."""
    demand(actor, Permission.REMARK_READ)
    query = visible_remarks(actor).options(joinedload(Remark.owner), joinedload(Remark.case))
    for column, value in (
        (Remark.state, chosen.state),
        (Remark.sender, chosen.sender),
        (Remark.severity, chosen.severity),
    ):
        if value is not None:
            query = query.where(column == value)
    if chosen.overdue:
        query = query.where(Remark.state == RemarkState.OPEN, Remark.due_on < clock.today())
    query = after_row(query, after, value=Remark.due_on, id_=Remark.id)
    rows = db.session.scalars(query).all()
    return page_of(rows, lambda remark: (remark.due_on, remark.id))


def get_remark(actor: Actor, key: str) -> Remark:
    """Return one remark with its measures.

    :raises NotFound: when there is none, or none the actor may know of.
    """
    demand(actor, Permission.REMARK_READ)
    found = db.session.scalar(
        visible_remarks(actor)
        .where(Remark.key == key)
        .options(
            joinedload(Remark.owner),
            joinedload(Remark.case),
            joinedload(Remark.closed_by),
            selectinload(Remark.measures).joinedload(RemarkMeasure.owner),
        )
    )
    if found is None:
        raise NotFound(thing="remark", key=key)
    return found


def backlog(actor: Actor) -> Sequence[MonthEnd]:
    """Return how many remarks were open: received, and not closed."""
    demand(actor, Permission.REMARK_READ)
    rows = db.session.execute(
        visible_remarks(actor).with_only_columns(Remark.received_on, Remark.closed_on)
    )
    return by_month([Span(*row) for row in rows], today=clock.today())


def hard_cases(actor: Actor) -> Sequence[MonthEnd]:
    """Return how many hard cases were open, from chosen to settled.

    Counted are the cases chosen in learn rounds of engagements about hard cases; not those that
    were replaced, and none of a round that was cancelled.
    """
    demand(actor, Permission.REMARK_KEEP)
    settled = and_(Review.round_case_id == RoundCase.id, Review.state == ReviewState.SETTLED)
    rows = db.session.execute(
        select(RoundCase.id, RoundCase.chosen_at, Review.settled_at)
        .join(Round, Round.id == RoundCase.round_id)
        .join(Engagement, Engagement.id == Round.engagement_id)
        .outerjoin(Review, settled)
        .where(
            Engagement.purpose == EngagementPurpose.HARD_CASES,
            Round.purpose == RoundPurpose.LEARN,
            Round.state != RoundState.CANCELLED,
            RoundCase.replaced_at.is_(None),
        )
    )
    spans = {
        id_: Span(
            chosen_at.astimezone(clock.ZONE).date(),
            settled_at and settled_at.astimezone(clock.ZONE).date(),
        )
        for id_, chosen_at, settled_at in rows
    }
    return by_month(spans.values(), today=clock.today())


def owners_to_choose(actor: Actor) -> Sequence[Person]:
    """Return the people of the house who can see to a remark, by name."""
    demand(actor, Permission.REMARK_HANDLE)
    appointed = select(Appointment.person_id).where(Appointment.role.in_(OWNERS))
    query = select(Person).where(Person.is_active, Person.id.in_(appointed))
    return db.session.scalars(query.order_by(Person.name)).all()


def find_case(actor: Actor, reference: str) -> Case:
    """Return the case of a key, or of a number for those who may read it.

    :raises Invalid: when there is none, or none the actor may know of.
    """
    by_number = and_(Case.number == reference, may_read_case_number(actor))
    query = visible_cases(actor).where(or_(Case.key == reference.lower(), by_number))
    found = db.session.scalars(query.limit(2)).all()
    if len(found) != 1:
        raise Invalid(field="case", reason="unknown")
    return found[0]
