"""What is news about a thing that waits, and from when a mail may tell it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from review_app.domain.notifications import (
    Frequency,
    MailWishes,
    News,
    goes_further,
    mail_moment,
    news_of,
)
from review_app.domain.waiting import WaitingKind

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
# Easter 2026: Maundy Thursday, Good Friday, Easter Monday.
EASTER = {date(2026, 4, 2), date(2026, 4, 3), date(2026, 4, 6)}


def local(month, day, hour, minute=0):
    return datetime(2026, month, day, hour, minute, tzinfo=COPENHAGEN)


@pytest.mark.parametrize(
    ("due_on", "news"),
    [
        (None, News.NEW),
        (date(2026, 3, 12), News.NEW),  # a week ahead
        (date(2026, 3, 10), News.NEW),  # Friday, Monday and Tuesday are left
        (date(2026, 3, 9), News.DUE_SOON),  # Friday and Monday
        (date(2026, 3, 6), News.DUE_SOON),
        (date(2026, 3, 5), News.DUE_SOON),  # the day itself is not yet over
        (date(2026, 3, 4), News.OVERDUE),
    ],
)
def test_a_day_is_near_two_working_days_before(due_on, news):
    thursday = date(2026, 3, 5)
    assert news_of(due_on, today=thursday, holidays=EASTER) is news


def test_holidays_do_not_count_as_days_left():
    tuesday_after_easter = date(2026, 4, 7)
    assert news_of(tuesday_after_easter, today=date(2026, 4, 1), holidays=EASTER) is News.DUE_SOON
    assert news_of(tuesday_after_easter, today=date(2026, 4, 1), holidays=set()) is News.NEW


def test_only_what_comes_nearer_is_told_again():
    assert goes_further(News.OVERDUE, than=News.NEW)
    assert goes_further(News.DUE_SOON, than=News.NEW)
    assert not goes_further(News.NEW, than=News.OVERDUE)  # the day was moved
    assert not goes_further(News.NEW, than=News.NEW)


@pytest.mark.parametrize(
    ("frequency", "news", "since", "told"),
    [
        (Frequency.AT_ONCE, News.NEW, local(3, 7, 23), local(3, 7, 23)),
        (Frequency.NEVER, News.OVERDUE, local(3, 5, 7), None),
        # Daily: the same morning before the hour, then the next working day.
        (Frequency.DAILY, News.NEW, local(3, 5, 7, 59), local(3, 5, 8)),
        (Frequency.DAILY, News.NEW, local(3, 5, 8), local(3, 6, 8)),
        (Frequency.DAILY, News.NEW, local(3, 6, 15), local(3, 9, 8)),
        (Frequency.DAILY, News.NEW, local(4, 1, 15), local(4, 7, 8)),  # over Easter
        # Weekly: Monday, or Tuesday after Easter Monday.
        (Frequency.WEEKLY, News.NEW, local(3, 5, 7), local(3, 9, 8)),
        (Frequency.WEEKLY, News.NEW, local(3, 9, 7), local(3, 9, 8)),
        (Frequency.WEEKLY, News.NEW, local(3, 9, 9), local(3, 16, 8)),
        (Frequency.WEEKLY, News.NEW, local(3, 31, 9), local(4, 7, 8)),
        # A reminder does not wait for Monday.
        (Frequency.WEEKLY, News.DUE_SOON, local(3, 5, 7), local(3, 5, 8)),
        (Frequency.WEEKLY, News.OVERDUE, local(3, 5, 9), local(3, 6, 8)),
    ],
)
def test_when_mail_may_tell_it(frequency, news, since, told):
    assert mail_moment(since, news, wishes=(frequency, 8), holidays=EASTER) == told


def test_the_hour_is_the_clocks_on_the_wall_before_and_after_summer_time():
    def in_utc(since):
        told = mail_moment(since, News.NEW, wishes=(Frequency.DAILY, 8), holidays=set())
        return told.astimezone(UTC)

    assert in_utc(local(3, 26, 12)) == datetime(2026, 3, 27, 7, tzinfo=UTC)
    assert in_utc(local(3, 27, 12)) == datetime(2026, 3, 30, 6, tzinfo=UTC)  # summer time
    assert in_utc(local(10, 23, 12)) == datetime(2026, 10, 26, 7, tzinfo=UTC)  # and back


def test_who_chose_nothing_is_told_of_every_kind_by_the_usual():
    wishes = MailWishes()
    assert wishes.frequency(WaitingKind.SCORE) is Frequency.DAILY
    assert wishes.frequency(WaitingKind.OPEN_SECRET) is Frequency.AT_ONCE
    assert wishes.frequency(WaitingKind.CONFIRM_NOTE) is Frequency.WEEKLY
    chosen = MailWishes(chosen={WaitingKind.SCORE: Frequency.NEVER})
    assert chosen.frequency(WaitingKind.SCORE) is Frequency.NEVER
    assert chosen.frequency(WaitingKind.RESPOND) is Frequency.DAILY
