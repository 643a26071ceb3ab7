"""Where the parts of a chart stand on paper: numbers alone, drawn by templates/_macros/charts.html.

Lengths are units of the drawing's own view box, from the top left corner.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from review_app.domain.comparison import Funnel, FunnelPoint, exact_funnel
from review_app.domain.control_charts import Chart, JudgedPoint

WIDTH, HEIGHT = 760, 300
LEFT, RIGHT, TOP, BOTTOM = 52, 14, 26, 46
MOST_LABELS = 12
STEPS_OF_FUNNEL = 60
FINE_STEPS = [nice * 10.0**power for power in range(-2, 13) for nice in (1, 2, 4, 5)]
NICE_STEPS = [nice * 10**power for power in range(9) for nice in (1, 2, 5)]


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of the drawing; ``kind`` is empty, ``outside`` or ``left-out``."""

    x: float
    y: float
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Flag:
    """A vertical line where something was marked, with its number in the list below."""

    x: float
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Column:
    """A bar standing on the horizontal axis; ``kind`` is empty or ``vital``."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything a template needs: lines are lists of (x, y)."""

    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    across: Sequence[tuple[float, str]]  # ticks of the horizontal axis
    up: Sequence[tuple[float, str]]  # ticks of the vertical axis
    values: Sequence[Sequence[tuple[float, float]]]
    centres: Sequence[Sequence[tuple[float, float]]]
    limits: Sequence[Sequence[tuple[float, float]]]
    alarms: Sequence[Sequence[tuple[float, float]]]
    dots: Sequence[Dot]
    flags: Sequence[Flag]
    targets: Sequence[Sequence[tuple[float, float]]] = ()
    columns: Sequence[Column] = ()


Scale = Callable[[float], float]
Number = Fraction | float


def draw_series(
    chart: Chart,
    *,
    labels: Sequence[str],
    texts: Sequence[str],
    flags: Sequence[tuple[int, str, str]],
    tick: Callable[[float], str],
    is_share: bool = True,
    targets: Sequence[float | None] = (),
) -> Drawing:
    """Lay out a control chart, from 0 up.

    :param labels: a short name of each point, below the axis.
    :param texts: each point in words.
    :param flags: (place of the point, kind, what to write) of the marks.
    :param tick: writes a number beside the axis.
    :param targets: what is aimed at in each point, if anything.
    """
    points = chart.points
    x = _evenly(len(points))
    tops = [*map(_reach, points), *(target or 0.0 for target in targets)]
    y, ticks = (share_axis if is_share else _number_axis)(tops, tick)
    each = max(1, -(-len(points) // MOST_LABELS))
    lines = _LinesOf(chart, x, y)
    return Drawing(
        *frame(),
        across=[(x(n), label) for n, label in enumerate(labels) if n % each == 0],
        up=ticks,
        values=_runs([_place(n, j.point.value, x, y) for n, j in enumerate(points)]),
        centres=lines.of(lambda judged: judged.centre),
        limits=[
            *lines.of(lambda judged: None if judged.low is None else max(judged.low, 0.0)),
            *lines.of(lambda judged: judged.high),
        ],
        alarms=[],
        dots=[
            Dot(x(n), y(float(judged.point.value)), _kind(judged), text)
            for n, (judged, text) in enumerate(zip(points, texts, strict=True))
            if judged.point.value is not None
        ],
        flags=[Flag(x(place), kind, text) for place, kind, text in flags],
        targets=_steps(targets, x, y),
    )


def draw_funnel(
    found: Funnel,
    *,
    texts: Sequence[str],
    percent: Callable[[float], str],
    number: Callable[[float], str],
) -> Drawing:
    """Lay out a funnel: shares against the number of cases, limits narrowing to the right."""
    most = max(point.unit.denominator for point in found.points)
    span = WIDTH - LEFT - RIGHT
    sizes = sorted({max(1, round(most * 1.1 * n / STEPS_OF_FUNNEL)) for n in range(61)})
    curves = [exact_funnel(found.overall, size) for size in sizes]

    def x(size: float) -> float:
        return LEFT + span * size / sizes[-1]

    y, ticks = share_axis([0.0, 1.0], percent)

    def curve(
        take: Callable[[tuple[float, float, float, float]], float],
    ) -> list[tuple[float, float]]:
        return [(x(size), y(take(limits))) for size, limits in zip(sizes, curves, strict=True)]

    step = next(nice for nice in NICE_STEPS if sizes[-1] <= 6 * nice)
    centre = y(float(found.overall))
    return Drawing(
        *frame(),
        across=[(x(at), number(at)) for at in range(0, sizes[-1] + 1, step)],
        up=ticks,
        values=[],
        centres=[[(LEFT, centre), (WIDTH - RIGHT, centre)]],
        limits=[curve(lambda limits: limits[1]), curve(lambda limits: limits[2])],
        alarms=[curve(lambda limits: limits[0]), curve(lambda limits: limits[3])],
        dots=[
            Dot(x(point.unit.denominator), y(float(point.share)), _stands_out(point), text)
            for point, text in zip(found.points, texts, strict=True)
        ],
        flags=[],
    )


def frame() -> tuple[int, int, float, float, float, float]:
    """Return width, height and the left, right, top and bottom edges of what is drawn."""
    return WIDTH, HEIGHT, LEFT, WIDTH - RIGHT, TOP, HEIGHT - BOTTOM


def _stands_out(point: FunnelPoint) -> str:
    return "outside" if point.stands_out else ""


def _evenly(count: int) -> Scale:
    step = (WIDTH - LEFT - RIGHT - 24) / max(count - 1, 1)
    return lambda place: LEFT + 12 + step * place


def _reach(judged: JudgedPoint) -> float:
    return max(float(judged.point.value or 0), judged.high or 0.0)


def share_axis(
    tops: Sequence[float], percent: Callable[[float], str]
) -> tuple[Scale, list[tuple[float, str]]]:
    """Return an axis from 0 to a round percentage above all *tops*, and its ticks."""
    top = next((step for step in (0.1, 0.25, 0.5) if max(tops, default=1) <= step), 1.0)
    span = HEIGHT - TOP - BOTTOM

    def y(share: float) -> float:
        return TOP + span * (1 - share / top)

    return y, [(y(top * n / 5), percent(top * n / 5)) for n in range(6)]


def _number_axis(
    tops: Sequence[float], tick: Callable[[float], str]
) -> tuple[Scale, list[tuple[float, str]]]:
    """Return an axis from 0 to a round number no lower than any of *tops*, and its ticks."""
    most = max(tops, default=0.0) or 1.0
    step = next(step for step in FINE_STEPS if most <= 5 * step)
    span = HEIGHT - TOP - BOTTOM

    def y(value: float) -> float:
        return TOP + span * (1 - value / (5 * step))

    return y, [(y(step * n), tick(step * n)) for n in range(6)]


def _steps(levels: Sequence[float | None], x: Scale, y: Scale) -> list[list[tuple[float, float]]]:
    """Return level lines through the points, each as wide as the room of its point."""
    half = (x(1) - x(0)) / 2
    places: list[tuple[float, float] | None] = []
    for place, level in enumerate(levels):
        if level is None:
            places.append(None)
            continue
        at = x(place)
        places += [(max(at - half, LEFT), y(level)), (min(at + half, WIDTH - RIGHT), y(level))]
    return [_simplified(line) for line in _runs(places)]


def _kind(judged: JudgedPoint) -> str:
    if judged.is_outside:
        return "outside"
    return "left-out" if judged.point.is_excluded else ""


def _place(number: int, value: Number | None, x: Scale, y: Scale) -> tuple[float, float] | None:
    return None if value is None else (x(number), y(float(value)))


def _runs(places: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    """Break a line at its gaps."""
    runs: list[list[tuple[float, float]]] = [[]]
    for place in places:
        if place is None:
            runs.append([])
        else:
            runs[-1].append(place)
    return [run for run in runs if len(run) > 1]


@dataclass(frozen=True, slots=True)
class _LinesOf:
    """Stepped lines of a chart, broken where limits start anew or are missing."""

    chart: Chart
    x: Scale
    y: Scale

    def of(self, take: Callable[[JudgedPoint], Number | None]) -> list[list[tuple[float, float]]]:
        """Return the lines of one kind of limit."""
        half = (self.x(1) - self.x(0)) / 2
        lines, at = [], 0
        for stretch in self.chart.stretches:
            steps: list[tuple[float, float] | None] = []
            for place, judged in enumerate(stretch.points, start=at):
                value = take(judged)
                if value is None:
                    steps.append(None)
                    continue
                level = self.y(float(value))
                before, after = self.x(place) - half, self.x(place) + half
                steps += [(max(before, LEFT), level), (min(after, WIDTH - RIGHT), level)]
            lines += _runs(steps)
            at += len(stretch.points)
        return [_simplified(line) for line in lines]


def _simplified(line: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Leave out the points in the middle of a level line."""
    kept = [line[0]]
    for before, after in pairwise(line[1:]):
        if not kept[-1][1] == before[1] == after[1]:
            kept.append(before)
    return [*kept, line[-1]]
