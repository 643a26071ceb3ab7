"""How one thing led to another: objection, session, practice, proposal, version, note.

Sessions are where the threads meet, so all of it is found from the outcomes of sessions. Each
thing stands in the trail only for those who may read it itself; what is left out leaves no gap.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload

from review_app.domain.access import Actor, Permission, may_ever
from review_app.domain.kinds import OutcomeKind, ProposalBasis
from review_app.domain.workflow import ChecklistVersionState
from review_app.kernel.db import db
from review_app.models import (
    AgendaItem,
    ChangeProposal,
    ChecklistVersion,
    LearningNote,
    LearningSession,
    Objection,
    SessionOutcome,
)
from review_app.models.visibility import (
    visible_notes,
    visible_objections,
    visible_proposals,
    visible_sessions,
)

MOST = 20  # of each kind


@dataclass(frozen=True, slots=True)
class Trail:
    """What hangs together, each kind in the order it came about."""

    objections: Collection[Objection] = ()
    sessions: Collection[LearningSession] = ()
    practices: Collection[SessionOutcome] = ()
    proposals: Collection[ChangeProposal] = ()
    versions: Collection[ChecklistVersion] = ()
    notes: Collection[LearningNote] = ()


@dataclass(frozen=True, slots=True)
class _Thread:
    """Where a trail is taken up: by rows of these kinds; ids, whoever may read them."""

    outcome_ids: set[int] = field(default_factory=set)
    objection_ids: set[int] = field(default_factory=set)
    session_ids: set[int] = field(default_factory=set)
    proposal_ids: set[int] = field(default_factory=set)


def of_session(actor: Actor, session: LearningSession) -> Trail:
    """Return what led to a session and what came of it."""
    outcomes = select(SessionOutcome.id).where(SessionOutcome.session_id == session.id)
    about = _ids(select(AgendaItem.objection_id).where(AgendaItem.session_id == session.id))
    return _trail(actor, _Thread(_ids(outcomes), about, {session.id}))


def of_objection(actor: Actor, objection: Objection) -> Trail:
    """Return where an objection was talked about and what came of that."""
    return _trail(actor, _from_objections({objection.id}))


def of_proposal(actor: Actor, proposal: ChangeProposal) -> Trail:
    """Return what a proposal comes from and what came of the same talk."""
    return _trail(actor, _from_proposals(ChangeProposal.id == proposal.id))


def of_note(actor: Actor, note: LearningNote) -> Trail:
    """Return what a note comes from and what else came of the same talk."""
    return _trail(actor, _from_outcomes({note.outcome_id} if note.outcome_id else set()))


def of_version(actor: Actor, version: ChecklistVersion) -> Trail:
    """Return what a version of a checklist took up, and what that comes from."""
    taken_up = and_(
        ChangeProposal.version_id == version.id, ChangeProposal.written_in_at.is_not(None)
    )
    return _trail(actor, _from_proposals(taken_up))


def _from_proposals(which: ColumnElement[bool]) -> _Thread:
    """Take up the proposals, whoever may read them: what came of them is shown to others too."""
    columns = (ChangeProposal.id, ChangeProposal.outcome_id, ChangeProposal.source_id)
    rows = db.session.execute(select(*columns, ChangeProposal.basis).where(which).limit(MOST)).all()
    direct = {p.source_id for p in rows if p.basis is ProposalBasis.OBJECTION and p.source_id}
    thread = _from_outcomes({p.outcome_id for p in rows if p.outcome_id})
    more = _from_objections(direct) if direct else _Thread()
    return _Thread(
        thread.outcome_ids | more.outcome_ids,
        thread.objection_ids | more.objection_ids,
        thread.session_ids | more.session_ids,
        {p.id for p in rows},
    )


def _from_objections(objection_ids: set[int]) -> _Thread:
    query = select(AgendaItem.id, AgendaItem.session_id)
    items = db.session.execute(query.where(AgendaItem.objection_id.in_(objection_ids))).all()
    return _Thread(_of_items({id_ for id_, _ in items}), objection_ids, {s for _, s in items})


def _from_outcomes(outcome_ids: set[int]) -> _Thread:
    """Take up all that came of the same items as these outcomes, and what the items are about."""
    if not outcome_ids:
        return _Thread()
    query = select(
        SessionOutcome.session_id, SessionOutcome.agenda_item_id, AgendaItem.objection_id
    )
    query = query.outerjoin(AgendaItem, AgendaItem.id == SessionOutcome.agenda_item_id)
    rows = db.session.execute(query.where(SessionOutcome.id.in_(outcome_ids))).all()
    beside = _of_items({row.agenda_item_id for row in rows if row.agenda_item_id})
    objections = {row.objection_id for row in rows if row.objection_id}
    return _Thread(outcome_ids | beside, objections, {row.session_id for row in rows})


def _of_items(item_ids: set[int]) -> set[int]:
    return _ids(select(SessionOutcome.id).where(SessionOutcome.agenda_item_id.in_(item_ids)))


def _ids(query: Select[Any]) -> set[int]:
    return {id_ for id_ in db.session.scalars(query) if id_ is not None}


def _trail(actor: Actor, thread: _Thread) -> Trail:
    if not (thread.session_ids or thread.objection_ids or thread.proposal_ids):
        return Trail()
    sessions = visible_sessions(actor).where(LearningSession.id.in_(thread.session_ids))
    found = db.session.scalars(sessions.order_by(LearningSession.starts_at).limit(MOST)).all()
    return Trail(
        objections=_objections(actor, thread),
        sessions=found,
        practices=_practices(actor, thread, sessions={session.id for session in found}),
        proposals=_proposals(actor, thread),
        versions=_versions(actor, thread),
        notes=_notes(actor, thread),
    )


def _objections(actor: Actor, thread: _Thread) -> Collection[Objection]:
    query = visible_objections(actor).where(Objection.id.in_(thread.objection_ids))
    query = query.options(joinedload(Objection.criterion)).order_by(Objection.id)
    return db.session.scalars(query.limit(MOST)).all()


def _practices(_actor: Actor, thread: _Thread, *, sessions: set[int]) -> Collection[SessionOutcome]:
    """Return what was agreed on in the sessions the actor may read."""
    query = select(SessionOutcome).where(
        SessionOutcome.id.in_(thread.outcome_ids),
        SessionOutcome.session_id.in_(sessions),
        SessionOutcome.kind == OutcomeKind.AGREED_PRACTICE,
        SessionOutcome.withdrawn_at.is_(None),
        SessionOutcome.took_effect_at.is_not(None),
    )
    query = query.options(joinedload(SessionOutcome.session)).order_by(SessionOutcome.id)
    return db.session.scalars(query.limit(MOST)).all()


def _proposals(actor: Actor, thread: _Thread) -> Collection[ChangeProposal]:
    query = visible_proposals(actor).where(_proposed_in(thread))
    query = query.options(joinedload(ChangeProposal.criterion)).order_by(ChangeProposal.id)
    return db.session.scalars(query.limit(MOST)).all()


def _versions(actor: Actor, thread: _Thread) -> Collection[ChecklistVersion]:
    """Return the published versions that say what was proposed, whoever may read the proposals."""
    if not may_ever(actor, Permission.CHECKLIST_READ):
        return ()
    taken_up = select(ChangeProposal.version_id).where(
        _proposed_in(thread), ChangeProposal.written_in_at.is_not(None)
    )
    query = select(ChecklistVersion).where(
        ChecklistVersion.id.in_(taken_up), ChecklistVersion.state != ChecklistVersionState.DRAFT
    )
    query = query.options(joinedload(ChecklistVersion.checklist)).order_by(ChecklistVersion.id)
    return db.session.scalars(query).all()


def _proposed_in(thread: _Thread) -> ColumnElement[bool]:
    made_directly = and_(
        ChangeProposal.basis == ProposalBasis.OBJECTION,
        ChangeProposal.source_id.in_(thread.objection_ids),
    )
    return or_(
        ChangeProposal.id.in_(thread.proposal_ids),
        ChangeProposal.outcome_id.in_(thread.outcome_ids),
        made_directly,
    )


def _notes(actor: Actor, thread: _Thread) -> Collection[LearningNote]:
    query = visible_notes(actor).where(LearningNote.outcome_id.in_(thread.outcome_ids))
    return db.session.scalars(query.order_by(LearningNote.id).limit(MOST)).all()
