"""Cases as deadlines look at them, and how a deadline can turn out.

Nothing kept of a deadline depends on today: one that is not done is ``open``; whether that is
overdue or not due yet is decided by the date on which it is read (:func:`standing`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from review_app.domain.deadline_rules import CaseField, plain_name


class DeadlineState(StrEnum):
    """What is known of a deadline, whatever day it is."""

    MET = "met"
    LATE = "late"
    OPEN = "open"
    NOT_MET = "not-met"  # the case was closed after the deadline without it
    EXEMPT = "exempt"
    SUSPENDED = "suspended"  # the clock stands still


class Standing(StrEnum):
    """How a deadline stands on the day it is read."""

    MET = "met"
    LATE = "late"
    OVERDUE = "overdue"
    DUE_SOON = "due-soon"
    NOT_DUE = "not-due"
    NOT_MET = "not-met"
    EXEMPT = "exempt"
    SUSPENDED = "suspended"


class Exemption(StrEnum):
    """Why a deadline is not counted."""

    EVENT = "event"  # one of the events that the rule names
    CLOSED_BEFORE = "closed-before"  # the case was closed before it fell due


class Skipping(StrEnum):
    """Why a rule is not about a case."""

    CONDITION = "condition"
    NO_START = "no-start"
    NOT_IN_FORCE = "not-in-force"
    NO_OWN_DEADLINE = "no-own-deadline"
    NO_EVIDENCE_NAMED = "no-evidence-named"


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened in a case, by its name and local date."""

    activity: str
    on: date
    plain: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "plain", plain_name(self.activity))


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the rules look at; events in the order in which they happened."""

    opened_on: date | None
    closed_on: date | None = None
    deadline_on: date | None = None
    fields: Mapping[CaseField, str | None] = field(default_factory=dict)
    events: Sequence[Happening] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case under one rule.

    ``started_by``, ``met_by``, ``exempt_by`` and ``lawful_by`` are names of events as the source
    wrote them, empty for the case's own dates. ``late_days`` is ``None`` unless it was done late.
    ``held`` of ``needed`` happened in time. ``stopped_days`` is how long the clock stood still.
    """

    rule_code: str
    start_on: date
    due_on: date | None
    state: DeadlineState
    started_by: str = ""
    local_due_on: date | None = None
    warn_on: date | None = None
    met_on: date | None = None
    met_by: str = ""
    late_days: int | None = None
    held: int = 0
    needed: int = 1
    exemption: Exemption | None = None
    exempt_by: str = ""
    lawful_by: str = ""
    stopped_days: int = 0


@dataclass(frozen=True, slots=True)
class Skipped:
    """A rule that is not about this case, and why; ``detail`` is a field, a name or empty."""

    rule_code: str
    why: Skipping
    detail: str = ""


def as_it_stood(facts: CaseFacts, as_of: date) -> CaseFacts | None:
    """Return the case as it stood at the end of *as_of*; ``None`` when it did not exist yet.

    Events, the closing and an opening after that day do not exist; other fields are as they are.
    """
    if facts.opened_on is not None and facts.opened_on > as_of:
        return None
    closed_on = facts.closed_on if facts.closed_on and facts.closed_on <= as_of else None
    events = [event for event in facts.events if event.on <= as_of]
    return replace(facts, closed_on=closed_on, events=events)


def first_later_fact(facts: CaseFacts, as_of: date) -> date | None:
    """Return the first day after *as_of* on which something of the case will have happened."""
    days = [facts.opened_on, facts.closed_on, *(event.on for event in facts.events)]
    return min((day for day in days if day is not None and day > as_of), default=None)


def standing(
    state: DeadlineState, *, due_on: date | None, warn_on: date | None, today: date
) -> Standing:
    """Say how a deadline stands on *today*: an open one is overdue the day after it was due."""
    if state is not DeadlineState.OPEN or due_on is None:
        return Standing(state.value) if state is not DeadlineState.OPEN else Standing.NOT_DUE
    if due_on < today:
        return Standing.OVERDUE
    return Standing.DUE_SOON if warn_on is not None and warn_on <= today else Standing.NOT_DUE
