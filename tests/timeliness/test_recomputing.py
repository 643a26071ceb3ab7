"""Deadlines are kept current: after an import, after a new rule set, and as days go by."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from review_app.domain.access import OPERATOR
from review_app.domain.case_deadlines import DeadlineState
from review_app.domain.case_import import Profile
from review_app.domain.kinds import DeadlineRunState
from review_app.domain.timeliness import Definition
from review_app.features.cases import jobs as case_jobs
from review_app.features.timeliness import jobs, service_stale
from review_app.kernel import jobs as outbox
from review_app.kernel.spreadsheets import read_file
from review_app.models import Case, CaseDeadline, DeadlineMonth, DeadlineRun, StaleCase
from tests.cast import some_cases
from tests.timeliness.stage import (
    TALK,
    TODAY,
    a_rule_set,
    compute,
    deadline_of,
    happens,
    own_deadline,
    run_all,
    stand_on,
    week_8,
)

OPENED = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _today(db):
    stand_on()


def test_every_measured_rule_gets_one_row_per_case(people):
    a_rule_set(week_8(), own_deadline(), week_8(position=3, code="R99", is_active=False))
    cases = some_cases(people.hanne, people.karin, opened_on=OPENED)
    happens(cases[0], TALK, 55)
    compute()
    compute()
    rows = cases[0].id and [deadline_of(c) for c in cases]
    assert [r.state for r in rows] == [DeadlineState.MET, DeadlineState.OPEN]
    assert rows[0].met_by == TALK
    assert deadline_of(cases[0], "R99") is None
    assert deadline_of(cases[0], "OWN").due_on == OPENED + timedelta(days=55)


def test_only_the_cases_that_changed_are_computed_anew(people, db):
    a_rule_set()
    first, second = some_cases(people.hanne, people.karin, opened_on=OPENED)
    compute()
    for case in (first, second):
        happens(case, TALK, 50)
    compute(first)
    assert deadline_of(first).state is DeadlineState.MET
    assert deadline_of(second).state is DeadlineState.OPEN
    last = db.session.scalars(select(DeadlineRun).order_by(DeadlineRun.id.desc())).first()
    assert (last.state, last.total, last.done) == (DeadlineRunState.DONE, 1, 1)


def imported(tmp_path, text):
    path = tmp_path / "cases.csv"
    path.write_text(text, encoding="utf-8")
    tables = read_file(path, name=path.name).tables
    report = case_jobs.import_tables(OPERATOR, tables, source_code="s", profile=Profile())
    assert not report["errors"]
    return report


def test_an_import_marks_what_it_changed_and_nothing_else(people, db, tmp_path):
    a_rule_set(own_deadline())
    text = "Sagsnummer;Åbnet;Frist;Afsluttet\nA-1;02-03-2026;20-03-2026;\nA-2;02-03-2026;;\n"
    imported(tmp_path, text)
    assert db.session.scalar(select(func.count()).select_from(StaleCase)) == 2
    run_all()
    case = db.session.scalars(select(Case).where(Case.number == "A-1")).one()
    assert deadline_of(case, "OWN").state is DeadlineState.OPEN
    imported(tmp_path, text)
    assert db.session.scalar(select(func.count()).select_from(StaleCase)) == 0
    imported(tmp_path, text.replace("20-03-2026;", "20-03-2026;19-03-2026"))
    assert db.session.scalars(select(StaleCase.case_id)).all() == [case.id]
    run_all()
    assert deadline_of(case, "OWN").state is DeadlineState.MET


def test_what_lies_ahead_is_looked_at_on_its_day(people, db):
    a_rule_set()
    (case,) = some_cases(people.hanne, opened_on=TODAY - timedelta(days=20))
    happens(case, TALK, 25)
    compute()
    assert deadline_of(case).state is DeadlineState.OPEN
    stand_on(TODAY + timedelta(days=5))
    jobs.refresh()
    db.session.rollback()
    assert deadline_of(case).state is DeadlineState.MET


def test_a_second_run_of_the_same_task_changes_nothing(people, db):
    a_rule_set()
    some_cases(people.hanne, opened_on=OPENED)
    compute()
    before = db.session.scalars(select(CaseDeadline.id)).all()
    run = db.session.scalars(select(DeadlineRun)).first()
    jobs.recompute(run.key)
    jobs.refresh()
    assert db.session.scalars(select(CaseDeadline.id)).all() == before


def test_one_run_is_promised_for_what_waits_together(people, db):
    a_rule_set()
    cases = some_cases(people.hanne, people.karin, opened_on=OPENED)
    for case in cases:
        service_stale.mark_cases(OPERATOR, [case.id])
    assert db.session.scalar(select(func.count()).select_from(DeadlineRun)) == 1
    assert outbox.run_all() == 1


def test_the_summary_counts_by_month_team_and_house(people, db):
    a_rule_set()
    cases = some_cases(people.hanne, people.henrik, None, opened_on=OPENED)
    happens(cases[0], TALK, 10)
    happens(cases[1], TALK, 60)
    compute()
    sums = {
        (row.team_id, row.month_on): (row.numerator, row.denominator, row.caseworkers)
        for row in db.session.scalars(
            select(DeadlineMonth).where(DeadlineMonth.definition == Definition.DUE_COHORT)
        )
    }
    april = date(2026, 4, 1)
    assert sums == {
        (None, april): (1, 3, 3),
        (people.north.id, april): (1, 1, 1),
        (people.south.id, april): (0, 1, 1),
    }


def test_the_summary_is_made_anew_when_a_day_has_gone_by(people, db):
    a_rule_set()
    some_cases(people.hanne, opened_on=TODAY - timedelta(days=55))
    compute()

    def counted():
        db.session.rollback()
        rows = db.session.scalars(
            select(DeadlineMonth.denominator).where(
                DeadlineMonth.definition == Definition.DUE_COHORT,
                DeadlineMonth.team_id.is_(None),
            )
        )
        return rows.all()

    assert counted() == []
    stand_on(TODAY + timedelta(days=1))
    jobs.refresh()
    assert counted() == [1]
