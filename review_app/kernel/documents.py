"""What a printed document is made of: minutes, letters, reports and notes alike.

A feature's presenter says the words in the reader's language and puts them in order;
:mod:`review_app.kernel.typesetting` sets them as an accessible PDF.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from review_app.kernel.markdown import to_html

VOID = {"br", "hr"}
BLOCKS = {"p", "ul", "ol", "li", "blockquote", "pre", "table", "thead", "tbody", "tr", "th", "td"}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; *level* 1 is a part of the document, 2 and 3 stand below it."""

    text: str
    level: int = 1
    kind: str = field(default="heading", init=False)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Plain words; a *quiet* one explains what stands beside it."""

    text: str
    is_quiet: bool = False
    kind: str = field(default="paragraph", init=False)


@dataclass(frozen=True, slots=True)
class Written:
    """What a person wrote in Markdown; read through the allow-list of the pages."""

    markdown: str
    kind: str = field(default="written", init=False)


@dataclass(frozen=True, slots=True)
class Points:
    """A list of short points."""

    items: tuple[str, ...]
    kind: str = field(default="points", init=False)


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of a name and what it is, such as place and time."""

    rows: tuple[tuple[str, str], ...]
    kind: str = field(default="facts", init=False)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of ready-written cells under named columns.

    *numeric* columns are set to the right; *wide* ones get twice the room of the other texts.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()
    wide: tuple[int, ...] = ()
    kind: str = field(default="table", init=False)


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG drawing; *alt* says in words what it shows."""

    svg: str
    alt: str
    caption: str = ""
    kind: str = field(default="picture", init=False)


Part = Heading | Paragraph | Written | Points | Facts | Table | Picture


@dataclass(frozen=True, slots=True)
class Document:
    """One document: its title, a line under it, the parts, and a line at the foot of each page."""

    title: str
    subtitle: str
    parts: tuple[Part, ...]
    foot: str = ""


def tree_of(text: str) -> list[Any]:
    """Return Markdown as nested ``{"tag": ..., "body": [...]}`` and plain strings."""
    reader = _Tree()
    reader.feed(str(to_html(text)))
    reader.close()
    return _without_gaps(reader.top)


def _without_gaps(body: list[Any]) -> list[Any]:
    """Leave out the line breaks that stand between blocks, not those between words."""
    if not any(isinstance(each, dict) and each["tag"] in BLOCKS for each in body):
        return body
    return [each for each in body if not isinstance(each, str) or each.strip()]


class _Tree(HTMLParser):
    """Reads clean HTML; every element the allow-list knows is closed or void."""

    def __init__(self) -> None:
        super().__init__()
        self.top: list[Any] = []
        self.open = [self.top]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        body: list[Any] = []
        self.open[-1].append({"tag": tag, "body": body, "href": dict(attrs).get("href") or ""})
        if tag not in VOID:
            self.open.append(body)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            body = self.open.pop()
            body[:] = _without_gaps(body)

    def handle_data(self, data: str) -> None:
        self.open[-1].append(data)
