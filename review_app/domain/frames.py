"""Which cases a round can choose among, as a person describes it before any is counted."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from review_app.domain.errors import Invalid

# Written before a name that a source uses for a team or a caseworker who is not set up here.
LABEL = "label:"
DAYS = (
    "opened_from_on",
    "opened_to_on",
    "closed_from_on",
    "closed_to_on",
    "active_from_on",
    "active_to_on",
    "event_from_on",
    "event_to_on",
    "not_drawn_since_on",
)
NUMBERS = ("open_longer_than_days", "least_caseworkers", "least_departments")
PERIODS = ("opened", "closed", "active", "event")


class CaseStatus(StrEnum):
    """Whether a case still runs."""

    OPEN = "open"
    CLOSED = "closed"


class DeadlineStatus(StrEnum):
    """Whether the case's own deadline was missed, by a closed case or by one still open."""

    MISSED = "missed"
    NOT_MISSED = "not-missed"


class EventStatus(StrEnum):
    """Whether a step of the case happened."""

    HAPPENED = "happened"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class FrameFilter:
    """What a case must be to belong to the frame; an empty field leaves it open.

    ``source`` is the source's code; ``team`` and ``caseworker`` a key, or ``label:`` and the name a
    source writes for somebody who is not set up here. Days are local and both ends count; *active*
    in a period is a case that was open on any day of it. ``open_longer_than_days`` are calendar
    days from opening to closing, or to today; ``least_caseworkers`` and ``least_departments`` count
    the different names among the case's events. ``event`` is an activity that ``event_status`` says
    happened (by default) or is missing in the period of the event, or ever.
    ``not_drawn_since_on``: no round that measures chose the case on that day or later.
    """

    source: str = ""
    case_type: str = ""
    team: str = ""
    caseworker: str = ""
    status: str = ""
    opened_from_on: date | None = None
    opened_to_on: date | None = None
    closed_from_on: date | None = None
    closed_to_on: date | None = None
    active_from_on: date | None = None
    active_to_on: date | None = None
    deadline: str = ""
    open_longer_than_days: int | None = None
    least_caseworkers: int | None = None
    least_departments: int | None = None
    event: str = ""
    event_status: str = ""
    event_from_on: date | None = None
    event_to_on: date | None = None
    not_drawn_since_on: date | None = None

    def __post_init__(self) -> None:
        for field, kind in (
            ("status", CaseStatus),
            ("deadline", DeadlineStatus),
            ("event_status", EventStatus),
        ):
            if (value := getattr(self, field)) and value not in set(kind):
                raise Invalid(field=field, reason="unknown")
        for period in PERIODS:
            first, last = getattr(self, f"{period}_from_on"), getattr(self, f"{period}_to_on")
            if first and last and first > last:
                raise Invalid(field=f"{period}_to_on", reason="before-from")
        for field in NUMBERS:
            if (number := getattr(self, field)) is not None and number < 1:
                raise Invalid(field=field, reason="too-small")

    def stored(self) -> dict[str, Any]:
        """Return the filter as texts, for the database; what is left open is an empty one."""
        return {name: "" if value is None else str(value) for name, value in asdict(self).items()}

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "FrameFilter":
        """Return the filter that :meth:`stored` wrote.

        :raises Invalid: when a value cannot be right.
        """
        texts = {name: str(stored.get(name) or "") for name in cls.__dataclass_fields__}
        texts = {name: text for name, text in texts.items() if text}
        read: dict[str, Any] = dict(texts)
        for names, kind in ((DAYS, date.fromisoformat), (NUMBERS, int)):
            for name in texts.keys() & set(names):
                try:
                    read[name] = kind(texts[name])
                except ValueError as fault:
                    raise Invalid(field=name, reason="not-readable") from fault
        return cls(**read)
