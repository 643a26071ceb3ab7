"""What a month changed in the checklists, in a report."""

from datetime import date

from sqlalchemy import func, select

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.monthly_report import Chapter, ReportFigure, chapter
from review_app.domain.workflow import ChangeProposalState
from review_app.kernel.days import in_month
from review_app.kernel.db import db
from review_app.models import ChangeProposal, Checklist, ChecklistVersion

ACCEPTED = (ChangeProposalState.ACCEPTED, ChangeProposalState.WRITTEN_IN)


def count(actor: Actor, month_on: date) -> Chapter:
    """Count the proposals decided in a month, and name the versions that were published."""
    demand(actor, Permission.FIGURES_READ)
    is_accepted = ChangeProposal.state.in_(ACCEPTED)
    accepted, rejected = db.session.execute(
        select(
            func.count().filter(is_accepted),
            func.count().filter(ChangeProposal.state == ChangeProposalState.REJECTED),
        ).where(in_month(ChangeProposal.decided_at, month_on))
    ).one()
    versions = db.session.execute(
        select(Checklist.name_da, Checklist.name_en, ChecklistVersion.number)
        .join(ChecklistVersion, ChecklistVersion.checklist_id == Checklist.id)
        .where(in_month(ChecklistVersion.published_at, month_on))
        .order_by(ChecklistVersion.published_at, ChecklistVersion.id)
    )
    numbers = {"proposals-accepted": accepted, "proposals-rejected": rejected}
    return chapter(
        [
            ReportFigure(code, "", "", "count", unit="count", value=float(number))
            for code, number in numbers.items()
        ],
        versions=[{"name_da": da, "name_en": en, "number": number} for da, en, number in versions],
    )
