"""Taking the due list out as a file."""

from dataclasses import asdict

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.features.timeliness import queries_due as queries
from review_app.features.timeliness.queries_due import Choices, DueRow, Filters
from review_app.kernel.reading_log import note_readings
from review_app.kernel.unit_of_work import unit_of_work
from review_app.models import Person


def export_due(actor: Actor, *, filters: Filters, offered: Choices) -> list[DueRow]:
    """Return every line the filters leave, and enter in the logs how many and which.

    :raises NotPermitted: unless the actor may take deadlines out.
    """
    demand(actor, Permission.DEADLINE_EXPORT)
    with unit_of_work(actor) as work:
        rows = queries.all_due(actor, filters=filters, offered=offered)
        person = work.session.get_one(Person, actor.id)
        narrowed = [name for name, value in asdict(filters).items() if value]
        work.log(AuditCode.DEADLINES_EXPORTED, person, rows=len(rows), narrowed_by=narrowed)
        keys = dict.fromkeys(row.case_key for row in rows)
        note_readings(actor, person, case_keys=keys, purpose="deadline-export")
    return rows
