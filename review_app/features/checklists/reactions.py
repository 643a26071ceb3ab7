"""What checklists do when other areas tell what has happened."""

from sqlalchemy import select

from review_app.domain.access import Actor
from review_app.domain.audit_codes import AuditCode
from review_app.domain.events import ChangeProposed
from review_app.kernel.db import db
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import ChangeProposal


def record_proposal(actor: Actor, happened: ChangeProposed) -> None:
    """Keep what a session proposes the checklist should say; once per outcome."""
    with unit_of_work(actor) as work:
        known = select(ChangeProposal.id).where(ChangeProposal.outcome_id == happened.outcome_id)
        if db.session.scalar(known) is not None:
            return
        proposal = work.add(
            ChangeProposal(
                criterion_id=happened.criterion_id,
                outcome_id=happened.outcome_id,
                text=happened.text,
                proposed_by_id=actor.id,
            )
        )
        work.log(AuditCode.CHANGE_PROPOSED, proposal, outcome_id=happened.outcome_id)
