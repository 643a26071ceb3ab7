"""One thing that waits, as one line of the union over all areas' tables."""

from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    String,
    cast,
    literal,
    null,
)
from sqlalchemy.orm import InstrumentedAttribute

from review_app.domain.waiting import WaitingKind

Line = Select[str, str, str, date | None]
Text = ColumnElement[str] | InstrumentedAttribute[str]
Day = ColumnElement[Any] | InstrumentedAttribute[date | None]


def line(
    query: Select[*tuple[object, ...]],
    kind: WaitingKind,
    key: Text,
    title: Text,
    due_on: Day | None,
) -> Line:
    """Return *query* as lines: what is to be done, on which thing, by which day."""
    by = cast(null(), Date) if due_on is None else due_on
    return query.with_only_columns(
        literal(kind.value).label("kind"),
        key.label("key"),
        cast(title, String).label("title"),
        by.label("due_on"),
        maintain_column_froms=True,
    )


def kind_of(made: Line) -> WaitingKind:
    """Return what is to be done on each of the lines of a query that :func:`line` made."""
    label: Any = made.selected_columns["kind"]
    return WaitingKind(label.element.value)
