"""What a month gave everybody to read, in a report."""

from datetime import date

from sqlalchemy import select

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.monthly_report import Chapter, ReportFigure, chapter
from review_app.domain.workflow import LearningNoteState
from review_app.kernel.days import in_month
from review_app.kernel.db import db
from review_app.models import LearningNote

READABLE = (LearningNoteState.PUBLISHED, LearningNoteState.STALE)


def count(actor: Actor, month_on: date) -> Chapter:
    """Count the notes first published in a month and name them: all were screened for names."""
    demand(actor, Permission.FIGURES_READ)
    notes = db.session.execute(
        select(LearningNote.key, LearningNote.title, LearningNote.kind)
        .where(LearningNote.state.in_(READABLE))
        .where(in_month(LearningNote.first_published_at, month_on))
        .order_by(LearningNote.first_published_at, LearningNote.id)
    ).all()
    return chapter(
        [ReportFigure("notes-published", "", "", "count", unit="count", value=float(len(notes)))],
        notes=[{"key": key, "title": title, "kind": kind.value} for key, title, kind in notes],
    )
