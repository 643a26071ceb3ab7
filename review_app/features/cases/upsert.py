"""What an import would change: what was read beside what is stored. Pure."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from review_app.domain.import_report import CaseRecord, EventRecord

#: The columns that come from the source and are compared.
CASE_COLUMNS = (
    "case_type",
    "status",
    "decision",
    "channel",
    "department",
    "team_label",
    "caseworker_label",
    "opened_on",
    "closed_on",
    "deadline_on",
    "planned_end_on",
    "stamps",
)
EVENT_COLUMNS = (
    "activity",
    "answer",
    "status",
    "team_label",
    "performed_by_label",
    "happened_on",
    "stamp",
)

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stored:
    """A row as it stands: its id and the compared values, in the order of the columns."""

    id: int
    values: tuple[Any, ...]


@dataclass(slots=True)
class Changes:
    """The rows to insert, the rows to update (with their id), and how many stay."""

    new: list[Values] = field(default_factory=list)
    changed: list[Values] = field(default_factory=list)
    unchanged: int = 0

    def counts(self) -> dict[str, int]:
        """Return how many were read, new, changed and unchanged."""
        new, changed = len(self.new), len(self.changed)
        return {
            "read": new + changed + self.unchanged,
            "new": new,
            "changed": changed,
            "unchanged": self.unchanged,
        }


def case_values(case: CaseRecord) -> Values:
    """Return a case's columns as the source tells them."""
    stamps = {
        "opened": case.opened,
        "closed": case.closed,
        "deadline": case.due,
        "planned_end": case.expected_close,
    }
    return {
        "case_type": case.case_type,
        "status": case.status,
        "decision": case.outcome,
        "channel": case.channel,
        "department": case.department,
        "team_label": case.team,
        "caseworker_label": case.caseworker,
        **{f"{name}_on": stamp and stamp.on for name, stamp in stamps.items()},
        "stamps": {name: stamp.as_text() for name, stamp in stamps.items() if stamp and stamp.at},
    }


def event_values(event: EventRecord) -> Values:
    """Return an event's columns as the source tells them."""
    return {
        "activity": event.activity,
        "answer": event.answer,
        "status": event.status,
        "team_label": event.team,
        "performed_by_label": event.performed_by,
        "happened_on": event.occurred.on,
        "stamp": event.occurred.as_text(),
    }


def compare(
    read: Iterable[tuple[Hashable, Values, Values]],
    stored: Mapping[Hashable, Stored],
    columns: tuple[str, ...],
) -> Changes:
    """Part what was read into new, changed and unchanged.

    :param read: per row its key, the compared values, and what a new row has besides.
    """
    changes = Changes()
    for key, values, besides in read:
        known = stored.get(key)
        if known is None:
            changes.new.append({**besides, **values})
        elif known.values == tuple(values[column] for column in columns):
            changes.unchanged += 1
        else:
            changes.changed.append({"id": known.id, **values})
    return changes
