"""Timeliness by month: named, with its counts, and withheld where it could point at a person."""

import csv
import io
from datetime import date, timedelta

import pytest

from review_app.domain.kinds import ChartMarkKind
from review_app.domain.timeliness import Definition
from review_app.features.timeliness import presenters_figures as presenters
from review_app.features.timeliness import queries_figures as queries
from review_app.models import ChartMark, DeadlineRule
from tests.cast import actor, enter, some_cases
from tests.statements import counted
from tests.timeliness.stage import TALK, a_rule_set, compute, happens, stand_on, week_8

APRIL = date(2026, 4, 1)


@pytest.fixture
def months(people):
    """Twelve deadlines in April: North kept 5 of 8 by four people, South 1 of 4 by one."""
    stand_on()
    a_rule_set(week_8(lawful_activities=["Udeblev"], exempting_activities=["Undtaget"]))
    north = some_cases(*[people.hanne] * 8, opened_on=date(2026, 2, 10))
    south = some_cases(*[people.henrik] * 4, source="south", opened_on=date(2026, 2, 10))
    for n, case in enumerate(north):
        case.caseworker_id, case.caseworker_label = None, f"c{n % 4}"
    enter(*north)
    for case in (*north[:5], south[0]):
        happens(case, TALK, 20)
    happens(north[5], TALK, 60)
    happens(north[5], "Udeblev", 50, position=2)
    happens(some_cases(people.hanne, source="free", opened_on=APRIL)[0], "Undtaget", 1)
    compute()
    return people


def page_of(person, *, definition=Definition.DUE_COHORT, team_key=""):
    who = actor(person)
    teams = queries.list_teams(who)
    (rule,) = queries.list_rules(who)
    return queries.get_figures(who, rule, definition=definition, teams=teams, team_key=team_key)


def point(page, month=APRIL):
    return next(p for p in page.months if p.month_on == month)


def test_a_month_bears_its_counts_under_each_definition(months):
    page = page_of(months.kurt)
    april = point(page)
    assert (april.numerator, april.denominator, april.lawful) == (6, 12, 1)
    assert [p.exempt for p in page.months if p.exempt] == [1]
    done = point(page_of(months.kurt, definition=Definition.DONE_COHORT), date(2026, 3, 1))
    assert (done.numerator, done.denominator) == (6, 6)
    snapshot = point(page_of(months.kurt, definition=Definition.SNAPSHOT), date(2026, 5, 1))
    assert (snapshot.numerator, snapshot.denominator) == (7, 12)


def test_the_other_definitions_stand_beside_it(months, sign_in):
    page = sign_in(months.kurt).get("/timeliness/figures").text
    assert "6/12" in page
    for name in ("What fell due", "What was done", "What was done or overdue", "Open cases"):
        assert name in page
    assert "Never compare two figures under different names." in page
    assert "nobody who answers for the law" in page


def test_a_manager_sees_their_own_team_and_small_figures_are_withheld(months, sign_in):
    page = page_of(months.mona)
    assert page.team.name == "North"
    assert (point(page).numerator, point(page).denominator) == (5, 8)
    asked_for_another = page_of(months.mona, team_key=months.south.key)
    assert asked_for_another.team.name == "North"
    shown = sign_in(months.mona).get("/timeliness/figures").text
    assert "South" not in shown
    assert "All teams" not in shown


def test_a_small_figure_is_withheld_and_no_sum_lets_one_solve_for_it(months, sign_in, db):
    months.mona.memberships[0].team_id = months.south.id
    enter(months.mona)
    page = page_of(months.mona)
    assert point(page).is_withheld
    assert point(page).denominator == 0
    client = sign_in(months.mona)
    assert "Withheld: under 5 cases" in client.get("/timeliness/figures").text
    file = client.get("/timeliness/figures.csv").data.decode("utf-8-sig")
    rows = {row["Month"]: row for row in csv.DictReader(io.StringIO(file), delimiter=";")}
    assert (rows["04-2026"]["Of"], rows["04-2026"]["Share in time"]) == ("", "withheld")
    compared = {d: year for d, _newest, year in presenters.compared(page)}
    assert compared[Definition.DUE_COHORT] is None


def test_the_file_holds_the_numbers_of_the_page(months, sign_in):
    client = sign_in(months.kurt)
    file = client.get(f"/timeliness/figures.csv?team={months.south.key}&definition=due-cohort")
    rows = list(csv.DictReader(io.StringIO(file.data.decode("utf-8-sig")), delimiter=";"))
    april = next(row for row in rows if row["Month"] == "04-2026")
    assert (april["Team"], april["Definition"]) == ("South", "What fell due")
    assert (april["In time"], april["Of"], april["Share in time"]) == ("1", "4", "0,25")


def test_what_people_marked_on_the_series_is_told_beside_the_chart(months, sign_in):
    told = ChartMark(
        series=queries.SERIES,
        kind=ChartMarkKind.EVENT,
        marks_on=date(2026, 5, 3),
        text="A new plan for the week",
    )
    enter(told)
    assert "A new plan for the week" in sign_in(months.kurt).get("/timeliness/figures").text


def test_versions_of_a_rule_are_one_series(months, db):
    a_rule_set(week_8(), code="s", number=2, valid_from_on=date(2026, 5, 1))
    some_cases(months.hanne, source="later", opened_on=date(2026, 5, 1))
    compute()
    assert db.session.query(DeadlineRule).count() == 2
    assert len(queries.list_rules(actor(months.kurt))) == 1


def test_a_quota_is_drawn_as_a_line(people, sign_in):
    stand_on()
    a_rule_set(week_8(quota_percent=75))
    some_cases(people.hanne, opened_on=APRIL - timedelta(days=60))
    compute()
    assert '<polyline class="target"' in sign_in(people.kurt).get("/timeliness/figures").text


def test_before_any_figure_the_page_says_what_it_is_for(people, sign_in):
    assert "the months stand here" in sign_in(people.kurt).get("/timeliness/figures").text
    assert sign_in(people.kurt).get("/timeliness/figures.csv").status_code == 404


def test_the_page_costs_the_same_whatever_the_number_of_cases(months, sign_in):
    client = sign_in(months.kurt)
    client.get("/timeliness/figures")
    with counted() as few:
        client.get("/timeliness/figures")
    some_cases(*[months.hanne] * 60, source="many", opened_on=date(2026, 1, 1))
    compute()
    with counted() as many:
        client.get("/timeliness/figures")
    assert len(many) == len(few) <= 11
