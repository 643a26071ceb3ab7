"""Finding recurring plans: what they are made of, what became of their periods, what is due."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from review_app.domain.access import Permission, demand
from review_app.domain.actors import Actor, Role
from review_app.domain.designs import SamplingDesign
from review_app.domain.errors import Invalid, NotFound, Refusal
from review_app.domain.frames import LABEL, FrameFilter
from review_app.domain.sampling_plans import Period, WorkToDo, within, work_to_do
from review_app.domain.workflow import ChecklistVersionState
from review_app.features.rounds import queries_draws, queries_frames
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.models import (
    Appointment,
    Checklist,
    ChecklistVersion,
    Person,
    SamplingPlan,
    SamplingPlanReviewer,
    SamplingRun,
    Team,
)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan in the list: what became of its newest period, and when it draws next."""

    plan: SamplingPlan
    newest: SamplingRun | None
    next_on: date | None


def list_plans(actor: Actor) -> list[PlanLine]:
    """Return every plan, those that draw first, then by title."""
    demand(actor, Permission.SAMPLING_PLAN_READ)
    plans = db.session.scalars(
        select(SamplingPlan)
        .options(joinedload(SamplingPlan.checklist))
        .order_by(SamplingPlan.ended_at.is_not(None), SamplingPlan.title, SamplingPlan.id)
    ).all()
    newest = _newest_runs()
    return [PlanLine(plan, newest.get(plan.id), next_draw(actor, plan)) for plan in plans]


def _newest_runs() -> dict[int, SamplingRun]:
    last = select(func.max(SamplingRun.period_on)).group_by(SamplingRun.plan_id)
    last = last.add_columns(SamplingRun.plan_id.label("plan_id"))
    newest = last.subquery()
    runs = db.session.scalars(
        select(SamplingRun)
        .join(newest, SamplingRun.plan_id == newest.c.plan_id)
        .where(SamplingRun.period_on == newest.c[0])
        .options(joinedload(SamplingRun.round))
    )
    return {run.plan_id: run for run in runs}


def next_draw(_actor: Actor, plan: SamplingPlan) -> date | None:
    """Return the day of the plan's next draw; none when it is paused or over."""
    coming = [] if plan.paused_at or plan.ended_at else plan.rhythm.coming(clock.today(), count=1)
    return plan.rhythm.draws_on(coming[0]) if coming else None


def get_plan(actor: Actor, key: str, *, locked: bool = False) -> SamplingPlan:
    """Return one plan; *locked* keeps others from changing it until this unit of work ends.

    :raises NotFound: when there is none.
    """
    demand(actor, Permission.SAMPLING_PLAN_READ)
    query = select(SamplingPlan).where(SamplingPlan.key == key)
    found = db.session.scalar(query.with_for_update(of=SamplingPlan) if locked else query)
    if found is None:
        raise NotFound(thing="sampling-plan", key=key)
    return found


def plan_by_id(actor: Actor, plan_id: int) -> SamplingPlan:
    """Return the plan of a job, kept from changing until this unit of work ends."""
    demand(actor, Permission.SAMPLING_PLAN_RUN)
    query = select(SamplingPlan).where(SamplingPlan.id == plan_id)
    return db.session.scalars(
        query.with_for_update(of=SamplingPlan).execution_options(populate_existing=True)
    ).one()


def reviewers_of(_actor: Actor, plan: SamplingPlan) -> Sequence[Person]:
    """Return who reviews what the plan draws, by name."""
    return db.session.scalars(
        select(Person)
        .join(SamplingPlanReviewer, SamplingPlanReviewer.person_id == Person.id)
        .where(SamplingPlanReviewer.plan_id == plan.id)
        .order_by(Person.name)
    ).all()


def runs_of(actor: Actor, plan: SamplingPlan) -> Sequence[SamplingRun]:
    """Return what became of the plan's periods, newest first."""
    demand(actor, Permission.SAMPLING_PLAN_READ)
    return db.session.scalars(
        select(SamplingRun)
        .where(SamplingRun.plan_id == plan.id)
        .options(joinedload(SamplingRun.round))
        .order_by(SamplingRun.period_on.desc())
    ).all()


def get_run(actor: Actor, plan: SamplingPlan, *, period_on: date) -> SamplingRun:
    """Return what became of one period.

    :raises NotFound: when nothing became of it yet.
    """
    for run in runs_of(actor, plan):
        if run.period_on == period_on:
            return run
    raise NotFound(thing="sampling-run", period_on=period_on.isoformat())


def has_runs(_actor: Actor, plan: SamplingPlan) -> bool:
    """Say whether any period of the plan was drawn or recorded."""
    one = select(SamplingRun.id).where(SamplingRun.plan_id == plan.id).limit(1)
    return db.session.scalar(one) is not None


def due_work(_actor: Actor, plan: SamplingPlan) -> WorkToDo:
    """Return which of the plan's periods are to be drawn now, and which only recorded."""
    taken = select(SamplingRun.period_on).where(SamplingRun.plan_id == plan.id)
    return work_to_do(plan.rhythm, taken=frozenset(db.session.scalars(taken)), today=clock.today())


def due_periods(actor: Actor) -> Iterable[tuple[int, Period]]:
    """Return the periods of all running plans that wait for the worker, oldest first."""
    demand(actor, Permission.SAMPLING_PLAN_RUN)
    plans = db.session.scalars(
        select(SamplingPlan)
        .where(SamplingPlan.ended_at.is_(None), SamplingPlan.starts_on <= clock.today())
        .options(selectinload(SamplingPlan.runs).load_only(SamplingRun.period_on))
        .order_by(SamplingPlan.id)
    )
    for plan in plans:
        taken = frozenset(run.period_on for run in plan.runs)
        todo = work_to_do(plan.rhythm, taken=taken, today=clock.today())
        yield from ((plan.id, period) for period in sorted((*todo.skip, *todo.draw)))


def list_checklists(actor: Actor) -> Sequence[Checklist]:
    """Return the checklists that have a published version."""
    demand(actor, Permission.CHECKLIST_READ)
    published = select(ChecklistVersion.checklist_id).where(
        ChecklistVersion.state == ChecklistVersionState.PUBLISHED
    )
    return db.session.scalars(
        select(Checklist).where(Checklist.id.in_(published)).order_by(Checklist.code)
    ).all()


def newest_version(_actor: Actor, plan: SamplingPlan) -> ChecklistVersion | None:
    """Return the version that the plan's next round is held against, if one is published."""
    return db.session.scalars(
        select(ChecklistVersion)
        .where(
            ChecklistVersion.checklist_id == plan.checklist_id,
            ChecklistVersion.state == ChecklistVersionState.PUBLISHED,
        )
        .order_by(ChecklistVersion.number.desc())
    ).first()


def list_reviewers(actor: Actor) -> Sequence[Person]:
    """Return who can review for a plan: the coordinators; an engagement ends before a plan does."""
    demand(actor, Permission.SAMPLING_PLAN_RUN)
    coordinators = select(Appointment.person_id).where(Appointment.role == Role.COORDINATOR)
    return db.session.scalars(
        select(Person).where(Person.is_active, Person.id.in_(coordinators)).order_by(Person.name)
    ).all()


def team_name(_actor: Actor, chosen: FrameFilter) -> str:
    """Return what the team of a filter is called; empty without one."""
    if not chosen.team or chosen.team.startswith(LABEL):
        return chosen.team.removeprefix(LABEL)
    return db.session.scalar(select(Team.name).where(Team.key == chosen.team)) or ""


def frame_of(_actor: Actor, plan: SamplingPlan, *, period: Period) -> FrameFilter:
    """Return which cases one period of the plan is drawn among."""
    return within(FrameFilter.read(plan.frame_filter), plan.period_rule, period)


def design_of(actor: Actor, plan: SamplingPlan, *, period: Period) -> SamplingDesign:
    """Return how one period is drawn: as the plan says, but never more cases than there are.

    :raises Invalid: when there is no case to draw among.
    """
    there = queries_frames.count_frame(actor, frame_of(actor, plan, period=period)).total
    if not there:
        raise Invalid(field="frame", reason="no-cases")
    design = SamplingDesign.read(plan.design)
    return design if design.is_fixed else replace(design, size=min(design.size or 0, there))


def wanted_size(actor: Actor, plan: SamplingPlan, *, period: Period) -> int | None:
    """Return how many cases the plan asks for in a period; none where that cannot be known."""
    try:
        design = design_of(actor, plan, period=period)
        chosen = frame_of(actor, plan, period=period)
        return sum(queries_draws.sizes_of(actor, chosen, design=design).values())
    except Refusal:
        return None
