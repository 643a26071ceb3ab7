"""Where the boxes and arrows of a flow stand in its picture: a lane each for those who take part.

Pure arithmetic: the template draws what stands here, and the list of steps says the same in words.
Units are those of the picture's view box.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from review_app.features.workflow_standards.presenters import Line

LABEL, COLUMN, LANE, HALF = 170, 78, 62, 19


@dataclass(frozen=True, slots=True)
class Node:
    """A step's box, by its middle."""

    number: int
    colour: int
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Picture:
    """All that is drawn: lanes (name, top), boxes, arrows and branches (as paths)."""

    width: int
    height: int
    lanes: Sequence[tuple[str, int]]
    nodes: Sequence[Node]
    arrows: Sequence[str]
    branches: Sequence[str]


def picture(names: Sequence[str], lines: Sequence[Line]) -> Picture:
    """Lay the steps out from left to right, each in its lane."""
    nodes = [
        Node(
            line.number,
            line.colour,
            LABEL + COLUMN * line.number - COLUMN // 2,
            LANE * line.lane - LANE // 2,
        )
        for line in lines
    ]
    branches = [
        _curve(nodes[line.number - 1], nodes[line.branch_number - 1])
        for line in lines
        if line.branch_number
    ]
    return Picture(
        width=LABEL + COLUMN * len(nodes),
        height=LANE * len(names),
        lanes=[(name, LANE * n) for n, name in enumerate(names)],
        nodes=nodes,
        arrows=[_arrow(a, b) for a, b in zip(nodes, nodes[1:], strict=False)],
        branches=branches,
    )


def _arrow(start: Node, end: Node) -> str:
    begin, stop = start.x + HALF, end.x - HALF - 4
    if start.y == end.y:
        return f"M{begin} {start.y}H{stop}"
    middle = (begin + stop) // 2
    return f"M{begin} {start.y}H{middle}V{end.y}H{stop}"


def _curve(start: Node, end: Node) -> str:
    """Leave from the box's foot and come in from above or below, clear of the straight arrows."""
    low = max(start.y, end.y) + HALF + 14
    stop = end.y + HALF + 4
    return f"M{start.x} {start.y + HALF}V{low}H{end.x}V{stop}"
