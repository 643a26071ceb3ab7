"""Which workflow standards and proposals for checklists an actor may read."""

from sqlalchemy import Select, and_, literal, select, true

from review_app.domain.access import Actor, Role
from review_app.domain.conditions import from_here_or_engaged
from review_app.domain.workflow import WorkflowVersionState
from review_app.models.checklists import ChangeProposal
from review_app.models.visibility.ways import any_way
from review_app.models.workflow_standards import WorkflowVersion


def visible_workflow_versions(actor: Actor) -> Select[WorkflowVersion]:
    """Select the versions of standards to read (``Permission.WORKFLOW_STANDARD_READ``)."""
    let_in = literal(from_here_or_engaged(actor, None))
    published = and_(WorkflowVersion.state != WorkflowVersionState.DRAFT, let_in)
    ways = [(Role.MEMBER, published), (Role.COORDINATOR, true()), (Role.MANAGER, true())]
    return select(WorkflowVersion).where(any_way(actor, ways))


def visible_proposals(actor: Actor) -> Select[ChangeProposal]:
    """Select the change proposals the actor may read (``Permission.CHANGE_PROPOSAL_READ``)."""
    own = ChangeProposal.proposed_by_id == actor.id
    ways = [(Role.CASEWORKER, own), (Role.COORDINATOR, true()), (Role.MANAGER, true())]
    return select(ChangeProposal).where(any_way(actor, ways))
