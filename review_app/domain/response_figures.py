"""How caseworkers answer reviews, counted: agreement, context, objections, silence, decisions."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from statistics import median

from review_app.domain.calendar import working_days_between
from review_app.domain.kinds import ResponseKind
from review_app.domain.workflow import ObjectionState

Place = tuple[int, str]  # the checklist's number and a criterion's code, or a section's position


@dataclass(frozen=True, slots=True)
class Said:
    """How often one thing was said to one criterion; without a kind nothing was said."""

    criterion: Place
    section: Place
    kind: ResponseKind | None
    times: int


@dataclass(frozen=True, slots=True)
class Decided:
    """One objection; open as long as ``decided_on`` is ``None``.

    ``heard_on`` is the day the response was handed in, or its period ended.
    """

    criterion: Place
    section: Place
    state: ObjectionState
    heard_on: date | None
    decided_on: date | None


@dataclass
class Tally:
    """What was said to a group of answers, and what came of the objections among it."""

    said: Counter[ResponseKind | None] = field(default_factory=Counter)
    outcomes: Counter[ObjectionState] = field(default_factory=Counter)
    days: list[int] = field(default_factory=list)  # working days to each decision

    @property
    def answers(self) -> int:
        """How many answers the caseworkers were asked about."""
        return sum(self.said.values())

    @property
    def median_days(self) -> float | None:
        """Half of the decisions took at most so many working days; ``None`` without any."""
        return float(median(self.days)) if self.days else None

    def add(self, other: "Tally") -> None:
        """Count *other* in."""
        self.said.update(other.said)
        self.outcomes.update(other.outcomes)
        self.days.extend(other.days)


def tally(
    said: Iterable[Said], decided: Iterable[Decided], *, holidays: AbstractSet[date]
) -> tuple[Mapping[Place, Tally], Mapping[Place, Tally]]:
    """Return the tallies by criterion and by section."""
    criteria: dict[Place, Tally] = {}
    sections: dict[Place, Tally] = {}
    for one in said:
        for place, tallies in ((one.criterion, criteria), (one.section, sections)):
            tallies.setdefault(place, Tally()).said[one.kind] += one.times
    for each in decided:
        for place, tallies in ((each.criterion, criteria), (each.section, sections)):
            found = tallies.setdefault(place, Tally())
            found.outcomes[each.state] += 1
            if each.decided_on is not None and each.heard_on is not None:
                days = working_days_between(each.heard_on, each.decided_on, holidays=holidays)
                found.days.append(max(days, 0))
    return criteria, sections


def together(tallies: Sequence[Tally]) -> Tally:
    """Return the sum."""
    whole = Tally()
    for each in tallies:
        whole.add(each)
    return whole
