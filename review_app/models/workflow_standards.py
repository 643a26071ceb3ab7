"""Workflow standards: the agreed best workflow, version by version, step by step."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review_app.domain.workflow import WorkflowVersionState
from review_app.kernel.db import Addressed, LongText, Table
from review_app.models.knowledge import LearningNote
from review_app.models.people import Person


class WorkflowStandard(Addressed, Table):
    """An agreed way of working and who answers for it; what it says stands in its versions."""

    __tablename__ = "workflow_standard"
    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    owner: Mapped[Person] = relationship()
    versions: Mapped[list["WorkflowVersion"]] = relationship(
        back_populates="standard", order_by="WorkflowVersion.number.desc()"
    )


class WorkflowVersion(Addressed, Table):
    """One version; locked from the moment it is published."""

    __tablename__ = "workflow_version"
    __table_args__ = (
        UniqueConstraint("standard_id", "number"),
        CheckConstraint(
            "(state = 'draft') = (published_at IS NULL)", name="published_with_a_moment"
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    standard_id: Mapped[int] = mapped_column(ForeignKey("workflow_standard.id"))
    number: Mapped[int]
    state: Mapped[WorkflowVersionState] = mapped_column(default=WorkflowVersionState.DRAFT)
    title_da: Mapped[str]
    title_en: Mapped[str]
    purpose_da: Mapped[str | None] = mapped_column(LongText)
    purpose_en: Mapped[str | None] = mapped_column(LongText)
    case_type: Mapped[str | None]
    reason: Mapped[str | None] = mapped_column(LongText)
    effective_on: Mapped[date | None]
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    published_by: Mapped[Person | None] = relationship()
    standard: Mapped[WorkflowStandard] = relationship(back_populates="versions")
    steps: Mapped[list["WorkflowStep"]] = relationship(
        back_populates="version",
        order_by="WorkflowStep.position",
        cascade="all, delete-orphan",
    )


class WorkflowStep(Addressed, Table):
    """One step: who does what, when, and what is noted where.

    ``code`` is the same in every version in which the step is the same. Rule and criteria are named
    by their codes too, so that the step still points at them when they get a new version.
    """

    __tablename__ = "workflow_step"
    __table_args__ = (UniqueConstraint("version_id", "code"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("workflow_version.id"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(40))
    who_da: Mapped[str]
    who_en: Mapped[str]
    what_da: Mapped[str] = mapped_column(LongText)
    what_en: Mapped[str] = mapped_column(LongText)
    when_da: Mapped[str | None]
    when_en: Mapped[str | None]
    rule_set_code: Mapped[str | None] = mapped_column(String(40))
    rule_code: Mapped[str | None] = mapped_column(String(40))
    noted_da: Mapped[str | None] = mapped_column(LongText)
    noted_en: Mapped[str | None] = mapped_column(LongText)
    # "If ..., go to the step with that code"; otherwise the next one follows.
    branch_da: Mapped[str | None]
    branch_en: Mapped[str | None]
    branch_to: Mapped[str | None] = mapped_column(String(40))
    version: Mapped[WorkflowVersion] = relationship(back_populates="steps")
    criteria: Mapped[list["WorkflowStepCriterion"]] = relationship(
        back_populates="step",
        order_by="WorkflowStepCriterion.criterion_code",
        cascade="all, delete-orphan",
    )
    notes: Mapped[list["WorkflowStepNote"]] = relationship(
        order_by="WorkflowStepNote.id", cascade="all, delete-orphan"
    )


class WorkflowStepCriterion(Table):
    """A criterion that looks at how a step was done."""

    __tablename__ = "workflow_step_criterion"
    __table_args__ = (UniqueConstraint("step_id", "checklist_id", "criterion_code"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("workflow_step.id"))
    checklist_id: Mapped[int] = mapped_column(ForeignKey("checklist.id"), index=True)
    criterion_code: Mapped[str] = mapped_column(String(40))
    step: Mapped[WorkflowStep] = relationship(back_populates="criteria")


class WorkflowStepNote(Table):
    """A learning note that helps with a step."""

    __tablename__ = "workflow_step_note"
    __table_args__ = (UniqueConstraint("step_id", "note_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("workflow_step.id"))
    note_id: Mapped[int] = mapped_column(ForeignKey("learning_note.id"), index=True)
    note: Mapped[LearningNote] = relationship()
