"""A drawing of :mod:`chart_drawing` as an SVG that stands alone, on paper and on the page.

Everything is an attribute: a document has no style sheet, and a page allows no style of its own.
"""

from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from review_app.kernel.chart_drawing import Column, Drawing, Flag

Line = Sequence[tuple[float, float]]
INK, QUIET, GRID, VALUE, ALARM = "#1a1a1a", "#595959", "#dcdcdc", "#0059b3", "#cc0000"
PALE, TARGET = "#9db8d2", "#1d7a46"
TITLE_HEIGHT = 28
FONT = 'font-family="IBM Plex Sans" font-size="12"'


def svg_of(drawing: Drawing, *, text: str, foot: str = "", title: str = "") -> str:
    """Return the drawing.

    *text* says in words what it shows, *foot* runs along the bottom and *title*, which a drawing
    that leaves its page needs, along the top.
    """
    width, above = drawing.width, TITLE_HEIGHT if title else 0
    height = drawing.height + above
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 {-above} {width} {height}" role="img" aria-label="{escape(text)}">',
        f'<rect y="{-above}" width="{width}" height="{height}" fill="#ffffff"/>' if title else "",
        _text(8, 20 - above, title, "start") if title else "",
        *_axes(drawing),
        *(_column(column) for column in drawing.columns),
        *(_flag(flag, drawing) for flag in drawing.flags),
        *_lines(drawing.limits, f'stroke="{QUIET}" stroke-width="1" stroke-dasharray="5 4"'),
        *_lines(drawing.alarms, f'stroke="{ALARM}" stroke-width="1" stroke-dasharray="2 3"'),
        *_lines(drawing.targets, f'stroke="{TARGET}" stroke-width="2" stroke-dasharray="2 3"'),
        *_lines(drawing.centres, f'stroke="{QUIET}" stroke-width="1"'),
        *_lines(drawing.values, f'stroke="{VALUE}" stroke-width="2"'),
        *_dots(drawing),
        _text(drawing.right, drawing.bottom + 38, foot, "end") if foot else "",
        "</svg>",
    ]
    return Markup("").join(Markup(part) for part in parts)  # noqa: S704 - texts are escaped


def _axes(drawing: Drawing) -> Iterable[str]:
    for y, label in drawing.up:
        yield _stroke((drawing.left, y), (drawing.right, y), f'stroke="{GRID}"')
        yield _text(drawing.left - 8, y + 4, label, "end")
    for x, label in drawing.across:
        yield _text(x, drawing.bottom + 18, label, "middle")


def _flag(flag: Flag, drawing: Drawing) -> str:
    stroke = f'stroke="{INK}" stroke-dasharray="2 3"'
    line = _stroke((flag.x, drawing.top), (flag.x, drawing.bottom), stroke)
    return line + _text(flag.x, drawing.top - 8, flag.text, "middle")


def _lines(lines: Iterable[Line], look: str) -> Iterable[str]:
    for line in lines:
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in line)
        yield f'<polyline fill="none" {look} points="{points}"/>'


def _column(column: Column) -> str:
    colour = VALUE if column.kind else PALE
    place = f'x="{column.x:.1f}" y="{column.y:.1f}"'
    size = f'width="{column.width:.1f}" height="{column.height:.1f}"'
    said = f"<title>{escape(column.text)}</title>"
    return f'<rect {place} {size} fill="{colour}">{said}</rect>'


def _dots(drawing: Drawing) -> Iterable[str]:
    for dot in drawing.dots:
        is_outside = dot.kind == "outside"
        colour, size = (ALARM, 6) if is_outside else (VALUE, 4)
        said = f"<title>{escape(dot.text)}</title>"
        place = f'cx="{dot.x:.1f}" cy="{dot.y:.1f}" r="{size}"'
        yield f'<circle {place} fill="{colour}">{said}</circle>'


def _stroke(start: tuple[float, float], end: tuple[float, float], look: str) -> str:
    (x1, y1), (x2, y2) = start, end
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" {look}/>'


def _text(x: float, y: float, text: str, anchor: str) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text {place} fill="{INK}" {FONT}>{escape(text)}</text>'
