"""Four definitions over the outcomes of rules, and their monthly summary."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_app.domain.case_deadlines import CaseFacts, as_it_stood
from review_app.domain.deadline_rules import DaysOff, Rule, RuleKind, RuleTerms
from review_app.domain.rule_evaluation import evaluate
from review_app.domain.rule_figures import Timed, figure, lateness_of, timed
from review_app.domain.rule_months import (
    HOUSE,
    Cell,
    Line,
    Sum,
    by_month,
    difference,
    look_for_givers,
    month_of,
    moves,
)
from review_app.domain.timeliness import Definition, lateness, timeliness
from tests.domain.test_timeliness import AS_OF, receipt  # noqa: F401 - a fixture

D = date(2026, 3, 10)
DAYS = st.dates(date(2025, 10, 1), date(2026, 8, 1))
MAYBE = st.none() | DAYS
ROWS = st.lists(st.builds(Timed, DAYS, MAYBE, MAYBE, MAYBE, st.booleans(), st.booleans()))


def days(n):
    return D + timedelta(days=n)


def pair(found):
    return found.numerator, found.denominator


@given(ROWS, st.sampled_from(Definition), DAYS, DAYS, DAYS)
def test_no_definition_counts_more_kept_than_there_are(rows, definition, as_of, one, other):
    found = figure(rows, definition, as_of=as_of, from_on=min(one, other), to_on=max(one, other))
    assert 0 <= found.numerator <= found.denominator
    assert found.numerator + found.lawful <= found.denominator <= len(rows)


def test_the_definitions_differ_on_the_same_cases():
    rows = [
        Timed(days(-60), days(-10), days(-20), days(-15)),  # kept, and closed
        Timed(days(-60), days(-10), days(-5), None),  # late
        Timed(days(-60), days(-10), None, None),  # overdue
        Timed(days(-60), days(-10), None, days(-2)),  # never held
        Timed(days(-60), days(10), None, None),  # not due yet
        Timed(days(-60), days(10), days(-1), None),  # kept before it was due
        Timed(days(-60), None, None, None),  # the clock stands still
        Timed(days(-60), days(-10), None, days(-20), is_exempt=True),
    ]
    told = {d: pair(figure(rows, d, as_of=D)) for d in Definition}
    assert told == {
        Definition.DONE_COHORT: (2, 3),
        Definition.DONE_PLUS_OPEN_OVERDUE: (2, 5),
        Definition.DUE_COHORT: (1, 4),
        Definition.SNAPSHOT: (4, 5),
    }
    assert figure(rows, Definition.DUE_COHORT, as_of=D).exempt == 1


def test_a_lawful_reason_is_counted_beside_and_stays_in_the_denominator():
    rows = [
        Timed(D, days(1), days(3), None, is_lawful=True),
        Timed(D, days(1), days(1), None, is_lawful=True),
        Timed(D, days(1), None, None),
    ]
    found = figure(rows, Definition.DUE_COHORT, as_of=days(9))
    assert (found.numerator, found.denominator, found.lawful) == (1, 3, 1)


def test_what_falls_due_on_the_day_itself_does_not_count_yet():
    row = Timed(D, days(5), None, None)
    assert figure([row], Definition.DUE_COHORT, as_of=days(5)).denominator == 0
    assert figure([row], Definition.DUE_COHORT, as_of=days(6)).denominator == 1


@given(ROWS, DAYS)
def test_the_monthly_summary_is_the_same_figure(rows, as_of):
    lines = [Line(1, None, str(n % 3), row) for n, row in enumerate(rows)]
    sums = by_month(lines, as_of=as_of)
    for definition in Definition:
        for month in {month_of(d) for r in rows for d in (r.start_on, r.due_on, r.done_on) if d}:
            last = min(month_of(month + timedelta(days=31)) - timedelta(days=1), as_of)
            if month > as_of:
                continue
            is_snapshot = definition is Definition.SNAPSHOT
            direct = figure(
                rows,
                definition,
                as_of=last if is_snapshot else as_of,
                from_on=month,
                to_on=month_of(month + timedelta(days=31)) - timedelta(days=1),
            )
            summed = sums.get(Cell(1, HOUSE, month, definition))
            assert (pair(summed) if summed else (0, 0)) == pair(direct), (definition, month)


def test_a_team_and_the_house_are_summed_apart_with_their_caseworkers():
    row = Timed(days(-20), days(-5), days(-6), None)
    sums = by_month([Line(1, 7, "a", row), Line(1, 8, "b", row), Line(1, None, "a", row)], as_of=D)
    of_month = {c.team_id: s for c, s in sums.items() if c.definition is Definition.DUE_COHORT}
    assert {team: s.denominator for team, s in of_month.items()} == {HOUSE: 3, 7: 1, 8: 1}
    assert len(of_month[HOUSE].counted) == 2


@given(ROWS, ROWS, DAYS, st.integers(0, 70), st.data())
def test_sums_are_brought_up_to_date_by_what_changed_and_what_days_move(
    rows, others, since, days_later, data
):
    until = since + timedelta(days=days_later)
    was = [Line(1, n % 3, str(n % 4), row) for n, row in enumerate(rows) if stands(row, since)]
    kept = [line for line in was if data.draw(st.booleans())]
    new = [Line(1, n % 2, str(n % 5), row) for n, row in enumerate(others) if stands(row, until)]
    same = [line for line in kept if not moves(line.timed, since=since, until=until)]
    moved = [line for line in kept if line not in same]
    gone = [line for line in was if line not in same]
    sums = dict(by_month(was, as_of=since))
    changes = difference(by_month(gone, as_of=since), by_month([*moved, *new], as_of=until))
    for cell, change in changes.items():
        sums.setdefault(cell, Sum()).add(change)
    anew = by_month([*same, *moved, *new], as_of=until)
    left = something(sums)
    look_for_givers(left, left.keys())
    assert left == something(anew)


def stands(row, as_of):
    """Whether a deadline can have been computed by then: nothing is done in the future."""
    return row.start_on <= as_of and (row.done_on is None or row.done_on <= as_of)


def something(sums):
    return {cell: total for cell, total in sums.items() if not total.is_nothing}


def test_lateness_comes_from_how_many_were_late_by_how_many_days():
    found = lateness_of({1: 1, 2: 1, 3: 1, 40: 1}, done=6)
    assert (found.late, found.very_late, found.median_days, found.p90_days) == (4, 1, 2.5, 40)


@pytest.mark.parametrize("definition", Definition)
def test_the_own_deadline_as_a_rule_gives_the_known_figures_of_the_permit_log(
    receipt,  # noqa: F811
    definition,
):
    rule, rows, late = Rule("OWN", RuleKind.OWN_DEADLINE), [], {}
    for case in receipt:
        stood = as_it_stood(CaseFacts(case.opened_on, case.closed_on, case.deadline_on), AS_OF)
        if stood is None:
            continue
        outcome = evaluate(rule, stood, terms=RuleTerms(), days_off=DaysOff())
        rows.append(timed(outcome, ended_on=stood.closed_on))
        if outcome.late_days:
            late[outcome.late_days] = late.get(outcome.late_days, 0) + 1
    expected = timeliness(receipt, definition, as_of=AS_OF)
    found = figure(rows, definition, as_of=AS_OF)
    assert pair(found) == (expected.numerator, expected.denominator)
    known = lateness(receipt, as_of=AS_OF)
    assert lateness_of(late, done=known.done) == known
