"""What a month's learning cases were, in a report: counts alone."""

from datetime import date

from sqlalchemy import func, select

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.monthly_report import Chapter, ReportFigure, chapter
from review_app.kernel.days import in_month
from review_app.kernel.db import db
from review_app.models import Feedback, LearningCase


def count(actor: Actor, month_on: date) -> Chapter:
    """Count the learning cases chosen, and the feedback that was sent and acknowledged."""
    demand(actor, Permission.FIGURES_READ)
    moments = {
        "learning-cases": LearningCase.chosen_at,
        "feedback-sent": Feedback.sent_at,
        "feedback-acknowledged": Feedback.acknowledged_at,
    }
    counts = [
        select(func.count()).where(in_month(moment, month_on)).scalar_subquery()
        for moment in moments.values()
    ]
    found = db.session.execute(select(*counts)).one()
    return chapter(
        ReportFigure(code, "", "", "count", unit="count", value=float(number))
        for code, number in zip(moments, found, strict=True)
    )
