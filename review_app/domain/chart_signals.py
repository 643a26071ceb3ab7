"""Two tests for runs on a chart, which together seldom cry wolf.

Source: J. Anhoej and A. V. Olesen, "Run Charts Revisited: A Simulation Study of Run Chart Rules
for Detection of Non-Random Variation in Health Care Processes", PLoS ONE 9 (2014) e113825. No
further rules are added: each would raise more false alarms.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import groupby
from math import comb, log2

LEAST_USEFUL = 10


class Signal(StrEnum):
    """What chance alone seldom does."""

    OUTSIDE = "outside"
    WIDE_RANGE = "wide-range"
    LONG_RUN = "long-run"
    FEW_CROSSINGS = "few-crossings"


@dataclass(frozen=True, slots=True)
class Judgement:
    """The two run tests; the limits are ``None`` under 10 useful points, where neither is made.

    ``useful`` points do not lie on the line; a run is a row of them on one side of it.
    """

    useful: int
    longest_run: int
    crossings: int
    longest_expected: int | None
    fewest_expected: int | None

    @property
    def signals(self) -> tuple[Signal, ...]:
        """The tests that failed."""
        found = []
        if self.longest_expected is not None and self.longest_run > self.longest_expected:
            found.append(Signal.LONG_RUN)
        if self.fewest_expected is not None and self.crossings < self.fewest_expected:
            found.append(Signal.FEW_CROSSINGS)
        return tuple(found)


def judge_runs(values: Sequence[Fraction | float], centre: Fraction | float) -> Judgement:
    """Test the values, in order of time, for runs on one side of *centre*."""
    sides = [value > centre for value in values if value != centre]
    runs = [len(list(run)) for _, run in groupby(sides)]
    is_tested = len(sides) >= LEAST_USEFUL
    return Judgement(
        useful=len(sides),
        longest_run=max(runs, default=0),
        crossings=max(len(runs) - 1, 0),
        longest_expected=longest_run(len(sides)) if is_tested else None,
        fewest_expected=fewest_crossings(len(sides)) if is_tested else None,
    )


def longest_run(useful: int) -> int:
    """Return the longest run that chance is allowed."""
    return round(log2(useful)) + 3


def fewest_crossings(useful: int) -> int:
    """Return the 5 % quantile of the crossings of the line, each step crossing by a coin's toss."""
    ways, allowed = 0, Fraction(2 ** (useful - 1), 20)
    for crossings in range(useful):
        ways += comb(useful - 1, crossings)
        if ways >= allowed:
            return crossings
    return useful - 1
