"""Calibrations: the cases, who scores them, and the reference answers.

The answers themselves are reviews that stand apart: each participant has a round of their own, so
that a hidden calibration looks like any other task and nobody sees what the others answer.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review_app.domain.calibrations import CalibrationMode, CalibrationState
from review_app.domain.scoring import AnswerValue
from review_app.kernel import clock
from review_app.kernel.db import Addressed, LongText, Table
from review_app.models.cases import Case
from review_app.models.checklists import ChecklistVersion
from review_app.models.people import Person
from review_app.models.rounds import Round

OPENED = (CalibrationState.COMPARING, CalibrationState.CLOSED)


class Calibration(Addressed, Table):
    """The same cases scored by several who do not see what the others answer."""

    __tablename__ = "calibration"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    task_title: Mapped[str]  # what the participants' task is called; tells nothing when hidden
    mode: Mapped[CalibrationMode]
    state: Mapped[CalibrationState] = mapped_column(default=CalibrationState.PLANNED)
    version_id: Mapped[int] = mapped_column(ForeignKey("checklist_version.id"))
    engagement_id: Mapped[int | None] = mapped_column(ForeignKey("engagement.id"))
    due_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    conclusion: Mapped[str | None] = mapped_column(LongText)
    # A bridge: the reviewers of this closed round score its cases again, with another version.
    bridges_id: Mapped[int | None] = mapped_column(
        ForeignKey("review_round.id", use_alter=True)  # rounds point to calibrations, too
    )
    version: Mapped[ChecklistVersion] = relationship()
    bridges: Mapped[Round | None] = relationship(foreign_keys=[bridges_id])
    created_by: Mapped[Person | None] = relationship()
    cases: Mapped[list["CalibrationCase"]] = relationship(order_by="CalibrationCase.position")
    participants: Mapped[list["CalibrationParticipant"]] = relationship(
        order_by="CalibrationParticipant.id", lazy="selectin"
    )

    @property
    def participant_ids(self) -> set[int]:
        """Those who score."""
        return {one.person_id for one in self.participants}

    def scored_by(self, person_id: int) -> tuple[int, ...]:
        """Return the cases a participant scores, by id."""
        return tuple(r.case_id for r in self.cases if r.scored_by_id in (None, person_id))

    @property
    def is_hidden(self) -> bool:
        """Whether the participants must not know of it, now."""
        return self.mode is CalibrationMode.HIDDEN and not self.is_opened

    @property
    def is_opened(self) -> bool:
        """Whether the answers are open to everybody who takes part or coordinates."""
        return self.state in OPENED


class CalibrationCase(Addressed, Table):
    """A case that is scored."""

    __tablename__ = "calibration_case"
    __table_args__ = (UniqueConstraint("calibration_id", "case_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    calibration_id: Mapped[int] = mapped_column(ForeignKey("calibration.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"))
    position: Mapped[int]
    # Of a bridge: who scored it the first time, and alone scores it again; else everybody does.
    scored_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    case: Mapped[Case] = relationship()


class CalibrationParticipant(Table):
    """Somebody who scores."""

    __tablename__ = "calibration_participant"
    __table_args__ = (UniqueConstraint("calibration_id", "person_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    calibration_id: Mapped[int] = mapped_column(ForeignKey("calibration.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    person: Mapped[Person] = relationship()


class ReferenceAnswer(Table):
    """What the answer should be, by an expert or by what all agreed on, and why."""

    __tablename__ = "reference_answer"
    __table_args__ = (UniqueConstraint("calibration_id", "case_id", "criterion_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    calibration_id: Mapped[int] = mapped_column(ForeignKey("calibration.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"))
    value: Mapped[AnswerValue]
    reason: Mapped[str] = mapped_column(LongText)
    given_at: Mapped[datetime] = mapped_column(default=clock.now)
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    given_by: Mapped[Person | None] = relationship()
