"""What a month brought of remarks from outside, in a report: counts, by the register's own sum."""

from datetime import date

from review_app.domain.access import Actor
from review_app.domain.backlog import MonthEnd
from review_app.domain.monthly_report import Chapter, ReportFigure, chapter
from review_app.features.remarks.queries import backlog


def count(actor: Actor, month_on: date) -> Chapter:
    """Count the remarks received and closed in a month, and those open at its end."""
    ends = {end.month_on: end for end in backlog(actor)}
    end = ends.get(month_on, MonthEnd(month_on, 0, 0, 0))
    numbers = {"remarks-came": end.came, "remarks-closed": end.went, "remarks-open": end.open}
    return chapter(
        ReportFigure(code, "", "", "count", unit="count", value=float(number))
        for code, number in numbers.items()
    )
