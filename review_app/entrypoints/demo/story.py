"""The story from its first day to today."""

from datetime import date, timedelta

from review_app.domain.access import OPERATOR
from review_app.entrypoints.demo import deadlines, learning, people, rounds
from review_app.entrypoints.demo.casework import DAYS, CaseSystem
from review_app.entrypoints.demo.scoring import Pens
from review_app.features.checklists import service as checklists
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
    told = people.read_story("learning")
    stories = iter(told["stories"])
    *past, present = pens.told["rounds"]
    for entry in past:
        rounds.on_day(today - timedelta(days=entry["days_ago"] + 1), 6)
        system.export_and_import(clock.today())
        rounds.run_to_the_end(town, entry, today, pens)
        if not town.engagements:
            rounds.on_day(today - timedelta(days=338), 8)
            learning.engage(town, people.read_story("people"), today)
            rounds.look_at_hard_cases(town, pens.told["hard_cases"], today, pens)
        if story := next(stories, None):
            learning.tell(town, story, today)
    rounds.on_day(today - timedelta(days=present["days_ago"] + 1), 6)
    system.export_and_import(clock.today())
    rounds.begin_the_present(town, present, today, pens)
    learning.leave_on_the_tables(town, told["present"], today)
    rounds.on_day(today - timedelta(days=1), 6)
    system.export_and_import(clock.today())
