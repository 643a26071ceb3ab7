"""Finding what people and sessions propose that a checklist should say, and what it rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from review_app.domain.access import Actor, Permission, demand, may_ever
from review_app.domain.errors import NotFound
from review_app.domain.kinds import ProposalBasis
from review_app.domain.workflow import ChangeProposalState, ChecklistVersionState
from review_app.kernel.db import db
from review_app.kernel.paging import Page, after_row, page_of
from review_app.models import (
    Calibration,
    ChangeProposal,
    Checklist,
    ChecklistSection,
    ChecklistVersion,
    Criterion,
    LearningSession,
    Objection,
    ProposalEntry,
    ProposalEvidence,
    Review,
    Round,
)
from review_app.models.visibility import (
    rounds_still_blind,
    visible_calibrations,
    visible_objections,
    visible_proposals,
    visible_reviews,
    visible_rounds,
    visible_sessions,
)

MOST_SESSIONS = 50
_UP_TO_THE_CHECKLIST = [joinedload(ChecklistSection.version).joinedload(ChecklistVersion.checklist)]


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece of evidence with as much of it as the reader may see.

    ``figure`` is left out where the reader may not see figures, or not yet (``is_blind``).
    """

    evidence: ProposalEvidence
    session: LearningSession | None
    review: Review | None
    round: Round | None
    has_figure: bool
    is_blind: bool


def open_proposals(actor: Actor) -> Sequence[ChangeProposal]:
    """Return what waits for a decision, oldest first."""
    demand(actor, Permission.CHANGE_PROPOSAL_READ)
    query = _whole(actor).where(ChangeProposal.state == ChangeProposalState.OPEN)
    return db.session.scalars(query.order_by(ChangeProposal.id)).all()


def decided_proposals(actor: Actor, *, after: str | None = None) -> Page[ChangeProposal]:
    """Return what was decided, latest first, page by page."""
    demand(actor, Permission.CHANGE_PROPOSAL_READ)
    query = _whole(actor).where(ChangeProposal.decided_at.is_not(None))
    query = after_row(
        query, after, value=ChangeProposal.decided_at, id_=ChangeProposal.id, descending=True
    )
    return page_of(db.session.scalars(query).all(), lambda p: (p.decided_at, p.id))


def get_proposal(actor: Actor, key: str) -> ChangeProposal:
    """Return one proposal with its evidence and its discussion.

    :raises NotFound: when there is none of that key, or none the actor may know of.
    """
    demand(actor, Permission.CHANGE_PROPOSAL_READ)
    proposal = db.session.scalar(
        _whole(actor)
        .where(ChangeProposal.key == key)
        .options(
            selectinload(ChangeProposal.evidence).joinedload(ProposalEvidence.added_by),
            selectinload(ChangeProposal.entries).joinedload(ProposalEntry.author),
            joinedload(ChangeProposal.written_in_by),
        )
    )
    if proposal is None:
        raise NotFound(thing="change proposal", key=key)
    return proposal


def evidence_of(actor: Actor, proposal: ChangeProposal) -> list[Shown]:
    """Return what *proposal* rests on, each as far as the actor may see it."""
    lines = proposal.evidence
    sessions = _by_id(visible_sessions(actor), LearningSession.id, [e.session_id for e in lines])
    reviews = _by_id(visible_reviews(actor), Review.id, [e.review_id for e in lines])
    rounds = _by_id(visible_rounds(actor), Round.id, [e.round_id for e in lines])
    blind = set(db.session.scalars(rounds_still_blind(actor))) if rounds else set()
    return [
        Shown(
            e,
            sessions.get(e.session_id),
            reviews.get(e.review_id),
            rounds.get(e.round_id),
            has_figure=_sees_figure(actor, e) and e.round_id not in blind,
            is_blind=e.round_id in blind,
        )
        for e in lines
    ]


def source_of(actor: Actor, proposal: ChangeProposal) -> Calibration | Objection | None:
    """Return the calibration or the objection a proposal comes from, if the actor may see it."""
    if proposal.source_id is None:
        return None
    if proposal.basis is ProposalBasis.CALIBRATION:
        calibrations = visible_calibrations(actor)
        return db.session.scalar(calibrations.where(Calibration.id == proposal.source_id))
    if proposal.basis is ProposalBasis.OBJECTION:
        objections = visible_objections(actor)
        return db.session.scalar(objections.where(Objection.id == proposal.source_id))
    return None


def _sees_figure(actor: Actor, evidence: ProposalEvidence) -> bool:
    if evidence.figure is None or not may_ever(actor, Permission.FIGURES_READ):
        return False
    is_small = evidence.figure.get("is_small", True)
    return not is_small or may_ever(actor, Permission.FIGURES_READ_SMALL)


def _by_id(
    query: Select[Any], id_: InstrumentedAttribute[int], ids: Sequence[int | None]
) -> dict[int | None, Any]:
    wanted = [one for one in ids if one is not None]
    if not wanted:
        return {}
    return {row.id: row for row in db.session.scalars(query.where(id_.in_(wanted)))}


def round_of_figure(actor: Actor, round_key: str) -> Round | None:
    """Return the round whose agreement the actor may point at; none while it could sway them."""
    if not may_ever(actor, Permission.FIGURES_READ):
        return None
    still = rounds_still_blind(actor)
    return db.session.scalar(
        visible_rounds(actor).where(Round.key == round_key, Round.id.not_in(still))
    )


def draft_for(actor: Actor, checklist_id: int | None) -> ChecklistVersion | None:
    """Return the draft that is begun of a checklist; none when none is."""
    demand(actor, Permission.CHANGE_PROPOSAL_READ)
    return db.session.scalar(
        select(ChecklistVersion).where(
            ChecklistVersion.checklist_id == checklist_id,
            ChecklistVersion.state == ChecklistVersionState.DRAFT,
        )
    )


def criterion_to_change(actor: Actor, key: str) -> Criterion:
    """Return a criterion one can propose to change: of a version that was published.

    :raises NotFound: when there is none of that key.
    """
    demand(actor, Permission.CHANGE_PROPOSAL_MAKE)
    found = db.session.scalar(
        select(Criterion)
        .join(ChecklistSection)
        .join(ChecklistVersion)
        .where(Criterion.key == key, ChecklistVersion.state != ChecklistVersionState.DRAFT)
        .options(joinedload(Criterion.section).options(*_UP_TO_THE_CHECKLIST))
    )
    if found is None:
        raise NotFound(thing="criterion", key=key)
    return found


def checklist_to_change(actor: Actor, key: str) -> Checklist:
    """Return the checklist of this key.

    :raises NotFound: when there is none.
    """
    demand(actor, Permission.CHECKLIST_READ)
    found = db.session.scalar(select(Checklist).where(Checklist.key == key))
    if found is None:
        raise NotFound(thing="checklist", key=key)
    return found


def checklists_to_name(actor: Actor) -> Sequence[Checklist]:
    """Return the checklists that a proposal can be about."""
    demand(actor, Permission.CHECKLIST_READ)
    return db.session.scalars(select(Checklist).order_by(Checklist.id)).all()


def sessions_to_name(actor: Actor) -> Sequence[LearningSession]:
    """Return the latest sessions the actor may name as evidence."""
    latest = visible_sessions(actor).order_by(LearningSession.starts_at.desc())
    return db.session.scalars(latest.limit(MOST_SESSIONS)).all()


def session_to_name(actor: Actor, key: str) -> LearningSession | None:
    """Return a session the actor may see, if the key is of one."""
    return db.session.scalar(visible_sessions(actor).where(LearningSession.key == key))


def codes_in(actor: Actor, version: ChecklistVersion) -> set[str]:
    """Return the codes of a version's criteria."""
    demand(actor, Permission.CHECKLIST_READ)
    query = select(Criterion.code).join(ChecklistSection)
    return set(db.session.scalars(query.where(ChecklistSection.version_id == version.id)))


def entry_counts(actor: Actor, proposals: Sequence[ChangeProposal]) -> dict[int, int]:
    """Return how many have spoken in the discussion of each proposal."""
    demand(actor, Permission.CHANGE_PROPOSAL_READ)
    of_them: ColumnElement[bool] = ProposalEntry.proposal_id.in_([p.id for p in proposals])
    query = select(ProposalEntry.proposal_id, func.count()).where(of_them)
    rows = db.session.execute(query.group_by(ProposalEntry.proposal_id))
    return {row[0]: row[1] for row in rows}


def _whole(actor: Actor) -> Select[ChangeProposal]:
    return visible_proposals(actor).options(
        joinedload(ChangeProposal.criterion)
        .joinedload(Criterion.section)
        .options(*_UP_TO_THE_CHECKLIST),
        joinedload(ChangeProposal.checklist),
        joinedload(ChangeProposal.proposed_by),
        joinedload(ChangeProposal.decided_by),
        joinedload(ChangeProposal.version),
    )
