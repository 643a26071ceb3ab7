"""Checklists: what good casework is held against, version by version."""

import json
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from review_app.domain.applies_when import Conditional, read_clauses
from review_app.domain.kinds import ProposalBasis, ProposalSubject
from review_app.domain.scoring import EXPLAINED, AnswerValue, Severity
from review_app.domain.workflow import ChangeProposalState, ChecklistVersionState
from review_app.kernel import clock
from review_app.kernel.db import Addressed, LongText, Table
from review_app.models.people import Person


def _every() -> list[str]:
    return [value.value for value in AnswerValue]


def _explained() -> list[str]:
    return [value.value for value in AnswerValue if value in EXPLAINED]


_EVERY, _EXPLAINED = json.dumps(_every()), json.dumps(_explained())


class Checklist(Addressed, Table):
    """A set of criteria for one kind of casework; its content stands in its versions."""

    __tablename__ = "checklist"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name_da: Mapped[str]
    name_en: Mapped[str]
    versions: Mapped[list["ChecklistVersion"]] = relationship(
        back_populates="checklist", order_by="ChecklistVersion.number.desc()"
    )


class ChecklistVersion(Addressed, Table):
    """One version; locked from the moment it is published."""

    __tablename__ = "checklist_version"
    __table_args__ = (
        UniqueConstraint("checklist_id", "number"),
        CheckConstraint(
            "(state = 'draft') = (published_at IS NULL)", name="published_with_a_moment"
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    checklist_id: Mapped[int] = mapped_column(ForeignKey("checklist.id"))
    number: Mapped[int]
    state: Mapped[ChecklistVersionState] = mapped_column(default=ChecklistVersionState.DRAFT)
    reason: Mapped[str | None]
    effective_on: Mapped[date | None]
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    published_by: Mapped[Person | None] = relationship()
    checklist: Mapped[Checklist] = relationship(back_populates="versions")
    sections: Mapped[list["ChecklistSection"]] = relationship(
        back_populates="version", order_by="ChecklistSection.position"
    )

    @property
    def criteria(self) -> list["Criterion"]:
        """All criteria in the order in which they are read."""
        return [criterion for section in self.sections for criterion in section.criteria]


class ChecklistSection(Table):
    """A heading with its criteria."""

    __tablename__ = "checklist_section"
    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("checklist_version.id"), index=True)
    position: Mapped[int]
    title_da: Mapped[str]
    title_en: Mapped[str]
    # The clauses that must all hold for any of its criteria to be asked; see domain/applies_when.
    applies_when: Mapped[list[dict[str, Any]]] = mapped_column(default=list, server_default="[]")
    version: Mapped[ChecklistVersion] = relationship(back_populates="sections")
    criteria: Mapped[list["Criterion"]] = relationship(
        back_populates="section", order_by="Criterion.position"
    )


class Criterion(Addressed, Table):
    """One thing to hold the case against (da: målepunkt).

    ``code`` is the same in every version in which the criterion means the same.
    """

    __tablename__ = "criterion"
    __table_args__ = (UniqueConstraint("section_id", "position"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    section_id: Mapped[int] = mapped_column(ForeignKey("checklist_section.id"), index=True)
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(40))
    question_da: Mapped[str]
    question_en: Mapped[str]
    guidance_da: Mapped[str | None] = mapped_column(LongText)
    guidance_en: Mapped[str | None] = mapped_column(LongText)
    # What it looks like when the criterion is met, partly met, not met.
    met_da: Mapped[str | None] = mapped_column(LongText)
    met_en: Mapped[str | None] = mapped_column(LongText)
    partly_met_da: Mapped[str | None] = mapped_column(LongText)
    partly_met_en: Mapped[str | None] = mapped_column(LongText)
    not_met_da: Mapped[str | None] = mapped_column(LongText)
    not_met_en: Mapped[str | None] = mapped_column(LongText)
    note_duty_da: Mapped[str | None] = mapped_column(LongText)  # what is to be noted, and where
    note_duty_en: Mapped[str | None] = mapped_column(LongText)
    law_reference: Mapped[str | None]
    is_law_confirmed: Mapped[bool] = mapped_column(default=False)
    weight: Mapped[int] = mapped_column(default=1)
    default_severity: Mapped[Severity]
    is_critical: Mapped[bool] = mapped_column(default=False)
    critical_effect_da: Mapped[str | None] = mapped_column(LongText)  # why a failure weighs so much
    critical_effect_en: Mapped[str | None] = mapped_column(LongText)
    allowed_answers: Mapped[list[str]] = mapped_column(default=_every, server_default=_EVERY)
    comment_on: Mapped[list[str]] = mapped_column(default=_explained, server_default=_EXPLAINED)
    evidence_on: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    applies_when: Mapped[list[dict[str, Any]]] = mapped_column(default=list, server_default="[]")
    shown_fact: Mapped[str | None]  # beside the question; see domain/shown_facts
    # Whether it asks if the case file can be produced: what a missing file fails.
    asks_for_file: Mapped[bool] = mapped_column(default=False, server_default=false())
    section: Mapped[ChecklistSection] = relationship(back_populates="criteria")

    @property
    def conditional(self) -> Conditional:
        """When it is asked: the clauses of its section and its own."""
        clauses = [*self.section.applies_when, *self.applies_when]
        return Conditional(self.code, read_clauses(clauses))

    @property
    def answers(self) -> list[AnswerValue]:
        """The answers it offers, in the order of all."""
        return [value for value in AnswerValue if value in self.allowed_answers]


class ChangeProposal(Addressed, Table):
    """What somebody thinks the checklist should say instead, and what became of it."""

    __tablename__ = "change_proposal"
    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[ProposalSubject] = mapped_column(
        default=ProposalSubject.CHECKLIST, server_default=ProposalSubject.CHECKLIST.value
    )
    # None while nobody has said which: a session may speak of no criterion.
    checklist_id: Mapped[int | None] = mapped_column(ForeignKey("checklist.id"), index=True)
    criterion_id: Mapped[int | None] = mapped_column(ForeignKey("criterion.id"))
    basis: Mapped[ProposalBasis] = mapped_column(
        default=ProposalBasis.SESSION, server_default=ProposalBasis.SESSION.value
    )
    # The row of the area that told of it, so that what is told twice is kept once.
    source_id: Mapped[int | None]
    outcome_id: Mapped[int | None] = mapped_column(ForeignKey("session_outcome.id"))
    text: Mapped[str] = mapped_column(LongText)
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    proposed_at: Mapped[datetime] = mapped_column(default=clock.now)
    state: Mapped[ChangeProposalState] = mapped_column(default=ChangeProposalState.OPEN)
    decision_reason: Mapped[str | None] = mapped_column(LongText)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    # The version that takes an accepted proposal up; none while no draft had been started.
    version_id: Mapped[int | None] = mapped_column(ForeignKey("checklist_version.id"))
    # By its code: the draft's own row may still be taken out of the draft.
    written_criterion_code: Mapped[str | None] = mapped_column(String(40))
    written_in_at: Mapped[datetime | None]
    written_in_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    checklist: Mapped[Checklist | None] = relationship()
    criterion: Mapped[Criterion | None] = relationship()
    proposed_by: Mapped[Person | None] = relationship(foreign_keys=[proposed_by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])
    written_in_by: Mapped[Person | None] = relationship(foreign_keys=[written_in_by_id])
    version: Mapped[ChecklistVersion | None] = relationship()
    evidence: Mapped[list["ProposalEvidence"]] = relationship(order_by="ProposalEvidence.id")
    entries: Mapped[list["ProposalEntry"]] = relationship(order_by="ProposalEntry.id")


class ProposalEvidence(Table):
    """What a proposal rests on; a figure stands as it was when somebody pointed at it."""

    __tablename__ = "proposal_evidence"
    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("change_proposal.id"), index=True)
    kind: Mapped[ProposalBasis]
    text: Mapped[str | None] = mapped_column(LongText)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("learning_session.id"))
    review_id: Mapped[int | None] = mapped_column(ForeignKey("review.id"))
    round_id: Mapped[int | None] = mapped_column(ForeignKey("review_round.id"))
    figure: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(default=clock.now)
    added_by: Mapped[Person | None] = relationship()


class ProposalEntry(Table):
    """What somebody says in the discussion of a proposal."""

    __tablename__ = "proposal_entry"
    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("change_proposal.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(LongText)
    written_at: Mapped[datetime] = mapped_column(default=clock.now)
    author: Mapped[Person] = relationship()
