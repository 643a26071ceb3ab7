"""What happened in the invented cases: the events that the rules with deadlines look at."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

SICKNESS_BENEFIT = "Sygedagpenge"
WEEK_8_DAYS = 55  # the end of week 8, counted from the day the case was opened
MORE_TALKS_SHARE = 0.08  # of the cases closed late, how many had their first talk in time


@dataclass(frozen=True, slots=True)
class InventedCase:
    """One case before it becomes a row of the file."""

    number: str
    kind: str
    caseworker: str
    team: str
    opened_on: date
    deadline_on: date
    closed_on: date | None
    keeps_time: bool


class Ledger:
    """Keeps a share as it goes: what is owed decides, so that no month strays by chance."""

    def __init__(self) -> None:
        self.owed = 0.5

    def decide(self, share: float) -> bool:
        """Say yes to *share* of all who ask, evenly spread."""
        self.owed += share
        if self.owed < 1:
            return False
        self.owed -= 1
        return True


def events_of(
    case: InventedCase, today: date, chance: random.Random, extra: Ledger
) -> Iterator[tuple[str, date]]:
    """Make up what happened in a case up to yesterday or its closing, in order."""
    end = case.closed_on or today - timedelta(days=1)
    steps = [
        ("Sag oprettet", 0),
        ("Oplysningsskema sendt", chance.randint(0, 2)),
        ("Oplysningsskema modtaget", chance.randint(6, 12)),
        ("Lægeattest modtaget", chance.randint(14, 40)),
        *_talks(case, chance, extra),
        *_turns(case, chance),
    ]
    happened = [(name, _weekday(case.opened_on + timedelta(days=days))) for name, days in steps]
    if case.closed_on:
        happened.append(("Partshøring sendt", _weekday(case.closed_on - timedelta(days=9))))
    yield from ((name, day) for name, day in happened if day <= end)
    if case.closed_on:
        yield "Afgørelse truffet", case.closed_on


def _talks(case: InventedCase, chance: random.Random, extra: Ledger) -> list[tuple[str, int]]:
    """Hold the first talk in time where the case keeps its time, and in a few others."""
    in_time = case.keeps_time or extra.decide(MORE_TALKS_SHARE)
    first = chance.randint(21, 34) if in_time else WEEK_8_DAYS + chance.randint(3, 45)
    if not in_time and case.closed_on and chance.random() < 0.9:  # else it was never held
        first = min(first, max((case.closed_on - case.opened_on).days - 3, WEEK_8_DAYS + 1))
    plan = first + chance.randint(0, 14)
    later = [("Opfølgningssamtale", first + 28 * n + chance.randint(-4, 6)) for n in range(1, 7)]
    return [("Første opfølgningssamtale", first), ("Plan lagt med borgeren", plan), *later]


def _turns(case: InventedCase, chance: random.Random) -> list[tuple[str, int]]:
    """Let a few cases take a turn that the rules know of."""
    dice = chance.random()
    if case.kind != SICKNESS_BENEFIT or dice > 0.14:
        return []
    if dice < 0.03:
        return [("Standby begyndt", 16), ("Standby ophørt", 16 + chance.randint(10, 30))]
    if dice < 0.06:
        return [("Anmodning om fast track", chance.randint(14, 22))]
    return [] if case.keeps_time else [("Borger udeblevet fra samtale", chance.randint(40, 54))]


def _weekday(day: date) -> date:
    return day + timedelta(days=max(0, day.weekday() - 4) and 7 - day.weekday())
