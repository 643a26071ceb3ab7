"""Rule sets with their deadlines, what each case made of them, and the monthly summary."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review_app.domain.case_deadlines import DeadlineState, Exemption
from review_app.domain.deadline_rules import ChosenBy, RuleKind, StartsFrom, Unit
from review_app.domain.kinds import DeadlineRunState
from review_app.domain.rule_sets import RuleSetState
from review_app.domain.timeliness import Definition
from review_app.kernel import clock
from review_app.kernel.db import Addressed, LongText, Table
from review_app.models.cases import Case
from review_app.models.people import Person, Team


class RuleSet(Addressed, Table):
    """One version of the rules of an area; locked from the moment it is published.

    Of the published versions under one ``code`` at most one is in force on any day.
    """

    __tablename__ = "rule_set"
    __table_args__ = (
        UniqueConstraint("code", "number"),
        CheckConstraint(
            "(state = 'draft') = (published_at IS NULL)", name="published_with_a_moment"
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40))
    number: Mapped[int]
    name_da: Mapped[str]
    name_en: Mapped[str]
    state: Mapped[RuleSetState] = mapped_column(default=RuleSetState.DRAFT)
    valid_from_on: Mapped[date | None]
    valid_to_on: Mapped[date | None]
    first_absence_activities: Mapped[list[str]] = mapped_column(default=list)
    reason: Mapped[str | None]
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    # Whether somebody who answers for the law has looked at it; asked for until then.
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmation: Mapped[str | None]
    published_by: Mapped[Person | None] = relationship(foreign_keys=[published_by_id])
    confirmed_by: Mapped[Person | None] = relationship(foreign_keys=[confirmed_by_id])
    rules: Mapped[list["DeadlineRule"]] = relationship(
        back_populates="rule_set",
        order_by="DeadlineRule.position",
        cascade="all, delete-orphan",
    )


class DeadlineRule(Addressed, Table):
    """One rule of a set; what its parts mean stands in ``domain/deadline_rules.py``.

    ``code`` is the same in every version in which the rule is the same. A rule that is not
    measured (``is_active`` false) is a fact to read: the case system tells of no such events yet.
    """

    __tablename__ = "deadline_rule"
    __table_args__ = (UniqueConstraint("rule_set_id", "code"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    rule_set_id: Mapped[int] = mapped_column(ForeignKey("rule_set.id"), index=True)
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(40))
    name_da: Mapped[str]
    name_en: Mapped[str]
    is_active: Mapped[bool] = mapped_column(default=True)
    kind: Mapped[RuleKind] = mapped_column(default=RuleKind.SINGLE_DEADLINE)
    starts_from: Mapped[StartsFrom] = mapped_column(default=StartsFrom.FIRST_ABSENCE)
    start_activities: Mapped[list[str]] = mapped_column(default=list)
    starts_anew: Mapped[bool] = mapped_column(default=False)
    chosen_by: Mapped[ChosenBy] = mapped_column(default=ChosenBy.FIRST_ABSENCE)
    value: Mapped[int] = mapped_column(default=0)
    unit: Mapped[Unit] = mapped_column(default=Unit.CALENDAR_DAYS)
    counts_from: Mapped[int] = mapped_column(default=0)
    needed: Mapped[int] = mapped_column(default=1)
    is_pro_rata: Mapped[bool] = mapped_column(default=False)
    quota_percent: Mapped[int | None]
    evidence_activities: Mapped[list[str]] = mapped_column(default=list)
    closing_counts: Mapped[bool] = mapped_column(default=False)
    conditions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    stop_activities: Mapped[list[str]] = mapped_column(default=list)
    resume_activities: Mapped[list[str]] = mapped_column(default=list)
    exempting_activities: Mapped[list[str]] = mapped_column(default=list)
    lawful_activities: Mapped[list[str]] = mapped_column(default=list)
    warning_days: Mapped[int] = mapped_column(default=0)
    local_value: Mapped[int | None]
    valid_from_on: Mapped[date | None]
    valid_to_on: Mapped[date | None]
    are_dates_certain: Mapped[bool] = mapped_column(default=True)
    law_reference: Mapped[str | None]
    source_url: Mapped[str | None] = mapped_column(LongText)
    confidence: Mapped[str | None] = mapped_column(String(1))  # S seen in a source, P partly
    note_da: Mapped[str | None] = mapped_column(LongText)
    note_en: Mapped[str | None] = mapped_column(LongText)
    rule_set: Mapped[RuleSet] = relationship(back_populates="rules")


class CaseDeadline(Table):
    """What became of one rule in one case; computed from the case's events, never typed in.

    Nothing in it depends on today: that an open one is overdue is decided when it is read.
    """

    __tablename__ = "case_deadline"
    __table_args__ = (
        UniqueConstraint("case_id", "rule_id"),
        Index(None, "state", "due_on", "id"),
        Index(None, "rule_id"),
    )
    is_evidence = False  # made anew from the case and the rule at any time
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"))
    rule_id: Mapped[int] = mapped_column(ForeignKey("deadline_rule.id"))
    state: Mapped[DeadlineState]
    start_on: Mapped[date]
    started_by: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date | None]
    local_due_on: Mapped[date | None]
    warn_on: Mapped[date | None]
    met_on: Mapped[date | None]
    met_by: Mapped[str] = mapped_column(default="")
    late_days: Mapped[int | None]
    held: Mapped[int] = mapped_column(default=0)
    needed: Mapped[int] = mapped_column(default=1)
    exemption: Mapped[Exemption | None]
    exempt_by: Mapped[str] = mapped_column(default="")
    lawful_by: Mapped[str] = mapped_column(default="")
    stopped_days: Mapped[int] = mapped_column(default=0)
    # What the monthly sums count it under, as the case stood when it was computed: a sum can be
    # brought up to date by taking out what the deadline was and putting in what it is.
    team_id: Mapped[int | None]
    caseworker: Mapped[str] = mapped_column(default="")
    ended_on: Mapped[date | None]
    case: Mapped[Case] = relationship()
    rule: Mapped[DeadlineRule] = relationship()

    @property
    def caseworker_id(self) -> int | None:
        """Whose case it is."""
        return self.case.caseworker_id

    @property
    def engagement_ids(self) -> frozenset[int]:
        """The engagements that were given the case."""
        return self.case.engagement_ids


class StaleCase(Table):
    """A case whose deadlines are to be computed anew, from the day on which that is needed."""

    __tablename__ = "stale_case"
    is_evidence = False
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"), primary_key=True)
    from_on: Mapped[date] = mapped_column(index=True)


class DeadlineRun(Addressed, Table):
    """One recomputation of deadlines, with how far it is."""

    __tablename__ = "deadline_run"
    is_evidence = False  # its end is entered in the log; progress is not
    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[DeadlineRunState] = mapped_column(default=DeadlineRunState.QUEUED, index=True)
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    finished_at: Mapped[datetime | None]
    as_of_on: Mapped[date | None]


class DeadlineMonth(Table):
    """Kept of how many in one month, by rule, team and definition; without a team, the house.

    ``gives_away``: the house's number would tell what a withheld team holds.
    """

    __tablename__ = "deadline_month"
    __table_args__ = (Index(None, "rule_id", "definition", "month_on"),)
    is_evidence = False
    id: Mapped[int] = mapped_column(primary_key=True)
    rule_id: Mapped[int] = mapped_column(ForeignKey("deadline_rule.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    month_on: Mapped[date]
    definition: Mapped[Definition]
    numerator: Mapped[int]
    denominator: Mapped[int]
    exempt: Mapped[int]
    lawful: Mapped[int]
    caseworkers: Mapped[int]
    gives_away: Mapped[bool] = mapped_column(default=False, server_default=false())
    late_days: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # How many were kept and how many count, by caseworker, so that one can leave the sum.
    # Without it (sums of an earlier version) all sums are counted anew.
    by_caseworker: Mapped[dict[str, Any] | None] = mapped_column(JSON, deferred=True)
    team: Mapped[Team | None] = relationship()


def rule_code() -> ColumnElement[str]:
    """Return what a rule is called in an address, the same in every version: set, dot, rule."""
    return RuleSet.code + "." + DeadlineRule.code
