"""Working days across weekends, Easter and the turn of the year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_app.domain.calendar import add_working_days, is_working_day, working_days_between

EASTER = frozenset({date(2026, 4, 2), date(2026, 4, 3), date(2026, 4, 5), date(2026, 4, 6)})
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


def test_ten_working_days_over_easter():
    assert add_working_days(date(2026, 3, 27), 10, holidays=EASTER) == date(2026, 4, 15)


def test_a_holiday_and_a_saturday_are_no_working_days():
    assert not is_working_day(date(2026, 4, 2), holidays=EASTER)
    assert not is_working_day(date(2026, 4, 4))
    assert is_working_day(date(2026, 4, 7), holidays=EASTER)


def test_nothing_added_moves_a_saturday_to_the_next_monday():
    assert add_working_days(date(2026, 3, 7), 0) == date(2026, 3, 9)


def test_working_days_are_not_counted_backwards():
    with pytest.raises(ValueError, match="forwards"):
        add_working_days(date(2026, 3, 7), -1)


@given(days, st.integers(0, 60), st.frozensets(days, max_size=40))
def test_what_is_added_is_what_lies_between(start_on, count, holidays):
    end_on = add_working_days(start_on, count, holidays=holidays)
    assert is_working_day(end_on, holidays=holidays)
    assert count == 0 or working_days_between(start_on, end_on, holidays=holidays) == count


@given(days, st.integers(0, 400), st.frozensets(days, max_size=40))
def test_counting_agrees_with_looking_at_every_day(start_on, length, holidays):
    each = [start_on + timedelta(days=n) for n in range(1, length + 1)]
    counted = working_days_between(start_on, start_on + timedelta(days=length), holidays=holidays)
    assert counted == sum(is_working_day(day, holidays=holidays) for day in each)


def test_a_passed_deadline_shows_by_how_many_working_days():
    assert working_days_between(date(2026, 3, 10), date(2026, 3, 6)) == -2
