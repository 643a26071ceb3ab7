"""Makes recurring plans and lets time pass over them."""

from datetime import date

from review_app.domain.designs import Grouping, SamplingDesign
from review_app.domain.draw import Method
from review_app.domain.frames import FrameFilter
from review_app.domain.kinds import PeriodRule, SamplingInterval
from review_app.domain.planning import Allocation
from review_app.features.rounds import jobs as round_jobs
from review_app.features.rounds import service_plans
from review_app.features.rounds.service_plans import PlanFields
from review_app.kernel import clock, jobs
from tests.cast import actor

START = date(2026, 1, 1)


def per_caseworker(number):
    return SamplingDesign(
        method=Method.STRATIFIED,
        stratify_by=Grouping.CASEWORKER.value,
        allocation=Allocation.FIXED.value,
        per_stratum=number,
    )


def fields(people, version, **more):
    """Two cases of each caseworker, of those opened in the month."""
    told = {
        "title": "Two of each",
        "interval": SamplingInterval.MONTH,
        "starts_on": START,
        "frame": FrameFilter(),
        "period_rule": PeriodRule.OPENED,
        "design": per_caseworker(2),
        "checklist_key": version.checklist.key,
        "reviewer_ids": [people.karin.id, people.kurt.id],
    }
    return PlanFields(**{**told, **more})


def a_plan(people, version, **more):
    """A plan of Karin's, made on its first day."""
    chosen = fields(people, version, **more)
    clock.travel(clock.local(chosen.starts_on, 9))
    return service_plans.add_plan(actor(people.karin), chosen=chosen)


def on(day, hour=1):
    """Come to a day, and let the worker do its hourly work."""
    clock.travel(clock.local(day, hour))
    round_jobs.queue_due_draws()
    return jobs.run_all()
