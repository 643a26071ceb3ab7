"""Finding what sessions propose that a checklist should say."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.errors import NotFound
from review_app.domain.workflow import ChangeProposalState, ChecklistVersionState
from review_app.kernel.db import db
from review_app.models import (
    ChangeProposal,
    ChecklistSection,
    ChecklistVersion,
    Criterion,
    LearningSession,
    SessionOutcome,
)
from review_app.models.visibility import visible_sessions


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal, and the session it comes from when the actor may see that."""

    proposal: ChangeProposal
    session: LearningSession | None


def list_proposals(actor: Actor) -> tuple[list[Proposed], list[Proposed]]:
    """Return the open proposals, oldest first, and the decided ones, latest first."""
    demand(actor, Permission.CHANGE_PROPOSAL_READ)
    proposals = db.session.scalars(_whole().order_by(ChangeProposal.id)).all()
    sessions = _sessions_of(actor, proposals)
    lines = [Proposed(p, sessions.get(p.outcome_id)) for p in proposals]
    decided = [line for line in lines if line.proposal.decided_at is not None]
    waiting = [line for line in lines if line.proposal.state is ChangeProposalState.OPEN]
    return waiting, sorted(decided, key=lambda line: str(line.proposal.decided_at), reverse=True)


def get_proposal(actor: Actor, key: str) -> ChangeProposal:
    """Return one proposal.

    :raises NotFound: when there is none of that key.
    """
    demand(actor, Permission.CHANGE_PROPOSAL_READ)
    proposal = db.session.scalar(_whole().where(ChangeProposal.key == key))
    if proposal is None:
        raise NotFound(thing="change proposal", key=key)
    return proposal


def draft_for(actor: Actor, proposal: ChangeProposal) -> ChecklistVersion | None:
    """Return the draft of the checklist that the proposal is about; none when none is begun."""
    demand(actor, Permission.CHANGE_PROPOSAL_READ)
    if proposal.criterion is None:
        return None
    return db.session.scalar(
        select(ChecklistVersion).where(
            ChecklistVersion.checklist_id == proposal.criterion.section.version.checklist_id,
            ChecklistVersion.state == ChecklistVersionState.DRAFT,
        )
    )


def _whole() -> Select[ChangeProposal]:
    return select(ChangeProposal).options(
        joinedload(ChangeProposal.criterion)
        .joinedload(Criterion.section)
        .joinedload(ChecklistSection.version)
        .joinedload(ChecklistVersion.checklist),
        joinedload(ChangeProposal.decided_by),
        joinedload(ChangeProposal.version),
    )


def _sessions_of(
    actor: Actor, proposals: Sequence[ChangeProposal]
) -> dict[int | None, LearningSession]:
    outcomes = [proposal.outcome_id for proposal in proposals if proposal.outcome_id]
    rows = db.session.execute(
        visible_sessions(actor)
        .join(SessionOutcome, SessionOutcome.session_id == LearningSession.id)
        .where(SessionOutcome.id.in_(outcomes))
        .add_columns(SessionOutcome.id)
    )
    return {outcome_id: session for session, outcome_id in rows}
