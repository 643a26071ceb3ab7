"""Rounds: which cases were looked at, why those, and the proof of how they were chosen."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review_app.domain.ceremony import Stage, stage
from review_app.domain.kinds import RoundPurpose
from review_app.domain.workflow import RoundState
from review_app.kernel import clock
from review_app.kernel.db import Addressed, LongText, Table
from review_app.models.cases import Case
from review_app.models.checklists import ChecklistVersion
from review_app.models.people import Person

if TYPE_CHECKING:
    from review_app.models.sampling_plans import SamplingPlan


class Round(Addressed, Table):
    """A set of cases chosen together and reviewed against one checklist version."""

    __tablename__ = "review_round"
    __table_args__ = (
        Index(None, "state", "id"),
        CheckConstraint(
            "(calibration_id IS NULL) = (apart_for_id IS NULL)", name="apart_for_somebody"
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    purpose: Mapped[RoundPurpose]
    method: Mapped[str | None] = mapped_column(String(20))  # as in the plan: srs, ...
    state: Mapped[RoundState] = mapped_column(default=RoundState.PLANNED)
    frame_filter: Mapped[dict[str, Any]] = mapped_column(default=dict)
    expected_frame_size: Mapped[int | None]  # from elsewhere, to see that no case is missing
    expected_frame_source: Mapped[str | None]
    design: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    # What makes a case hard, of a ``learn`` round whose cases are picked from a ranking.
    ranking: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    sample_size: Mapped[int | None]
    double_share_percent: Mapped[int] = mapped_column(default=0, server_default="0")
    response_days: Mapped[int] = mapped_column(default=10)  # working days
    engagement_id: Mapped[int | None] = mapped_column(ForeignKey("engagement.id"))
    version_id: Mapped[int | None] = mapped_column(ForeignKey("checklist_version.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    # Of a calibration: one participant's part of it. Nobody else sees it, and it counts nowhere.
    calibration_id: Mapped[int | None] = mapped_column(ForeignKey("calibration.id"), index=True)
    apart_for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    sampling_plan_id: Mapped[int | None] = mapped_column(ForeignKey("sampling_plan.id"), index=True)
    period_on: Mapped[date | None]  # first day of the period a recurring plan drew for
    reviews_due_on: Mapped[date | None]
    closed_at: Mapped[datetime | None]
    cancel_reason: Mapped[str | None]
    version: Mapped[ChecklistVersion | None] = relationship()
    sampling_plan: Mapped["SamplingPlan | None"] = relationship()
    reviewers: Mapped[list["RoundReviewer"]] = relationship(cascade="all, delete-orphan")
    draws: Mapped[list["Draw"]] = relationship(back_populates="round", order_by="Draw.number")
    draw: Mapped["Draw | None"] = relationship(
        primaryjoin="and_(Round.id == Draw.round_id, Draw.abandoned_at.is_(None))", viewonly=True
    )
    cases: Mapped[list["RoundCase"]] = relationship(
        back_populates="round", order_by="RoundCase.position"
    )


class RoundReviewer(Table):
    """A person who was asked to review cases of the round."""

    __tablename__ = "round_reviewer"
    __table_args__ = (
        UniqueConstraint("round_id", "person_id"),
        CheckConstraint("weight >= 1", name="weight_counts"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("review_round.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    weight: Mapped[int] = mapped_column(default=1, server_default="1")
    most_reviews: Mapped[int | None]  # how many they can take in the round
    person: Mapped[Person] = relationship()


class Draw(Addressed, Table):
    """The files of one draw; ``number`` counts up without a gap, abandoned draws included.

    Frame and plan are fixed when the draw is started; ``commit_text`` seals them once every
    contributor is bound to a secret. The files are kept as text because they are the evidence:
    hashes are of these very bytes. A round has at most one draw that was not abandoned.
    """

    __tablename__ = "draw"
    __table_args__ = (
        CheckConstraint("(seed IS NULL) = (drawn_at IS NULL)", name="drawn_with_a_seed"),
        CheckConstraint(
            "(abandoned_at IS NULL) = (abandon_reason IS NULL)", name="abandoned_with_a_reason"
        ),
        Index(
            "uq_draw_standing",
            "round_id",
            unique=True,
            sqlite_where=text("abandoned_at IS NULL"),
            postgresql_where=text("abandoned_at IS NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("review_round.id"), index=True)
    frame_size: Mapped[int]
    frame_text: Mapped[str] = mapped_column(LongText)
    plan_text: Mapped[str] = mapped_column(LongText)
    commit_text: Mapped[str | None] = mapped_column(LongText)
    reveal_text: Mapped[str | None] = mapped_column(LongText)
    draw_text: Mapped[str | None] = mapped_column(LongText)
    frame_hash: Mapped[str] = mapped_column(String(64))
    plan_hash: Mapped[str] = mapped_column(String(64))
    commit_hash: Mapped[str | None] = mapped_column(String(64))
    seed: Mapped[str | None] = mapped_column(String(64))
    started_at: Mapped[datetime | None] = mapped_column(default=clock.now)
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    committed_at: Mapped[datetime | None]
    reveal_due_on: Mapped[date | None]  # after this local day no secret is taken any more
    drawn_at: Mapped[datetime | None]
    drawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    public_source: Mapped[str | None]  # what the public value will be, said before the draw
    public_value: Mapped[str | None]
    public_value_at: Mapped[datetime | None]
    public_value_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    double_commitment: Mapped[str | None] = mapped_column(String(64))
    double_secret: Mapped[str | None] = mapped_column(String(64))  # shown when the round closes
    abandoned_at: Mapped[datetime | None]
    abandoned_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    abandon_reason: Mapped[str | None] = mapped_column(LongText)
    round: Mapped[Round] = relationship(back_populates="draws")
    started_by: Mapped[Person | None] = relationship(foreign_keys=[started_by_id])
    drawn_by: Mapped[Person | None] = relationship(foreign_keys=[drawn_by_id])
    abandoned_by: Mapped[Person | None] = relationship(foreign_keys=[abandoned_by_id])
    public_value_by: Mapped[Person | None] = relationship(foreign_keys=[public_value_by_id])
    contributions: Mapped[list["DrawContribution"]] = relationship(
        back_populates="draw", order_by="DrawContribution.position"
    )
    strata: Mapped[list["DrawStratum"]] = relationship(order_by="DrawStratum.code")
    extensions: Mapped[list["DrawExtension"]] = relationship(order_by="DrawExtension.number")

    @property
    def stage(self) -> Stage:
        """How far the draw is."""
        own = [part for part in self.contributions if part.is_own_secret]
        return stage(
            commitments_missing=any(part.commitment is None for part in self.contributions),
            secrets_missing=any(part.revealed_at is None for part in own),
            is_sealed=self.commit_text is not None,
            is_drawn=self.drawn_at is not None,
            is_abandoned=self.abandoned_at is not None,
        )


class DrawContribution(Table):
    """One contributor's sealed secret.

    A person who keeps their own secret sends the commitment alone, and the secret when it is
    revealed. Otherwise the platform makes the secret and keeps it from the start.
    """

    __tablename__ = "draw_contribution"
    __table_args__ = (UniqueConstraint("draw_id", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    draw_id: Mapped[int] = mapped_column(ForeignKey("draw.id"))
    position: Mapped[int]
    name: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    commitment: Mapped[str | None] = mapped_column(String(64))
    is_own_secret: Mapped[bool] = mapped_column(default=False, server_default=false())
    committed_at: Mapped[datetime | None]
    secret: Mapped[str | None] = mapped_column(String(64))
    revealed_at: Mapped[datetime | None]
    draw: Mapped[Draw] = relationship(back_populates="contributions")
    person: Mapped[Person | None] = relationship()

    @property
    def engagement_id(self) -> int | None:
        """The engagement the draw's round belongs to."""
        return self.draw.round.engagement_id


class DrawStratum(Table):
    """One stratum of a draw: a code in the files, and here alone what it stands for."""

    __tablename__ = "draw_stratum"
    __table_args__ = (UniqueConstraint("draw_id", "code"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    draw_id: Mapped[int] = mapped_column(ForeignKey("draw.id"))
    code: Mapped[str] = mapped_column(String(40))
    label: Mapped[str]
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    frame_size: Mapped[int]
    sample_size: Mapped[int]  # as sealed; extensions add to it


class DrawExtension(Table):
    """More cases taken from the same order after the draw, and whether results were known."""

    __tablename__ = "draw_extension"
    __table_args__ = (UniqueConstraint("draw_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    draw_id: Mapped[int] = mapped_column(ForeignKey("draw.id"))
    number: Mapped[int]
    old_size: Mapped[int]
    new_size: Mapped[int]
    sizes: Mapped[dict[str, Any]] = mapped_column(default=dict)  # added, by stratum code
    reason: Mapped[str] = mapped_column(LongText)
    results_seen: Mapped[bool]
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


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
    stratum: Mapped[str] = mapped_column(String(40), default="", server_default="")
    weight: Mapped[int] = mapped_column(default=1, server_default="1")
    sort_key: Mapped[str] = mapped_column(default="", server_default="")
    inclusion_share: Mapped[float | None]  # chance of being drawn, 0-1, at the size that stands


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
    # Of a case picked from a ranking: its place, its points, and what they came from.
    ranked: Mapped[dict[str, Any] | None] = mapped_column(JSON)
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
    stratum: Mapped[str] = mapped_column(String(40), default="", server_default="")
    extension_id: Mapped[int | None] = mapped_column(ForeignKey("draw_extension.id"))
    file_missing_at: Mapped[datetime | None]  # stays in the sample, counts as a failure
    file_missing_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    file_missing_note: Mapped[str | None] = mapped_column(LongText)
    round: Mapped[Round] = relationship(back_populates="cases")
    case: Mapped[Case] = relationship()


class SavedFrame(Addressed, Table):
    """A description of cases that is used again and again."""

    __tablename__ = "saved_frame"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    frame_filter: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
