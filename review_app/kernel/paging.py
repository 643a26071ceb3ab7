"""Keyset pages: the next page starts after a row, not after a count, so page 1000 costs as page 1.

A cursor is the last row's sort value and id, packed so that it can stand in an address.
"""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar, TypeVarTuple, cast

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, or_

from review_app.domain.errors import Invalid

Row = TypeVar("Row")
Shape = TypeVarTuple("Shape")
SIZE = 50
MOST_STORED = 1 << 63  # what an integer column holds on both databases


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows, and where the next page starts, if there is one."""

    rows: Sequence[Row]
    after: str | None


def after_row(
    query: Select[*Shape],
    cursor: str | None,
    *,
    value: SQLColumnExpression[Any],
    id_: SQLColumnExpression[int],
    descending: bool = False,
    size: int = SIZE,
) -> Select[*Shape]:
    """Order *query* by *value* then *id_*, start after *cursor*, and ask for one row too many.

    Rows whose *value* is NULL come last, on both databases.
    """
    order = (value.desc() if descending else value.asc()).nulls_last()
    query = query.order_by(order, id_.asc()).limit(size + 1)
    if cursor is None:
        return query
    last, last_id = unpack(cursor)
    if not isinstance(last, cast("ColumnElement[Any]", value).type.python_type | None):
        raise Invalid(field="after", reason="cursor")
    if last is None:
        return query.where(and_(value.is_(None), id_ > last_id))
    beyond = value < last if descending else value > last
    return query.where(or_(beyond, and_(value == last, id_ > last_id), value.is_(None)))


def page_of(
    rows: Sequence[Row], place: Callable[[Row], tuple[Any, int]], *, size: int = SIZE
) -> Page[Row]:
    """Cut the row too many off; *place* gives a row's sort value and id."""
    shown = rows[:size]
    return Page(shown, pack(*place(shown[-1])) if len(rows) > size else None)


def pack(value: Any, id_: int) -> str:
    """Write a cursor."""
    kind = "d" if isinstance(value, date) and not isinstance(value, datetime) else "v"
    if isinstance(value, datetime):
        kind = "t"
    plain = value.isoformat() if isinstance(value, date) else value
    return base64.urlsafe_b64encode(json.dumps([kind, plain, id_]).encode()).decode().rstrip("=")


def unpack(cursor: str) -> tuple[Any, int]:
    """Read a cursor.

    :raises Invalid: when somebody made it up.
    """
    try:
        kind, plain, id_ = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        read = {"d": date.fromisoformat, "t": datetime.fromisoformat}.get(kind, lambda v: v)
        last = None if plain is None else read(plain)
        if any(isinstance(n, int) and abs(n) >= MOST_STORED for n in (last, int(id_))):
            raise ValueError("no row has that number")
        return last, int(id_)
    except (ValueError, TypeError) as fault:
        raise Invalid(field="after", reason="cursor") from fault
