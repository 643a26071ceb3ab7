"""What happens to a remark from received to closed."""

from dataclasses import dataclass
from datetime import date

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.errors import Conflict, Incomplete, Invalid, NotFound
from review_app.domain.kinds import RemarkSender
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.domain.scoring import Severity
from review_app.domain.workflow import REMARK_STEPS, RemarkStep, after
from review_app.features.remarks import queries
from review_app.kernel import clock
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import Remark, RemarkMeasure


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a remark; ``case`` is a case's key or number, or nothing."""

    received_on: date
    sender: RemarkSender
    text: str
    severity: Severity
    owner_key: str
    due_on: date
    sender_name: str = ""
    law_reference: str = ""
    case: str = ""


def add_remark(actor: Actor, *, told: Told) -> Remark:
    """Enter a remark in the register.

    :raises Incomplete: without a text.
    :raises Invalid: when it is received in the future, or owner or case are unknown.
    """
    with unit_of_work(actor) as work:
        demand(actor, Permission.REMARK_KEEP)
        made = Remark(created_by_id=actor.id)
        _write(actor, made, told)
        work.add(made)
        work.log(AuditCode.REMARK_ADDED, made, sender=made.sender.value, owner_id=made.owner_id)
    return made


def change_remark(actor: Actor, key: str, *, told: Told) -> Remark:
    """Correct what is known of a remark, or give it to another owner."""
    with unit_of_work(actor) as work:
        remark = _held(work, key)
        demand(actor, Permission.REMARK_KEEP, remark)
        remark.state = after(REMARK_STEPS, remark.state, RemarkStep.EDIT)
        _write(actor, remark, told)
        work.log(AuditCode.REMARK_CHANGED, remark, owner_id=remark.owner_id)
    return remark


def _write(actor: Actor, remark: Remark, told: Told) -> None:
    if told.received_on > clock.today():
        raise Invalid(field="received_on", reason="future")
    remark.text = _given(told.text, field="text")
    for field in ("sender_name", "law_reference"):
        text = getattr(told, field).strip()
        refuse_personal_numbers(text, field=field)
        setattr(remark, field, text or None)
    remark.received_on, remark.due_on = told.received_on, told.due_on
    remark.sender, remark.severity = told.sender, told.severity
    remark.owner_id = _owner_id(actor, told.owner_key)
    reference = told.case.strip()
    remark.case_id = queries.find_case(actor, reference).id if reference else None


def add_measure(
    actor: Actor, key: str, *, text: str, owner_key: str, due_on: date
) -> RemarkMeasure:
    """Say what is done about a remark, by whom and by when.

    :raises IllegalTransition: when the remark is closed.
    """
    with unit_of_work(actor) as work:
        remark = _held(work, key)
        demand(actor, Permission.REMARK_HANDLE, remark)
        after(REMARK_STEPS, remark.state, RemarkStep.EDIT)
        measure = RemarkMeasure(
            remark_id=remark.id,
            text=_given(text, field="text"),
            owner_id=_owner_id(actor, owner_key),
            due_on=due_on,
            created_by_id=actor.id,
        )
        work.add(measure)
        work.log(AuditCode.REMARK_MEASURE_ADDED, measure, owner_id=measure.owner_id)
    return measure


def finish_measure(actor: Actor, key: str, *, measure_key: str) -> RemarkMeasure:
    """Mark a measure done today.

    :raises NotFound: when the remark has no such measure.
    :raises Conflict: when it is done already.
    """
    with unit_of_work(actor) as work:
        remark = _held(work, key)
        measure = next((one for one in remark.measures if one.key == measure_key), None)
        if measure is None:
            raise NotFound(thing="measure", key=measure_key)
        demand(actor, Permission.REMARK_MEASURE_DO, measure)
        if measure.done_on is not None:
            raise Conflict(thing="measure", key=measure_key)
        measure.done_on, measure.done_by_id = clock.today(), actor.id
        work.log(AuditCode.REMARK_MEASURE_DONE, measure)
    return measure


def answer(actor: Actor, key: str, *, text: str, answered_on: date) -> Remark:
    """Keep what was answered, and on which day.

    :raises Invalid: for a day to come, or one before the remark was received.
    """
    with unit_of_work(actor) as work:
        remark = _held(work, key)
        demand(actor, Permission.REMARK_HANDLE, remark)
        remark.state = after(REMARK_STEPS, remark.state, RemarkStep.ANSWER)
        if not remark.received_on <= answered_on <= clock.today():
            raise Invalid(field="answered_on", reason="out-of-range")
        remark.answer, remark.answered_on = _given(text, field="answer"), answered_on
        work.log(AuditCode.REMARK_ANSWERED, remark)
    return remark


def close(actor: Actor, key: str, *, reason: str, closed_on: date | None = None) -> Remark:
    """Close a remark and say why nothing more is needed.

    :param closed_on: the day it was, when the register is filled in afterwards; else today.
    :raises Invalid: for a day to come, or one before the remark was received.
    """
    with unit_of_work(actor) as work:
        remark = _held(work, key)
        demand(actor, Permission.REMARK_KEEP, remark)
        remark.state = after(REMARK_STEPS, remark.state, RemarkStep.CLOSE)
        remark.close_reason = _given(reason, field="close_reason")
        closed_on = closed_on or clock.today()
        if not remark.received_on <= closed_on <= clock.today():
            raise Invalid(field="closed_on", reason="out-of-range")
        remark.closed_on, remark.closed_by_id = closed_on, actor.id
        open_measures = sum(one.done_on is None for one in remark.measures)
        work.log(AuditCode.REMARK_CLOSED, remark, open_measures=open_measures)
    return remark


def reopen(actor: Actor, key: str) -> Remark:
    """Take an answered or closed remark up again; what was answered stays to be read."""
    with unit_of_work(actor) as work:
        remark = _held(work, key)
        demand(actor, Permission.REMARK_KEEP, remark)
        remark.state = after(REMARK_STEPS, remark.state, RemarkStep.REOPEN)
        remark.closed_on, remark.closed_by_id = None, None
        work.log(AuditCode.REMARK_REOPENED, remark)
    return remark


def _held(work: Work, key: str) -> Remark:
    remark = queries.get_remark(work.actor, key)
    work.hold(remark)
    return remark


def _given(text: str, *, field: str) -> str:
    refuse_personal_numbers(text, field=field)
    if not text.strip():
        raise Incomplete(fields=[field])
    return text.strip()


def _owner_id(actor: Actor, key: str) -> int:
    for person in queries.owners_to_choose(actor):
        if person.key == key:
            return person.id
    raise Invalid(field="owner", reason="unknown")
