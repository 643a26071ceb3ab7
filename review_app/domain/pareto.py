"""Ordering what was found so that the few that count for most come first (Pareto)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

MOST_OF_IT = Fraction(4, 5)


@dataclass(frozen=True, slots=True)
class Counted:
    """How often something was found: ``count`` times in ``out_of`` looks, where that is known."""

    key: str
    count: int
    out_of: int = 0


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the chart; ``running`` counts it and every bar before it."""

    key: str
    count: int
    out_of: int
    running: int
    total: int

    @property
    def share(self) -> Fraction:
        """Its part of all that was found, above 0 and up to 1."""
        return Fraction(self.count, self.total)

    @property
    def running_share(self) -> Fraction:
        """The part of all that was found by it and the bars before it."""
        return Fraction(self.running, self.total)


def pareto(counted: Iterable[Counted]) -> list[Bar]:
    """Return a bar for everything found at least once, the highest first.

    What was found equally often keeps the order it was given in.
    """
    found = sorted((one for one in counted if one.count), key=lambda one: -one.count)
    running = list(accumulate(one.count for one in found))
    return [
        Bar(one.key, one.count, one.out_of, sum_, running[-1])
        for one, sum_ in zip(found, running, strict=True)
    ]


def vital_few(bars: Sequence[Bar]) -> Sequence[Bar]:
    """Return the fewest bars, from the highest on, that hold four fifths of all that was found."""
    for n, bar in enumerate(bars, start=1):
        if bar.running_share >= MOST_OF_IT:
            return bars[:n]
    return bars
