"""A recurring plan draws once for each period, and says why where it did not."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from review_app.domain.actors import OPERATOR
from review_app.domain.draw import verify_bundle
from review_app.domain.errors import Invalid
from review_app.domain.kinds import PeriodRule, RunReason, RunResult, SamplingInterval
from review_app.domain.second_reading import ReadingRules
from review_app.domain.workflow import RoundState
from review_app.features.rounds import (
    queries,
    queries_plans,
    service_ceremony,
    service_plan_runs,
    service_plans,
)
from review_app.kernel import clock
from review_app.models import Appointment, Review, Round, SamplingRun, SecondReadingPlan
from tests.cast import actor, enter, some_cases
from tests.plans.builders import a_plan, fields, on, per_caseworker
from tests.rounds.builders import a_version


@pytest.fixture
def version(people):
    """A published checklist, and cases opened on every day of January and February."""
    handlers = [people.karin, people.hanne, people.henrik] * 20
    some_cases(*handlers[:59], opened_on=date(2026, 1, 1))
    return a_version()


def test_its_rounds_have_the_second_readings_that_the_plan_says(people, version, db):
    plan = a_plan(people, version, readings=ReadingRules(20, first_reviews=3))
    on(FEBRUARY)
    found = db.session.query(SecondReadingPlan).one()
    assert found.rules == plan.readings == ReadingRules(20, False, 3)
    assert found.round_id == db.session.query(Round).one().id
    with pytest.raises(Invalid):
        a_plan(people, version, readings=ReadingRules(101))


def the_runs(db):
    db.session.rollback()
    runs = db.session.query(SamplingRun).order_by(SamplingRun.period_on)
    return [(run.period_on, run.result, run.reason) for run in runs]


def drawn(day):
    return (day, RunResult.DRAWN, None)


JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)


def test_a_month_is_drawn_on_the_first_day_after_it(people, version, db):
    plan = a_plan(people, version)
    on(date(2026, 1, 31))
    assert the_runs(db) == []
    on(FEBRUARY)
    assert the_runs(db) == [drawn(JANUARY)]
    found = db.session.query(Round).one()
    assert (found.title, found.state) == ("Two of each · 2026-01", RoundState.REVIEWING)
    assert (found.sampling_plan_id, found.period_on) == (plan.id, JANUARY)
    assert {row.case.opened_on.month for row in found.cases} == {1}
    assert found.reviews_due_on == date(2026, 2, 20)


def test_each_caseworker_has_the_same_number_and_nobody_reviews_their_own(people, version, db):
    a_plan(people, version)
    on(FEBRUARY)
    found = db.session.query(Round).one()
    assert set(Counter(row.caseworker_id for row in found.cases).values()) == {2}
    reviews = db.session.query(Review).all()
    assert len(reviews) == 6
    assert all(review.reviewer_id != review.caseworker_id for review in reviews)


def test_the_platform_alone_draws_and_the_draw_proves_itself(people, version, db):
    a_plan(people, version)
    on(FEBRUARY)
    found = db.session.query(Round).one()
    assert found.created_by_id is None
    assert verify_bundle(queries.bundle_files(actor(people.karin), found)) == []


def test_nothing_is_drawn_twice_however_often_the_work_is_done(people, version, db):
    plan = a_plan(people, version)
    on(FEBRUARY)
    on(FEBRUARY, hour=2)
    service_plan_runs.run_period(OPERATOR, plan.id, period_on=JANUARY)
    assert the_runs(db) == [drawn(JANUARY)]
    assert db.session.query(Round).count() == 1


def test_two_workers_at_once_draw_once(app, people, version, db):
    plan_id = a_plan(people, version).id
    clock.travel(clock.local(FEBRUARY, 1))
    db.session.remove()

    def work(_):
        with app.app_context():
            run = service_plan_runs.run_period(OPERATOR, plan_id, period_on=JANUARY)
            return run is not None

    with ThreadPoolExecutor(4) as workers:
        assert sorted(workers.map(work, range(4))) == [False, False, False, True]
    assert the_runs(db) == [drawn(JANUARY)]
    assert db.session.query(Round).count() == 1


def test_a_crash_in_the_middle_leaves_nothing_and_the_next_try_draws(
    people, version, db, monkeypatch
):
    plan = a_plan(people, version)
    with monkeypatch.context() as broken:
        broken.setattr(service_ceremony, "reveal_draw", lambda *_: 1 / 0)
        assert on(FEBRUARY) == 3  # tried three times, then given up until the next hour
    assert the_runs(db) == []
    assert db.session.query(Round).count() == 0
    on(FEBRUARY, hour=2)
    assert the_runs(db) == [drawn(JANUARY)]
    assert plan.id == db.session.query(Round).one().sampling_plan_id


def test_one_bad_plan_does_not_keep_the_others_from_drawing(people, version, db):
    bad = a_plan(people, version, title="Bad")
    a_plan(people, version, title="Good")
    bad.design = {"method": "no such"}
    enter()
    on(FEBRUARY)
    assert the_runs(db) == [drawn(JANUARY)]


def test_a_period_without_cases_is_recorded_with_its_reason(people, version, db):
    a_plan(people, version, starts_on=date(2026, 3, 1), period_rule=PeriodRule.OPENED)
    on(date(2026, 4, 1))
    assert the_runs(db) == [(date(2026, 3, 1), RunResult.NO_CASES, RunReason.FRAME)]
    assert db.session.query(Round).count() == 0


def test_a_plan_whose_reviewers_have_left_is_refused_and_can_be_drawn_late(people, version, db):
    plan = a_plan(people, version, reviewer_ids=[people.kurt.id])
    kurts = db.session.query(Appointment).filter_by(person_id=people.kurt.id)
    kurts.delete()
    enter()
    on(FEBRUARY)
    refused = (JANUARY, RunResult.REFUSED, RunReason.NO_REVIEWERS)
    assert the_runs(db) == [refused]
    assert db.session.query(SamplingRun).one().wanted_size == 6
    enter(Appointment(person_id=people.kurt.id, role="coordinator"))
    service_plan_runs.draw_late(actor(people.karin), plan.key, period_on=JANUARY)
    assert the_runs(db) == [drawn(JANUARY)]


def test_when_only_the_caseworker_could_review_the_draw_stands_and_waits(people, version, db):
    a_plan(people, version, reviewer_ids=[people.karin.id])
    on(FEBRUARY)
    assert the_runs(db) == [(JANUARY, RunResult.DRAWN, RunReason.OWN_CASES)]
    assert db.session.query(Round).one().state is RoundState.DRAWN


def test_after_a_long_silence_the_latest_are_drawn_and_the_rest_told_of(people, version, db):
    a_plan(people, version, interval=SamplingInterval.WEEK, starts_on=date(2026, 1, 5))
    on(date(2026, 2, 9))
    assert [(day.isocalendar().week, result) for day, result, _ in the_runs(db)] == [
        (2, RunResult.SKIPPED),
        (3, RunResult.SKIPPED),
        (4, RunResult.DRAWN),
        (5, RunResult.DRAWN),
        (6, RunResult.DRAWN),
    ]
    assert the_runs(db)[0][2] is RunReason.MISSED


def test_what_falls_due_during_a_pause_is_skipped_in_the_words_of_the_pause(people, version, db):
    plan, karin = a_plan(people, version), actor(people.karin)
    service_plans.pause_plan(karin, plan.key, reason="Everybody moves house")
    on(FEBRUARY)
    assert the_runs(db) == [(JANUARY, RunResult.SKIPPED, RunReason.PAUSED)]
    assert db.session.query(SamplingRun).one().note == "Everybody moves house"
    service_plans.resume_plan(karin, plan.key)
    on(date(2026, 3, 1))
    assert the_runs(db)[1] == drawn(FEBRUARY)


def test_resuming_before_the_worker_came_by_draws_nothing_of_the_pause(people, version, db):
    plan, karin = a_plan(people, version), actor(people.karin)
    service_plans.pause_plan(karin, plan.key, reason="Holidays")
    clock.travel(clock.local(FEBRUARY, 8))
    service_plans.resume_plan(karin, plan.key)
    on(FEBRUARY, hour=9)
    assert the_runs(db) == [(JANUARY, RunResult.SKIPPED, RunReason.PAUSED)]


def test_an_ended_plan_draws_no_more(people, version, db):
    plan = a_plan(people, version)
    service_plans.end_plan(actor(people.karin), plan.key)
    on(date(2026, 3, 1))
    assert the_runs(db) == []
    assert queries_plans.next_draw(actor(people.karin), plan) is None


def test_a_change_concerns_the_coming_draws_only(people, version, db):
    plan = a_plan(people, version)
    on(FEBRUARY)
    chosen = fields(people, version, design=per_caseworker(1))
    service_plans.change_plan(actor(people.karin), plan.key, chosen=chosen)
    on(date(2026, 3, 1))
    rounds = db.session.query(Round).order_by(Round.id)
    assert [found.sample_size for found in rounds] == [6, 3]
