"""What an import found: faults that block it, warnings that do not, and the records it reads.

Codes and facts only; the sentences are written where they are shown. A value is quoted masked and
cut short, since the cell may hold what should never have been in the file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from review_app.domain.import_values import Stamp
from review_app.domain.personal_data import masked
from review_app.domain.tables import Position

_LONGEST_VALUE = 40


class Fault(StrEnum):
    """What blocks an import."""

    NO_TABLE = "no-table"
    NO_COLUMN = "no-column"
    CPR_IN_CELL = "cpr-in-cell"
    CPR_IN_HEADING = "cpr-in-heading"
    CPR_IN_FILE_NAME = "cpr-in-file-name"
    DROPPED_COLUMN = "dropped-column"
    MISSING = "missing"
    NOT_A_DATE = "not-a-date"
    TOO_LONG = "too-long"
    TOO_MANY_CELLS = "too-many-cells"
    DUPLICATE_CASE = "duplicate-case"
    DIFFERS_WITHIN_CASE = "differs-within-case"
    UNKNOWN_CASE = "unknown-case"


class Notice(StrEnum):
    """What is worth knowing and never blocks."""

    ENDS_BEFORE_START = "ends-before-start"
    EVENTS_AFTER_END = "events-after-end"
    UNKNOWN_CASEWORKER = "unknown-caseworker"
    DAYS_NOT_DATE = "days-not-date"
    DROPPED_COLUMN = "dropped-column"
    UNREADABLE_CHARACTERS = "unreadable-characters"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault or notice, where it stands and what was there."""

    code: Fault | Notice
    position: Position
    value: str | None = None
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """A case as read; ``index`` is its row in the table, from 0. ``None`` is missing."""

    number: str
    index: int
    case_type: str | None
    caseworker: str | None
    team: str | None
    department: str | None
    channel: str | None
    status: str | None
    outcome: str | None
    opened: Stamp
    closed: Stamp | None
    due: Stamp | None
    expected_close: Stamp | None


@dataclass(frozen=True, slots=True)
class EventRecord:
    """An event as read.

    ``identity`` says which event of its case it is when the same list is imported again: the
    event's own number, else its activity and stamp; equals are told apart by their order.
    """

    case_number: str
    index: int
    identity: str
    activity: str
    occurred: Stamp
    answer: str | None
    performed_by: str | None
    team: str | None
    status: str | None


@dataclass
class Problems:
    """Collects problems up to a limit, counts them all."""

    limit: int = 200
    kept: list[Problem] = field(default_factory=list)
    count: int = 0

    def add(
        self,
        code: Fault | Notice,
        position: Position,
        value: str | None = None,
        /,
        **facts: str | int,
    ) -> None:
        """Keep one more problem, or only count it when there are many."""
        self.count += 1
        if len(self.kept) < self.limit:
            self.kept.append(
                Problem(code, position, None if value is None else quoted(value), facts)
            )


def quoted(value: str) -> str:
    """Return *value* masked and cut, fit to be shown in a message.

    >>> quoted("010170-1234 har ringet om sin sag mange gange")
    '••••••-•••• har ringet om sin sag mange…'
    """
    text = " ".join(masked(value).split())
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"
