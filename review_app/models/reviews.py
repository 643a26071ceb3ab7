"""Reviews of cases: answers, evidence, findings, and what the caseworker says to them."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    and_,
    case,
    false,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review_app.domain.kinds import EvidenceKind, ResponseKind
from review_app.domain.scoring import AnswerValue, Severity, Verdict
from review_app.domain.workflow import ObjectionState, ReviewState
from review_app.kernel import clock
from review_app.kernel.db import Addressed, LongText, Table
from review_app.models.cases import Case, CaseEvent
from review_app.models.checklists import ChecklistVersion, Criterion
from review_app.models.people import Person
from review_app.models.rounds import Round, RoundCase

if TYPE_CHECKING:
    from review_app.models.comparisons import Comparison


class Review(Addressed, Table):
    """One reviewer's examination of one case against one checklist version.

    ``caseworker_id`` is whose case it is now, who responds; the round case keeps whose it was.
    """

    __tablename__ = "review"
    __table_args__ = (
        UniqueConstraint("round_case_id", "reviewer_id"),
        CheckConstraint(
            "(submitted_at IS NULL) OR (verdict IS NOT NULL)", name="submitted_with_a_verdict"
        ),
        CheckConstraint("(state <> 'settled') OR (settled_at IS NOT NULL)", name="settled_when"),
        Index(None, "reviewer_id", "state"),
        Index(None, "caseworker_id", "state"),
        Index(None, "round_id", "state"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("review_round.id"))
    round_case_id: Mapped[int] = mapped_column(ForeignKey("round_case.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("checklist_version.id"))
    engagement_id: Mapped[int | None] = mapped_column(ForeignKey("engagement.id"))
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    # The blind second review of a case points to the first; neither reviewer ever sees it.
    second_of_id: Mapped[int | None] = mapped_column(ForeignKey("review.id"), unique=True)
    # Who reviews the same case and must not know of this review, until the two are compared.
    blind_to_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    # Given in a calibration: nobody but this person (the reviewer) sees it, and it counts nowhere.
    apart_for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    caseworker_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    state: Mapped[ReviewState] = mapped_column(default=ReviewState.ASSIGNED)
    assigned_at: Mapped[datetime] = mapped_column(default=clock.now)
    due_on: Mapped[date | None]
    assessed_on: Mapped[date | None]  # the day the casework is judged as of; later events fold away
    verdict: Mapped[Verdict | None]
    verdict_reason: Mapped[str | None] = mapped_column(LongText)
    corrected_verdict: Mapped[Verdict | None]  # stands instead, once it was corrected
    corrected_at: Mapped[datetime | None]  # after it was settled; its figures are marked as revised
    # The case as a whole is good practice worth sharing.
    is_exemplary: Mapped[bool] = mapped_column(default=False, server_default=false())
    score_share: Mapped[float | None]  # of the settled answers as soon as there are any
    submitted_at: Mapped[datetime | None]
    response_due_on: Mapped[date | None]
    response_opened_at: Mapped[datetime | None]
    responded_at: Mapped[datetime | None]  # handed in; objections may still be open
    responded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    responded_note: Mapped[str | None] = mapped_column(LongText)  # how, where it was on behalf
    # The team's managers answer: no caseworker is here. Or write down: no coordinator is free.
    is_left_to_manager: Mapped[bool] = mapped_column(default=False, server_default=false())
    is_recorded_by_manager: Mapped[bool] = mapped_column(default=False, server_default=false())
    settled_at: Mapped[datetime | None]
    settled_silently: Mapped[bool] = mapped_column(default=False)  # the period ran out unanswered
    # What was last decided or corrected, and when the caseworker said they had read it.
    news_at: Mapped[datetime | None]
    news_read_at: Mapped[datetime | None]
    cancel_reason: Mapped[str | None] = mapped_column(LongText)  # of a second review given up
    reminded_at: Mapped[datetime | None]  # that the day to hand in, or to answer by, is near
    response_reminded_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)
    round: Mapped[Round] = relationship()
    round_case: Mapped[RoundCase] = relationship()
    case: Mapped[Case] = relationship()
    version: Mapped[ChecklistVersion] = relationship()
    reviewer: Mapped[Person] = relationship(foreign_keys=reviewer_id)
    caseworker: Mapped[Person | None] = relationship(foreign_keys=caseworker_id)
    responded_by: Mapped[Person | None] = relationship(foreign_keys=responded_by_id)
    objections: Mapped[list["Objection"]] = relationship(
        back_populates="review", order_by="Objection.id"
    )
    extensions: Mapped[list["ResponseExtension"]] = relationship(order_by="ResponseExtension.id")
    answers: Mapped[list["ReviewAnswer"]] = relationship(back_populates="review")
    findings: Mapped[list["Finding"]] = relationship(back_populates="review", order_by="Finding.id")
    comparison: Mapped["Comparison | None"] = relationship(  # of the first of two reviews
        back_populates="first", foreign_keys="Comparison.review_id"
    )

    @property
    def answered_by_ids(self) -> frozenset[int]:
        """The people who gave the answers or settled them: two, or three, where two reviewed."""
        return self.comparison.answered_by_ids if self.comparison else frozenset({self.reviewer_id})


BEING_SCORED = (ReviewState.ASSIGNED, ReviewState.IN_PROGRESS)
HANDED_IN = (
    ReviewState.SUBMITTED,
    ReviewState.COMPARING,
    ReviewState.COMPARED,
    ReviewState.IN_RESPONSE,
    ReviewState.SETTLED,
)


def is_final(on: date) -> ColumnElement[bool]:
    """Hold for the reviews of which nothing can change any more on the day *on*.

    A response period is over by its date; the worker only writes it down later. An objection that
    is not decided keeps a review open, also of somebody who never handed in.
    """
    return or_(
        Review.state == ReviewState.SETTLED,
        and_(
            Review.state == ReviewState.IN_RESPONSE,
            Review.response_due_on.is_not(None),  # so that the opposite can be asked too
            Review.response_due_on < on,
            Review.id.not_in(
                select(Objection.review_id).where(Objection.state == ObjectionState.OPEN)
            ),
        ),
    )


def awaits_response(on: date) -> ColumnElement[bool]:
    """Hold for the reviews whose response can still be written on the day *on*."""
    return and_(
        Review.state == ReviewState.IN_RESPONSE,
        Review.responded_at.is_(None),
        or_(Review.response_due_on.is_(None), Review.response_due_on >= on),
    )


def has_been_heard(on: date) -> ColumnElement[bool]:
    """Hold for the reviews whose response was handed in, or whose period is over."""
    return or_(Review.responded_at.is_not(None), Review.response_due_on < on)


class ReviewAnswer(Table):
    """The reviewer's answer to one criterion; made when the reviewer first writes something."""

    __tablename__ = "review_answer"
    __table_args__ = (UniqueConstraint("review_id", "criterion_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"), index=True)
    value: Mapped[AnswerValue | None]
    comment: Mapped[str | None] = mapped_column(LongText)
    is_exemplary: Mapped[bool] = mapped_column(default=False)
    # The criterion is not asked, as things are answered: what was written is kept, not counted.
    is_hidden: Mapped[bool] = mapped_column(default=False, server_default=false())
    saved_at: Mapped[datetime] = mapped_column(default=clock.now)
    edit_key: Mapped[str | None] = mapped_column(String(36))  # of the last edit: a retry is known
    revision: Mapped[int] = mapped_column(default=1)
    review: Mapped[Review] = relationship(back_populates="answers")
    criterion: Mapped[Criterion] = relationship()


def counted_value(answer: Any = ReviewAnswer) -> ColumnElement[AnswerValue | None]:
    """Return what an answer counts as; *answer* is :class:`ReviewAnswer` or an alias of it."""
    hidden = literal(AnswerValue.NOT_APPLICABLE, type_=ReviewAnswer.value.type)
    return case((answer.is_hidden, hidden), else_=answer.value)


class Evidence(Addressed, Table):
    """What in the case an answer rests on."""

    __tablename__ = "evidence"
    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), index=True)
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"))
    kind: Mapped[EvidenceKind]
    case_event_id: Mapped[int | None] = mapped_column(ForeignKey("case_event.id"))
    reference: Mapped[str | None]  # of a journal entry, with page
    quotation: Mapped[str | None] = mapped_column(LongText)
    case_event: Mapped[CaseEvent | None] = relationship()


class Finding(Addressed, Table):
    """A deviation: opened by each "partly met" or "not met", or added freely."""

    __tablename__ = "finding"
    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), index=True)
    criterion_id: Mapped[int | None] = mapped_column(ForeignKey("criterion.id"), index=True)
    severity: Mapped[Severity]
    text: Mapped[str] = mapped_column(LongText)
    # Kept, but no longer a finding: two reviewers settled on an answer that is no deviation.
    is_set_aside: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Of the second review, taken over by the first when the two were settled.
    copy_of_id: Mapped[int | None] = mapped_column(ForeignKey("finding.id"))
    review: Mapped[Review] = relationship(back_populates="findings")
    criterion: Mapped[Criterion | None] = relationship()


class CaseworkerResponse(Table):
    """What the caseworker says to the answer to one criterion."""

    __tablename__ = "caseworker_response"
    __table_args__ = (UniqueConstraint("review_id", "criterion_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"))
    kind: Mapped[ResponseKind]
    text: Mapped[str | None] = mapped_column(LongText)
    given_at: Mapped[datetime] = mapped_column(default=clock.now)
    given_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    # Written down by another, who heard it from the caseworker or answers in their place.
    is_on_behalf: Mapped[bool] = mapped_column(default=False, server_default=false())
    proposed_value: Mapped[AnswerValue | None]  # of an objection, as far as it is written
    given_by: Mapped[Person] = relationship(lazy="joined")


class Objection(Addressed, Table):
    """A caseworker's objection to the answer to one criterion, and what was decided on it.

    Who gave or settled the answer is kept beside it, because none of them decides.
    """

    __tablename__ = "objection"
    __table_args__ = (
        UniqueConstraint("review_id", "criterion_id"),
        CheckConstraint("(state = 'open') = (decided_at IS NULL)", name="open_until_it_is_decided"),
        Index(None, "state", "made_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"), index=True)
    engagement_id: Mapped[int | None] = mapped_column(ForeignKey("engagement.id"))
    caseworker_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    former_caseworker_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    second_reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    third_reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    # No coordinator may decide it: all gave the answer or handled the case.
    is_left_to_manager: Mapped[bool] = mapped_column(default=False, server_default=false())
    value: Mapped[AnswerValue]  # that stood when it was made
    proposed_value: Mapped[AnswerValue]
    text: Mapped[str] = mapped_column(LongText)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    is_on_behalf: Mapped[bool] = mapped_column(default=False, server_default=false())
    state: Mapped[ObjectionState] = mapped_column(default=ObjectionState.OPEN)
    reply: Mapped[str | None] = mapped_column(LongText)  # of whoever gave the answer
    replied_at: Mapped[datetime | None]
    replied_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_value: Mapped[AnswerValue | None]
    decision_reason: Mapped[str | None] = mapped_column(LongText)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    review: Mapped[Review] = relationship(back_populates="objections")
    criterion: Mapped[Criterion] = relationship()
    made_by: Mapped[Person] = relationship(foreign_keys=made_by_id)
    replied_by: Mapped[Person | None] = relationship(foreign_keys=replied_by_id)
    decided_by: Mapped[Person | None] = relationship(foreign_keys=decided_by_id)

    @property
    def answered_by_ids(self) -> frozenset[int]:
        """Who gave or settled the answer."""
        three = (self.reviewer_id, self.second_reviewer_id, self.third_reviewer_id)
        return frozenset(id_ for id_ in three if id_ is not None)


class ResponseExtension(Table):
    """A response period was made longer."""

    __tablename__ = "response_extension"
    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), index=True)
    due_before_on: Mapped[date]
    due_after_on: Mapped[date]
    reason: Mapped[str] = mapped_column(LongText)
    extended_at: Mapped[datetime] = mapped_column(default=clock.now)
    extended_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    extended_by: Mapped[Person] = relationship(lazy="joined")
