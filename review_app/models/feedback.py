"""Learning cases, the feedback written on them, and the dialogue that follows."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review_app.domain.workflow import FeedbackState
from review_app.kernel import clock
from review_app.kernel.db import Addressed, LongText, Table
from review_app.models.cases import Case
from review_app.models.people import Person
from review_app.models.reviews import Review


class LearningCase(Addressed, Table):
    """A case chosen because something can be learned from it; never part of a percentage."""

    __tablename__ = "learning_case"
    __table_args__ = (UniqueConstraint("case_id", "review_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"), index=True)
    review_id: Mapped[int | None] = mapped_column(ForeignKey("review.id"))
    engagement_id: Mapped[int | None] = mapped_column(ForeignKey("engagement.id"), index=True)
    reason: Mapped[str] = mapped_column(LongText)
    is_exemplary: Mapped[bool] = mapped_column(default=False)  # good practice worth sharing
    chosen_at: Mapped[datetime] = mapped_column(default=clock.now)
    chosen_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    case: Mapped[Case] = relationship()
    review: Mapped[Review | None] = relationship()
    feedback: Mapped["Feedback | None"] = relationship(back_populates="learning_case")


class Feedback(Addressed, Table):
    """Structured written feedback on a learning case, from author to coordinator to caseworker."""

    __tablename__ = "feedback"
    id: Mapped[int] = mapped_column(primary_key=True)
    learning_case_id: Mapped[int] = mapped_column(ForeignKey("learning_case.id"), unique=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    caseworker_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    engagement_id: Mapped[int | None] = mapped_column(ForeignKey("engagement.id"))
    state: Mapped[FeedbackState] = mapped_column(default=FeedbackState.DRAFT, index=True)
    done_well: Mapped[str] = mapped_column(LongText, default="")
    done_otherwise: Mapped[str] = mapped_column(LongText, default="")
    rule_and_practice: Mapped[str] = mapped_column(LongText, default="")
    dilemma: Mapped[str] = mapped_column(LongText, default="")
    way_forward: Mapped[str] = mapped_column(LongText, default="")
    question: Mapped[str] = mapped_column(LongText, default="")
    others_can_learn: Mapped[str] = mapped_column(LongText, default="")
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    sent_at: Mapped[datetime | None]
    passed_on_at: Mapped[datetime | None]
    passed_on_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    coordinator_note: Mapped[str | None] = mapped_column(LongText)
    acknowledged_at: Mapped[datetime | None]
    reflection: Mapped[str | None] = mapped_column(LongText)
    closed_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)
    learning_case: Mapped[LearningCase] = relationship(back_populates="feedback")
    author: Mapped[Person] = relationship(foreign_keys=author_id)
    caseworker: Mapped[Person | None] = relationship(foreign_keys=caseworker_id)
    dialogue: Mapped[list["DialogueEntry"]] = relationship(order_by="DialogueEntry.id")


class DialogueEntry(Table):
    """One turn in the talk between coordinator and caseworker about the feedback."""

    __tablename__ = "dialogue_entry"
    id: Mapped[int] = mapped_column(primary_key=True)
    feedback_id: Mapped[int] = mapped_column(ForeignKey("feedback.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(default=clock.now)
    text: Mapped[str] = mapped_column(LongText)
    author: Mapped[Person] = relationship()
