"""What people do with cases besides reading them: taking a list out."""

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.features.cases.queries import Choices, Filters, Row, all_cases
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import Person


def export_cases(actor: Actor, *, filters: Filters, offered: Choices) -> list[Row]:
    """Return every case the filters leave, and enter in the log how many were taken out.

    :raises NotPermitted: unless the actor may take lists of cases out.
    """
    demand(actor, Permission.CASE_EXPORT)
    with unit_of_work(actor) as work:
        rows = all_cases(actor, filters=filters, offered=offered)
        person = work.session.get_one(Person, actor.id)
        chosen = {"source": filters.source, "status": filters.status, "sort": filters.sort}
        work.log(AuditCode.CASE_EXPORTED, person, rows=len(rows), **chosen)
    return rows
