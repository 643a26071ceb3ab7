"""What readers add to the knowledge base: questions, thanks, their way through reading lists."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review_app.kernel import clock
from review_app.kernel.db import Addressed, LongText, Table
from review_app.models.knowledge import LearningNote
from review_app.models.people import Person


class NoteComment(Addressed, Table):
    """What a reader asks or remarks in place; an answer closes nothing, whoever asked does."""

    __tablename__ = "note_comment"
    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("learning_note.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    is_question: Mapped[bool]
    text: Mapped[str] = mapped_column(LongText)
    written_at: Mapped[datetime] = mapped_column(default=clock.now)
    answered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    note: Mapped[LearningNote] = relationship()
    author: Mapped[Person] = relationship(foreign_keys=author_id)
    replies: Mapped[list["NoteReply"]] = relationship(order_by="NoteReply.id")


class NoteReply(Table):
    """What somebody says to a comment; ``is_answer`` when it answers the question."""

    __tablename__ = "note_reply"
    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("note_comment.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(LongText)
    is_answer: Mapped[bool]
    written_at: Mapped[datetime] = mapped_column(default=clock.now)
    author: Mapped[Person] = relationship()


class NoteThanks(Table):
    """A note helped a reader: shown as a count alone, and to the reader themselves."""

    __tablename__ = "note_thanks"
    __table_args__ = (UniqueConstraint("note_id", "person_id"),)
    is_evidence = False  # nobody's log: only how many
    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("learning_note.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class ReadingList(Addressed, Table):
    """Notes in the order they are best read, such as "new in the team"."""

    __tablename__ = "reading_list"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    purpose: Mapped[str] = mapped_column(LongText)
    profession: Mapped[str | None]  # whom it is meant for; everybody may read it
    is_for_new: Mapped[bool]  # a way in for new colleagues
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    removed_at: Mapped[datetime | None]
    owner: Mapped[Person] = relationship()
    items: Mapped[list["ReadingListItem"]] = relationship(
        order_by="ReadingListItem.position", cascade="all, delete-orphan"
    )


class ReadingListItem(Table):
    """A note on a reading list; ``position`` counts from 1."""

    __tablename__ = "reading_list_item"
    __table_args__ = (UniqueConstraint("list_id", "note_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("reading_list.id"))
    note_id: Mapped[int] = mapped_column(ForeignKey("learning_note.id"))
    position: Mapped[int]
    note: Mapped[LearningNote] = relationship()


class ReadingShare(Table):
    """A reader lets a colleague see how far they are on a list; deleted when they take it back."""

    __tablename__ = "reading_share"
    __table_args__ = (UniqueConstraint("list_id", "person_id", "mentor_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("reading_list.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    mentor_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    shared_at: Mapped[datetime] = mapped_column(default=clock.now)
    person: Mapped[Person] = relationship(foreign_keys=person_id)
    mentor: Mapped[Person] = relationship(foreign_keys=mentor_id)
    reading_list: Mapped[ReadingList] = relationship()
