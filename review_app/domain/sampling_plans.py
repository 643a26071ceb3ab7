"""When a recurring plan draws, and for which days: weeks, months and quarters as plain rules.

A period is drawn when it is over: on the day after its last one, or as many calendar days later as
the plan waits for the last cases to be imported. Public holidays and weekends do not move it, since
no person has to be there. Weeks are those of ISO 8601, Monday to Sunday, named by the year that
holds their Thursday.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, timedelta

from review_app.domain.errors import Invalid
from review_app.domain.frames import FrameFilter
from review_app.domain.kinds import PeriodRule, SamplingInterval

LONGEST_WAIT_DAYS = 14
MOST_CAUGHT_UP = 3  # periods drawn late after a time without a worker; older ones are skipped
DAY = timedelta(days=1)
MONTHS = {SamplingInterval.MONTH: 1, SamplingInterval.QUARTER: 3}
# Which two days of a frame each rule sets to the first and the last day of the period.
LIMITS = {
    PeriodRule.OPENED: ("opened_from_on", "opened_to_on"),
    PeriodRule.CLOSED: ("closed_from_on", "closed_to_on"),
    PeriodRule.ACTIVE: ("active_from_on", "active_to_on"),
}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A week, month or quarter: its first and its last day, both in it."""

    starts_on: date
    ends_on: date
    interval: SamplingInterval

    @property
    def code(self) -> str:
        """The period in the same few characters in every language.

        >>> period_of(SamplingInterval.WEEK, date(2027, 1, 2)).code
        '2026-W53'
        """
        if self.interval is SamplingInterval.WEEK:
            year, week, _ = self.starts_on.isocalendar()
            return f"{year}-W{week:02}"
        if self.interval is SamplingInterval.QUARTER:
            return f"{self.starts_on.year}-Q{self.ends_on.month // 3}"
        return f"{self.starts_on:%Y-%m}"

    @property
    def following(self) -> "Period":
        """The period after this one."""
        return period_of(self.interval, self.ends_on + DAY)

    @property
    def before(self) -> "Period":
        """The period before this one."""
        return period_of(self.interval, self.starts_on - DAY)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When a plan draws: every whole period from its first on, as long as it runs.

    ``starts_on`` lies in the first period; a period that ends after ``ends_on`` is not drawn.
    """

    interval: SamplingInterval
    starts_on: date
    ends_on: date | None = None
    wait_days: int = 0

    def draws_on(self, period: Period) -> date:
        """Return the day on which *period* is drawn: the first after it, and the wait."""
        return period.ends_on + DAY + timedelta(days=self.wait_days)

    def periods(self) -> Iterator[Period]:
        """Yield the plan's periods, oldest first; without end when the plan has none."""
        period = period_of(self.interval, self.starts_on)
        while self.ends_on is None or period.ends_on <= self.ends_on:
            yield period
            period = period.following

    def due(self, today: date) -> list[Period]:
        """Return the periods whose day has come by *today*, oldest first."""
        found = []
        for period in self.periods():
            if self.draws_on(period) > today:
                break
            found.append(period)
        return found

    def coming(self, today: date, *, count: int = 3) -> list[Period]:
        """Return the next *count* periods that are drawn after *today*."""
        found: list[Period] = []
        for period in self.periods():
            if len(found) == count:
                break
            if self.draws_on(period) > today:
                found.append(period)
        return found


@dataclass(frozen=True, slots=True)
class WorkToDo:
    """What is to become of the periods that are due and have no run yet."""

    draw: tuple[Period, ...]
    skip: tuple[Period, ...]


def work_to_do(rhythm: Rhythm, *, taken: AbstractSet[date], today: date) -> WorkToDo:
    """Return which due periods are to be drawn, and which are too old and only recorded.

    :param taken: the first days of the periods that have a run, whatever came of it.
    :returns: the latest :data:`MOST_CAUGHT_UP` due periods are drawn, unless they have a run; what
        is older says little about the present and would bury the reviewers.
    """
    due = rhythm.due(today)
    latest = set(due[-MOST_CAUGHT_UP:])
    left = [period for period in due if period.starts_on not in taken]
    return WorkToDo(
        draw=tuple(period for period in left if period in latest),
        skip=tuple(period for period in left if period not in latest),
    )


def period_of(interval: SamplingInterval, day: date) -> Period:
    """Return the week, month or quarter that *day* lies in.

    >>> period_of(SamplingInterval.QUARTER, date(2028, 2, 29)).ends_on
    datetime.date(2028, 3, 31)
    """
    if interval is SamplingInterval.WEEK:
        monday = day - timedelta(days=day.weekday())
        return Period(monday, monday + 6 * DAY, interval)
    months = MONTHS[interval]
    first = day.replace(month=(day.month - 1) // months * months + 1, day=1)
    return Period(first, _months_later(first, months) - DAY, interval)


def earliest_start(interval: SamplingInterval, today: date) -> date:
    """Return the first day a new plan may begin with: that of the last period that is over.

    So at most one period is drawn at once, and a new plan does not fill everybody's desk.
    """
    return period_of(interval, today).before.starts_on


def _months_later(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)


def within(chosen: FrameFilter, rule: PeriodRule, period: Period) -> FrameFilter:
    """Return the frame of one run: *chosen*, narrowed to the days of *period* as *rule* says.

    :raises Invalid: when *chosen* already sets the days that the rule would set.
    """
    if rule is PeriodRule.ANY:
        return chosen
    first, last = LIMITS[rule]
    if getattr(chosen, first) or getattr(chosen, last):
        raise Invalid(field=first, reason="set-by-period")
    return replace(chosen, **{first: period.starts_on, last: period.ends_on})  # type: ignore[arg-type]
