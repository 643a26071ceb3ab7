"""Finding entries of the audit log."""

from dataclasses import dataclass

from sqlalchemy import select

from review_app.domain.access import Actor, Permission, demand
from review_app.kernel.audit_log import AuditEntry
from review_app.kernel.db import db
from review_app.kernel.paging import Page, after_row, page_of
from review_app.models import Person


@dataclass(frozen=True, slots=True)
class Line:
    """One entry with the name of whoever did it."""

    entry: AuditEntry
    name: str | None


def list_entries(
    actor: Actor, *, area: str = "", thing_key: str = "", after: str | None = None
) -> Page[Line]:
    """Return entries, newest first; of one area or about one thing when asked."""
    demand(actor, Permission.AUDIT_LOG_READ)
    query = select(AuditEntry, Person.name).outerjoin(Person, Person.id == AuditEntry.actor_id)
    if area:
        query = query.where(AuditEntry.code.startswith(f"{area}.", autoescape=True))
    if thing_key:
        query = query.where(AuditEntry.thing_key == thing_key)
    query = after_row(query, after, value=AuditEntry.id, id_=AuditEntry.id, descending=True)
    rows = [Line(entry, name) for entry, name in db.session.execute(query).all()]
    return page_of(rows, lambda line: (line.entry.id, line.entry.id))
