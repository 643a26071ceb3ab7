"""What is opened to whom, who was asked to be named, and what each answered."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review_app.domain.assent import AssentAnswer
from review_app.domain.openness import Audience, Detail, FigureFamily
from review_app.kernel import clock
from review_app.kernel.db import Addressed, LongText, Table
from review_app.models.people import Person, Team


class OpennessStep(Addressed, Table):
    """From a day on an audience is shown a family of figures at a detail, or (none) no more.

    A step is never changed: the next one takes its place. One that has not taken effect can be
    taken back.
    """

    __tablename__ = "openness_step"
    __table_args__ = (Index("ix_openness_step_of_audience", "family", "audience", "effective_on"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    family: Mapped[FigureFamily]
    audience: Mapped[Audience]
    detail: Mapped[Detail | None]
    effective_on: Mapped[date]
    reason: Mapped[str] = mapped_column(LongText)
    legal_basis: Mapped[str] = mapped_column(LongText)
    decided_at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    taken_back_at: Mapped[datetime | None]
    taken_back_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_by: Mapped[Person | None] = relationship(foreign_keys=decided_by_id)


class AssentMember(Table):
    """Somebody who is asked whether they may be named: a caseworker of one team, while in it."""

    __tablename__ = "assent_member"
    __table_args__ = (Index(None, "step_id", "team_id"), Index(None, "person_id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("openness_step.id"))
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    joined_at: Mapped[datetime] = mapped_column(default=clock.now)
    left_at: Mapped[datetime | None]
    step: Mapped[OpennessStep] = relationship()
    team: Mapped[Team] = relationship()


class Assent(Table):
    """One answer of somebody who was asked; the last one counts."""

    __tablename__ = "assent"
    __table_args__ = (Index(None, "step_id", "person_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("openness_step.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    answer: Mapped[AssentAnswer]
    answered_at: Mapped[datetime] = mapped_column(default=clock.now)
