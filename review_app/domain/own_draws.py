"""How often somebody's cases were drawn, against what chance gives.

Cases of one stratum are drawn without putting any back, each with the same chance: how many of
somebody's own come out follows the hypergeometric distribution exactly. Where the chances differ
from case to case (a draw by weight), each case counts with its own: a Poisson-binomial
distribution, slightly too wide because a sample has a fixed size. It also stands for systematic
draws, as long as the order of the list has nothing to do with whose case it is. Draws are
independent of each other, so their distributions are folded.

Source: W. Hoeffding, "On the Distribution of the Number of Successes in Independent Trials", Annals
of Mathematical Statistics 27 (1956) 713-721; for the folding, R. E. Barlow and K. D. Heidtmann,
"Computing k-out-of-n System Reliability", IEEE Transactions on Reliability 33 (1984) 322-323.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import comb

CONFIDENCE_PERCENT = 95
ROUNDING = 1e-9  # what sums of floats may be off by

Distribution = list[float]  # the chance of 0, 1, 2, ... own cases


class Luck(StrEnum):
    """How a count stands to chance."""

    NONE = "none"  # no own case was in any list
    AS_CHANCE = "as-chance"
    MORE = "more"
    FEWER = "fewer"


@dataclass(frozen=True, slots=True)
class Outlook:
    """What chance gives: the mean, and the range that holds in at least 95 of 100 such times."""

    expected: float
    low: int
    high: int

    def luck(self, drawn: int) -> Luck:
        """Return how *drawn* stands to the range."""
        if drawn > self.high:
            return Luck.MORE
        return Luck.FEWER if drawn < self.low else Luck.AS_CHANCE


def of_stratum(*, cases: int, own: int, size: int) -> Distribution:
    """Return the chances of 0, 1, ... own cases among *size* drawn of *cases*, of which *own*.

    :raises ValueError: when more cases are own or drawn than there are.

    >>> of_stratum(cases=4, own=2, size=2)
    [0.16666666666666666, 0.6666666666666666, 0.16666666666666666]
    """
    if not (0 <= own <= cases and 0 <= size <= cases):
        raise ValueError("own cases and drawn cases are among the cases")
    ways = comb(cases, size)
    most = min(own, size)
    return [comb(own, n) * comb(cases - own, size - n) / ways for n in range(most + 1)]


def of_chances(shares: Iterable[float]) -> Distribution:
    """Return the chances of 0, 1, ... cases, each drawn by itself with its own share from 0 to 1.

    >>> of_chances([0.5, 0.5])
    [0.25, 0.5, 0.25]
    """
    found = [1.0]
    for share in shares:
        share = min(max(share, 0.0), 1.0)
        found = fold(found, [1 - share, share])
    return found


def fold(one: Sequence[float], other: Sequence[float]) -> Distribution:
    """Return the distribution of the sum of two independent counts."""
    found = [0.0] * (len(one) + len(other) - 1)
    for n, chance in enumerate(one):
        for m, more in enumerate(other):
            found[n + m] += chance * more
    return found


def outlook(parts: Iterable[Sequence[float]]) -> Outlook:
    """Return what chance gives over independent *parts*; 0 without any.

    The range is equal-tailed: at most 2.5 percent lie below it, and at most 2.5 percent above.
    """
    folded: Distribution = [1.0]
    for part in parts:
        folded = fold(folded, part)
    tail = (100 - CONFIDENCE_PERCENT) / 200 + ROUNDING
    return Outlook(
        expected=sum(n * chance for n, chance in enumerate(folded)),
        low=_first_above(folded, tail),
        high=len(folded) - 1 - _first_above(folded[::-1], tail),
    )


def _first_above(chances: Sequence[float], tail: float) -> int:
    """Return the first place at which the chances so far add up to more than *tail*."""
    so_far = 0.0
    for place, chance in enumerate(chances):
        so_far += chance
        if so_far > tail:
            return place
    return len(chances) - 1
