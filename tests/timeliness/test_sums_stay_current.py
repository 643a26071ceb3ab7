"""The monthly sums that are kept are those that counting everything anew would give."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from review_app.domain.kinds import DeadlineRunState
from review_app.domain.rule_months import HOUSE, Cell, by_month
from review_app.features.timeliness import jobs, jobs_summary
from review_app.kernel import clock
from review_app.models import DeadlineMonth, DeadlineRun
from tests.cast import some_cases
from tests.timeliness.stage import (
    TALK,
    TODAY,
    a_rule_set,
    compute,
    happens,
    own_deadline,
    stand_on,
    week_8,
)


def kept(db):
    db.session.rollback()
    columns = DeadlineMonth.__table__.c
    rows = db.session.execute(select(*columns)).all()
    cells = [Cell(r.rule_id, r.team_id or HOUSE, r.month_on, r.definition) for r in rows]
    assert len({*cells}) == len(cells)
    assert all(row.caseworkers == len(row.by_caseworker) for row in rows)
    return {cell: jobs_summary._sum_of(row) for cell, row in zip(cells, rows, strict=True)}


def anew(db):
    lines = jobs_summary.lines_of(select(*jobs_summary.LINE_COLUMNS))
    sums = by_month(lines, as_of=clock.today())
    return {cell: total for cell, total in sums.items() if not total.is_nothing}


class Counting:
    """How often everything was counted anew."""

    def __init__(self, monkeypatch):
        self.times, count = 0, jobs_summary._counted

        def note(as_of):
            self.times += 1
            return count(as_of)

        monkeypatch.setattr(jobs_summary, "_counted", note)


@pytest.fixture
def counting(db, monkeypatch):
    stand_on()
    return Counting(monkeypatch)


@pytest.fixture
def cases(people):
    a_rule_set(week_8(), own_deadline())
    handlers = [people.hanne, people.henrik, people.karin, None] * 4
    return some_cases(*handlers, opened_on=TODAY - timedelta(days=70))


def change(case, chance, people):
    """Do to a case what an import may do."""
    what = chance.randint(0, 4)
    if what == 0:
        happens(case, TALK, chance.randint(0, 90), position=chance.randint(1, 10**6))
    elif what == 1:
        case.closed_on = case.opened_on + timedelta(days=chance.randint(1, 100))
    elif what == 2:
        case.closed_on = None
        case.deadline_on = case.opened_on + timedelta(days=chance.randint(1, 120))
    elif what == 3:
        case.team_id = chance.choice([None, people.north.id, people.south.id])
    else:
        case.caseworker_label = chance.choice(["Hanne", "Bo", None])
        case.caseworker_id = chance.choice([None, people.hanne.id, people.henrik.id])


@pytest.mark.parametrize("seed", range(3))
def test_whatever_changes_and_however_the_days_go_by(people, db, cases, counting, seed):
    chance, day = random.Random(seed), TODAY  # noqa: S311 - a walk
    compute()
    assert counting.times == 1  # there was nothing before
    for _ in range(12):
        day += timedelta(days=chance.choice([0, 0, 1, 3, 20, 45]))
        stand_on(day)
        db.session.info["logged"] = True
        some = chance.sample(cases, chance.randint(1, 3))
        for case in some:
            change(case, chance, people)
        db.session.info["logged"] = True
        db.session.commit()
        compute(*some)
        assert kept(db) == anew(db)
    assert counting.times == 1


def test_a_run_that_was_cut_off_has_everything_counted_anew(db, cases, counting, monkeypatch):
    compute()
    happens(cases[0], TALK, 20)
    finish, killed = jobs.bring_up_to_date, []

    def be_killed_once(*told):
        if not killed:
            killed.append(told)
            raise OSError("killed")
        finish(*told)

    monkeypatch.setattr(jobs, "bring_up_to_date", be_killed_once)
    compute(cases[0])
    assert killed
    assert kept(db) == anew(db)
    assert counting.times == 2
    unfinished = DeadlineRun.state != DeadlineRunState.DONE
    assert db.session.scalar(select(func.count()).where(unfinished)) == 0
    happens(cases[1], TALK, 20)
    compute(cases[1])
    assert kept(db) == anew(db)
    assert counting.times == 2


def test_of_two_runs_at_once_each_counts_what_the_other_does(db, cases, counting, monkeypatch):
    compute()
    begin, other = jobs._begin, []

    def begin_and_be_overtaken(run_id, today):
        balance = begin(run_id, today)
        if not other:
            other.append(1)
            compute(cases[1])
        return balance

    monkeypatch.setattr(jobs, "_begin", begin_and_be_overtaken)
    happens(cases[0], TALK, 20)
    happens(cases[1], TALK, 30)
    compute(cases[0])
    assert kept(db) == anew(db)
    assert counting.times > 1
