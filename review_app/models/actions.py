"""Actions: what somebody promised to do by a date."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review_app.domain.actions import LookAnswer, is_escalated
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
    looks: Mapped[list["PlanLook"]] = relationship(
        back_populates="action", order_by="PlanLook.id", cascade="all, delete-orphan"
    )

    @property
    def is_escalated(self) -> bool:
        """Whether it is late for so long that the owner's manager is told; the date decides."""
        return is_escalated(self.state, self.due_on, today=clock.today())

    @property
    def next_look(self) -> "PlanLook | None":
        """The look at the citizen's plan that is still to come."""
        return next((look for look in self.looks if look.answered_at is None), None)


class PlanLook(Addressed, Table):
    """The citizen's plan is looked at again on a day; each answer may set the next one."""

    __tablename__ = "plan_look"
    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), index=True)
    due_on: Mapped[date] = mapped_column(index=True)
    answer: Mapped[LookAnswer | None]
    text: Mapped[str | None] = mapped_column(LongText)  # what was seen, and what is changed
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    action: Mapped[Action] = relationship(back_populates="looks")
    answered_by: Mapped[Person | None] = relationship()


class CalendarFeed(Addressed, Table):
    """A person's secret address for their own due days; a new one is a new row.

    The address is signed over the key, so that the row alone opens nothing.
    """

    __tablename__ = "calendar_feed"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship()
