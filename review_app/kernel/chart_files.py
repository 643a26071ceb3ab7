"""A chart as a file to take along: SVG, or PNG set from it."""

from flask import Response

from review_app.domain.errors import NotFound
from review_app.kernel.chart_drawing import Drawing
from review_app.kernel.chart_svg import svg_of
from review_app.kernel.downloads import as_file
from review_app.kernel.typesetting import as_png

KINDS = ("svg", "png")


def chart_file(drawing: Drawing | None, kind: str, *, name: str, title: str, text: str) -> Response:
    """Answer with a drawing as a file called *name*; *text* says what it shows.

    :raises NotFound: when nothing is drawn, or for a kind there is not.
    """
    if drawing is None or kind not in KINDS:
        raise NotFound(thing="chart", key=name)
    svg = svg_of(drawing, title=title, text=text)
    return as_file(svg if kind == "svg" else as_png(svg), f"{name}.{kind}")
