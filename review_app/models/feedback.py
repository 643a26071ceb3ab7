"""Learning cases, the feedback written on them, and the dialogue that follows."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review_app.domain.kinds import EvidenceKind, FeedbackSection
from review_app.domain.workflow import FeedbackState
from review_app.kernel import clock
from review_app.kernel.db import Addressed, LongText, Table
from review_app.models.cases import Case, CaseEvent
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
    # Chosen from a ranking: "points" and what they came "from", as it stood then.
    ranked: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
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
    due_on: Mapped[date | None]  # by when it is to be written
    done_well: Mapped[str] = mapped_column(LongText, default="")
    done_otherwise: Mapped[str] = mapped_column(LongText, default="")
    rule_and_practice: Mapped[str] = mapped_column(LongText, default="")
    dilemma: Mapped[str] = mapped_column(LongText, default="")
    way_forward: Mapped[str] = mapped_column(LongText, default="")
    question: Mapped[str] = mapped_column(LongText, default="")
    others_can_learn: Mapped[str] = mapped_column(LongText, default="")
    law_references: Mapped[str] = mapped_column(LongText, default="", server_default="")  # a line
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    # Who last read it before it was sent, and what they said to its writer.
    reader_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    read_at: Mapped[datetime | None]
    reader_note: Mapped[str | None] = mapped_column(LongText)
    sent_at: Mapped[datetime | None]
    passed_on_at: Mapped[datetime | None]
    passed_on_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    coordinator_note: Mapped[str | None] = mapped_column(LongText)
    answer_due_on: Mapped[date | None]  # by when the caseworker is asked to answer
    acknowledged_at: Mapped[datetime | None]
    reflection: Mapped[str | None] = mapped_column(LongText)
    changed_in_case: Mapped[str | None] = mapped_column(LongText)  # in the caseworker's words
    closed_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)
    learning_case: Mapped[LearningCase] = relationship(back_populates="feedback")
    author: Mapped[Person] = relationship(foreign_keys=author_id)
    caseworker: Mapped[Person | None] = relationship(foreign_keys=caseworker_id)
    reader: Mapped[Person | None] = relationship(foreign_keys=reader_id)
    evidence: Mapped[list["FeedbackEvidence"]] = relationship(order_by="FeedbackEvidence.id")
    dialogue: Mapped[list["DialogueEntry"]] = relationship(order_by="DialogueEntry.id")


class FeedbackVersion(Table):
    """The text of feedback as it was saved once; numbered like the feedback's revisions."""

    __tablename__ = "feedback_version"
    __table_args__ = (UniqueConstraint("feedback_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    feedback_id: Mapped[int] = mapped_column(ForeignKey("feedback.id"))
    number: Mapped[int]
    texts: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime] = mapped_column(default=clock.now)
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    saved_by: Mapped[Person] = relationship()


class FeedbackEvidence(Addressed, Table):
    """What in the case the feedback rests on."""

    __tablename__ = "feedback_evidence"
    id: Mapped[int] = mapped_column(primary_key=True)
    feedback_id: Mapped[int] = mapped_column(ForeignKey("feedback.id"), index=True)
    kind: Mapped[EvidenceKind]
    case_event_id: Mapped[int | None] = mapped_column(ForeignKey("case_event.id"))
    reference: Mapped[str | None]  # of a journal entry, with page
    quotation: Mapped[str | None] = mapped_column(LongText)
    case_event: Mapped[CaseEvent | None] = relationship()


class FeedbackGuide(Table):
    """How one section of the feedback of an engagement is asked for; without a row, as usual."""

    __tablename__ = "feedback_guide"
    __table_args__ = (UniqueConstraint("engagement_id", "section"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"))
    section: Mapped[FeedbackSection]
    is_asked: Mapped[bool] = mapped_column(default=True)
    guiding_words: Mapped[str | None] = mapped_column(LongText)


class DialogueEntry(Table):
    """One turn in the talk between coordinator and caseworker about the feedback."""

    __tablename__ = "dialogue_entry"
    id: Mapped[int] = mapped_column(primary_key=True)
    feedback_id: Mapped[int] = mapped_column(ForeignKey("feedback.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(default=clock.now)
    text: Mapped[str] = mapped_column(LongText)
    author: Mapped[Person] = relationship()
