"""Which cases a round can choose among, as a person describes it before any is counted."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from review_app.domain.errors import Invalid


class CaseStatus(StrEnum):
    """Whether a case still runs."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class FrameFilter:
    """What a case must be to belong to the frame; an empty field leaves it open.

    ``source`` is the source's code; ``team`` a team's key, or ``label:`` and the name a source
    writes for a team that is not set up here; the days are local and both count.
    """

    source: str = ""
    case_type: str = ""
    team: str = ""
    status: str = ""
    opened_from_on: date | None = None
    opened_to_on: date | None = None

    def __post_init__(self) -> None:
        if self.status and self.status not in set(CaseStatus):
            raise Invalid(field="status", reason="unknown")
        if self.opened_from_on and self.opened_to_on and self.opened_from_on > self.opened_to_on:
            raise Invalid(field="opened_to_on", reason="before-from")

    def stored(self) -> dict[str, Any]:
        """Return the filter as plain values, for the database and the plan of the draw."""
        return {name: "" if value is None else str(value) for name, value in asdict(self).items()}

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "FrameFilter":
        """Return the filter that :meth:`stored` wrote.

        :raises Invalid: when a value cannot be right.
        """
        texts = {name: str(stored.get(name) or "") for name in cls.__dataclass_fields__}
        days = {name: texts.pop(name) for name in ("opened_from_on", "opened_to_on")}
        try:
            read = {name: date.fromisoformat(day) for name, day in days.items() if day}
        except ValueError as fault:
            raise Invalid(field="opened_from_on", reason="date") from fault
        return cls(**texts, **read)  # type: ignore[arg-type]
