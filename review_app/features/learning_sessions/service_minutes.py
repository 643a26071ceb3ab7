"""What a session ends in: outcomes, signatures, dissent, and when all that takes effect."""

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import Conflict, IllegalTransition, Incomplete, Invalid
from review_app.domain.events import (
    ActionAgreed,
    ActionWithdrawn,
    ChangeProposed,
    Event,
    NoteProposed,
    SessionChanged,
    SessionSignaturesAsked,
)
from review_app.domain.kinds import LearningSessionKind, OutcomeKind
from review_app.domain.outcomes import HANDED_ON, PROMISES, OutcomeFields, fields_of
from review_app.domain.positions import missing_signatures
from review_app.domain.workflow import (
    LEARNING_SESSION_STEPS,
    LearningSessionState,
    LearningSessionStep,
    after,
)
from review_app.features.learning_sessions import queries
from review_app.features.learning_sessions import queries_choices as choices
from review_app.features.learning_sessions.minute_taking import give_minutes, to_take_minutes
from review_app.features.learning_sessions.series import plan_next
from review_app.kernel import clock
from review_app.kernel.drafts import discard_draft
from review_app.kernel.revisions import change
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import LearningSession, SessionOutcome, SessionParticipant

TEACHING = LearningSessionKind.TEACHING
NO_SIGNATURE = {
    "signed_at": None,
    "dissented_at": None,
    "dissent": None,
    "not_given_at": None,
}


def record_outcome(
    actor: Actor, key: str, *, kind: OutcomeKind, fields: OutcomeFields, item_key: str = ""
) -> SessionOutcome:
    """Record one outcome of the session, about one item of its agenda if *item_key* says so.

    :raises Incomplete: when something that *kind* requires is missing.
    :raises Invalid: when the owner or the criterion cannot be chosen.
    """
    with unit_of_work(actor) as work:
        session = to_take_minutes(work, key)
        item = queries.get_item(actor, session, key=item_key) if item_key else None
        values = fields_of(kind, fields)
        _check_choices(actor, values)
        outcome = work.add(
            SessionOutcome(
                session_id=session.id,
                agenda_item_id=item.id if item else None,
                kind=kind,
                recorded_by_id=actor.id,
                **values,
            )
        )
        session.revision = session.revision + 1
        discard_draft(actor, f"outcome/{key}/{kind}")
        work.log(AuditCode.SESSION_OUTCOME_RECORDED, outcome, kind=kind.value)
    return outcome


def change_outcome(
    actor: Actor, key: str, *, outcome_key: str, fields: OutcomeFields, revision: int
) -> SessionOutcome:
    """Say an outcome otherwise; a promise that had taken effect takes effect anew.

    :raises Conflict: when somebody else changed it meanwhile.
    :raises Invalid: when it has been handed on to another area.
    """
    with unit_of_work(actor) as work:
        session = to_take_minutes(work, key)
        outcome = queries.get_outcome(actor, session, key=outcome_key)
        _refuse_handed_on(outcome)
        values = fields_of(outcome.kind, fields)
        _check_choices(actor, values)
        change(work, outcome, revision=revision, took_effect_at=None, **values)
        session.revision = session.revision + 1
        discard_draft(actor, f"outcome/{key}/{outcome_key}")
        work.log(AuditCode.SESSION_OUTCOME_CHANGED, outcome, revision=outcome.revision)
    return outcome


def remove_outcome(actor: Actor, key: str, *, outcome_key: str) -> None:
    """Take an outcome back; an action that came of it is withdrawn.

    :raises Invalid: when it has been handed on to another area.
    """
    with unit_of_work(actor) as work:
        session = to_take_minutes(work, key)
        outcome = queries.get_outcome(actor, session, key=outcome_key)
        _refuse_handed_on(outcome)
        change(work, outcome, revision=outcome.revision, withdrawn_at=clock.now())
        session.revision = session.revision + 1
        work.log(AuditCode.SESSION_OUTCOME_REMOVED, outcome, kind=outcome.kind.value)
        if outcome.kind in PROMISES:
            work.tell(ActionWithdrawn(session.id, outcome.id))


def _refuse_handed_on(outcome: SessionOutcome) -> None:
    if outcome.kind in HANDED_ON and outcome.took_effect_at is not None:
        raise Invalid(field="outcome", reason="handed on")


def _check_choices(actor: Actor, values: dict[str, object]) -> None:
    owner, criterion = values["owner_id"], values["criterion_id"]
    if owner is not None and owner not in {person.id for person in choices.owners(actor)}:
        raise Invalid(field="owner", reason="unknown")
    if criterion is not None and criterion not in {c.id for _, c in choices.criteria(actor)}:
        raise Invalid(field="criterion", reason="unknown")


def ask_signatures(actor: Actor, key: str) -> LearningSession:
    """Put the minutes of a three-party talk to signature; its outcomes take effect.

    :raises Incomplete: when there is no outcome.
    """
    with unit_of_work(actor) as work:
        session = queries.get_session(actor, key)
        work.hold(session)
        demand(actor, Permission.SESSION_RECORD, session)
        step = LearningSessionStep.ASK_SIGNATURES
        state = after(LEARNING_SESSION_STEPS, session.state, step)
        if session.kind is not LearningSessionKind.TRIPARTITE:
            raise IllegalTransition(state=session.state.value, step=step.value)
        _take_effect(work, session)
        change(work, session, revision=session.revision, state=state)
        work.log(AuditCode.SESSION_SIGNATURES_ASKED, session)
        missing = missing_signatures(session.kind, session.participants)
        work.tell(SessionSignaturesAsked(session.id, tuple(p.person_id for p in missing)))
    return session


def sign(actor: Actor, key: str, *, revision: int) -> SessionParticipant:
    """Sign the minutes as they stood at *revision*.

    :raises Conflict: when they have been changed since they were read.
    """
    with unit_of_work(actor) as work:
        session, own = _to_sign(work, key, revision=revision)
        change(work, own, revision=own.revision, signed_at=clock.now())
        work.log(AuditCode.SESSION_SIGNED, own)
        _close_when_complete(work, session)
    return own


def dissent(actor: Actor, key: str, *, reason: str, revision: int) -> SessionParticipant:
    """Record that the actor does not agree with the minutes, and why; as good as a signature.

    :raises Incomplete: without a reason.
    :raises Conflict: when they have been changed since they were read.
    """
    with unit_of_work(actor) as work:
        session, own = _to_sign(work, key, revision=revision)
        if not reason.strip():
            raise Incomplete(fields=["dissent"])
        values = {"dissented_at": clock.now(), "dissent": reason.strip()}
        change(work, own, revision=own.revision, **values)
        discard_draft(actor, f"dissent/{key}")
        work.log(AuditCode.SESSION_DISSENTED, own)
        _close_when_complete(work, session)
    return own


def _to_sign(work: Work, key: str, *, revision: int) -> tuple[LearningSession, SessionParticipant]:
    session = queries.get_session(work.actor, key)
    work.hold(session)
    demand(work.actor, Permission.SESSION_SIGN, session)
    own = queries.own_place(work.actor, session)
    if session.state is not LearningSessionState.SIGNING or own not in missing_signatures(
        session.kind, session.participants
    ):
        raise IllegalTransition(state=session.state.value, step="sign")
    if session.revision != revision:
        raise Conflict(thing="learning_session", revision=session.revision)
    return session, own


def reopen(actor: Actor, key: str) -> LearningSession:
    """Open the minutes for changes; every signature and dissent given so far is void."""
    with unit_of_work(actor) as work:
        session = queries.get_session(actor, key)
        work.hold(session)
        demand(actor, Permission.SESSION_RECORD, session)
        state = after(LEARNING_SESSION_STEPS, session.state, LearningSessionStep.REOPEN)
        given = [p for p in session.participants if p.signed_at or p.dissented_at or p.not_given_at]
        for place in given:
            change(work, place, revision=place.revision, **NO_SIGNATURE)
        change(work, session, revision=session.revision, state=state)
        give_minutes(work, session, person_id=actor.id or 0)
        work.log(AuditCode.SESSION_REOPENED, session, voided=len(given))
    return session


def close(actor: Actor, key: str) -> LearningSession:
    """Close a session nobody signs, or one whose last signature cannot be given any more.

    :raises Incomplete: while somebody can still sign, or nothing was agreed; in teaching, while
        nobody has said who was there.
    """
    with unit_of_work(actor) as work:
        session = queries.get_session(actor, key)
        work.hold(session)
        demand(actor, Permission.SESSION_RECORD, session)
        if session.state is LearningSessionState.HELD:
            if session.kind is LearningSessionKind.TRIPARTITE:
                raise IllegalTransition(state=session.state.value, step="close")
            _refuse_unattended(session)
            _take_effect(work, session, needs_outcomes=session.kind is not TEACHING)
            _close(work, session)
        elif not _close_when_complete(work, session):
            raise Incomplete(fields=["signatures"])
    return session


def _close_when_complete(work: Work, session: LearningSession) -> bool:
    missing = missing_signatures(session.kind, session.participants)
    if queries.engagement_has_ended(work.actor, session, on=clock.today()):
        for place in [p for p in missing if p.person.firm_id is not None]:
            change(work, place, revision=place.revision, not_given_at=clock.now())
        missing = missing_signatures(session.kind, session.participants)
    if not missing:
        _close(work, session)
    return not missing


def _close(work: Work, session: LearningSession) -> None:
    state = after(LEARNING_SESSION_STEPS, session.state, LearningSessionStep.CLOSE)
    change(work, session, revision=session.revision, state=state, closed_at=clock.now())
    work.log(AuditCode.SESSION_CLOSED, session)
    work.tell(SessionChanged(session.id))
    plan_next(work, session)


def _refuse_unattended(session: LearningSession) -> None:
    """Teaching ends in who was there; what was agreed may be nothing."""
    if session.kind is TEACHING and session.attendance_recorded_at is None:
        raise Incomplete(fields=["attendance"])


def _take_effect(work: Work, session: LearningSession, *, needs_outcomes: bool = True) -> None:
    outcomes = queries.outcomes(work.actor, session)
    if not outcomes and needs_outcomes:
        raise Incomplete(fields=["outcomes"])
    for outcome in outcomes:
        if outcome.took_effect_at is None:
            outcome.took_effect_at = clock.now()
            happened = _event(session, outcome)
            if happened is not None:
                work.tell(happened)


def _event(session: LearningSession, outcome: SessionOutcome) -> Event | None:
    if outcome.kind in PROMISES and outcome.owner_id and outcome.due_on:
        item = outcome.agenda_item
        text = f"{outcome.text}\n\n{outcome.steps}" if outcome.steps else outcome.text
        case_id = item.case_id if item else None
        return ActionAgreed(
            session.id,
            outcome.id,
            case_id,
            outcome.owner_id,
            text,
            outcome.due_on,
            look_again_on=outcome.look_again_on,
        )
    if outcome.kind is OutcomeKind.CHANGE_PROPOSAL:
        return ChangeProposed(session.id, outcome.id, outcome.criterion_id, outcome.text)
    if outcome.kind is OutcomeKind.LEARNING_NOTE:
        criteria = (outcome.criterion_id,) if outcome.criterion_id else ()
        return NoteProposed(session.id, outcome.id, outcome.title or "", outcome.text, criteria)
    return None
