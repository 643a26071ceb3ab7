"""When a recurring plan draws: over leap days, new years and weeks that belong to two years."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_app.domain.errors import Invalid
from review_app.domain.frames import FrameFilter
from review_app.domain.kinds import PeriodRule, SamplingInterval
from review_app.domain.sampling_plans import (
    MOST_CAUGHT_UP,
    Rhythm,
    period_of,
    within,
    work_to_do,
)

WEEK, MONTH, QUARTER = SamplingInterval.WEEK, SamplingInterval.MONTH, SamplingInterval.QUARTER
days = st.dates(date(2015, 1, 1), date(2045, 12, 31))
intervals = st.sampled_from(SamplingInterval)


@pytest.mark.parametrize(
    ("interval", "day", "first", "last", "code"),
    [
        (MONTH, date(2028, 2, 29), date(2028, 2, 1), date(2028, 2, 29), "2028-02"),
        (MONTH, date(2026, 2, 1), date(2026, 2, 1), date(2026, 2, 28), "2026-02"),
        (MONTH, date(2026, 12, 31), date(2026, 12, 1), date(2026, 12, 31), "2026-12"),
        (WEEK, date(2027, 1, 3), date(2026, 12, 28), date(2027, 1, 3), "2026-W53"),
        (WEEK, date(2027, 1, 4), date(2027, 1, 4), date(2027, 1, 10), "2027-W01"),
        (WEEK, date(2024, 12, 30), date(2024, 12, 30), date(2025, 1, 5), "2025-W01"),
        (QUARTER, date(2026, 11, 15), date(2026, 10, 1), date(2026, 12, 31), "2026-Q4"),
        (QUARTER, date(2028, 2, 29), date(2028, 1, 1), date(2028, 3, 31), "2028-Q1"),
    ],
)
def test_the_period_of_a_day(interval, day, first, last, code):
    period = period_of(interval, day)
    assert (period.starts_on, period.ends_on, period.code) == (first, last, code)


@given(intervals, days)
def test_periods_follow_each_other_without_gap_or_overlap(interval, day):
    period = period_of(interval, day)
    assert period.starts_on <= day <= period.ends_on
    assert period.following.starts_on == period.ends_on + timedelta(days=1)
    assert period.following.before == period
    assert period.following.code > period.code


def test_a_month_is_drawn_on_the_first_of_the_next_holiday_or_not():
    rhythm = Rhythm(MONTH, date(2026, 12, 9))
    assert [rhythm.draws_on(period) for period in rhythm.coming(date(2026, 12, 20))] == [
        date(2027, 1, 1),
        date(2027, 2, 1),
        date(2027, 3, 1),
    ]


def test_a_plan_can_wait_for_the_last_cases_to_be_imported():
    rhythm = Rhythm(WEEK, date(2026, 3, 2), wait_days=2)
    assert rhythm.due(date(2026, 3, 10)) == []
    assert [period.code for period in rhythm.due(date(2026, 3, 11))] == ["2026-W10"]


def test_a_period_that_is_over_only_after_the_plans_end_is_not_drawn():
    rhythm = Rhythm(MONTH, date(2026, 1, 1), ends_on=date(2026, 3, 30))
    assert [period.code for period in rhythm.due(date(2027, 1, 1))] == ["2026-01", "2026-02"]
    assert rhythm.coming(date(2026, 2, 15), count=5)[-1].code == "2026-02"


@given(intervals, days, st.integers(0, 400), st.integers(0, 14))
def test_every_period_is_due_from_its_day_on_and_coming_before(interval, start, later, wait):
    rhythm, today = Rhythm(interval, start, wait_days=wait), start + timedelta(days=later)
    due, coming = rhythm.due(today), rhythm.coming(today)
    assert all(rhythm.draws_on(period) <= today for period in due)
    assert all(rhythm.draws_on(period) > today for period in coming)
    chain = [*due, *coming]
    assert chain[0] == period_of(interval, start)
    assert all(one.following == next_ for one, next_ in zip(chain, chain[1:], strict=False))


def test_after_a_long_silence_only_the_latest_periods_are_drawn():
    rhythm = Rhythm(MONTH, date(2026, 1, 1))
    todo = work_to_do(rhythm, taken={date(2026, 2, 1)}, today=date(2026, 9, 3))
    assert [p.code for p in todo.draw] == ["2026-06", "2026-07", "2026-08"]
    assert [p.code for p in todo.skip] == ["2026-01", "2026-03", "2026-04", "2026-05"]


@given(intervals, days, st.integers(0, 400), st.data())
def test_what_has_a_run_is_neither_drawn_nor_skipped(interval, start, later, data):
    rhythm, today = Rhythm(interval, start), start + timedelta(days=later)
    due = rhythm.due(today)
    taken = data.draw(st.sets(st.sampled_from([p.starts_on for p in due]))) if due else set()
    todo = work_to_do(rhythm, taken=taken, today=today)
    left = {p.starts_on for p in (*todo.draw, *todo.skip)}
    assert left == {p.starts_on for p in due} - taken
    assert len(todo.draw) <= MOST_CAUGHT_UP


def test_the_frame_of_a_run_speaks_of_the_period():
    march = period_of(MONTH, date(2026, 3, 5))
    chosen = within(FrameFilter(case_type="Sygedagpenge"), PeriodRule.OPENED, march)
    assert chosen == FrameFilter(
        case_type="Sygedagpenge",
        opened_from_on=date(2026, 3, 1),
        opened_to_on=date(2026, 3, 31),
    )
    assert within(FrameFilter(), PeriodRule.ANY, march) == FrameFilter()


def test_days_of_ones_own_and_of_the_period_cannot_both_hold():
    march = period_of(MONTH, date(2026, 3, 5))
    with pytest.raises(Invalid):
        within(FrameFilter(opened_to_on=date(2026, 5, 1)), PeriodRule.OPENED, march)
