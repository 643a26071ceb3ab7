"""Deciding what becomes of a proposal to change a checklist."""

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.workflow import CHANGE_PROPOSAL_STEPS, ChangeProposalStep, after
from review_app.features.checklists import queries_proposals as queries
from review_app.kernel import clock
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import ChangeProposal


def accept(actor: Actor, key: str, *, reason: str) -> ChangeProposal:
    """Accept a proposal; the draft that is begun takes it up, else the next one does.

    :raises IllegalTransition: when it is decided already.
    """
    with unit_of_work(actor) as work:
        proposal = _decide(work, key, ChangeProposalStep.ACCEPT, reason)
        draft = queries.draft_for(actor, proposal)
        proposal.version_id = draft.id if draft else None
    return proposal


def reject(actor: Actor, key: str, *, reason: str) -> ChangeProposal:
    """Reject a proposal and say why.

    :raises IllegalTransition: when it is decided already.
    """
    with unit_of_work(actor) as work:
        return _decide(work, key, ChangeProposalStep.REJECT, reason)


def _decide(work: Work, key: str, step: ChangeProposalStep, reason: str) -> ChangeProposal:
    proposal = queries.get_proposal(work.actor, key)
    demand(work.actor, Permission.CHANGE_PROPOSAL_DECIDE)
    proposal.state = after(CHANGE_PROPOSAL_STEPS, proposal.state, step)
    proposal.decision_reason = reason.strip() or None
    proposal.decided_at, proposal.decided_by_id = clock.now(), work.actor.id
    work.log(AuditCode.CHANGE_PROPOSAL_DECIDED, proposal, state=proposal.state.value)
    return proposal
