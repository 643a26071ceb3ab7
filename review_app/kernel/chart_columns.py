"""Where the bars of a Pareto chart stand on paper, drawn by templates/_macros/charts.html."""

from collections.abc import Callable, Sequence

from review_app.domain.pareto import Bar, vital_few
from review_app.kernel.chart_drawing import (
    BOTTOM,
    HEIGHT,
    LEFT,
    RIGHT,
    WIDTH,
    Column,
    Dot,
    Drawing,
    frame,
    share_axis,
)

MOST_COLUMNS = 20


def draw_pareto(
    bars: Sequence[Bar],
    *,
    labels: Sequence[str],
    texts: Sequence[str],
    percent: Callable[[float], str],
) -> Drawing:
    """Lay out a Pareto chart: each bar as its part of the whole, and the line of their sum.

    Only as many bars as can be told apart are drawn; the line shows how much they hold.
    """
    bars = bars[:MOST_COLUMNS]
    few = len(vital_few(bars))
    y, ticks = share_axis([1.0], percent)
    room = (WIDTH - LEFT - RIGHT) / len(bars)
    middles = [LEFT + room * (n + 0.5) for n in range(len(bars))]
    bottom = HEIGHT - BOTTOM
    tops = [y(float(bar.share)) for bar in bars]
    sums = [(x, y(float(bar.running_share))) for x, bar in zip(middles, bars, strict=True)]
    return Drawing(
        *frame(),
        across=list(zip(middles, labels, strict=False)),
        up=ticks,
        values=[sums],
        centres=[],
        limits=[],
        alarms=[],
        dots=[Dot(x, top, "", text) for (x, top), text in zip(sums, texts, strict=False)],
        flags=[],
        columns=[
            Column(x - room * 0.36, top, room * 0.72, bottom - top, "vital" if n < few else "", t)
            for n, (x, top, t) in enumerate(zip(middles, tops, texts, strict=False))
        ],
    )
