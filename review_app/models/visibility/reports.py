"""Which monthly reports an actor may read."""

from sqlalchemy import Select, and_, literal, select, true

from review_app.domain.access import Actor, Role
from review_app.domain.conditions import from_here_or_engaged
from review_app.domain.monthly_report import ReportState
from review_app.models.reports import MonthlyReport, ReportDelivery, ReportRecipient
from review_app.models.visibility.ways import any_way


def visible_reports(actor: Actor) -> Select[MonthlyReport]:
    """Select the monthly reports the actor may read (``Permission.REPORT_READ``)."""
    issued = MonthlyReport.state == ReportState.ISSUED
    to_them = MonthlyReport.deliveries.any(
        ReportDelivery.recipient.has(ReportRecipient.person_id == actor.id)
    )
    let_in = literal(from_here_or_engaged(actor, None))
    ways = [
        (Role.COORDINATOR, true()),
        (Role.MANAGER, true()),
        (Role.OBSERVER, issued),
        (Role.MEMBER, and_(issued, to_them, let_in)),
        (Role.OPERATOR, true()),
    ]
    return select(MonthlyReport).where(any_way(actor, ways))
