from datetime import date, datetime, timedelta

import pytest

from review_app.domain.import_values import DateOrder, Stamp, guess_date_order, parse_stamp


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("2011-10-11 00:10:00+02:00", date(2011, 10, 11)),
        ("2011-10-11T23:50:00-05:00", date(2011, 10, 11)),
        ("2011-10-11T23:50:00Z", date(2011, 10, 11)),
        ("2011/10/11", date(2011, 10, 11)),
        ("06-12-2011", date(2011, 12, 6)),
        ("6.12.2011", date(2011, 12, 6)),
        ("06/12/11", date(2011, 12, 6)),
        ("06-12-2011 13:45", date(2011, 12, 6)),
        ("06-12-2011 kl. 13.45", date(2011, 12, 6)),
        ("29-02-2024", date(2024, 2, 29)),
    ],
)
def test_the_local_date_is_the_one_that_was_written(text, on):
    assert parse_stamp(text).on == on


def test_the_offset_is_kept_as_written():
    moment = parse_stamp("2011-10-11 00:10:00+02:00").at
    assert moment is not None
    assert moment.utcoffset() == timedelta(hours=2)


def test_a_date_alone_has_no_moment():
    assert parse_stamp("06-12-2011").at is None


@pytest.mark.parametrize(
    "text", ["", "14", "31-02-2024", "12-13-2024", "0204-01-01", "i går", "2011-13-01", "40827"]
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError):
        parse_stamp(text)


def test_the_month_may_stand_first_when_the_source_says_so():
    assert parse_stamp("12/06/2011", DateOrder.MONTH_FIRST).on == date(2011, 12, 6)


def test_day_first_unless_the_numbers_forbid_it():
    assert guess_date_order(["06-12-2011", "07-12-2011"]) is DateOrder.DAY_FIRST
    assert guess_date_order(["06-12-2011", "06-13-2011"]) is DateOrder.MONTH_FIRST
    assert guess_date_order(["2011-12-31"]) is DateOrder.DAY_FIRST


def test_a_date_alone_is_not_before_a_moment_of_the_same_day():
    day, moment = Stamp(date(2024, 5, 1)), Stamp(date(2024, 5, 1), datetime(2024, 5, 1, 9))  # noqa: DTZ001
    assert not day.is_before(moment)
    assert not moment.is_before(day)


def test_moments_are_compared_across_their_offsets():
    summer = parse_stamp("2011-10-30 02:30:00+02:00")
    winter = parse_stamp("2011-10-30 02:10:00+01:00")
    assert summer.is_before(winter)
