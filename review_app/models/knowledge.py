"""The knowledge base: learning notes, where they come from, and who has read them."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from review_app.domain.workflow import LearningNoteState
from review_app.kernel import clock
from review_app.kernel.db import Addressed, LongText, Table
from review_app.models.checklists import Criterion
from review_app.models.people import Person


class LearningNote(Addressed, Table):
    """What every caseworker should know, with its source and its best-before date."""

    NEW_PLACE: ClassVar[str] = "note/new"  # where the half-written text of a new note is kept
    __tablename__ = "learning_note"
    __table_args__ = (Index(None, "written_at", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    text: Mapped[str] = mapped_column(LongText)  # Markdown
    law_reference: Mapped[str | None]
    state: Mapped[LearningNoteState] = mapped_column(default=LearningNoteState.DRAFT, index=True)
    outcome_id: Mapped[int | None] = mapped_column(ForeignKey("session_outcome.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(default=clock.now)
    published_at: Mapped[datetime | None] = mapped_column(index=True)
    # Confirming or changing a note publishes it anew; its effect counts from the first day.
    first_published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    review_by_on: Mapped[date | None]
    sent_back_because: Mapped[str | None] = mapped_column(LongText)
    revision: Mapped[int] = mapped_column(default=1)
    owner: Mapped[Person] = relationship(foreign_keys=owner_id)
    criteria: Mapped[list["NoteCriterion"]] = relationship(
        back_populates="note", cascade="all, delete-orphan"
    )
    overrides: Mapped[list["ScreenOverride"]] = relationship(cascade="all, delete-orphan")

    @validates("published_at")
    def _keep_the_first(self, _name: str, moment: datetime | None) -> datetime | None:
        self.first_published_at = self.first_published_at or moment
        return moment

    @property
    def draft_place(self) -> str:
        """Where somebody's half-written change of the note is kept."""
        return f"note/{self.key}"


class NoteCriterion(Table):
    """A criterion that a note is about, by which its effect is measured."""

    __tablename__ = "note_criterion"
    __table_args__ = (UniqueConstraint("note_id", "criterion_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("learning_note.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"), index=True)
    note: Mapped[LearningNote] = relationship(back_populates="criteria")
    criterion: Mapped[Criterion] = relationship()


class ScreenOverride(Table):
    """A person's word that a hit of the personal-data screen is none, with the reason."""

    __tablename__ = "screen_override"
    __table_args__ = (UniqueConstraint("note_id", "hit_text"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("learning_note.id"))
    hit_text: Mapped[str]
    reason: Mapped[str] = mapped_column(LongText)
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime] = mapped_column(default=clock.now)


class Receipt(Table):
    """A reader has read a note: the reader's own memory, never a control figure."""

    __tablename__ = "receipt"
    __table_args__ = (UniqueConstraint("note_id", "person_id"),)
    is_evidence = False  # the reader's own, so nobody's log
    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("learning_note.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    read_at: Mapped[datetime] = mapped_column(default=clock.now)
    note: Mapped[LearningNote] = relationship()
