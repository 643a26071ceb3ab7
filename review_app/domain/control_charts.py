"""Whether a way of working changes, or varies no more than chance makes it.

A chart is about the way of working, so nothing is corrected for the cases being few. A period
without cases is a gap, never 0 %. Under 8 points there is a run chart: a line, no limits.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from math import fsum, sqrt

from review_app.domain.chart_signals import Judgement, Signal, judge_runs
from review_app.domain.distributions import binomial_quantile

LEAST_POINTS = 8
PROVISIONAL_POINTS = 12
FINAL_POINTS = 24
LEAST_EXPECTED = 5
LARGE_SIZE = 200
OVERDISPERSED = 1.2
RANGE_TO_SIGMA = 1.128  # mean moving range of two over the standard deviation
RANGE_LIMIT = 3.267
TAIL = 0.00135

Number = Fraction | float


class ChartKind(StrEnum):
    """How the limits were computed; printed beside every chart and in every export."""

    P = "p-chart"
    LANEY = "laney-p-prime"
    XMR = "xmr"
    G = "g-chart"
    RUN = "run-chart"


class Baseline(StrEnum):
    """How firm the limits are."""

    NONE = "none"  # a run chart
    FORMING = "forming"  # under 12 points: every new one moves the limits
    PROVISIONAL = "provisional"  # frozen at 12 points, until there are 24
    FINAL = "final"  # frozen at 24 points


@dataclass(frozen=True, slots=True)
class Point:
    """One period: its value (a share from 0 to 1, or cases between failures) and its cases.

    ``value`` is ``None`` for a period without cases. An excluded point is shown and judged, but
    does not shape the limits; where ``starts_anew`` the limits are computed afresh.
    """

    label: str
    value: Number | None
    size: int = 0
    is_excluded: bool = False
    starts_anew: bool = False


@dataclass(frozen=True, slots=True)
class JudgedPoint:
    """A point with its line and limits (``None`` on a run chart and in a gap)."""

    point: Point
    centre: Number | None
    low: float | None
    high: float | None
    is_outside: bool
    shapes_limits: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """The points from one beginning to the next, with one line and one judgement.

    ``sigma_z`` is Laney's correction; ``range_high`` the limit of the moving ranges of an XmR
    chart and ``wide_ranges`` the labels of points that moved further than it.
    """

    kind: ChartKind
    baseline: Baseline
    baseline_points: int
    centre: Number | None
    points: tuple[JudgedPoint, ...]
    judgement: Judgement
    sigma_z: float | None = None
    range_high: float | None = None
    wide_ranges: tuple[str, ...] = ()

    @property
    def signals(self) -> tuple[Signal, ...]:
        """What is more than chance explains."""
        outside = any(judged.is_outside for judged in self.points)
        found = [Signal.OUTSIDE] if outside else []
        return (*found, *([Signal.WIDE_RANGE] if self.wide_ranges else []), *self.judgement.signals)


@dataclass(frozen=True, slots=True)
class Chart:
    """A series of points in one or more stretches."""

    stretches: tuple[Stretch, ...]

    @property
    def points(self) -> list[JudgedPoint]:
        """All points in order."""
        return [judged for stretch in self.stretches for judged in stretch.points]

    @property
    def signals(self) -> list[Signal]:
        """The signals of all stretches, each once, in the order of their kinds."""
        found = {signal for stretch in self.stretches for signal in stretch.signals}
        return [signal for signal in Signal if signal in found]


@dataclass(frozen=True, slots=True)
class _Limits:
    """A line with the limits of a point around it."""

    kind: ChartKind
    centre: Number
    around: Callable[[Point], tuple[float, float]] | None
    sigma_z: float | None = None
    range_high: float | None = None


_Rule = Callable[[Sequence[Point]], _Limits]


def p_chart(points: Sequence[Point], *, kind: ChartKind | None = None) -> Chart:
    """Judge a series of shares of counted cases.

    :param points: with ``value`` x/n and ``size`` n.
    :param kind: ``P`` or ``LANEY`` to insist on one; otherwise Laney's limits are taken when the
        periods have 200 cases or more on average or vary more than counting explains. Limits are
        exact binomial ones (0.135 % in each tail) where under 5 cases are expected of a kind.
    """
    return _chart(points, lambda base: _p_limits(base, kind))


def xmr_chart(points: Sequence[Point], *, is_share: bool = True) -> Chart:
    """Judge a series of single values, as the estimates of stratified and weighted samples are.

    :param is_share: whether limits are cut off at 0 and 1.
    """
    return _chart(points, lambda base: _xmr_limits(base, is_share=is_share))


def g_chart(points: Sequence[Point]) -> Chart:
    """Judge a series of numbers of cases between one rare failure and the next."""
    return _chart(points, _g_limits)


def p_limits(centre: Number, size: int, *, sigma_z: float = 1.0) -> tuple[float, float]:
    """Return the 3-sigma limits of the share of *size* cases, cut off at 0 and 1."""
    reach = 3 * sigma_z * sqrt(centre * (1 - centre) / size)
    return max(0.0, float(centre) - reach), min(1.0, float(centre) + reach)


def exact_limits(centre: Number, size: int, *, tail: float = TAIL) -> tuple[float, float]:
    """Return the shares of *size* cases outside of which chance falls no more than *tail* a side.

    A share on a limit is still inside.
    """
    share = float(centre)
    low, high = binomial_quantile(tail, size, share), binomial_quantile(1 - tail, size, share)
    return low / size, high / size


def pooled(points: Sequence[Point]) -> Fraction:
    """Return the share of all cases of the periods together."""
    found = sum((Fraction(p.value) * p.size for p in points if p.value is not None), Fraction(0))
    return found / sum(p.size for p in points if p.value is not None)


def sigma_z(points: Sequence[Point], centre: Number) -> float | None:
    """Return Laney's measure of variation between periods, 1 when counting explains it all."""
    spread = float(centre * (1 - centre))
    if spread == 0:
        return None
    scores = [
        (float(p.value) - float(centre)) / sqrt(spread / p.size)
        for p in points
        if p.value is not None
    ]
    return _mean_range(scores) / RANGE_TO_SIGMA


def _mean_range(values: Sequence[float]) -> float:
    steps = [abs(after - before) for before, after in pairwise(values)]
    return fsum(steps) / len(steps)


def _p_limits(base: Sequence[Point], kind: ChartKind | None) -> _Limits:
    centre = pooled(base)
    apart = sigma_z(base, centre)
    if kind is None and apart is not None:
        is_large = sum(p.size for p in base) >= LARGE_SIZE * len(base)
        kind = ChartKind.LANEY if is_large or apart > OVERDISPERSED else ChartKind.P
    scale = apart if kind is ChartKind.LANEY and apart is not None else 1.0

    def around(point: Point) -> tuple[float, float]:
        if point.size * min(centre, 1 - centre) < LEAST_EXPECTED:
            return exact_limits(centre, point.size)
        return p_limits(centre, point.size, sigma_z=scale)

    return _Limits(kind or ChartKind.P, centre, around, sigma_z=apart)


def _xmr_limits(base: Sequence[Point], *, is_share: bool) -> _Limits:
    values = [float(p.value) for p in base if p.value is not None]
    centre, step = fsum(values) / len(values), _mean_range(values)
    reach = 3 * step / RANGE_TO_SIGMA
    low, high = centre - reach, centre + reach
    limits = (max(0.0, low), min(1.0, high)) if is_share else (low, high)
    return _Limits(ChartKind.XMR, centre, lambda _: limits, range_high=RANGE_LIMIT * step)


def _g_limits(base: Sequence[Point]) -> _Limits:
    """Return the limits around the mean; the line is the median, as half of such counts are."""
    values = [float(p.value) for p in base if p.value is not None]
    mean = fsum(values) / len(values)
    reach = 3 * sqrt(mean * (mean + 1))
    limits = max(0.0, mean - reach), mean + reach
    return _Limits(ChartKind.G, _median(base), lambda _: limits)


def _median(points: Sequence[Point]) -> Number:
    values = sorted(p.value for p in points if p.value is not None)
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


def _run_limits(base: Sequence[Point]) -> _Limits:
    return _Limits(ChartKind.RUN, _median(base), None)


def _chart(points: Sequence[Point], rule: _Rule) -> Chart:
    parts: list[list[Point]] = []
    for point in points:
        if point.starts_anew or not parts:
            parts.append([])
        parts[-1].append(point)
    return Chart(tuple(_stretch(part, rule) for part in parts))


def _stretch(points: Sequence[Point], rule: _Rule) -> Stretch:
    shaping = [p for p in points if p.value is not None and not p.is_excluded]
    state, number = baseline_of(len(shaping))
    base = shaping[:number]
    if not base:
        bare = tuple(_judged(point, None, shapes=False) for point in points)
        return Stretch(ChartKind.RUN, Baseline.NONE, 0, None, bare, judge_runs([], 0))
    limits = _run_limits(base) if state is Baseline.NONE else rule(base)
    used = {id(point) for point in base}
    present = [p for p in points if p.value is not None]
    steps = [
        after.label
        for before, after in pairwise(present)
        if limits.range_high is not None and _step(before, after) > limits.range_high
    ]
    return Stretch(
        kind=limits.kind,
        baseline=state,
        baseline_points=len(base),
        centre=limits.centre,
        points=tuple(_judged(point, limits, shapes=id(point) in used) for point in points),
        judgement=judge_runs([p.value for p in present if p.value is not None], limits.centre),
        sigma_z=limits.sigma_z,
        range_high=limits.range_high,
        wide_ranges=tuple(steps),
    )


def _step(before: Point, after: Point) -> float:
    return abs(float(after.value or 0) - float(before.value or 0))


def baseline_of(points: int) -> tuple[Baseline, int]:
    """Return how firm limits from so many points are, and how many of them shape the limits."""
    if points < LEAST_POINTS:
        return Baseline.NONE, points
    if points < PROVISIONAL_POINTS:
        return Baseline.FORMING, points
    if points < FINAL_POINTS:
        return Baseline.PROVISIONAL, PROVISIONAL_POINTS
    return Baseline.FINAL, FINAL_POINTS


def _judged(point: Point, limits: _Limits | None, *, shapes: bool) -> JudgedPoint:
    centre = limits.centre if limits else None
    if limits is None or limits.around is None or point.value is None:
        return JudgedPoint(point, centre, None, None, is_outside=False, shapes_limits=shapes)
    low, high = limits.around(point)
    outside = not low - 1e-12 <= point.value <= high + 1e-12
    return JudgedPoint(point, centre, low, high, is_outside=outside, shapes_limits=shapes)
