"""Remarks that others made on the casework, from received to closed."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review_app.domain.kinds import RemarkSender
from review_app.domain.scoring import Severity
from review_app.domain.workflow import RemarkState
from review_app.kernel import clock
from review_app.kernel.db import Addressed, LongText, Table
from review_app.models.cases import Case
from review_app.models.people import Person


class Remark(Addressed, Table):
    """What somebody outside found, who sees to it by when, and what came of it."""

    __tablename__ = "remark"
    __table_args__ = (
        CheckConstraint("(state = 'closed') = (closed_on IS NOT NULL)", name="closed_on_a_day"),
        Index(None, "state", "due_on"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    received_on: Mapped[date]
    sender: Mapped[RemarkSender]
    sender_name: Mapped[str | None] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(LongText)
    law_reference: Mapped[str | None] = mapped_column(String(200))
    severity: Mapped[Severity]
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_record.id"), index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    due_on: Mapped[date]
    state: Mapped[RemarkState] = mapped_column(default=RemarkState.OPEN)
    answered_on: Mapped[date | None]  # the day the answer was sent
    answer: Mapped[str | None] = mapped_column(LongText)
    closed_on: Mapped[date | None]
    close_reason: Mapped[str | None] = mapped_column(LongText)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    case: Mapped[Case | None] = relationship()
    owner: Mapped[Person] = relationship(foreign_keys=owner_id)
    closed_by: Mapped[Person | None] = relationship(foreign_keys=closed_by_id)
    measures: Mapped[list["RemarkMeasure"]] = relationship(
        back_populates="remark", order_by="RemarkMeasure.due_on, RemarkMeasure.id"
    )


class RemarkMeasure(Addressed, Table):
    """What is done about a remark, by whom and by when."""

    __tablename__ = "remark_measure"
    id: Mapped[int] = mapped_column(primary_key=True)
    remark_id: Mapped[int] = mapped_column(ForeignKey("remark.id"), index=True)
    text: Mapped[str] = mapped_column(LongText)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    remark: Mapped[Remark] = relationship(back_populates="measures")
    owner: Mapped[Person] = relationship(foreign_keys=owner_id)
