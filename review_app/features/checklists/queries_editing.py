"""What an editor chooses from: activities, earlier criteria, other versions."""

from collections.abc import Sequence

from sqlalchemy import select

from review_app.domain.access import Actor, Permission, demand
from review_app.features.checklists import queries
from review_app.kernel.db import db
from review_app.models import CaseEvent, ChecklistVersion, Criterion

MOST_ACTIVITIES = 300


def activities(actor: Actor) -> Sequence[str]:
    """Return the kinds of events that cases have, by name."""
    demand(actor, Permission.CHECKLIST_EDIT)
    query = select(CaseEvent.activity).distinct().order_by(CaseEvent.activity)
    return db.session.scalars(query.limit(MOST_ACTIVITIES)).all()


def earlier_criteria(
    actor: Actor, version: ChecklistVersion, *, before: Criterion | int | None
) -> list[Criterion]:
    """Return the criteria that are read before a criterion, a section's position, or the end."""
    demand(actor, Permission.CHECKLIST_EDIT)
    if isinstance(before, int):
        return [c for s in version.sections if s.position < before for c in s.criteria]
    keys = [criterion.key for criterion in version.criteria]
    end = keys.index(before.key) if before is not None else len(keys)
    return version.criteria[:end]


def sources_for_copying(actor: Actor, draft: ChecklistVersion) -> list[ChecklistVersion]:
    """Return the versions whose criteria can be taken over: all but the draft itself."""
    demand(actor, Permission.CHECKLIST_EDIT)
    lists = queries.list_checklists(actor)
    return [version for one in lists for version in one.versions if version.id != draft.id]
