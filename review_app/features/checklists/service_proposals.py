"""Proposing a change of a checklist, talking about it, deciding, and writing it in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import IllegalTransition, Incomplete, Invalid
from review_app.domain.kinds import ProposalBasis, ProposalSubject
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.domain.workflow import (
    CHANGE_PROPOSAL_STEPS,
    ChangeProposalStep,
    ChecklistVersionState,
    after,
)
from review_app.features.checklists import queries_proposals as queries
from review_app.kernel import clock
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import ChangeProposal, ProposalEntry, ProposalEvidence


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure as it stood when somebody pointed at it, and the round it was measured in."""

    round_id: int
    figure: Mapping[str, Any]


def propose(
    actor: Actor,
    *,
    text: str,
    criterion_key: str = "",
    checklist_key: str = "",
    subject: ProposalSubject = ProposalSubject.CRITERION,
    evidence: str = "",
    measured: Measured | None = None,
) -> ChangeProposal:
    """Propose what a criterion, or a checklist, should say instead.

    :raises NotFound: when the criterion or the checklist is none to be changed.
    :raises Incomplete: when nothing is proposed.
    """
    with unit_of_work(actor) as work:
        demand(actor, Permission.CHANGE_PROPOSAL_MAKE)
        refuse_personal_numbers(text, field="text")
        refuse_personal_numbers(evidence, field="evidence")
        if not text.strip():
            raise Incomplete(fields=["text"])
        criterion = queries.criterion_to_change(actor, criterion_key) if criterion_key else None
        if criterion is not None:
            subject, checklist_id = (
                ProposalSubject.CRITERION,
                criterion.section.version.checklist_id,
            )
        elif subject is ProposalSubject.CRITERION:
            raise Incomplete(fields=["criterion"])
        else:
            checklist_id = queries.checklist_to_change(actor, checklist_key).id
        proposal = work.add(
            ChangeProposal(
                subject=subject,
                checklist_id=checklist_id,
                criterion_id=criterion.id if criterion else None,
                basis=ProposalBasis.LOW_AGREEMENT if measured else ProposalBasis.OBSERVATION,
                text=text.strip(),
                proposed_by_id=actor.id,
            )
        )
        _support(work, proposal, evidence, measured)
        work.log(AuditCode.CHANGE_PROPOSED, proposal, subject=subject.value)
    return proposal


def _support(work: Work, proposal: ChangeProposal, text: str, measured: Measured | None) -> None:
    said = text.strip() or None
    if not said and measured is None:
        return
    work.add(
        ProposalEvidence(
            proposal_id=proposal.id,
            kind=proposal.basis,
            text=said,
            round_id=measured.round_id if measured else None,
            figure=dict(measured.figure) if measured else None,
            added_by_id=work.actor.id,
        )
    )


def add_evidence(actor: Actor, key: str, *, text: str = "", session_key: str = "") -> None:
    """Add to what an open proposal rests on: a session, words, or both.

    :raises Incomplete: when there is neither.
    """
    with unit_of_work(actor) as work:
        proposal = _open_to_words(actor, key, text)
        session = queries.session_to_name(actor, session_key) if session_key else None
        if session is None and not text.strip():
            raise Incomplete(fields=["text"])
        work.add(
            ProposalEvidence(
                proposal_id=proposal.id,
                kind=ProposalBasis.SESSION if session else ProposalBasis.OBSERVATION,
                text=text.strip() or None,
                session_id=session.id if session else None,
                added_by_id=actor.id,
            )
        )
        work.log(AuditCode.CHANGE_PROPOSAL_SUPPORTED, proposal)


def say(actor: Actor, key: str, *, text: str) -> None:
    """Say something in the discussion of an open proposal.

    :raises NotPermitted: once it is decided.
    """
    with unit_of_work(actor) as work:
        proposal = _open_to_words(actor, key, text)
        if not text.strip():
            raise Incomplete(fields=["text"])
        work.add(ProposalEntry(proposal_id=proposal.id, author_id=actor.id, text=text.strip()))
        work.log(AuditCode.CHANGE_PROPOSAL_DISCUSSED, proposal)


def _open_to_words(actor: Actor, key: str, text: str) -> ChangeProposal:
    proposal = queries.get_proposal(actor, key)
    demand(actor, Permission.CHANGE_PROPOSAL_DISCUSS, proposal)
    refuse_personal_numbers(text, field="text")
    return proposal


def accept(actor: Actor, key: str, *, reason: str, checklist_key: str = "") -> ChangeProposal:
    """Accept a proposal; the draft that is begun takes it up, else the next one does.

    :param checklist_key: which checklist shall say it, where the proposal does not.
    :raises IllegalTransition: when it is decided already.
    :raises Incomplete: when nobody has said which checklist.
    """
    with unit_of_work(actor) as work:
        proposal = _decide(work, key, ChangeProposalStep.ACCEPT, reason)
        if proposal.checklist_id is None:
            if not checklist_key:
                raise Incomplete(fields=["checklist"])
            proposal.checklist_id = queries.checklist_to_change(actor, checklist_key).id
        draft = queries.draft_for(actor, proposal.checklist_id)
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
    refuse_personal_numbers(reason, field="reason")
    proposal.state = after(CHANGE_PROPOSAL_STEPS, proposal.state, step)
    proposal.decision_reason = reason.strip() or None
    proposal.decided_at, proposal.decided_by_id = clock.now(), work.actor.id
    work.log(AuditCode.CHANGE_PROPOSAL_DECIDED, proposal, state=proposal.state.value)
    return proposal


def write_in(actor: Actor, key: str, *, criterion_code: str = "") -> ChangeProposal:
    """Tick an accepted proposal off: the draft says it now, at this criterion or as a whole.

    :raises IllegalTransition: when it is not accepted, is ticked off, or its draft is locked.
    :raises Invalid: when the draft has no such criterion.
    """
    with unit_of_work(actor) as work:
        proposal = _in_a_draft(actor, key, ChangeProposalStep.WRITE_IN)
        assert proposal.version is not None
        if criterion_code and criterion_code not in queries.codes_in(actor, proposal.version):
            raise Invalid(field="criterion", reason="unknown")
        proposal.written_criterion_code = criterion_code or None
        proposal.written_in_at, proposal.written_in_by_id = clock.now(), actor.id
        work.log(AuditCode.CHANGE_PROPOSAL_WRITTEN_IN, proposal, criterion=criterion_code)
    return proposal


def take_out(actor: Actor, key: str) -> ChangeProposal:
    """Take the tick back: the draft does not say it after all.

    :raises IllegalTransition: when there is no tick, or the draft is locked.
    """
    with unit_of_work(actor) as work:
        proposal = _in_a_draft(actor, key, ChangeProposalStep.TAKE_OUT)
        proposal.written_criterion_code = None
        proposal.written_in_at = proposal.written_in_by_id = None
        work.log(AuditCode.CHANGE_PROPOSAL_TAKEN_OUT, proposal)
    return proposal


def _in_a_draft(actor: Actor, key: str, step: ChangeProposalStep) -> ChangeProposal:
    proposal = queries.get_proposal(actor, key)
    demand(actor, Permission.CHECKLIST_EDIT)
    if proposal.version is None or proposal.version.state is not ChecklistVersionState.DRAFT:
        raise IllegalTransition(state=proposal.state.value, step=step.value)
    proposal.state = after(CHANGE_PROPOSAL_STEPS, proposal.state, step)
    return proposal
