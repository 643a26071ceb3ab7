"""Learning sessions: who met about what, what each thought before, and what they agreed."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review_app.domain.kinds import LearningSessionKind, OutcomeKind, Party
from review_app.domain.workflow import LearningSessionState
from review_app.kernel import clock
from review_app.kernel.db import Addressed, LongText, Table
from review_app.models.cases import Case
from review_app.models.checklists import Criterion
from review_app.models.feedback import LearningCase
from review_app.models.people import Person
from review_app.models.reviews import Finding


class LearningSession(Addressed, Table):
    """A meeting about cases and findings that ends in typed outcomes."""

    __tablename__ = "learning_session"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[LearningSessionKind]
    title: Mapped[str]
    state: Mapped[LearningSessionState] = mapped_column(
        default=LearningSessionState.PLANNED, index=True
    )
    starts_at: Mapped[datetime] = mapped_column(index=True)
    minutes_planned: Mapped[int] = mapped_column(default=60)
    place: Mapped[str | None]
    engagement_id: Mapped[int | None] = mapped_column(ForeignKey("engagement.id"))
    planned_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    held_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    cancel_reason: Mapped[str | None]
    revision: Mapped[int] = mapped_column(default=1)
    participants: Mapped[list["SessionParticipant"]] = relationship(
        back_populates="session",
        order_by="SessionParticipant.id",
        lazy="selectin",
        cascade="all, delete-orphan",
    )
    agenda: Mapped[list["AgendaItem"]] = relationship(
        order_by="AgendaItem.position", cascade="all, delete-orphan"
    )
    # Those that stand; what was taken back is kept for the log alone.
    outcomes: Mapped[list["SessionOutcome"]] = relationship(
        primaryjoin="and_(SessionOutcome.session_id == LearningSession.id, "
        "SessionOutcome.withdrawn_at.is_(None))",
        order_by="SessionOutcome.id",
        viewonly=True,
    )

    @property
    def participant_ids(self) -> frozenset[int]:
        """Everybody who is invited."""
        return frozenset(participant.person_id for participant in self.participants)


class SessionParticipant(Addressed, Table):
    """One person at the table: the position before, the signature or dissent after."""

    __tablename__ = "session_participant"
    __table_args__ = (
        UniqueConstraint("session_id", "person_id"),
        CheckConstraint("(signed_at IS NULL) OR (dissented_at IS NULL)", name="signs_or_dissents"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("learning_session.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    party: Mapped[Party]
    was_absent: Mapped[bool] = mapped_column(default=False)
    # Never loaded by accident: others' positions are hidden until they open, so the text comes from
    # ``queries.open_positions`` and ``queries.own_position`` alone.
    position: Mapped[str | None] = mapped_column(LongText, deferred=True, deferred_raiseload=True)
    position_written_at: Mapped[datetime | None]
    signed_at: Mapped[datetime | None]
    dissented_at: Mapped[datetime | None]
    dissent: Mapped[str | None] = mapped_column(LongText)
    not_given_at: Mapped[datetime | None]  # the engagement ended before an outsider signed
    revision: Mapped[int] = mapped_column(default=1)
    session: Mapped[LearningSession] = relationship(back_populates="participants")
    person: Mapped[Person] = relationship(lazy="joined")


class AgendaItem(Addressed, Table):
    """What is to be talked about: a learning case, a finding, a case, or a question in words."""

    __tablename__ = "agenda_item"
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("learning_session.id"), index=True)
    position: Mapped[int]
    title: Mapped[str]
    minutes_planned: Mapped[int] = mapped_column(default=15)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_record.id"))
    learning_case_id: Mapped[int | None] = mapped_column(ForeignKey("learning_case.id"))
    finding_id: Mapped[int | None] = mapped_column(ForeignKey("finding.id"))
    case: Mapped[Case | None] = relationship()
    learning_case: Mapped[LearningCase | None] = relationship()
    finding: Mapped[Finding | None] = relationship()


class SessionOutcome(Addressed, Table):
    """One typed outcome. Which columns a kind requires stands in ``domain/outcomes.py``.

    *plan*: text = the goal, steps, owner, due_on = by when, look_again_on;
    *action*: text, owner, due_on; *agreed practice*: title, text; *dilemma*: title, text and
    counter_text, the two arguments; *change proposal*: text, criterion; *learning note*: title,
    text, criterion.
    """

    __tablename__ = "session_outcome"
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("learning_session.id"), index=True)
    agenda_item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    kind: Mapped[OutcomeKind]
    title: Mapped[str | None]
    text: Mapped[str] = mapped_column(LongText)
    counter_text: Mapped[str | None] = mapped_column(LongText)
    steps: Mapped[str | None] = mapped_column(LongText)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date | None]
    look_again_on: Mapped[date | None]
    criterion_id: Mapped[int | None] = mapped_column(ForeignKey("criterion.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    took_effect_at: Mapped[datetime | None]  # when other areas were told of it
    withdrawn_at: Mapped[datetime | None]  # taken back when the minutes were reopened
    revision: Mapped[int] = mapped_column(default=1)
    session: Mapped[LearningSession] = relationship()
    agenda_item: Mapped[AgendaItem | None] = relationship()
    owner: Mapped[Person | None] = relationship(foreign_keys=owner_id)
    criterion: Mapped[Criterion | None] = relationship()
