"""Drawing what recurring plans have due: by the worker, once for each period, whatever happens.

All of one period is one unit of work under a lock on its plan, and a period has at most one run:
a retry, a second worker or a crash in the middle never draw twice. The platform itself draws; no
person chooses the day, the cases or whether to draw.
"""

import logging
from datetime import date

from review_app.domain.access import Permission, demand
from review_app.domain.actors import OPERATOR, Actor
from review_app.domain.audit_codes import AuditCode
from review_app.domain.calendar import add_working_days
from review_app.domain.errors import IllegalTransition, Incomplete, Refusal
from review_app.domain.events import SecondReadingsPlanned
from review_app.domain.kinds import RoundPurpose, RunReason, RunResult
from review_app.domain.sampling_plans import Period, period_of
from review_app.features.rounds import (
    queries_plans,
    service,
    service_ceremony,
    service_plans,
)
from review_app.features.rounds.service_sharing import can_be_shared_out
from review_app.kernel import clock
from review_app.kernel.holidays import holidays_around
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import Round, SamplingPlan, SamplingRun

log = logging.getLogger(__name__)
TASK = "rounds.draw_period"
# What a refusal of the draw is recorded as, by what it names.
REASONS = {
    "frame": RunReason.FRAME,
    "checklist": RunReason.NO_CHECKLIST,
    "reviewers": RunReason.NO_REVIEWERS,
}


def queue_due(actor: Actor) -> int:
    """Put every period that is due on the queue, and return how many."""
    due = list(queries_plans.due_periods(actor))
    if due:
        with unit_of_work(actor) as work:
            for plan_id, period in due:
                work.later(TASK, plan_id=plan_id, period_on=period.starts_on.isoformat())
    return len(due)


def run_period(actor: Actor, plan_id: int, *, period_on: date) -> SamplingRun | None:
    """Draw one period of a plan, or record why not; none when nothing was left to do."""
    try:
        return _run(actor, plan_id, period_on=period_on)
    except Refusal as refusal:
        return _record_refusal(actor, plan_id, period_on=period_on, refusal=refusal)


def _run(actor: Actor, plan_id: int, *, period_on: date) -> SamplingRun | None:
    with unit_of_work(actor):
        plan = queries_plans.plan_by_id(actor, plan_id)
        todo = queries_plans.due_work(actor, plan)
        period = period_of(plan.interval, period_on)
        if plan.ended_at or period not in (*todo.skip, *todo.draw):
            return None
        if plan.paused_at:
            return service_plans.skip_period(actor, plan, period=period, reason=RunReason.PAUSED)
        if period in todo.skip:
            return service_plans.skip_period(actor, plan, period=period, reason=RunReason.MISSED)
        return _draw(actor, plan, period=period, run=SamplingRun(plan_id=plan.id))


def _record_refusal(
    actor: Actor, plan_id: int, *, period_on: date, refusal: Refusal
) -> SamplingRun | None:
    with unit_of_work(actor) as work:
        plan = queries_plans.plan_by_id(actor, plan_id)
        period = period_of(plan.interval, period_on)
        if period not in queries_plans.due_work(actor, plan).draw:
            return None  # somebody else was quicker
        run = SamplingRun(plan_id=plan.id, period_on=period.starts_on)
        _say_why_not(actor, run, refusal)
        run.wanted_size = queries_plans.wanted_size(actor, plan, period=period)
        work.add(run)
        _log(actor, plan, run)
    return run


def reason_of(_actor: Actor, refusal: Refusal) -> RunReason:
    """Return what stood in the way of a draw."""
    return REASONS.get(str(refusal.facts.get("field")), RunReason.OTHER)


def _say_why_not(actor: Actor, run: SamplingRun, refusal: Refusal) -> None:
    run.reason = reason_of(actor, refusal)
    run.result = RunResult.NO_CASES if run.reason is RunReason.FRAME else RunResult.REFUSED
    run.note = refusal.code if run.reason is RunReason.OTHER else None
    run.ran_at = clock.now()


def draw_late(actor: Actor, key: str, *, period_on: date) -> SamplingRun:
    """Draw a period after all that was skipped or refused, now that the reason is gone.

    A period that was drawn is never drawn again, so nobody can draw until the cases suit them.

    :raises IllegalTransition: when the period was drawn.
    :raises Refusal: what still stands in the way; the record stays as it was.
    """
    with unit_of_work(actor):
        plan = queries_plans.get_plan(actor, key, locked=True)
        demand(actor, Permission.SAMPLING_PLAN_RUN, plan)
        run = queries_plans.get_run(actor, plan, period_on=period_on)
        if run.result is RunResult.DRAWN:
            raise IllegalTransition(state="drawn", step="draw")
        return _draw(actor, plan, period=period_of(plan.interval, period_on), run=run)


def _draw(actor: Actor, plan: SamplingPlan, *, period: Period, run: SamplingRun) -> SamplingRun:
    with unit_of_work(actor) as work:
        drawn = _drawn_round(plan, period)
        run.period_on, run.ran_at = period.starts_on, clock.now()
        run.result, run.reason, run.note = RunResult.DRAWN, None, None
        run.round_id, run.wanted_size = drawn.id, drawn.sample_size
        work.add(run)
        if not _start_reviews(drawn):
            run.reason = RunReason.OWN_CASES
        _log(actor, plan, run)
    return run


def _drawn_round(plan: SamplingPlan, period: Period) -> Round:
    """Plan, seal and draw the round of a period, all by the platform."""
    version = queries_plans.newest_version(OPERATOR, plan)
    if version is None:
        raise Incomplete(field="checklist")
    able = {person.id for person in queries_plans.list_reviewers(OPERATOR)}
    reviewers = [row.person_id for row in plan.reviewers if row.person_id in able]
    if len(reviewers) < (2 if plan.double_share_percent else 1):
        raise Incomplete(field="reviewers")
    planned = service.plan_round(
        OPERATOR, title=f"{plan.title} · {period.code}", purpose=RoundPurpose.MEASURE
    )
    planned.sampling_plan_id, planned.period_on = plan.id, period.starts_on
    planned.double_share_percent = plan.double_share_percent
    key, today = planned.key, clock.today()
    chosen = queries_plans.frame_of(OPERATOR, plan, period=period)
    design = queries_plans.design_of(OPERATOR, plan, period=period)
    service.set_frame(OPERATOR, key, chosen=chosen)
    service.set_design(OPERATOR, key, design=design)
    service_ceremony.seal_draw(OPERATOR, key)
    service_ceremony.reveal_draw(OPERATOR, key)
    if plan.readings.asks_for_any:
        with unit_of_work(OPERATOR) as work:
            work.tell(SecondReadingsPlanned(planned.id, plan.readings))
    due_on = add_working_days(today, plan.review_days, holidays=holidays_around(today))
    service.set_reviewing(
        OPERATOR,
        key,
        version_key=version.key,
        reviewer_ids=reviewers,
        response_days=plan.response_days,
        reviews_due_on=due_on,
    )
    return planned


def _start_reviews(drawn: Round) -> bool:
    """Start the reviews, unless a case has no reviewer but its own caseworker, or no two.

    Then the draw stands all the same and waits for more reviewers: to take it back would be a way
    to draw again.
    """
    if not can_be_shared_out(OPERATOR, drawn):
        return False
    service.start_reviews(OPERATOR, drawn.key)
    return True


def _log(actor: Actor, plan: SamplingPlan, run: SamplingRun) -> None:
    with unit_of_work(actor) as work:
        details = {
            "period": period_of(plan.interval, run.period_on).code,
            "result": run.result.value,
            "reason": run.reason.value if run.reason else None,
            "round_id": run.round_id,
        }
        work.log(AuditCode.SAMPLING_PLAN_RUN, plan, **details)
