"""Which news of what waits a person is told by mail, and when.

A notification is the news of one thing that waits (:mod:`review_app.domain.waiting`): that it came,
that its day is near, that its day has passed. Each is told once.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from review_app.domain.calendar import is_working_day, working_days_between
from review_app.domain.waiting import WaitingKind

REMIND_DAYS = 2  # working days before a day at which it is near
MAIL_HOUR = 8
STOP = "stop mail"  # what the signed link in a mail is good for


class News(StrEnum):
    """What is new about a thing that waits, from the first to the last."""

    NEW = "new"
    DUE_SOON = "due-soon"
    OVERDUE = "overdue"


class Frequency(StrEnum):
    """How often a person wants mail about a kind of thing."""

    AT_ONCE = "at-once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


# What a person who chose nothing gets; a kind not named here is told daily.
DEFAULTS: dict[str, Frequency] = {
    WaitingKind.ATTEND_SESSION: Frequency.AT_ONCE,  # a calendar should know soon
    WaitingKind.OPEN_SECRET: Frequency.AT_ONCE,  # others wait for it to draw
    WaitingKind.URGENT_FINDING: Frequency.AT_ONCE,
    WaitingKind.CONFIRM_NOTE: Frequency.WEEKLY,
    WaitingKind.READ_NOTE: Frequency.WEEKLY,
    WaitingKind.REVIEW_NOTE: Frequency.WEEKLY,
}


def default_frequency(kind: str) -> Frequency:
    """Return how often *kind* is told to whoever chose nothing."""
    return DEFAULTS.get(kind, Frequency.DAILY)


def is_told_elsewhere(kind: str, news: News) -> bool:
    """Say whether a mail of its own tells it: an invitation goes out with the meeting in it."""
    return kind == WaitingKind.ATTEND_SESSION and news is News.NEW


@dataclass(frozen=True, slots=True)
class MailWishes:
    """What a person wants to be mailed about: ``hour`` is local, 0-23."""

    hour: int = MAIL_HOUR
    chosen: Mapping[WaitingKind, Frequency] = field(default_factory=dict)

    def frequency(self, kind: WaitingKind) -> Frequency:
        """Return how often the person wants mail about *kind*."""
        return self.chosen.get(kind) or default_frequency(kind)


def news_of(due_on: date | None, *, today: date, holidays: AbstractSet[date]) -> News:
    """Return what is new about a thing to be done by *due_on*; without a day it stays new.

    >>> news_of(date(2026, 3, 9), today=date(2026, 3, 5), holidays=set())  # Thursday to Monday
    <News.DUE_SOON: 'due-soon'>
    """
    if due_on is None:
        return News.NEW
    if due_on < today:
        return News.OVERDUE
    is_near = working_days_between(today, due_on, holidays=holidays) <= REMIND_DAYS
    return News.DUE_SOON if is_near else News.NEW


def goes_further(news: News, than: News) -> bool:
    """Say whether *news* is to be told to somebody who knows of *than*; a later day is no news."""
    order = list(News)
    return order.index(news) > order.index(than)


def mail_moment(
    since: datetime, news: News, *, wishes: tuple[Frequency, int], holidays: AbstractSet[date]
) -> datetime | None:
    """Return the moment from which news may be mailed; none when never.

    Digests go out on working days at the hour wished, weekly ones on the first of the week. What
    falls due does not wait for the week's end: a reminder goes with the next day's digest.

    :param since: when it became news, in the zone in which the hour counts.
    :param wishes: how often, and the local hour (0-23) of the digests.
    """
    frequency, hour = wishes
    if frequency is Frequency.NEVER:
        return None
    if frequency is Frequency.AT_ONCE:
        return since
    is_weekly = frequency is Frequency.WEEKLY and news is News.NEW
    day = since.date() if since.hour < hour else since.date() + timedelta(days=1)
    while not _is_mail_day(day, holidays, is_weekly=is_weekly):
        day += timedelta(days=1)
    return datetime.combine(day, time(hour), since.tzinfo)


def _is_mail_day(day: date, holidays: AbstractSet[date], *, is_weekly: bool) -> bool:
    earlier = [day - timedelta(days=n) for n in range(1, day.weekday() + 1)] if is_weekly else []
    return is_working_day(day, holidays=holidays) and not any(
        is_working_day(other, holidays=holidays) for other in earlier
    )
