"""What checklists do when other areas tell what has happened."""

from sqlalchemy import ColumnElement, and_, select

from review_app.domain.access import Actor
from review_app.domain.audit_codes import AuditCode
from review_app.domain.events import ChangeProposed
from review_app.domain.kinds import ProposalBasis, ProposalSubject
from review_app.kernel.db import db
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import (
    ChangeProposal,
    ChecklistSection,
    ChecklistVersion,
    Criterion,
    ProposalEvidence,
)


def record_proposal(actor: Actor, happened: ChangeProposed) -> None:
    """Keep what a session, an objection or a calibration proposes; once for each source."""
    with unit_of_work(actor) as work:
        known = select(ChangeProposal.key).where(_same_source(happened))
        if _has_source(happened) and db.session.scalar(known) is not None:
            return
        about_criterion = happened.criterion_id is not None
        proposal = work.add(
            ChangeProposal(
                subject=ProposalSubject.CRITERION if about_criterion else ProposalSubject.CHECKLIST,
                checklist_id=happened.checklist_id or _checklist_of(happened.criterion_id),
                criterion_id=happened.criterion_id,
                basis=happened.basis,
                source_id=happened.source_id,
                outcome_id=happened.outcome_id,
                text=happened.text,
                proposed_by_id=actor.id,
            )
        )
        work.add(
            ProposalEvidence(
                proposal_id=proposal.id,
                kind=happened.basis,
                text=happened.evidence or None,
                session_id=happened.session_id,
                review_id=happened.review_id,
                round_id=happened.round_id,
                figure=dict(happened.figure) if happened.figure else None,
                added_by_id=actor.id,
            )
        )
        work.log(AuditCode.CHANGE_PROPOSED, proposal, basis=happened.basis.value)


def _has_source(happened: ChangeProposed) -> bool:
    return happened.outcome_id is not None or happened.source_id is not None


def _same_source(happened: ChangeProposed) -> ColumnElement[bool]:
    if happened.basis is ProposalBasis.SESSION and happened.outcome_id is not None:
        return ChangeProposal.outcome_id == happened.outcome_id
    return and_(
        ChangeProposal.basis == happened.basis,
        ChangeProposal.source_id == happened.source_id,
        ChangeProposal.criterion_id == happened.criterion_id,
    )


def _checklist_of(criterion_id: int | None) -> int | None:
    return db.session.scalar(
        select(ChecklistVersion.checklist_id)
        .join(ChecklistSection, ChecklistSection.version_id == ChecklistVersion.id)
        .join(Criterion, Criterion.section_id == ChecklistSection.id)
        .where(Criterion.id == criterion_id)
    )
