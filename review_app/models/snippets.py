"""Sentences that reviewers use again and again."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from review_app.kernel import clock
from review_app.kernel.db import Addressed, LongText, Table


class CommentSnippet(Addressed, Table):
    """A sentence a reviewer uses again and again; without an owner it is everybody's."""

    __tablename__ = "comment_snippet"
    __table_args__ = (
        CheckConstraint("(text_da IS NOT NULL) OR (text_en IS NOT NULL)", name="says_something"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    text_da: Mapped[str | None] = mapped_column(LongText)
    text_en: Mapped[str | None] = mapped_column(LongText)
    criterion_code: Mapped[str | None] = mapped_column(String(40))  # offered there first
    kept_at: Mapped[datetime] = mapped_column(default=clock.now)
