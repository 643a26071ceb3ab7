"""Second readings, what was answered before them, and who has seen how they score."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review_app.domain.conditions_quality import open_from
from review_app.domain.scoring import AnswerValue, Verdict
from review_app.domain.second_reading import ReadingRule, ReadingRules, ReviewerReply
from review_app.domain.workflow import SecondReadingState
from review_app.kernel import clock
from review_app.kernel.db import Addressed, LongText, Table
from review_app.models.checklists import Criterion
from review_app.models.people import Person
from review_app.models.reviews import Review


class SecondReadingPlan(Table):
    """Which reviews of a round a colleague reads; fixed when the reviews start.

    ``secret`` decides the sample. It never leaves the platform.
    """

    __tablename__ = "second_reading_plan"
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("review_round.id"), unique=True)
    share_percent: Mapped[int] = mapped_column(default=0)
    on_failed_critical: Mapped[bool] = mapped_column(default=False)
    first_reviews: Mapped[int] = mapped_column(default=0)
    secret: Mapped[str] = mapped_column(String(64))

    @property
    def rules(self) -> ReadingRules:
        """The plan as the rules want it."""
        return ReadingRules(self.share_percent, self.on_failed_critical, self.first_reviews)


class SecondReading(Addressed, Table):
    """A colleague's reading of a review that was handed in, before the caseworker is asked.

    The reader comments and may return the review once; the answers are the reviewer's alone.
    """

    __tablename__ = "second_reading"
    __table_args__ = (
        CheckConstraint("(state <> 'passed') OR (passed_at IS NOT NULL)", name="passed_when"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), unique=True)
    reader_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    caseworker_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    engagement_id: Mapped[int | None] = mapped_column(ForeignKey("engagement.id"))
    rule: Mapped[ReadingRule]
    state: Mapped[SecondReadingState] = mapped_column(default=SecondReadingState.ASKED)
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    returned_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    passed_at: Mapped[datetime | None]
    first_verdict: Mapped[Verdict | None]
    first_verdict_reason: Mapped[str | None] = mapped_column(LongText)
    review: Mapped[Review] = relationship()
    reader: Mapped[Person] = relationship(foreign_keys=reader_id)
    points: Mapped[list["SecondReadingPoint"]] = relationship(order_by="SecondReadingPoint.id")


class SecondReadingPoint(Table):
    """What the reader says to a criterion, what the reviewer replies, and if they still differ."""

    __tablename__ = "second_reading_point"
    __table_args__ = (UniqueConstraint("reading_id", "criterion_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    reading_id: Mapped[int] = mapped_column(ForeignKey("second_reading.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"))
    comment: Mapped[str] = mapped_column(LongText)
    reply: Mapped[ReviewerReply | None]
    reply_text: Mapped[str | None] = mapped_column(LongText)
    replied_at: Mapped[datetime | None]
    still_differs: Mapped[bool] = mapped_column(default=False, server_default=false())
    criterion: Mapped[Criterion] = relationship()


class FirstAnswer(Table):
    """An answer as it was handed in first, kept when the review was returned."""

    __tablename__ = "first_answer"
    __table_args__ = (UniqueConstraint("reading_id", "criterion_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    reading_id: Mapped[int] = mapped_column(ForeignKey("second_reading.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"))
    value: Mapped[AnswerValue | None]
    comment: Mapped[str | None] = mapped_column(LongText)


class StrictnessShowing(Addressed, Table):
    """A day on which a reviewer was shown how they score, with all that was known until then.

    Others see no more than that, and not before ``opens_on``.
    """

    __tablename__ = "strictness_showing"
    __table_args__ = (UniqueConstraint("person_id", "shown_on"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    shown_on: Mapped[date] = mapped_column(default=clock.today)
    opens_on: Mapped[date]
    person: Mapped[Person] = relationship()

    @classmethod
    def of(cls, person_id: int, shown_on: date) -> "StrictnessShowing":
        """Return the showing of a day, open to others after the days alone with it."""
        return cls(person_id=person_id, shown_on=shown_on, opens_on=open_from(shown_on))

    @property
    def is_opened(self) -> bool:
        """Whether others see it today."""
        return self.opens_on <= clock.today()
