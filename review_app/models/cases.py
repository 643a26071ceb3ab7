"""Cases and their events, as imported, and the imports themselves."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review_app.domain.kinds import ImportState
from review_app.kernel import clock
from review_app.kernel.db import Addressed, Table
from review_app.models.engagements import EngagementCase
from review_app.models.people import Person, Team


class CaseSource(Addressed, Table):
    """A system that cases come from; a case number is unique within it."""

    __tablename__ = "case_source"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str]


class ImportProfile(Addressed, Table):
    """How the columns of a source's files are read: the mapping a person once confirmed."""

    __tablename__ = "import_profile"
    __table_args__ = (UniqueConstraint("source_id", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("case_source.id"))
    name: Mapped[str]
    settings: Mapped[dict[str, Any]]
    source: Mapped[CaseSource] = relationship()


class CaseImport(Addressed, Table):
    """One import from upload to report."""

    __tablename__ = "case_import"
    is_evidence = False  # start, end and failure are entered in the log; progress is not
    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("case_source.id"), index=True)
    state: Mapped[ImportState] = mapped_column(default=ImportState.UPLOADED)
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    finished_at: Mapped[datetime | None]
    files: Mapped[list[str]]  # random names under DATA_DIR/uploads, cases first
    settings: Mapped[dict[str, Any]]
    progress_percent: Mapped[int] = mapped_column(default=0)
    # What is read and put aside: its file, of how many cases, how many are written, and the place
    # of the last one. Empty until all is read.
    staged: Mapped[dict[str, Any]] = mapped_column(default=dict)
    report: Mapped[dict[str, Any]] = mapped_column(default=dict)
    source: Mapped[CaseSource] = relationship()


class CaseworkerLabel(Table):
    """A caseworker's name as a source writes it, and the person it was linked to, if any."""

    __tablename__ = "caseworker_label"
    __table_args__ = (UniqueConstraint("source_id", "label"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("case_source.id"))
    label: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Case(Addressed, Table):
    """A matter the authority handles; ``key`` is what outsiders and draws know it by.

    Dates are local days as the source wrote them: deadlines run in whole local days.
    """

    __tablename__ = "case_record"
    __table_args__ = (
        UniqueConstraint("source_id", "number"),
        Index(None, "opened_on", "id"),
        Index(None, "caseworker_id", "opened_on"),
        Index(None, "team_id", "opened_on"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("case_source.id"))
    number: Mapped[str]
    case_type: Mapped[str | None]
    status: Mapped[str | None]
    decision: Mapped[str | None]
    channel: Mapped[str | None]
    department: Mapped[str | None]
    team_label: Mapped[str | None]
    caseworker_label: Mapped[str | None]
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    caseworker_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None] = mapped_column(index=True)
    deadline_on: Mapped[date | None] = mapped_column(index=True)
    planned_end_on: Mapped[date | None]
    # As written by the source, so that a re-import can tell changed from unchanged.
    stamps: Mapped[dict[str, Any]] = mapped_column(default=dict)
    source: Mapped[CaseSource] = relationship()
    team: Mapped[Team | None] = relationship()
    caseworker: Mapped[Person | None] = relationship()
    events: Mapped[list["CaseEvent"]] = relationship(
        back_populates="case", order_by="(CaseEvent.happened_on, CaseEvent.position)"
    )
    handovers: Mapped[list[EngagementCase]] = relationship(viewonly=True)

    @property
    def engagement_ids(self) -> frozenset[int]:
        """The engagements that were given the case."""
        return frozenset(handover.engagement_id for handover in self.handovers)


class CaseEvent(Table):
    """A dated step of a case, in the order of the source."""

    __tablename__ = "case_event"
    __table_args__ = (
        UniqueConstraint("case_id", "identity"),
        Index(None, "case_id", "happened_on", "position"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"))
    identity: Mapped[str]  # the source's own event id, else made of activity, stamp and ordinal
    activity: Mapped[str]
    answer: Mapped[str | None]
    status: Mapped[str | None]
    team_label: Mapped[str | None]
    performed_by_label: Mapped[str | None]
    happened_on: Mapped[date]
    stamp: Mapped[str] = mapped_column(String(40))  # as written, with its offset if it had one
    position: Mapped[int]
    case: Mapped[Case] = relationship(back_populates="events")
