"""The supervision of the story: a plan that draws by itself every month, with its gaps."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from review_app.domain.access import OPERATOR
from review_app.domain.designs import Grouping, SamplingDesign
from review_app.domain.draw import Method
from review_app.domain.frames import FrameFilter
from review_app.domain.kinds import PeriodRule, RunResult, SamplingInterval
from review_app.domain.planning import Allocation
from review_app.domain.sampling_plans import Period, period_of
from review_app.domain.scoring import EXPLAINED, AnswerValue, Verdict
from review_app.domain.workflow import ReviewState
from review_app.entrypoints.demo.casework import SOURCE, CaseSystem
from review_app.entrypoints.demo.people import Town, read_story
from review_app.entrypoints.demo.rounds import LEAD, REVIEWERS, on_day, reviews_of
from review_app.entrypoints.demo.scoring import Pens
from review_app.features.checklists import service as checklists
from review_app.features.reviews import queries, service_answers, service_response
from review_app.features.reviews import service as reviews
from review_app.features.reviews.service_answers import Entry
from review_app.features.rounds import jobs as round_jobs
from review_app.features.rounds import service as rounds
from review_app.features.rounds import service_plans
from review_app.features.rounds.service_plans import PlanFields
from review_app.kernel import jobs
from review_app.kernel.db import db
from review_app.kernel.places import TOP
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import Checklist, Review, SamplingPlan, SamplingRun

ANSWERING = 2  # one caseworker in so many answers; the others let the period run out
LEFT = 3  # one review in so many of the newest round is still to be done


class Supervision:
    """The recurring plan, told month by month between the other stories."""

    def __init__(self, town: Town, system: CaseSystem, today: date) -> None:
        self.town, self.system, self.today = town, system, today
        self.told = read_story("plans")
        self.pens = Pens.of(20263)
        self.periods = _periods(today, self.told["months"], self.told["wait_days"])
        self.plan: SamplingPlan | None = None
        self.done = 0

    def live_until(self, day: date) -> None:
        """Tell of every period that is drawn by *day*."""
        for number, period in enumerate(self.periods[self.done :], start=self.done + 1):
            plan = self.plan or self._begin(period)
            draws_on = plan.rhythm.draws_on(period)
            if draws_on > day:
                return
            self._live(plan, number, draws_on)
            self.done = number

    def _begin(self, first: Period) -> SamplingPlan:
        on_day(first.starts_on, 9)
        checklists.seed_reference(OPERATOR, folder=TOP / "seed" / "demo" / "checklists")
        self.system.export_and_import(first.starts_on)
        code = self.told["checklist"]
        checklist = db.session.scalars(select(Checklist).where(Checklist.code == code)).one()
        chosen = PlanFields(
            title=self.told["title"],
            interval=SamplingInterval.MONTH,
            starts_on=first.starts_on,
            frame=FrameFilter(source=SOURCE, case_type=self.told["case_type"]),
            period_rule=PeriodRule.ACTIVE,
            design=_of_each_caseworker(self.told["number"]),
            checklist_key=checklist.key,
            reviewer_ids=[self.town.people[name].id for name in REVIEWERS],
            **{name: self.told[name] for name in ("wait_days", "review_days", "response_days")},
        )
        self.plan = service_plans.add_plan(self.town.actor(LEAD), chosen=chosen)
        return self.plan

    def _live(self, plan: SamplingPlan, number: int, draws_on: date) -> None:
        lead, key = self.town.actor(LEAD), plan.key
        if number == self.told["pause"]["month"]:
            on_day(draws_on - timedelta(days=7), 15)
            service_plans.pause_plan(lead, key, reason=self.told["pause"]["reason"])
        on_day(draws_on, 1)
        self.system.export_and_import(draws_on)
        round_jobs.queue_due_draws()
        jobs.run_all()
        if number == self.told["pause"]["month"]:
            on_day(draws_on + timedelta(days=5), 8)
            service_plans.resume_plan(lead, key)
        run = db.session.scalars(select(SamplingRun).order_by(SamplingRun.id.desc())).first()
        if run is None or run.result is not RunResult.DRAWN or run.round is None:
            return
        if number == self.told["cancel"]["month"]:
            on_day(draws_on + timedelta(days=12), 14)
            rounds.cancel_round(lead, run.round.key, reason=self.told["cancel"]["reason"])
            return
        assigned = reviews_of(run.round, ReviewState.ASSIGNED)
        self._review(assigned, number, draws_on)

    def _review(self, assigned: Sequence[Review], number: int, draws_on: date) -> None:
        """Review what was drawn in a few sittings, let most caseworkers answer, and settle."""
        is_newest = number == len(self.periods)
        on_day(min(draws_on + timedelta(days=6), self.today), 10)
        with unit_of_work(OPERATOR):
            for n, review in enumerate(assigned):
                if not (is_newest and n % LEFT == LEFT - 1):
                    self._score(review, number)
        if is_newest:
            return
        on_day(draws_on + timedelta(days=11), 13)
        with unit_of_work(OPERATOR):
            for n, review in enumerate(assigned):
                if n % ANSWERING == 0:
                    caseworker = self.town.person(review.caseworker_id)
                    service_response.hand_in(self.town.actor(caseworker.name), review.key)
        on_day(draws_on + timedelta(days=26), 7)
        service_response.settle_overdue(OPERATOR)

    def _score(self, review: Review, number: int) -> None:
        actor = self.town.actor(self.town.person(review.reviewer_id).name)
        found = queries.get_review(actor, review.key)
        entries = {
            line.criterion.key: self._entry(line.criterion.code, number)
            for line in queries.lay_out(actor, found).lines
        }
        service_answers.save_answers(actor, review.key, entries=entries)
        verdict = Verdict.IN_ACCORDANCE
        reason = self.pens.one_of("verdicts", verdict.value)
        reviews.give_verdict(
            actor, review.key, verdict=verdict, reason=reason, revision=found.revision
        )
        reviews.submit(actor, review.key)

    def _entry(self, code: str, number: int) -> Entry:
        before, after = self.told["criteria"][code]
        share = after if number > self.told["turn"]["after_month"] else before
        value = AnswerValue.MET if self.pens.chance.random() < share else AnswerValue.NOT_MET
        comment = self.pens.one_of("comments", value.value) if value in EXPLAINED else ""
        return Entry(value=value, comment=comment)


def _of_each_caseworker(number: int) -> SamplingDesign:
    return SamplingDesign(
        method=Method.STRATIFIED,
        stratify_by=Grouping.CASEWORKER.value,
        allocation=Allocation.FIXED.value,
        per_stratum=number,
    )


def _periods(today: date, count: int, wait_days: int) -> list[Period]:
    """Return the last *count* months that are drawn by today, oldest first."""
    period = period_of(SamplingInterval.MONTH, today - timedelta(days=wait_days)).before
    found: list[Any] = []
    while len(found) < count:
        found.insert(0, period)
        period = period.before
    return found
