"""Recurring plans: what shall be drawn every week or month, and whether it was."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review_app.domain.kinds import PeriodRule, PlanStanding, RunReason, RunResult, SamplingInterval
from review_app.domain.sampling_plans import Rhythm
from review_app.domain.second_reading import ReadingRules
from review_app.kernel import clock
from review_app.kernel.db import Addressed, LongText, Table
from review_app.models.checklists import Checklist
from review_app.models.people import Person
from review_app.models.rounds import Round


class SamplingPlan(Addressed, Table):
    """A round that is drawn again in every period, by the worker."""

    __tablename__ = "sampling_plan"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    interval: Mapped[SamplingInterval]
    frame_filter: Mapped[dict[str, Any]]
    period_rule: Mapped[PeriodRule] = mapped_column(default=PeriodRule.ANY)
    wait_days: Mapped[int] = mapped_column(default=0)  # calendar days after the period
    design: Mapped[dict[str, Any]]
    checklist_id: Mapped[int] = mapped_column(ForeignKey("checklist.id"))
    response_days: Mapped[int] = mapped_column(default=10)  # working days
    review_days: Mapped[int] = mapped_column(default=15)  # working days
    double_share_percent: Mapped[int] = mapped_column(default=0)
    # Which reviews of its rounds a colleague reads; see domain/second_reading.
    reading_share_percent: Mapped[int] = mapped_column(default=0, server_default="0")
    reading_on_failed_critical: Mapped[bool] = mapped_column(default=False, server_default=false())
    reading_first_reviews: Mapped[int] = mapped_column(default=0, server_default="0")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    paused_at: Mapped[datetime | None]
    pause_reason: Mapped[str | None] = mapped_column(LongText)
    ended_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    checklist: Mapped[Checklist] = relationship()
    reviewers: Mapped[list["SamplingPlanReviewer"]] = relationship(cascade="all, delete-orphan")
    runs: Mapped[list["SamplingRun"]] = relationship(order_by="SamplingRun.period_on")
    created_by: Mapped[Person | None] = relationship()

    @property
    def standing(self) -> PlanStanding:
        """Whether the plan draws."""
        if self.ended_at:
            return PlanStanding.ENDED
        return PlanStanding.PAUSED if self.paused_at else PlanStanding.RUNNING

    @property
    def readings(self) -> ReadingRules:
        """Which reviews of its rounds a colleague reads."""
        return ReadingRules(
            self.reading_share_percent, self.reading_on_failed_critical, self.reading_first_reviews
        )

    @property
    def rhythm(self) -> Rhythm:
        """When the plan draws."""
        return Rhythm(self.interval, self.starts_on, self.ends_on, self.wait_days)


class SamplingPlanReviewer(Table):
    """A person who reviews the cases a plan draws."""

    __tablename__ = "sampling_plan_reviewer"
    __table_args__ = (UniqueConstraint("plan_id", "person_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("sampling_plan.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    person: Mapped[Person] = relationship()


class SamplingRun(Table):
    """What became of one period of a plan; at most one row each, so nothing is drawn twice."""

    __tablename__ = "sampling_run"
    __table_args__ = (UniqueConstraint("plan_id", "period_on"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("sampling_plan.id"))
    period_on: Mapped[date]
    result: Mapped[RunResult]
    reason: Mapped[RunReason | None]  # why nothing was drawn
    note: Mapped[str | None] = mapped_column(LongText)  # in the words of whoever paused the plan
    wanted_size: Mapped[int | None]  # cases the plan asked for; empty where it could not be known
    ran_at: Mapped[datetime] = mapped_column(default=clock.now)
    round_id: Mapped[int | None] = mapped_column(ForeignKey("review_round.id"))
    round: Mapped[Round | None] = relationship()
