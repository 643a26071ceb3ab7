"""What became of a month's actions, in a report: counts, never what was promised or by whom."""

from datetime import date

from sqlalchemy import and_, func, or_, select

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.chart_series import Period, next_start
from review_app.domain.monthly_report import Chapter, ReportFigure, chapter, end_of
from review_app.domain.workflow import ActionState
from review_app.kernel import clock
from review_app.kernel.days import in_month
from review_app.kernel.db import db
from review_app.models import Action


def count(actor: Actor, month_on: date) -> Chapter:
    """Count the actions opened and done in a month, and those open and late at its end."""
    demand(actor, Permission.FIGURES_READ)
    over = clock.local(next_start(month_on, Period.MONTH))
    open_then = and_(
        Action.opened_at < over,
        or_(Action.done_at.is_(None), Action.done_at >= over),
        Action.state != ActionState.DROPPED,
    )
    conditions = {
        "actions-opened": in_month(Action.opened_at, month_on),
        "actions-done": in_month(Action.done_at, month_on),
        "actions-open": open_then,
        "actions-late": and_(open_then, Action.due_on <= end_of(month_on)),
    }
    counts = [func.count().filter(condition) for condition in conditions.values()]
    found = db.session.execute(select(*counts).select_from(Action)).one()
    return chapter(
        ReportFigure(code, "", "", "count", unit="count", value=float(number))
        for code, number in zip(conditions, found, strict=True)
    )
