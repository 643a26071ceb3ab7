"""Cases closed month by month, so many of them in time."""

from datetime import date, timedelta

from review_app.domain.chart_series import Period, next_start, start_of
from review_app.kernel import clock
from review_app.models import Case, CaseSource
from tests.cast import enter


def last_months(count):
    """The first days of the last *count* months that are over, oldest first."""
    day, found = start_of(clock.today(), Period.MONTH), []
    for _ in range(count):
        day = start_of(day - timedelta(days=1), Period.MONTH)
        found.insert(0, day)
    return found


def closed_cases(handlers, in_time, *, each=20, case_type="Sygedagpenge", code="t"):
    """Enter *each* closed cases a month, the last month being the one before this."""
    source = CaseSource(code=code, name=code)
    enter(source)
    months = last_months(len(in_time))
    enter(
        *(
            Case(
                source_id=source.id,
                number=f"{code}-{month}-{n}",
                case_type=case_type,
                caseworker_id=handlers[n % len(handlers)].id,
                opened_on=month - timedelta(days=40),
                closed_on=month + timedelta(days=9),
                deadline_on=month + timedelta(days=20 if n < hits else 2),
            )
            for month, hits in zip(months, in_time, strict=True)
            for n in range(each)
        )
    )
    return months


def running_month(handler):
    """Enter a case closed today, in the month that is not over."""
    source = CaseSource(code="now", name="now")
    enter(source)
    today = clock.today()
    enter(
        Case(
            source_id=source.id,
            number="now-1",
            caseworker_id=handler.id,
            opened_on=today - timedelta(days=30),
            closed_on=today,
            deadline_on=today,
        )
    )
    assert next_start(today, Period.MONTH) > today
    return date(today.year, today.month, 1)
