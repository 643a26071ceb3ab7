"""When something is due."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_app.domain.deadline_rules import (
    CaseField,
    Condition,
    DaysOff,
    Names,
    Rule,
    Stop,
    Unit,
    Validity,
    add_months,
    due_on,
)
from review_app.kernel.holidays import banking_holidays, danish_holidays

DAYS_OFF = DaysOff(danish_holidays(2023, 2029), banking_holidays(2023, 2029))
DAYS = st.dates(date(2015, 1, 1), date(2035, 1, 1))


def due(start, value, unit, counts_from=0, stops=()):
    rule = Rule("R", unit=unit, counts_from=counts_from)
    return due_on(start, value, rule, days_off=DAYS_OFF, stops=stops)


@given(DAYS)
def test_the_end_of_week_8_is_the_first_day_plus_55(first_day):
    assert due(first_day, 8, Unit.WEEKS, 1) == first_day + timedelta(days=55)


@pytest.mark.parametrize(
    ("start", "value", "unit", "counts_from", "expected"),
    [
        # the clocks go forward on 29 March 2026 and back on 25 October: a day is a day
        (date(2026, 3, 28), 1, Unit.WEEKS, 1, date(2026, 4, 3)),
        (date(2026, 10, 24), 2, Unit.CALENDAR_DAYS, 0, date(2026, 10, 26)),
        # leap days
        (date(2024, 2, 28), 1, Unit.CALENDAR_DAYS, 0, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, Unit.MONTHS, 0, date(2025, 2, 28)),
        (date(2024, 1, 5), 8, Unit.WEEKS, 1, date(2024, 2, 29)),
        (date(2023, 8, 31), 6, Unit.MONTHS, 0, date(2024, 2, 29)),
        (date(2026, 1, 1), 6, Unit.MONTHS, 1, date(2026, 6, 30)),
        # Easter 2026: Maundy Thursday to Easter Monday, 2 to 6 April
        (date(2026, 4, 1), 3, Unit.WORKING_DAYS, 0, date(2026, 4, 9)),
        (date(2026, 4, 1), 3, Unit.WORKING_DAYS, 1, date(2026, 4, 8)),
        # banks alone are closed on the Friday after Ascension Day and on 5 June
        (date(2026, 5, 13), 1, Unit.WORKING_DAYS, 0, date(2026, 5, 15)),
        (date(2026, 5, 13), 1, Unit.BANKING_DAYS, 0, date(2026, 5, 18)),
        (date(2026, 6, 4), 1, Unit.BANKING_DAYS, 0, date(2026, 6, 8)),
        # Great Prayer Day was a holiday until 2023
        (date(2023, 5, 4), 1, Unit.WORKING_DAYS, 0, date(2023, 5, 8)),
        (date(2024, 4, 25), 1, Unit.WORKING_DAYS, 0, date(2024, 4, 26)),
    ],
)
def test_known_due_dates(start, value, unit, counts_from, expected):
    assert due(start, value, unit, counts_from) == expected


def test_days_on_which_the_clock_stands_still_are_added():
    start = date(2026, 3, 2)
    stop = Stop(date(2026, 3, 10), date(2026, 3, 20))
    assert due(start, 8, Unit.WEEKS, 1, [stop]) == start + timedelta(days=55 + 10)
    later = Stop(date(2026, 4, 26), date(2026, 4, 27))  # moved into reach by the first
    assert due(start, 8, Unit.WEEKS, 1, [stop, later]) == start + timedelta(days=55 + 11)
    assert due(start, 8, Unit.WEEKS, 1, [Stop(date(2026, 7, 1), None)]) == date(2026, 4, 26)
    assert due(start, 8, Unit.WEEKS, 1, [Stop(date(2026, 3, 10), None)]) is None


def test_a_stop_that_began_before_the_clock_counts_from_the_start():
    start = date(2026, 3, 2)
    stop = Stop(date(2026, 2, 1), date(2026, 3, 5))
    assert due(start, 14, Unit.CALENDAR_DAYS, 0, [stop]) == start + timedelta(days=17)


def test_working_days_on_which_the_clock_stands_still_do_not_count():
    stop = Stop(date(2026, 3, 4), date(2026, 3, 9))  # Wednesday to Sunday
    assert due(date(2026, 3, 2), 3, Unit.WORKING_DAYS, 0, [stop]) == date(2026, 3, 10)
    assert due(date(2026, 3, 2), 3, Unit.WORKING_DAYS, 0, [Stop(date(2026, 3, 4), None)]) is None


@given(DAYS, st.integers(0, 60))
def test_a_month_later_is_never_in_another_month(day, months):
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day


@given(DAYS, st.integers(0, 40), st.sampled_from(Unit), st.sampled_from([0, 1]))
def test_more_time_is_never_due_earlier(start, value, unit, counts_from):
    assert due(start, value, unit, counts_from) <= due(start, value + 1, unit, counts_from)


def test_a_condition_compares_without_case_and_can_exclude():
    fields = {CaseField.CASE_TYPE: "Sygedagpenge "}
    names = Names(("sygedagpenge",))
    assert Condition(CaseField.CASE_TYPE, names).holds(fields)
    assert not Condition(CaseField.CASE_TYPE, names, excludes=True).holds(fields)
    assert Condition(CaseField.STATUS, names, excludes=True).holds(fields)
    assert not Condition(CaseField.STATUS, names).holds(fields)


def test_a_validity_includes_both_its_days():
    validity = Validity(date(2025, 1, 1), date(2025, 12, 31))
    assert [validity.covers(d) for d in (date(2024, 12, 31), date(2025, 1, 1))] == [False, True]
    assert [validity.covers(d) for d in (date(2025, 12, 31), date(2026, 1, 1))] == [True, False]
