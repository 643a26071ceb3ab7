"""What an outside firm was engaged to do, by whom, until when, and with which cases."""

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    UniqueConstraint,
    and_,
    false,
    or_,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review_app.domain.kinds import DataRole, EngagementPurpose
from review_app.kernel import clock
from review_app.kernel.db import Addressed, LongText, Table
from review_app.models.people import Firm, Person


class Engagement(Addressed, Table):
    """A contract: all that its members see closes by itself the day after it ends.

    ``closed_at`` ends it before its last day, at that very moment and with a reason.
    """

    __tablename__ = "engagement"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint(
            "(closed_at IS NULL) = (close_reason IS NULL)", name="closed_early_with_a_reason"
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    firm_id: Mapped[int] = mapped_column(ForeignKey("firm.id"))
    title: Mapped[str]
    purpose: Mapped[EngagementPurpose]
    quota: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    data_role: Mapped[DataRole] = mapped_column(
        default=DataRole.PROCESSOR, server_default=DataRole.PROCESSOR.value
    )
    agreement_reference: Mapped[str | None]  # where the agreement on personal data is filed
    # Feedback is read by somebody other than its writer before it goes to the coordinator.
    needs_second_eyes: Mapped[bool] = mapped_column(default=False, server_default=false())
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    close_reason: Mapped[str | None] = mapped_column(LongText)
    firm: Mapped[Firm] = relationship()
    closed_by: Mapped[Person | None] = relationship(foreign_keys=closed_by_id)
    members: Mapped[list["EngagementMember"]] = relationship(
        back_populates="engagement", cascade="all, delete-orphan"
    )
    extensions: Mapped[list["EngagementExtension"]] = relationship(
        order_by="EngagementExtension.id"
    )
    deliverables: Mapped[list["Deliverable"]] = relationship(
        order_by="(Deliverable.due_on, Deliverable.id)"
    )

    def is_running_on(self, day: date) -> bool:
        """Say whether *day* lies within the contract, both ends included, and nobody closed it."""
        return self.closed_at is None and self.starts_on <= day <= self.ends_on

    def has_ended_by(self, day: date) -> bool:
        """Say whether it is over on *day*: its last day has passed, or it was closed early."""
        return self.closed_at is not None or self.ends_on < day


def runs_on(day: date) -> ColumnElement[bool]:
    """Hold for the engagements that run on *day*; the SQL twin of ``is_running_on``."""
    within = and_(Engagement.starts_on <= day, Engagement.ends_on >= day)
    return and_(Engagement.closed_at.is_(None), within)


def has_ended_by(day: date) -> ColumnElement[bool]:
    """Hold for the engagements that are over on *day*; the SQL twin of the method."""
    return or_(Engagement.closed_at.is_not(None), Engagement.ends_on < day)


class EngagementMember(Table):
    """A consultant who works under an engagement."""

    __tablename__ = "engagement_member"
    __table_args__ = (UniqueConstraint("engagement_id", "person_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    engagement: Mapped[Engagement] = relationship(back_populates="members")
    person: Mapped[Person] = relationship()


class EngagementCase(Table):
    """A case that was handed over to an engagement, under its case key."""

    __tablename__ = "engagement_case"
    __table_args__ = (UniqueConstraint("engagement_id", "case_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"), index=True)
    handed_over_at: Mapped[datetime] = mapped_column(default=clock.now)
    handed_over_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    handed_over_by: Mapped[Person | None] = relationship()


class EngagementExtension(Table):
    """An engagement was made longer."""

    __tablename__ = "engagement_extension"
    __table_args__ = (CheckConstraint("ends_after_on > ends_before_on", name="ends_later"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), index=True)
    ends_before_on: Mapped[date]
    ends_after_on: Mapped[date]
    reason: Mapped[str] = mapped_column(LongText)
    extended_at: Mapped[datetime] = mapped_column(default=clock.now)
    extended_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    extended_by: Mapped[Person] = relationship()


class Deliverable(Addressed, Table):
    """Something the firm is to deliver by a day: a report, a lesson, a set of slides."""

    __tablename__ = "deliverable"
    id: Mapped[int] = mapped_column(primary_key=True)
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), index=True)
    title: Mapped[str]
    due_on: Mapped[date]
    added_at: Mapped[datetime] = mapped_column(default=clock.now)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    delivered_on: Mapped[date | None]
    delivered_note: Mapped[str | None] = mapped_column(LongText)  # where it is filed
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    engagement: Mapped[Engagement] = relationship(back_populates="deliverables")
