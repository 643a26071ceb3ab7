"""What an import would change: what was read beside what is stored. Pure."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
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


def case_columns(case: CaseRecord) -> list[Any]:
    """Return a case's columns as the source tells them, in order; days as ISO text."""
    stamps = {
        "opened": case.opened,
        "closed": case.closed,
        "deadline": case.due,
        "planned_end": case.expected_close,
    }
    return [
        case.case_type,
        case.status,
        case.outcome,
        case.channel,
        case.department,
        case.team,
        case.caseworker,
        *(stamp and stamp.on.isoformat() for stamp in stamps.values()),
        {name: stamp.as_text() for name, stamp in stamps.items() if stamp and stamp.at},
    ]


def event_columns(event: EventRecord) -> list[Any]:
    """Return an event's columns as the source tells them, in order; days as ISO text."""
    return [
        event.activity,
        event.answer,
        event.status,
        event.team,
        event.performed_by,
        event.occurred.on.isoformat(),
        event.occurred.as_text(),
    ]


def named(columns: tuple[str, ...], values: list[Any]) -> Values:
    """Return the values under their columns, with their days as days."""
    found = dict(zip(columns, values, strict=True))
    for name in columns:
        if name.endswith("_on") and found[name] is not None:
            found[name] = date.fromisoformat(found[name])
    return found


@dataclass(slots=True)
class Group:
    """What a file says about one case: its own columns, if it has any there, and its events.

    An event is its identity and its columns, in the order of the file.
    """

    number: str
    case: list[Any] | None = None
    events: list[tuple[str, list[Any]]] = field(default_factory=list)

    def __len__(self) -> int:
        return (self.case is not None) + len(self.events)


def compare_cases(groups: Iterable[Group], stored: Mapping[Hashable, Stored]) -> Changes:
    """Compare the cases with what stands, by case number."""
    return compare(
        (
            (group.number, named(CASE_COLUMNS, group.case), {"number": group.number})
            for group in groups
            if group.case is not None
        ),
        stored,
        CASE_COLUMNS,
    )


def compare_events(
    groups: Iterable[Group], stored: Mapping[Hashable, Stored], last: Mapping[str, int]
) -> Changes:
    """Compare the events with what stands, by case number and identity.

    An event that is new to a case comes after those it has, in the order of the file; equal events
    of a case are told apart by how many came before.

    :param last: each case's last position.
    """

    def read() -> Iterator[tuple[Hashable, Values, Values]]:
        for group in groups:
            equals: Counter[str] = Counter()
            for position, (kind, values) in enumerate(group.events, start=1):
                equals[kind] += 1
                identity = f"{kind}:{equals[kind]}"
                place = {"position": last.get(group.number, 0) + position}
                besides = {"number": group.number, "identity": identity, **place}
                yield (group.number, identity), named(EVENT_COLUMNS, values), besides

    return compare(read(), stored, EVENT_COLUMNS)


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
