"""The story from its first day to today."""

from datetime import date, timedelta

from review_app.domain.access import OPERATOR
from review_app.entrypoints.demo import (
    ceremonies,
    charts,
    checklist_versions,
    contracts,
    deadlines,
    designs,
    dilemma,
    figures,
    knowledge,
    learning,
    meetings,
    openness,
    people,
    plans,
    quality,
    reports,
    responses,
    rounds,
    standards,
)
from review_app.entrypoints.demo.casework import DAYS, CaseSystem
from review_app.entrypoints.demo.scoring import Pens, keep_sentences
from review_app.features.checklists import service as checklists
from review_app.features.home import jobs as home_jobs
from review_app.kernel import clock
from review_app.kernel.places import TOP


def tell() -> None:
    """Walk the whole story through the services; leaves the clock as it was."""
    today = clock.today()
    try:
        _walk(today)
    finally:
        clock.travel(None)


def _walk(today: date) -> None:
    town = people.move_in(today - timedelta(days=DAYS + 30))
    checklists.seed_reference(OPERATOR, folder=TOP / "seed" / "reference")
    deadlines.set_rules(town)
    system = CaseSystem(town, today)
    pens = Pens.of(20262)
    keep_sentences(town.actor(rounds.LEAD), pens)
    supervision = plans.Supervision(town, system, today)
    *past, present = pens.told["rounds"]
    stories = iter(people.read_story("learning")["stories"])
    for entry in past:
        supervision.live_until(today - timedelta(days=entry["days_ago"] + 2))
        rounds.on_day(today - timedelta(days=entry["days_ago"] + 1), 6)
        system.export_and_import(clock.today())
        rounds.run_to_the_end(town, entry, today, pens)
        if not town.engagements:
            _engage(town, today, pens)
        if story := next(stories, None):
            learning.tell(town, story, today)
        if entry.get("dilemma"):
            dilemma.tell(town, rounds.version_in_use("sickness-benefit"), today)
    supervision.live_until(today - timedelta(days=present["days_ago"] + 2))
    _try_out(town, today, pens)
    _begin_the_present(town, system, today, pens)
    supervision.live_until(today)
    _leave_on_the_tables(town, system, today, pens)


def _try_out(town: people.Town, today: date, pens: Pens) -> None:
    designs.tell(town, today, pens)
    quality.calibrate(town, rounds.version_in_use("sickness-benefit"), today, pens)


def _begin_the_present(town: people.Town, system: CaseSystem, today: date, pens: Pens) -> None:
    present = pens.told["rounds"][-1]
    rounds.on_day(today - timedelta(days=present["days_ago"] + 1), 6)
    system.export_and_import(clock.today())
    responses.correct_one(town)
    checklist_versions.publish_the_next(town)
    quality.bridge(town)
    rounds.begin_the_present(town, present, today, pens)


def _leave_on_the_tables(town: people.Town, system: CaseSystem, today: date, pens: Pens) -> None:
    standards.refine(town, today)
    standards.propose(town, today)
    ceremonies.leave_one_waiting(town, today, lead=rounds.LEAD)
    knowledge.tell(town, today)
    learning.leave_on_the_tables(town, people.read_story("learning")["present"], today)
    contracts.tell(town, people.read_story("engagements"), today)
    meetings.tell(town, today)
    rounds.on_day(today - timedelta(days=1), 6)
    system.export_and_import(clock.today())
    figures.tell(town, today - timedelta(days=1))
    charts.mark_the_turn(town, today)
    responses.tell_what_is_urgent(town, today)
    quality.look_at_own_scoring(town)
    quality.leave_one_open(town, rounds.version_in_use("sickness-benefit"), pens)
    reports.tell(town, today)
    openness.tell(town, today)
    rounds.on_day(today - timedelta(days=1), 18)
    home_jobs.look_for_news()


def _engage(town: people.Town, today: date, pens: Pens) -> None:
    standards.agree(town, today)
    rounds.on_day(today - timedelta(days=338), 8)
    learning.engage(town, people.read_story("people"), today)
    rounds.look_at_hard_cases(town, pens.told["hard_cases"], today, pens)
