"""What an outside firm was engaged to do, by whom, until when, and with which cases."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review_app.domain.kinds import EngagementPurpose
from review_app.kernel import clock
from review_app.kernel.db import Addressed, Table
from review_app.models.people import Firm, Person


class Engagement(Addressed, Table):
    """A contract: all that its members see closes by itself the day after it ends."""

    __tablename__ = "engagement"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="ends_after_start"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    firm_id: Mapped[int] = mapped_column(ForeignKey("firm.id"))
    title: Mapped[str]
    purpose: Mapped[EngagementPurpose]
    quota: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    agreement_reference: Mapped[str | None]  # the data-processing agreement
    firm: Mapped[Firm] = relationship()
    members: Mapped[list["EngagementMember"]] = relationship(
        back_populates="engagement", cascade="all, delete-orphan"
    )

    def is_running_on(self, day: date) -> bool:
        """Say whether *day* lies within the contract, both ends included."""
        return self.starts_on <= day <= self.ends_on


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
