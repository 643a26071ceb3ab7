"""What cannot wait for a review to end: it names a case, never a review."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review_app.domain.kinds import UrgentKind
from review_app.domain.workflow import UrgentState
from review_app.kernel import clock
from review_app.kernel.db import Addressed, LongText, Table
from review_app.models.cases import Case
from review_app.models.people import Person


class UrgentFinding(Addressed, Table):
    """A serious error or a breach of personal data, with an owner and a deadline in hours."""

    __tablename__ = "urgent_finding"
    __table_args__ = (
        CheckConstraint("(state <> 'handled') OR (done IS NOT NULL)", name="handled_says_how"),
        Index(None, "state", "due_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"), index=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    kind: Mapped[UrgentKind]
    text: Mapped[str] = mapped_column(LongText)
    state: Mapped[UrgentState] = mapped_column(default=UrgentState.OPEN)
    raised_at: Mapped[datetime] = mapped_column(default=clock.now)
    raised_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    due_at: Mapped[datetime]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    # Who reviews the same case blindly and must not learn of the other, until both are compared.
    kept_from_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    acknowledged_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    done: Mapped[str | None] = mapped_column(LongText)  # what was done, or why it was withdrawn
    case: Mapped[Case] = relationship()
    raised_by: Mapped[Person] = relationship(foreign_keys=raised_by_id)
    owner: Mapped[Person | None] = relationship(foreign_keys=owner_id)
    closed_by: Mapped[Person | None] = relationship(foreign_keys=closed_by_id)
