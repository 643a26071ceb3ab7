"""Actions: what somebody promised to do by a date."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review_app.domain.workflow import ActionState
from review_app.kernel import clock
from review_app.kernel.db import Addressed, LongText, Table
from review_app.models.cases import Case
from review_app.models.learning_sessions import SessionOutcome
from review_app.models.people import Person


class Action(Addressed, Table):
    """A promise with an owner, a date, and the evidence that it was kept."""

    __tablename__ = "action"
    __table_args__ = (Index(None, "owner_id", "state", "due_on"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    outcome_id: Mapped[int | None] = mapped_column(ForeignKey("session_outcome.id"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_record.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(LongText)
    due_on: Mapped[date]
    state: Mapped[ActionState] = mapped_column(default=ActionState.OPEN)
    opened_at: Mapped[datetime] = mapped_column(default=clock.now)
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    evidence: Mapped[str | None] = mapped_column(LongText)  # what shows that it was done
    verified_at: Mapped[datetime | None]
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    drop_reason: Mapped[str | None] = mapped_column(LongText)
    owner: Mapped[Person] = relationship(foreign_keys=owner_id)
    outcome: Mapped[SessionOutcome | None] = relationship()
    case: Mapped[Case | None] = relationship()
    verified_by: Mapped[Person | None] = relationship(foreign_keys=verified_by_id)
