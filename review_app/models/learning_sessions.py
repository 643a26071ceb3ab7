"""Learning sessions: who met about what, what each thought before, and what they agreed."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, false, text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review_app.domain.kinds import LearningSessionKind, OutcomeKind, Party
from review_app.domain.workflow import LearningSessionState
from review_app.kernel import clock
from review_app.kernel.db import Addressed, LongText, Table
from review_app.models.calibrations import Calibration
from review_app.models.cases import Case
from review_app.models.checklists import Criterion
from review_app.models.feedback import Feedback, LearningCase
from review_app.models.people import Person, Team
from review_app.models.reviews import Finding, Objection
from review_app.models.urgent_findings import UrgentFinding


class SessionSeries(Addressed, Table):
    """Sessions that come back every so many weeks; closing one plans the next."""

    __tablename__ = "session_series"
    __table_args__ = (CheckConstraint("every_weeks BETWEEN 1 AND 52", name="comes_back"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    every_weeks: Mapped[int]
    begun_at: Mapped[datetime] = mapped_column(default=clock.now)
    begun_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]


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
    calibration_id: Mapped[int | None] = mapped_column(ForeignKey("calibration.id"))
    series_id: Mapped[int | None] = mapped_column(ForeignKey("session_series.id"), index=True)
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("learning_session.id"), index=True)
    # Whom it is for as a group; each of them is invited besides.
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    profession: Mapped[str | None]
    # SEQUENCE of the invitation, RFC 5545, 3.8.7.4: grows when a calendar must learn of a change.
    invitation_sequence: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    attendance_recorded_at: Mapped[datetime | None]
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
    materials: Mapped[list["SessionMaterial"]] = relationship(order_by="SessionMaterial.id")
    minute_taking: Mapped["MinuteTaking | None"] = relationship(lazy="selectin")
    series: Mapped[SessionSeries | None] = relationship()
    calibration: Mapped[Calibration | None] = relationship()
    team: Mapped[Team | None] = relationship()
    follows: Mapped["LearningSession | None"] = relationship(remote_side=id)

    @property
    def minute_taker_id(self) -> int | None:
        """Who writes the minutes at this moment."""
        return self.minute_taking.person_id if self.minute_taking else None

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
    """What is to be talked about, with its time box and what the minutes say of it.

    It is about at most one thing: a learning case or the feedback on it, a finding, a dilemma (an
    objection in which both arguments stand), an urgent finding, a criterion that a calibration
    read differently, a case; or it is a question in words.
    """

    __tablename__ = "agenda_item"
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("learning_session.id"), index=True)
    position: Mapped[int]
    title: Mapped[str]
    minutes_planned: Mapped[int] = mapped_column(default=15)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_record.id"))
    learning_case_id: Mapped[int | None] = mapped_column(ForeignKey("learning_case.id"))
    feedback_id: Mapped[int | None] = mapped_column(ForeignKey("feedback.id"))
    finding_id: Mapped[int | None] = mapped_column(ForeignKey("finding.id"))
    objection_id: Mapped[int | None] = mapped_column(ForeignKey("objection.id"))
    urgent_finding_id: Mapped[int | None] = mapped_column(ForeignKey("urgent_finding.id"))
    criterion_id: Mapped[int | None] = mapped_column(ForeignKey("criterion.id"))
    notes: Mapped[str] = mapped_column(LongText, default="", server_default="")
    revision: Mapped[int] = mapped_column(default=1, server_default=text("1"))  # of the notes
    talked_at: Mapped[datetime | None]  # without it the item is left over
    carried_from_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    case: Mapped[Case | None] = relationship()
    learning_case: Mapped[LearningCase | None] = relationship()
    feedback: Mapped[Feedback | None] = relationship()
    finding: Mapped[Finding | None] = relationship()
    objection: Mapped[Objection | None] = relationship()
    urgent_finding: Mapped[UrgentFinding | None] = relationship()
    criterion: Mapped[Criterion | None] = relationship()


class MinuteTaking(Table):
    """Where a meeting is: who takes the minutes, and which item is on the screen of the room.

    No evidence by itself: handing over is logged, that somebody is still there is not.
    """

    __tablename__ = "minute_taking"
    is_evidence = False
    session_id: Mapped[int] = mapped_column(ForeignKey("learning_session.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    seen_at: Mapped[datetime] = mapped_column(default=clock.now)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    item_since_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(lazy="joined")


class SessionInvitation(Table):
    """What a person's calendar should know of a session, and what it was told by mail.

    Stays when the person is no longer invited: their calendar must learn of that too.
    """

    __tablename__ = "session_invitation"
    __table_args__ = (UniqueConstraint("session_id", "person_id"),)
    is_evidence = False
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("learning_session.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    sequence: Mapped[int]
    is_cancelled: Mapped[bool] = mapped_column(default=False, server_default=false())
    told_sequence: Mapped[int | None]
    session: Mapped[LearningSession] = relationship()
    person: Mapped[Person] = relationship()


class SessionMaterial(Addressed, Table):
    """Something to read for a session: words, an address on the web, or a file."""

    __tablename__ = "session_material"
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("learning_session.id"), index=True)
    title: Mapped[str]
    text: Mapped[str] = mapped_column(LongText, default="")
    address: Mapped[str | None]
    file_name: Mapped[str | None]
    file_kind: Mapped[str | None]  # a media type
    upload: Mapped[str | None]  # under which name the file is kept
    added_at: Mapped[datetime] = mapped_column(default=clock.now)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class SessionOutcome(Addressed, Table):
    """One typed outcome. Which columns a kind requires stands in ``domain/outcomes.py``.

    *plan*: text = the goal, steps, owner, due_on = by when, look_again_on;
    *action*: text, owner, due_on; *agreed practice*: title, text, perhaps a criterion; *dilemma*:
    title, text and counter_text, the two arguments, perhaps a criterion; *change proposal*: text,
    criterion; *learning note*: title, text, criterion. Any of them is agreed on by all, or not.
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
    is_consensus: Mapped[bool] = mapped_column(default=True, server_default=true())
    dissent: Mapped[str | None] = mapped_column(LongText)  # who sees it otherwise, and how
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    took_effect_at: Mapped[datetime | None]  # when other areas were told of it
    withdrawn_at: Mapped[datetime | None]  # taken back when the minutes were reopened
    revision: Mapped[int] = mapped_column(default=1)
    session: Mapped[LearningSession] = relationship()
    agenda_item: Mapped[AgendaItem | None] = relationship()
    owner: Mapped[Person | None] = relationship(foreign_keys=owner_id)
    criterion: Mapped[Criterion | None] = relationship()
