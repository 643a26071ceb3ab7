"""What people do with cases besides reading them: taking a list out."""

from dataclasses import asdict

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.features.cases.queries import Choices, Filters, Row, all_cases
from review_app.kernel.reading_log import note_readings
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import Person


def export_cases(actor: Actor, *, filters: Filters, offered: Choices) -> list[Row]:
    """Return every case the filters leave, and enter in the logs how many and which.

    :raises NotPermitted: unless the actor may take lists of cases out.
    """
    demand(actor, Permission.CASE_EXPORT)
    with unit_of_work(actor) as work:
        rows = all_cases(actor, filters=filters, offered=offered)
        person = work.session.get_one(Person, actor.id)
        # Names of the filters alone: what stands in an address could be anything.
        unset = asdict(Filters(sort=filters.sort))
        names = [name for name, value in asdict(filters).items() if value != unset[name]]
        work.log(AuditCode.CASE_EXPORTED, person, rows=len(rows), narrowed_by=names)
        note_readings(actor, person, case_keys=[row.key for row in rows], purpose="case-export")
    return rows
