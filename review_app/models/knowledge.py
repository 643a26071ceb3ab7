"""The knowledge base: notes and their versions, where they come from, what they link to."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from review_app.domain.kinds import NoteKind
from review_app.domain.learning_notes import Written
from review_app.domain.workflow import LearningNoteState
from review_app.kernel import clock
from review_app.kernel.db import Addressed, LongText, Table
from review_app.models.checklists import Criterion
from review_app.models.people import Person


class Topic(Addressed, Table):
    """A subject that notes are filed under."""

    __tablename__ = "topic"
    id: Mapped[int] = mapped_column(primary_key=True)
    name_da: Mapped[str] = mapped_column(unique=True)
    name_en: Mapped[str]


class LearningNote(Addressed, Table):
    """What every caseworker should know, with its source and its best-before date.

    Its words are what readers see; a change of a published note waits as a :class:`NoteVersion`
    until another person has looked at it.
    """

    NEW_PLACE: ClassVar[str] = "note/new"  # where the half-written text of a new note is kept
    __tablename__ = "learning_note"
    __table_args__ = (Index(None, "written_at", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[NoteKind] = mapped_column(
        default=NoteKind.LEARNING_NOTE, server_default=NoteKind.LEARNING_NOTE.value
    )
    title: Mapped[str]
    text: Mapped[str] = mapped_column(LongText)  # Markdown
    one_argument: Mapped[str | None] = mapped_column(LongText)  # of a dilemma
    other_argument: Mapped[str | None] = mapped_column(LongText)
    law_reference: Mapped[str | None]
    profession: Mapped[str | None]  # whom it is meant for; everybody may read it
    state: Mapped[LearningNoteState] = mapped_column(default=LearningNoteState.DRAFT, index=True)
    # What changed under it: "criteria" (codes) and "laws" (references).
    stale_because: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    outcome_id: Mapped[int | None] = mapped_column(ForeignKey("session_outcome.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    # When somebody else was made to answer for it; empty once they have taken it over.
    handed_over_at: Mapped[datetime | None]
    written_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[datetime | None] = mapped_column(index=True)
    # Confirming or changing a note publishes it anew; its effect counts from the first day.
    first_published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]  # when somebody last said that it holds
    review_by_on: Mapped[date | None]
    sent_back_because: Mapped[str | None] = mapped_column(LongText)
    revision: Mapped[int] = mapped_column(default=1)
    owner: Mapped[Person] = relationship(foreign_keys=owner_id)
    criteria: Mapped[list["NoteCriterion"]] = relationship(
        back_populates="note", cascade="all, delete-orphan"
    )
    topics: Mapped[list["NoteTopic"]] = relationship(cascade="all, delete-orphan")
    overrides: Mapped[list["ScreenOverride"]] = relationship(cascade="all, delete-orphan")
    versions: Mapped[list["NoteVersion"]] = relationship(
        back_populates="note", order_by="NoteVersion.number.desc()"
    )

    @validates("published_at")
    def _keep_the_first(self, _name: str, moment: datetime | None) -> datetime | None:
        self.first_published_at = self.first_published_at or moment
        return moment

    @property
    def draft_place(self) -> str:
        """Where somebody's half-written change of the note is kept."""
        return f"note/{self.key}"

    @property
    def written(self) -> Written:
        """The words as readers see them."""
        return Written(**{name: getattr(self, name) for name in Written.NAMES})

    def take(self, written: Written) -> None:
        """Make *written* the words that readers see."""
        for name in Written.NAMES:
            setattr(self, name, getattr(written, name))


class NoteVersion(Table):
    """The words of a note as somebody saved them; read by all once they were published."""

    __tablename__ = "note_version"
    __table_args__ = (UniqueConstraint("note_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("learning_note.id"))
    number: Mapped[int]  # the note's revision that it made
    title: Mapped[str]
    text: Mapped[str] = mapped_column(LongText)
    one_argument: Mapped[str | None] = mapped_column(LongText)
    other_argument: Mapped[str | None] = mapped_column(LongText)
    law_reference: Mapped[str | None]
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime] = mapped_column(default=clock.now)
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    sent_back_at: Mapped[datetime | None]  # a change of a published note that was not taken
    note: Mapped[LearningNote] = relationship(back_populates="versions")

    @property
    def written(self) -> Written:
        """The words of this version."""
        return Written(**{name: getattr(self, name) for name in Written.NAMES})


class NoteCriterion(Table):
    """A criterion that a note is about, by which its effect is measured."""

    __tablename__ = "note_criterion"
    __table_args__ = (UniqueConstraint("note_id", "criterion_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("learning_note.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"), index=True)
    note: Mapped[LearningNote] = relationship(back_populates="criteria")
    criterion: Mapped[Criterion] = relationship()


class NoteTopic(Table):
    """A topic a note is filed under."""

    __tablename__ = "note_topic"
    __table_args__ = (UniqueConstraint("note_id", "topic_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("learning_note.id"))
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), index=True)
    topic: Mapped[Topic] = relationship()


class NoteLink(Table):
    """What ``[[label]]`` in a note leads to, found when the note was saved; nothing when dead.

    Kept by row, so that the link goes on leading there when what it names gets another title.
    """

    __tablename__ = "note_link"
    __table_args__ = (UniqueConstraint("note_id", "label"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("learning_note.id"))
    label: Mapped[str]
    target_id: Mapped[int | None] = mapped_column(ForeignKey("learning_note.id"), index=True)
    standard_id: Mapped[int | None] = mapped_column(ForeignKey("workflow_standard.id"))
    criterion_id: Mapped[int | None] = mapped_column(ForeignKey("criterion.id"))


class NotePicture(Addressed, Table):
    """A picture in a note; the file lies under a random name outside the web root."""

    __tablename__ = "note_picture"
    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("learning_note.id"), index=True)
    alt_text: Mapped[str]
    media_type: Mapped[str] = mapped_column(String(40))
    width: Mapped[int]
    height: Mapped[int]
    file_name: Mapped[str] = mapped_column(String(40))
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def markdown(self) -> str:
        """What shows the picture in the text."""
        return f"![{self.alt_text}](picture:{self.key})"


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
