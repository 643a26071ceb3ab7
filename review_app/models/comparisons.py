"""Two reviews of one case held against each other, and the one answer that came of each two."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    String,
    UniqueConstraint,
    func,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review_app.domain.kinds import SettlingWay
from review_app.domain.scoring import AnswerValue, Verdict
from review_app.kernel import clock
from review_app.kernel.db import Addressed, LongText, Table
from review_app.models.cases import Case
from review_app.models.checklists import Criterion
from review_app.models.people import Person
from review_app.models.reviews import Review
from review_app.models.rounds import Round


class Comparison(Addressed, Table):
    """The first and second review of a case, opened to each other; made when both are in.

    It begins when nobody in the round reviews blindly any more. ``verdict`` is the settled one.
    """

    __tablename__ = "comparison"
    __table_args__ = (
        CheckConstraint("(verdict IS NULL) = (verdict_way IS NULL)", name="verdict_with_a_way"),
        CheckConstraint(
            "(settled_at IS NULL) OR (verdict IS NOT NULL)", name="settled_with_a_verdict"
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("review_round.id"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"), index=True)
    engagement_id: Mapped[int | None] = mapped_column(ForeignKey("engagement.id"))
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), unique=True)  # the first
    second_review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), unique=True)
    first_reviewer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    second_reviewer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    third_reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    caseworker_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime] = mapped_column(default=clock.now)
    verdict: Mapped[Verdict | None]
    verdict_way: Mapped[SettlingWay | None]
    verdict_reason: Mapped[str | None] = mapped_column(LongText)
    verdict_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[datetime | None] = mapped_column(index=True)
    cancelled_at: Mapped[datetime | None]
    round: Mapped[Round] = relationship()
    case: Mapped[Case] = relationship()
    first: Mapped[Review] = relationship(foreign_keys=review_id, back_populates="comparison")
    second: Mapped[Review] = relationship(foreign_keys=second_review_id)
    third_reviewer: Mapped[Person | None] = relationship(foreign_keys=third_reviewer_id)
    verdict_by: Mapped[Person | None] = relationship(foreign_keys=verdict_by_id)
    offers: Mapped[list["SettlingOffer"]] = relationship(
        order_by="SettlingOffer.id", cascade="all, delete-orphan"
    )

    @property
    def is_open(self) -> bool:
        """Whether something is still to be settled."""
        return self.settled_at is None and self.cancelled_at is None

    @property
    def answered_by_ids(self) -> frozenset[int]:
        """The two who gave the answers, and whoever was asked as the third."""
        three = (self.first_reviewer_id, self.second_reviewer_id, self.third_reviewer_id)
        return frozenset(id_ for id_ in three if id_ is not None)


class SettlingOffer(Table):
    """The answer one of the two would settle on; when both name the same, it is their consensus.

    Without a criterion it is about the verdict. ``value`` is an answer, a verdict, or
    ``cannot-agree``.
    """

    __tablename__ = "settling_offer"
    __table_args__ = (UniqueConstraint("comparison_id", "criterion_id", "person_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    comparison_id: Mapped[int] = mapped_column(ForeignKey("comparison.id"))
    criterion_id: Mapped[int | None] = mapped_column(ForeignKey("criterion.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    value: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str | None] = mapped_column(LongText)
    offered_at: Mapped[datetime] = mapped_column(default=clock.now)
    person: Mapped[Person] = relationship()


class SettledAnswer(Table):
    """The answer that stands instead of the reviewer's own: it came of two, or was changed since.

    What the reviewers gave stays as it was given; each later change is an :class:`AnswerChange`.
    """

    __tablename__ = "settled_answer"
    __table_args__ = (UniqueConstraint("review_id", "criterion_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))  # the first of the two
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"))
    value: Mapped[AnswerValue]
    way: Mapped[SettlingWay]
    reason: Mapped[str | None] = mapped_column(LongText)
    settled_at: Mapped[datetime] = mapped_column(default=clock.now)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_by: Mapped[Person | None] = relationship()


class AnswerChange(Table):
    """One change of what stands, after the review went to the caseworker; never changed itself.

    Without a criterion it is about the verdict; the values are codes of answers or verdicts.
    """

    __tablename__ = "answer_change"
    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), index=True)
    criterion_id: Mapped[int | None] = mapped_column(ForeignKey("criterion.id"))
    value_before: Mapped[str | None] = mapped_column(String(40))
    value_after: Mapped[str] = mapped_column(String(40))
    way: Mapped[SettlingWay]
    reason: Mapped[str] = mapped_column(LongText)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_by: Mapped[Person | None] = relationship()
    criterion: Mapped[Criterion | None] = relationship()


def standing_verdict() -> ColumnElement[Verdict | None]:
    """Return the verdict on a :class:`Review` that counts: corrected, settled, or its own."""
    settled = select(Comparison.verdict).where(Comparison.review_id == Review.id)
    return func.coalesce(Review.corrected_verdict, settled.scalar_subquery(), Review.verdict)
