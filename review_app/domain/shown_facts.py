"""The fact of a case that stands beside a question: "held in time?" beside the day it was held."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from review_app.domain.errors import Invalid


class FactKind(StrEnum):
    """What the fact is."""

    FIELD = "field"  # a day of the case itself
    FIRST = "first"  # the day of the first event of an activity
    LAST = "last"
    COUNT = "count"  # how many events of an activity there were


class DayField(StrEnum):
    """The days a case has of its own."""

    OPENED_ON = "opened_on"
    CLOSED_ON = "closed_on"
    DEADLINE_ON = "deadline_on"


@dataclass(frozen=True, slots=True)
class ShownFact:
    """Which fact; ``subject`` is a field of the case or an activity among its events."""

    kind: FactKind
    subject: str

    def stored(self) -> str:
        """Return it as one text, ``kind:subject``."""
        return f"{self.kind.value}:{self.subject}"

    @classmethod
    def read(cls, stored: str) -> "ShownFact":
        """Return the fact that :meth:`stored` wrote.

        :raises Invalid: when it is none.
        """
        kind, _, subject = stored.partition(":")
        if kind not in set(FactKind) or not subject.strip():
            raise Invalid(field="shown_fact", reason="unknown")
        if kind == FactKind.FIELD and subject not in set(DayField):
            raise Invalid(field="shown_fact", reason="unknown")
        return cls(FactKind(kind), subject.strip())

    def of(
        self, days: Mapping[str, date | None], events: Iterable[tuple[str, date]]
    ) -> date | int | None:
        """Return the fact: a day, a number of events, or nothing when there is no such day.

        :param days: the case's own days by field.
        :param events: activity and local day of what happened, in order, by the day the casework is
            judged as of.
        """
        if self.kind is FactKind.FIELD:
            return days.get(self.subject)
        own = [day for activity, day in events if activity == self.subject]
        if self.kind is FactKind.COUNT:
            return len(own)
        if not own:
            return None
        return min(own) if self.kind is FactKind.FIRST else max(own)
