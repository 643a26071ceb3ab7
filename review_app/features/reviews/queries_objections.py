"""Finding objections and who decides them, and who is heard on a review."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload

from review_app.domain.access import Actor, Permission, Role, demand
from review_app.domain.errors import NotFound
from review_app.domain.workflow import ObjectionState
from review_app.features.reviews import queries
from review_app.features.reviews.sheet import Line, Sheet
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.kernel.paging import Page, after_row, page_of
from review_app.models import Appointment, Objection, Person, Review, TeamMembership
from review_app.models.reviews import has_been_heard
from review_app.models.visibility import visible_objections


class ObjectionView(StrEnum):
    """Which objections a list is about."""

    OPEN = "open"
    DECIDED = "decided"
    DILEMMAS = "dilemmas"


# Whose answer or casework it is decides nothing about it.
NOT_THEY = (
    "caseworker_id",
    "former_caseworker_id",
    "reviewer_id",
    "second_reviewer_id",
    "third_reviewer_id",
)
WHICH: dict[ObjectionView, ColumnElement[bool]] = {
    ObjectionView.OPEN: Objection.state == ObjectionState.OPEN,
    ObjectionView.DECIDED: Objection.state != ObjectionState.OPEN,
    ObjectionView.DILEMMAS: Objection.state == ObjectionState.DILEMMA,
}


@dataclass(frozen=True, slots=True)
class Objected:
    """An objection with the answer it is about, as it stands now."""

    objection: Objection
    line: Line
    sheet: Sheet


def _known(actor: Actor) -> Select[Objection]:
    """Select the objections that were made, not those that are still being written."""
    query = visible_objections(actor).join(Review, Review.id == Objection.review_id)
    return query.where(has_been_heard(clock.today()))


def list_objections(
    actor: Actor, *, view: ObjectionView, after: str | None = None
) -> Page[Objection]:
    """Return objections: of the open ones the oldest first, else what was decided last."""
    demand(actor, Permission.OBJECTION_READ)
    is_open = view is ObjectionView.OPEN
    moment = Objection.made_at if is_open else Objection.decided_at
    query = (
        _known(actor)
        .where(WHICH[view])
        .options(
            joinedload(Objection.review).joinedload(Review.case),
            joinedload(Objection.review).joinedload(Review.round),
            joinedload(Objection.review).joinedload(Review.reviewer),
            joinedload(Objection.criterion),
            joinedload(Objection.decided_by),
        )
    )
    query = after_row(query, after, value=moment, id_=Objection.id, descending=not is_open)
    rows = db.session.scalars(query).all()
    return page_of(rows, lambda o: (o.made_at if is_open else o.decided_at, o.id))


def get_objection(actor: Actor, key: str) -> Objection:
    """Return one objection that was made.

    :raises NotFound: when there is none, or none the actor may know of.
    """
    query = _known(actor).where(Objection.key == key)
    found = db.session.scalar(query.options(joinedload(Objection.review).joinedload(Review.case)))
    if found is None:
        raise NotFound(thing="objection", key=key)
    return found


def lay_out(actor: Actor, objection: Objection) -> Objected:
    """Return the objection beside the answer it is about."""
    demand(actor, Permission.OBJECTION_READ, objection)
    sheet = queries.lay_out(actor, objection.review)
    line = next(each for each in sheet.lines if each.criterion.id == objection.criterion_id)
    return Objected(objection, line, sheet)


def answered_by(_actor: Actor, review: Review) -> dict[str, int | None]:
    """Return what an objection keeps of the review: whose case it is, and who answered."""
    two = review.comparison
    return {
        "engagement_id": review.engagement_id,
        "team_id": review.team_id,
        "caseworker_id": review.caseworker_id,
        "former_caseworker_id": review.round_case.caseworker_id,
        "reviewer_id": review.reviewer_id,
        "second_reviewer_id": two.second_reviewer_id if two else None,
        "third_reviewer_id": two.third_reviewer_id if two else None,
    }


def able_deciders(actor: Actor, review: Review) -> Sequence[Person]:
    """Return the coordinators who may decide an objection to an answer of *review*."""
    kept = answered_by(actor, review)
    barred = {kept[name] for name in NOT_THEY}
    holders = select(Appointment.person_id).where(Appointment.role == Role.COORDINATOR)
    return db.session.scalars(
        select(Person)
        .where(Person.is_active, Person.id.in_(holders), Person.id.not_in(barred - {None}))
        .order_by(Person.name)
    ).all()


def who_is_heard(_actor: Actor, review: Review) -> int | None:
    """Return who is asked: whose case it is now, else whose it was; nobody when both are gone."""
    asked = (review.case.caseworker_id, review.caseworker_id, review.round_case.caseworker_id)
    for person_id in asked:
        person = db.session.get(Person, person_id) if person_id else None
        if person is not None and person.is_active:
            return person.id
    return None


def has_manager(_actor: Actor, review: Review) -> bool:
    """Say whether the team of the case has a manager who is here."""
    led = (
        select(Person.id)
        .join(Appointment, Appointment.person_id == Person.id)
        .join(TeamMembership, TeamMembership.person_id == Person.id)
        .where(
            Person.is_active,
            Appointment.role == Role.MANAGER,
            TeamMembership.team_id == review.team_id,
        )
    )
    return db.session.scalar(led.limit(1)) is not None
