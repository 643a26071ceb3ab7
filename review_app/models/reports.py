"""Monthly reports: drafts and issues with their files, who gets them, and when drafts are made."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review_app.domain.monthly_report import ReportState
from review_app.kernel import clock
from review_app.kernel.db import Addressed, LongText, Table
from review_app.models.people import Person


class MonthlyReport(Addressed, Table):
    """What one month showed; issued it is never changed, a correction is the next ``number``.

    ``content`` holds every figure as it was counted (``domain/monthly_report.py``).
    """

    __tablename__ = "monthly_report"
    __table_args__ = (
        UniqueConstraint("month_on", "number"),
        CheckConstraint("(state = 'issued') = (issued_at IS NOT NULL)", name="issued_at_a_moment"),
        CheckConstraint("(number = 1) = (revision_reason IS NULL)", name="revised_with_a_reason"),
        Index(
            "uq_monthly_report_draft",
            "month_on",
            unique=True,
            sqlite_where=text("state = 'draft'"),
            postgresql_where=text("state = 'draft'"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    month_on: Mapped[date]
    number: Mapped[int] = mapped_column(default=1)
    state: Mapped[ReportState] = mapped_column(default=ReportState.DRAFT, index=True)
    content: Mapped[dict[str, Any]]
    counted_at: Mapped[datetime]
    comment: Mapped[str] = mapped_column(LongText, default="")  # Markdown
    comment_due_on: Mapped[date]
    commented_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    commented_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)  # of the comment
    revision_reason: Mapped[str | None] = mapped_column(LongText)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    issued_at: Mapped[datetime | None]
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    commented_by: Mapped[Person | None] = relationship(foreign_keys=commented_by_id)
    issued_by: Mapped[Person | None] = relationship(foreign_keys=issued_by_id)
    files: Mapped[list["ReportFile"]] = relationship(order_by="ReportFile.language")
    deliveries: Mapped[list["ReportDelivery"]] = relationship(
        back_populates="report", order_by="ReportDelivery.id"
    )

    @property
    def is_issued(self) -> bool:
        """Whether it is out and frozen."""
        return self.state is ReportState.ISSUED

    @property
    def receiver_ids(self) -> frozenset[int]:
        """The people of the house it was sent to."""
        ids = (delivery.recipient.person_id for delivery in self.deliveries)
        return frozenset(id_ for id_ in ids if id_ is not None)


class ReportFile(Table):
    """An issued report as a PDF in one language, with the hash it was issued under."""

    __tablename__ = "report_file"
    __table_args__ = (UniqueConstraint("report_id", "language"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("monthly_report.id"))
    language: Mapped[str] = mapped_column(String(2))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    # Read when it is asked for alone: a list of reports must not load their files.
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class ReportRecipient(Addressed, Table):
    """Who gets the reports: a person of the house, or an address; ended, never deleted."""

    __tablename__ = "report_recipient"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (email IS NULL)", name="person_or_address"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    email: Mapped[str | None]
    language: Mapped[str] = mapped_column(String(2))
    added_at: Mapped[datetime] = mapped_column(default=clock.now)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]
    person: Mapped[Person | None] = relationship(foreign_keys=person_id)

    @property
    def is_reached(self) -> bool:
        """Whether mail may go to them: still a receiver, and no colleague who has left."""
        return self.ended_at is None and (self.person is None or self.person.is_active)


class ReportDelivery(Table):
    """That an issued report goes to a recipient, and when mail told of it."""

    __tablename__ = "report_delivery"
    __table_args__ = (UniqueConstraint("report_id", "recipient_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("monthly_report.id"))
    recipient_id: Mapped[int] = mapped_column(ForeignKey("report_recipient.id"), index=True)
    told_at: Mapped[datetime | None]
    report: Mapped[MonthlyReport] = relationship(back_populates="deliveries")
    recipient: Mapped[ReportRecipient] = relationship(lazy="joined")


class ReportSchedule(Table):
    """On which day of the month the draft of the month before is made; one row at most."""

    __tablename__ = "report_schedule"
    __table_args__ = (CheckConstraint("on_day IS NULL OR on_day BETWEEN 1 AND 28", name="a_day"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    on_day: Mapped[int | None]
    set_at: Mapped[datetime] = mapped_column(default=clock.now)
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
