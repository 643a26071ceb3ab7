"""What the pages of recurring plans show: periods, dates and frames in words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from babel.dates import format_date
from flask_babel import gettext as _
from flask_babel import ngettext

from review_app.domain.actors import Actor
from review_app.domain.designs import SamplingDesign
from review_app.domain.errors import Refusal
from review_app.domain.frames import FrameFilter
from review_app.domain.kinds import RunResult, SamplingInterval
from review_app.domain.sampling_plans import Period, Rhythm, period_of, within
from review_app.features.rounds import queries_draws, queries_frames, queries_plans
from review_app.features.rounds.presenters_frames import frame_words
from review_app.features.rounds.service_plans import PlanFields
from review_app.kernel import clock
from review_app.kernel.i18n import language
from review_app.models import Person, SamplingPlan, SamplingRun


@dataclass(frozen=True, slots=True)
class Coming:
    """A draw that is to come."""

    period: str
    draws_on: date


@dataclass(frozen=True, slots=True)
class Trial:
    """What the plan would have given for the last period that is over."""

    period: str
    there: int
    wanted: int


@dataclass(frozen=True, slots=True)
class RunLine:
    """What became of one period."""

    run: SamplingRun
    period: str
    may_draw: bool


@dataclass(frozen=True, slots=True)
class PlanPage:
    """What a plan's page shows."""

    plan: SamplingPlan
    frame: str
    design: str
    reviewers: Sequence[Person]
    coming: Sequence[Coming]
    lines: Sequence[RunLine]


def period_name(period: Period) -> str:
    """Name a period in the reader's language: March 2026, week 10 of 2026, 1st quarter 2026."""
    locale = "en_GB" if language() == "en" else "da_DK"
    if period.interval is SamplingInterval.WEEK:
        year, week, _day = period.starts_on.isocalendar()
        return str(_("week %(week)s, %(year)s", week=week, year=year))
    pattern = "QQQQ y" if period.interval is SamplingInterval.QUARTER else "LLLL y"
    return str(format_date(period.starts_on, pattern, locale=locale))


def run_period(plan: SamplingPlan, run: SamplingRun) -> str:
    """Name the period of a run."""
    return period_name(period_of(plan.interval, run.period_on))


def design_words(design: SamplingDesign) -> str:
    """Say how many cases are drawn, and in which way."""
    if design.is_fixed:
        number = design.per_stratum or 0
        return str(
            ngettext("%(num)s case of each caseworker", "%(num)s cases of each caseworker", number)
        )
    return str(
        ngettext(
            "%(num)s case in all, every case with the same chance",
            "%(num)s cases in all, every case with the same chance",
            design.size or 0,
        )
    )


def coming(rhythm: Rhythm, *, count: int = 3) -> list[Coming]:
    """Return the next draws in words."""
    return [
        Coming(period_name(period), rhythm.draws_on(period))
        for period in rhythm.coming(clock.today(), count=count)
    ]


def plan_page(actor: Actor, plan: SamplingPlan) -> PlanPage:
    """Gather what a plan's page shows."""
    rests = plan.paused_at or plan.ended_at
    frame = FrameFilter.read(plan.frame_filter)
    teams = [(frame.team, queries_plans.team_name(actor, frame))]
    lines = [
        RunLine(
            run,
            run_period(plan, run),
            run.result is not RunResult.DRAWN and not plan.ended_at,
        )
        for run in queries_plans.runs_of(actor, plan)
    ]
    return PlanPage(
        plan,
        frame_words(frame, teams=teams),
        design_words(SamplingDesign.read(plan.design)),
        queries_plans.reviewers_of(actor, plan),
        [] if rests else coming(plan.rhythm),
        lines,
    )


def outlook(actor: Actor, chosen: PlanFields | None) -> dict[str, object]:
    """Say what a plan that is being written would do: its next dates, and a trial count."""
    if chosen is None:
        return {"coming": [], "trial": None}
    rhythm = Rhythm(chosen.interval, chosen.starts_on, chosen.ends_on, chosen.wait_days)
    return {"coming": coming(rhythm), "trial": _trial(actor, chosen)}


def _trial(actor: Actor, chosen: PlanFields) -> Trial | None:
    period = period_of(chosen.interval, clock.today()).before
    try:
        frame = within(chosen.frame, chosen.period_rule, period)
        there = queries_frames.count_frame(actor, frame).total
        design = chosen.design
        if not design.is_fixed:
            design = replace(design, size=min(design.size or 0, there))
        wanted = sum(queries_draws.sizes_of(actor, frame, design=design).values()) if there else 0
    except Refusal:
        return None
    return Trial(period_name(period), there, wanted)
