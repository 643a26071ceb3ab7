"""How much an estimate would vary from draw to draw, and how many simple cases it is worth.

An estimate is first written as a sum over cases of what each moves it by (its linearised value,
nil outside the question); what follows is the same for shares and means.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum

from review_app.domain.distributions import t_quantile

NIL = 1e-24  # a squared share below this is what rounding leaves of nothing


@dataclass(frozen=True, slots=True)
class Group:
    """A stratum: its cases in the frame, and what each reviewed case moves the estimate by."""

    frame_size: int
    moves: Sequence[float]

    @property
    def is_whole(self) -> bool:
        """Whether every case of the stratum was reviewed."""
        return len(self.moves) == self.frame_size

    def variance(self, *, is_finite: bool) -> float:
        """Return the stratum's part of the variance.

        A single case shows no spread, so its distance from the estimate as a whole stands in for
        it, which is too much rather than too little (as "adjust" in the R package survey).
        """
        n = len(self.moves)
        left = 1 - n / self.frame_size if is_finite else 1.0
        if n == 1:
            return left * (self.frame_size * self.moves[0]) ** 2
        centre = fsum(self.moves) / n
        spread = fsum((move - centre) ** 2 for move in self.moves) / (n - 1)
        return left * self.frame_size**2 * spread / n


def stratified_variance(groups: Iterable[Group], *, is_finite: bool) -> float:
    """Return the variance of the estimate from strata drawn by themselves."""
    found = fsum(group.variance(is_finite=is_finite) for group in groups)
    return found if found > NIL else 0.0


def weighted_variance(moves: Iterable[tuple[float, float]], *, is_finite: bool) -> float:
    """Return the variance of an estimate from cases drawn by weight, in a sample of fixed size.

    :param moves: (what the case moves the estimate by, its inclusion share) of each case.

    Source: J. Hajek, "Asymptotic Theory of Rejective Sampling with Varying Probabilities from a
    Finite Population", Annals of Mathematical Statistics 35 (1964) 1491-1523; the form of B. Rosen,
    "On sampling with probability proportional to size", Journal of Statistical Planning and
    Inference 62 (1997) 159-191. Cases that were sure to be drawn add nothing.
    """
    left = [(1 - share if is_finite else 1.0, move / share) for move, share in moves]
    left = [(c, expanded) for c, expanded in left if c > 0]
    if not left:
        return 0.0
    n = len(left)
    centre = fsum(c * x for c, x in left) / fsum(c for c, _ in left) if n > 1 else 0.0
    found = fsum(c * (x - centre) ** 2 for c, x in left) * (n / (n - 1) if n > 1 else 1)
    return found if found > NIL else 0.0


def degrees_of_freedom(sizes: Iterable[tuple[int, int]]) -> int:
    """Return the degrees of freedom of strata: cases less strata, at least 1.

    :param sizes: (cases of the frame, cases reviewed) of each stratum that counts. Strata of which
        a single case was reviewed borrow their spread from the whole, so together they lose one.
    """
    listed = [(total, n) for total, n in sizes if n > 0]
    single = sum(n == 1 < total for total, n in listed)
    return max(1, sum(n - 1 for _, n in listed) + max(0, single - 1))


@dataclass(frozen=True, slots=True)
class Worth:
    """What limits the number of simple cases that a sample can be worth."""

    cases: int
    degrees: int
    cap: float

    def effective_size(self, share: float, variance: float, *, alpha: float) -> float:
        """Return how many cases of a simple sample would say as much, never above the cap.

        Source: Korn and Graubard 1998 with the cap of the U.S. National Center for Health
        Statistics, Vital and Health Statistics 2(175), 2017, here at the size that a simple sample
        of a finite frame is worth. Without the cap a lucky sample claims more than it can know.
        """
        if variance == 0:
            return self.cap
        worth = share * (1 - share) / variance
        if self.cases > 1:
            simple = t_quantile(1 - alpha, self.cases - 1)
            worth *= (simple / t_quantile(1 - alpha, self.degrees)) ** 2
        return min(worth, self.cap)


def finite_cap(cases: int, frame_size: int) -> float:
    """Return what *cases* of a simple sample are worth when the frame has no others than its own.

    >>> finite_cap(50, 250)
    62.25
    """
    return cases * (frame_size - 1) / (frame_size - cases)
