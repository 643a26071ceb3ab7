"""Rounds: which cases were looked at, why those, and the proof of how they were chosen."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review_app.domain.kinds import RoundPurpose
from review_app.domain.workflow import RoundState
from review_app.kernel import clock
from review_app.kernel.db import Addressed, LongText, Table
from review_app.models.cases import Case
from review_app.models.checklists import ChecklistVersion
from review_app.models.people import Person


class Round(Addressed, Table):
    """A set of cases chosen together and reviewed against one checklist version."""

    __tablename__ = "review_round"
    __table_args__ = (Index(None, "state", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    purpose: Mapped[RoundPurpose]
    method: Mapped[str | None] = mapped_column(String(20))  # as in the plan: srs, ...
    state: Mapped[RoundState] = mapped_column(default=RoundState.PLANNED)
    frame_filter: Mapped[dict[str, Any]] = mapped_column(default=dict)
    sample_size: Mapped[int | None]
    response_days: Mapped[int] = mapped_column(default=10)  # working days
    engagement_id: Mapped[int | None] = mapped_column(ForeignKey("engagement.id"))
    version_id: Mapped[int | None] = mapped_column(ForeignKey("checklist_version.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reviews_due_on: Mapped[date | None]
    closed_at: Mapped[datetime | None]
    cancel_reason: Mapped[str | None]
    version: Mapped[ChecklistVersion | None] = relationship()
    reviewers: Mapped[list["RoundReviewer"]] = relationship(cascade="all, delete-orphan")
    draw: Mapped["Draw | None"] = relationship(back_populates="round")
    cases: Mapped[list["RoundCase"]] = relationship(
        back_populates="round", order_by="RoundCase.position"
    )


class RoundReviewer(Table):
    """A person who was asked to review cases of the round."""

    __tablename__ = "round_reviewer"
    __table_args__ = (UniqueConstraint("round_id", "person_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("review_round.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    person: Mapped[Person] = relationship()


class Draw(Addressed, Table):
    """The sealed files of one draw; ``number`` counts up without a gap, abandoned draws included.

    The files are kept as text because they are the evidence: hashes are of these very bytes.
    """

    __tablename__ = "draw"
    __table_args__ = (
        CheckConstraint("(seed IS NULL) = (drawn_at IS NULL)", name="drawn_with_a_seed"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("review_round.id"), unique=True)
    frame_size: Mapped[int]
    frame_text: Mapped[str] = mapped_column(LongText)
    plan_text: Mapped[str] = mapped_column(LongText)
    commit_text: Mapped[str] = mapped_column(LongText)
    reveal_text: Mapped[str | None] = mapped_column(LongText)
    draw_text: Mapped[str | None] = mapped_column(LongText)
    frame_hash: Mapped[str] = mapped_column(String(64))
    plan_hash: Mapped[str] = mapped_column(String(64))
    commit_hash: Mapped[str] = mapped_column(String(64))
    seed: Mapped[str | None] = mapped_column(String(64))
    committed_at: Mapped[datetime] = mapped_column(default=clock.now)
    drawn_at: Mapped[datetime | None]
    round: Mapped[Round] = relationship(back_populates="draw")
    contributions: Mapped[list["DrawContribution"]] = relationship(
        order_by="DrawContribution.position"
    )


class DrawContribution(Table):
    """One contributor's sealed secret; empty until it is revealed where the platform keeps none."""

    __tablename__ = "draw_contribution"
    __table_args__ = (UniqueConstraint("draw_id", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    draw_id: Mapped[int] = mapped_column(ForeignKey("draw.id"))
    position: Mapped[int]
    name: Mapped[str]
    commitment: Mapped[str] = mapped_column(String(64))
    secret: Mapped[str | None] = mapped_column(String(64))


class FrameCase(Table):
    """A case as it stood when the frame was frozen: whose it was, and in which team."""

    __tablename__ = "frame_case"
    __table_args__ = (UniqueConstraint("draw_id", "case_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    draw_id: Mapped[int] = mapped_column(ForeignKey("draw.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"))
    caseworker_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    caseworker_label: Mapped[str | None]
    team_label: Mapped[str | None]


class RoundCase(Addressed, Table):
    """A case chosen for review: by its ticket in a ``measure`` round, with a reason in ``learn``.

    ``replacement_code`` is set on a case that could not be reviewed; the case that came in its
    place points back to it.
    """

    __tablename__ = "round_case"
    __table_args__ = (
        UniqueConstraint("round_id", "case_id"),
        UniqueConstraint("round_id", "position"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("review_round.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"), index=True)
    position: Mapped[int]  # in ticket order, or in order of choosing
    ticket: Mapped[str | None] = mapped_column(String(64))
    reason: Mapped[str | None] = mapped_column(LongText)  # why a hand-picked case was chosen
    caseworker_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    caseworker_label: Mapped[str | None]
    team_label: Mapped[str | None]
    chosen_at: Mapped[datetime] = mapped_column(default=clock.now)
    replacement_code: Mapped[str | None] = mapped_column(String(40))
    replacement_note: Mapped[str | None] = mapped_column(LongText)
    replaced_at: Mapped[datetime | None]
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("round_case.id"))
    round: Mapped[Round] = relationship(back_populates="cases")
    case: Mapped[Case] = relationship()
