"""What a month's sessions were and came to, in a report: counts, never what was said."""

from datetime import date

from sqlalchemy import func, select

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.kinds import LearningSessionKind, OutcomeKind
from review_app.domain.monthly_report import Chapter, ReportFigure, chapter
from review_app.kernel.days import in_month
from review_app.kernel.db import db
from review_app.models import LearningSession, SessionOutcome


def count_held(actor: Actor, month_on: date) -> Chapter:
    """Count the sessions held in a month by kind."""
    demand(actor, Permission.FIGURES_READ)
    rows = db.session.execute(
        select(LearningSession.kind, func.count())
        .where(in_month(LearningSession.held_at, month_on))
        .group_by(LearningSession.kind)
    )
    held = {kind: number for kind, number in rows}  # noqa: C416 - rows, not pairs
    return chapter(_counted("session", kind, held.get(kind, 0)) for kind in LearningSessionKind)


def count_outcomes(actor: Actor, month_on: date) -> Chapter:
    """Count what the sessions that were closed in a month decided, by kind."""
    demand(actor, Permission.FIGURES_READ)
    rows = db.session.execute(
        select(SessionOutcome.kind, func.count())
        .join(LearningSession, LearningSession.id == SessionOutcome.session_id)
        .where(in_month(LearningSession.closed_at, month_on), SessionOutcome.withdrawn_at.is_(None))
        .group_by(SessionOutcome.kind)
    )
    made = {kind: number for kind, number in rows}  # noqa: C416 - rows, not pairs
    return chapter(_counted("outcome", kind, made.get(kind, 0)) for kind in OutcomeKind)


def _counted(what: str, kind: LearningSessionKind | OutcomeKind, number: int) -> ReportFigure:
    return ReportFigure(f"{what}.{kind.value}", "", "", "count", unit="count", value=float(number))
