"""Raising what cannot wait, and seeing to it; it names the case, never a review."""

from datetime import timedelta

from sqlalchemy import update

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import Invalid
from review_app.domain.kinds import UrgentKind
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.domain.urgent import HOURS, review_words
from review_app.domain.workflow import URGENT_STEPS, UrgentStep, after
from review_app.features.reviews import queries_urgent
from review_app.kernel import clock
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import Review, UrgentFinding

CLOSING = {
    UrgentStep.HANDLE: (Permission.URGENT_FINDING_HANDLE, AuditCode.URGENT_FINDING_HANDLED),
    UrgentStep.WITHDRAW: (Permission.URGENT_FINDING_WITHDRAW, AuditCode.URGENT_FINDING_WITHDRAWN),
}


def raise_finding(
    actor: Actor, case_key: str, *, kind: UrgentKind, text: str, hours: int
) -> UrgentFinding:
    """Tell the team's manager and the coordinators at once; the first of them owns it.

    Raised by one of two who review the case blindly, it is kept from the other until the two are
    compared, unless nobody else could see to it: the citizen comes first.

    :raises Invalid: when the text speaks of a review, or the hours are none of the choices.
    """
    words = _given(text, field="text")
    if hours not in HOURS:
        raise Invalid(field="hours", reason="unknown")
    if review_words(words):
        raise Invalid(field="text", reason="review-words", words=", ".join(review_words(words)))
    with unit_of_work(actor) as work:
        case = queries_urgent.get_case(actor, case_key)
        demand(actor, Permission.URGENT_FINDING_RAISE, case)
        blind = queries_urgent.blind_other(actor, case)
        ids = [person.id for person in queries_urgent.takers(actor, case)]
        here = [id_ for id_ in ids if id_ != actor.id]
        others = [id_ for id_ in here if id_ != blind]
        finding = UrgentFinding(
            case_id=case.id,
            team_id=case.team_id,
            kind=kind,
            text=words,
            raised_by_id=actor.id,
            due_at=clock.now() + timedelta(hours=hours),
            owner_id=next(iter([*others, *here]), actor.id),
            kept_from_id=blind if others else None,
        )
        work.add(finding)
        work.log(AuditCode.URGENT_FINDING_RAISED, finding, kind=kind.value, hours=hours)
    return finding


def acknowledge(actor: Actor, key: str) -> UrgentFinding:
    """Take an urgent finding on: whoever acknowledges it owns it from then on."""
    with unit_of_work(actor) as work:
        finding = _held(work, key)
        demand(actor, Permission.URGENT_FINDING_HANDLE, finding)
        finding.state = after(URGENT_STEPS, finding.state, UrgentStep.ACKNOWLEDGE)
        finding.acknowledged_at, finding.owner_id = clock.now(), actor.id
        work.log(AuditCode.URGENT_FINDING_ACKNOWLEDGED, finding)
    return finding


def close(actor: Actor, key: str, *, step: UrgentStep, done: str) -> UrgentFinding:
    """Say what was done, or why it is withdrawn.

    :raises Invalid: without words.
    """
    words = _given(done, field="done")
    permission, code = CLOSING[step]
    with unit_of_work(actor) as work:
        finding = _held(work, key)
        demand(actor, permission, finding)
        finding.state = after(URGENT_STEPS, finding.state, step)
        finding.done, finding.closed_at, finding.closed_by_id = words, clock.now(), actor.id
        work.log(code, finding)
    return finding


def open_to_both(actor: Actor, review: Review) -> None:
    """Let both reviewers of a case read what one of them raised: they know of each other now."""
    kept = (UrgentFinding.case_id == review.case_id, UrgentFinding.kept_from_id.is_not(None))
    with unit_of_work(actor) as work:
        work.session.execute(update(UrgentFinding).where(*kept).values(kept_from_id=None))


def _held(work: Work, key: str) -> UrgentFinding:
    finding = queries_urgent.get_urgent(work.actor, key)
    work.hold(finding)
    return finding


def _given(text: str, *, field: str) -> str:
    refuse_personal_numbers(text, field=field)
    if not text.strip():
        raise Invalid(field=field, reason="missing")
    return text.strip()
