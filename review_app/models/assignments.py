"""Who has a part in a case and must not review it, and which reviews wait for somebody else."""

from datetime import date, datetime

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    ForeignKey,
    Index,
    and_,
    func,
    or_,
    select,
    text,
    union,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review_app.domain.access import Role
from review_app.kernel import clock
from review_app.kernel.db import Addressed, LongText, Table
from review_app.models.cases import Case, CaseEvent, CaseworkerLabel
from review_app.models.engagements import Engagement, has_ended_by
from review_app.models.people import Absence, Appointment, Person
from review_app.models.reviews import BEING_SCORED, Review
from review_app.models.rounds import RoundCase


class ConflictOfInterest(Addressed, Table):
    """A reviewer's word that they should not review a case; one that stands for each case."""

    __tablename__ = "conflict_of_interest"
    __table_args__ = (
        Index(
            "uq_conflict_of_interest_standing",
            "person_id",
            "case_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"), index=True)
    reason: Mapped[str] = mapped_column(LongText)
    declared_at: Mapped[datetime] = mapped_column(default=clock.now)
    withdrawn_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship()


def has_declared_conflict() -> ColumnElement[bool]:
    """Return the condition that the reviewer of a :class:`Review` said they should not have it."""
    return (
        select(ConflictOfInterest.id)
        .where(
            ConflictOfInterest.person_id == Review.reviewer_id,
            ConflictOfInterest.case_id == Review.case_id,
            ConflictOfInterest.withdrawn_at.is_(None),
        )
        .exists()
    )


def reviewer_is_away(today: date) -> ColumnElement[bool]:
    """Return the condition that the reviewer of a :class:`Review` has no day left for it.

    The twin in SQL of :func:`review_app.domain.assignment.is_away`.
    """
    return (
        select(Absence.id)
        .where(
            Absence.person_id == Review.reviewer_id,
            Absence.from_on <= today,
            Absence.to_on >= today,
            Absence.to_on >= func.coalesce(Review.due_on, today),
        )
        .exists()
    )


def reviewer_left(today: date) -> ColumnElement[bool]:
    """Return the condition that the reviewer of a :class:`Review` can no longer open it.

    A consultant when the engagement is over, anybody when they are no longer active.
    """
    coordinators = select(Appointment.person_id).where(Appointment.role == Role.COORDINATOR)
    ended = select(Engagement.id).where(has_ended_by(today))
    active = select(Person.id).where(Person.is_active)
    return or_(
        Review.reviewer_id.not_in(active),
        and_(Review.engagement_id.in_(ended), Review.reviewer_id.not_in(coordinators)),
    )


def waits_for_somebody_else(today: date) -> ColumnElement[bool]:
    """Return the condition that a :class:`Review` has to be handed over to be done at all."""
    return and_(
        Review.state.in_(BEING_SCORED),
        or_(has_declared_conflict(), reviewer_is_away(today), reviewer_left(today)),
    )


def people_with_a_part(round_id: int) -> CompoundSelect[int, int]:
    """Select (case, person) of everybody who must not review a case of the round.

    Whose case it is, and whose it was when it was chosen; whose name stands at one of its events;
    and who said that they should not review it.
    """
    of_round = select(RoundCase.case_id).where(RoundCase.round_id == round_id)
    now = select(Case.id.label("case_id"), Case.caseworker_id.label("person_id"))
    then = select(RoundCase.case_id, RoundCase.caseworker_id)
    earlier = (
        select(CaseEvent.case_id, CaseworkerLabel.person_id)
        .join(Case, Case.id == CaseEvent.case_id)
        .join(
            CaseworkerLabel,
            and_(
                CaseworkerLabel.source_id == Case.source_id,
                CaseworkerLabel.label == CaseEvent.performed_by_label,
            ),
        )
    )
    said = select(ConflictOfInterest.case_id, ConflictOfInterest.person_id)
    return union(
        now.where(Case.id.in_(of_round), Case.caseworker_id.is_not(None)),
        then.where(RoundCase.round_id == round_id, RoundCase.caseworker_id.is_not(None)),
        earlier.where(CaseEvent.case_id.in_(of_round), CaseworkerLabel.person_id.is_not(None)),
        said.where(
            ConflictOfInterest.case_id.in_(of_round), ConflictOfInterest.withdrawn_at.is_(None)
        ),
    )
