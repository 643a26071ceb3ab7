"""Keeping recurring plans: adding, changing, pausing, resuming and ending them.

A change concerns the periods that are not drawn yet; what was drawn stands as it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from review_app.domain.access import Permission, demand
from review_app.domain.actors import Actor
from review_app.domain.audit_codes import AuditCode
from review_app.domain.designs import SamplingDesign
from review_app.domain.errors import IllegalTransition, Invalid
from review_app.domain.frames import FrameFilter
from review_app.domain.kinds import PeriodRule, RunReason, RunResult, SamplingInterval
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.domain.sampling_plans import (
    LONGEST_WAIT_DAYS,
    Period,
    earliest_start,
    period_of,
    within,
)
from review_app.domain.second_reading import ReadingRules
from review_app.features.rounds import queries_plans
from review_app.kernel import clock
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import SamplingPlan, SamplingPlanReviewer, SamplingRun


@dataclass(frozen=True, slots=True)
class PlanFields:
    """What a coordinator says of a plan; days are working days, ``wait_days`` calendar days."""

    title: str
    interval: SamplingInterval
    starts_on: date
    frame: FrameFilter
    design: SamplingDesign
    checklist_key: str
    reviewer_ids: Sequence[int]
    period_rule: PeriodRule = PeriodRule.ANY
    wait_days: int = 0
    ends_on: date | None = None
    response_days: int = 10
    review_days: int = 15
    double_share_percent: int = 0
    readings: ReadingRules = ReadingRules()


def add_plan(actor: Actor, *, chosen: PlanFields) -> SamplingPlan:
    """Begin a plan; it draws by itself from its first period on.

    :raises Invalid: when a field cannot be right; the first period may be the last one that is
        over, but none before it, so that a new plan does not fill everybody's desk at once.
    """
    with unit_of_work(actor) as work:
        demand(actor, Permission.SAMPLING_PLAN_RUN)
        _check(actor, chosen)
        if chosen.starts_on < earliest_start(chosen.interval, clock.today()):
            raise Invalid(field="starts_on", reason="too-early")
        plan = SamplingPlan(created_by_id=actor.id, interval=chosen.interval)
        plan.starts_on = period_of(chosen.interval, chosen.starts_on).starts_on
        _fill(actor, plan, chosen)
        work.add(plan)
        work.log(AuditCode.SAMPLING_PLAN_ADDED, plan, interval=plan.interval.value)
    return plan


def change_plan(actor: Actor, key: str, *, chosen: PlanFields) -> SamplingPlan:
    """Change what the coming draws are like; rhythm and beginning are fixed by the first period.

    :raises IllegalTransition: when the plan was ended.
    :raises Invalid: when a field cannot be right.
    """
    with unit_of_work(actor) as work:
        plan = _standing(actor, key)
        _check(actor, chosen)
        if not queries_plans.has_runs(actor, plan):
            plan.interval = chosen.interval
            plan.starts_on = period_of(chosen.interval, chosen.starts_on).starts_on
        elif chosen.interval is not plan.interval:
            raise Invalid(field="interval", reason="has-begun")
        before = _told(plan)
        _fill(actor, plan, chosen)
        changed = sorted(name for name, value in _told(plan).items() if value != before[name])
        work.log(AuditCode.SAMPLING_PLAN_CHANGED, plan, changed=changed)
    return plan


def _check(actor: Actor, chosen: PlanFields) -> None:
    refuse_personal_numbers(chosen.title, field="title")
    chosen.readings.check()
    period = period_of(chosen.interval, chosen.starts_on)
    within(chosen.frame, chosen.period_rule, period)  # a frame with days of its own is refused
    if chosen.ends_on and chosen.ends_on < period.ends_on:
        raise Invalid(field="ends_on", reason="before-first-period")
    if not 0 <= chosen.wait_days <= LONGEST_WAIT_DAYS:
        raise Invalid(field="wait_days", reason="out-of-range")
    able = {person.id for person in queries_plans.list_reviewers(actor)}
    if not chosen.reviewer_ids or not set(chosen.reviewer_ids) <= able:
        raise Invalid(field="reviewers", reason="unknown")


def _fill(actor: Actor, plan: SamplingPlan, chosen: PlanFields) -> None:
    checklists = {one.key: one for one in queries_plans.list_checklists(actor)}
    if chosen.checklist_key not in checklists:
        raise Invalid(field="checklist", reason="unknown")
    plan.title = chosen.title.strip()
    plan.frame_filter, plan.period_rule = chosen.frame.stored(), chosen.period_rule
    plan.design, plan.wait_days = chosen.design.stored(), chosen.wait_days
    plan.checklist_id = checklists[chosen.checklist_key].id
    plan.ends_on, plan.response_days = chosen.ends_on, chosen.response_days
    plan.review_days, plan.double_share_percent = chosen.review_days, chosen.double_share_percent
    plan.reading_share_percent = chosen.readings.share_percent
    plan.reading_on_failed_critical = chosen.readings.on_failed_critical
    plan.reading_first_reviews = chosen.readings.first_reviews
    kept = {row.person_id: row for row in plan.reviewers}
    plan.reviewers = [
        kept.get(id_) or SamplingPlanReviewer(person_id=id_) for id_ in sorted(chosen.reviewer_ids)
    ]


def _told(plan: SamplingPlan) -> dict[str, Any]:
    names = (
        "title checklist_id frame_filter period_rule design wait_days ends_on response_days "
        "review_days double_share_percent readings"
    )
    told = {name: getattr(plan, name) for name in names.split()}
    return {**told, "reviewers": sorted(row.person_id for row in plan.reviewers)}


def pause_plan(actor: Actor, key: str, *, reason: str) -> SamplingPlan:
    """Let the plan rest; periods that fall due meanwhile are skipped, with this reason.

    :raises Invalid: without a reason.
    :raises IllegalTransition: when the plan is paused already, or was ended.
    """
    refuse_personal_numbers(reason, field="reason")
    if not reason.strip():
        raise Invalid(field="reason", reason="empty")
    with unit_of_work(actor) as work:
        plan = _standing(actor, key)
        if plan.paused_at:
            raise IllegalTransition(state="paused", step="pause")
        plan.paused_at, plan.pause_reason = clock.now(), reason.strip()
        work.log(AuditCode.SAMPLING_PLAN_PAUSED, plan)
    return plan


def resume_plan(actor: Actor, key: str) -> SamplingPlan:
    """Let the plan draw again, beginning with the next period that falls due.

    :raises IllegalTransition: when the plan is not paused.
    """
    with unit_of_work(actor) as work:
        plan = _standing(actor, key)
        if not plan.paused_at:
            raise IllegalTransition(state="running", step="resume")
        _skip_what_is_due(actor, plan, RunReason.PAUSED)
        plan.paused_at = plan.pause_reason = None
        work.log(AuditCode.SAMPLING_PLAN_RESUMED, plan)
    return plan


def end_plan(actor: Actor, key: str) -> SamplingPlan:
    """End the plan for good; what it drew, and the record of it, stay.

    :raises IllegalTransition: when it was ended already.
    """
    with unit_of_work(actor) as work:
        plan = _standing(actor, key)
        reason = RunReason.PAUSED if plan.paused_at else RunReason.ENDED
        _skip_what_is_due(actor, plan, reason)
        yesterday = clock.today() - timedelta(days=1)
        plan.ends_on = min(plan.ends_on or yesterday, yesterday)
        plan.ended_at = clock.now()
        work.log(AuditCode.SAMPLING_PLAN_ENDED, plan)
    return plan


def _standing(actor: Actor, key: str) -> SamplingPlan:
    plan = queries_plans.get_plan(actor, key, locked=True)
    demand(actor, Permission.SAMPLING_PLAN_RUN, plan)
    if plan.ended_at:
        raise IllegalTransition(state="ended", step="change")
    return plan


def _skip_what_is_due(actor: Actor, plan: SamplingPlan, reason: RunReason) -> None:
    todo = queries_plans.due_work(actor, plan)
    for period in todo.skip:
        skip_period(actor, plan, period=period, reason=RunReason.MISSED)
    for period in todo.draw:
        skip_period(actor, plan, period=period, reason=reason)


def skip_period(
    actor: Actor, plan: SamplingPlan, *, period: Period, reason: RunReason
) -> SamplingRun:
    """Record that a period is not drawn, and why."""
    with unit_of_work(actor) as work:
        run = work.add(
            SamplingRun(
                plan_id=plan.id,
                period_on=period.starts_on,
                result=RunResult.SKIPPED,
                reason=reason,
                note=plan.pause_reason if reason is RunReason.PAUSED else None,
                wanted_size=queries_plans.wanted_size(actor, plan, period=period),
            )
        )
        details = {"period": period.code, "result": run.result.value, "reason": reason.value}
        work.log(AuditCode.SAMPLING_PLAN_RUN, plan, **details)
    return run
