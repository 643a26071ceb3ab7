"""Timeliness over time: the points, what is withheld, the sentences and the file."""

import csv
import io
from fractions import Fraction

import pytest
from sqlalchemy import select

from review_app.domain.chart_signals import Signal
from review_app.domain.errors import NotFound
from review_app.features.insights import queries_charts
from review_app.kernel.db import db
from review_app.models import Case
from tests.cast import actor, enter
from tests.insights.months import closed_cases, running_month

MONTHLY = "timeliness.month"
STEADY = (6, 7, 5, 6, 8, 6, 5, 7, 6, 6, 7, 5)


@pytest.fixture
def three(people):
    return [people.hanne, people.henrik, people.karin]


def view_of(person, code=MONTHLY):
    return queries_charts.get_series(actor(person), code)


def test_each_month_counts_what_was_closed_in_it(people, three):
    months = closed_cases(three, STEADY)
    running_month(people.hanne)
    spots = [entry.spot for entry in view_of(people.kurt).entries]
    assert [spot.starts_on for spot in spots] == months
    assert [(spot.numerator, spot.denominator) for spot in spots] == [(x, 20) for x in STEADY]


def test_a_jump_is_a_signal_and_is_said_in_words(people, three, sign_in):
    closed_cases(three, (*STEADY, 18, 19))
    view = view_of(people.kurt)
    assert view.chart.signals == [Signal.OUTSIDE]
    assert view.chart.stretches[0].centre == Fraction(sum(STEADY), 240)
    page = sign_in(people.kurt).get(f"/figures/charts/{MONTHLY}").text
    assert page.count("is higher than chance explains: look for a cause.") >= 2
    assert "done cohort" in page


def test_steady_months_are_said_to_be_chance(people, three, sign_in):
    closed_cases(three, STEADY)
    page = sign_in(people.mona).get(f"/figures/charts/{MONTHLY}").text
    assert "The last 12 points vary no more than chance would make them." in page


def test_a_few_months_have_no_limits(people, three, sign_in):
    closed_cases(three, STEADY[:5])
    page = sign_in(people.kurt).get(f"/figures/charts/{MONTHLY}").text
    assert "5 points are too few to tell chance from change" in page


def test_a_month_without_cases_is_a_gap(people, three, sign_in):
    closed_cases(three, (6, 0, 6), each=6, code="some")
    for case in db.session.scalars(select(Case).where(Case.deadline_on < Case.closed_on)):
        case.closed_on = None
    enter()
    assert [entry.spot.gap for entry in view_of(people.kurt).entries] == ["", "no-cases", ""]
    assert "no cases" in sign_in(people.kurt).get(f"/figures/charts/{MONTHLY}").text


def test_no_cases_at_all_make_an_empty_page(people, sign_in):
    assert "There is no point yet." in sign_in(people.kurt).get(f"/figures/charts/{MONTHLY}").text


def test_a_small_month_is_taken_out_before_anything_is_computed(people, three):
    closed_cases(three, STEADY)
    closed_cases(three[:2], (0, 4, *[0] * 12), each=4, code="two-hands")
    to_manager, to_coordinator = view_of(people.mona), view_of(people.kurt)
    first = [entry.spot for entry in to_manager.entries][1]
    assert (first.gap, first.value, first.denominator) == ("withheld", None, None)
    assert to_coordinator.entries[1].spot.denominator == 4
    centre = to_manager.chart.stretches[0].centre
    assert centre != to_coordinator.chart.stretches[0].centre


def test_details_that_totals_could_be_taken_from_are_for_readers_of_rows(people, three, sign_in):
    closed_cases(three, STEADY)
    offered = queries_charts.list_series(actor(people.kurt))
    assert len(offered.details) == 3
    for series, _name in offered.details:
        assert view_of(people.kurt, series.code).entries
        with pytest.raises(NotFound):
            view_of(people.mona, series.code)
    assert queries_charts.list_series(actor(people.mona)).details == []
    assert "Over time" in sign_in(people.mona).get("/figures/charts").text


def test_a_series_of_a_type_counts_that_type_alone(people, three):
    closed_cases(three, STEADY)
    closed_cases(three, STEADY, each=10, case_type="Jobafklaring", code="other")
    offered = queries_charts.list_series(actor(people.kurt)).details
    code = next(s.code for s, name in offered if name == "Jobafklaring")
    assert {entry.spot.denominator for entry in view_of(people.kurt, code).entries} == {10}


@pytest.mark.parametrize("code", ["nonsense", "timeliness.month.abc", "criterion.c.C1"])
def test_a_series_that_does_not_exist_is_not_found(people, code):
    with pytest.raises(NotFound):
        view_of(people.kurt, code)


def test_the_file_holds_the_limits_and_the_kind_of_chart(people, three, sign_in):
    closed_cases(three, (*STEADY, 19))
    answer = sign_in(people.kurt).get(f"/figures/charts/{MONTHLY}/points.csv")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert (rows[-1]["Outside the limits"], rows[-1]["Kind of chart"]) == ("yes", "p-chart")
    assert rows[0]["Share in percent"] == "30,0"
