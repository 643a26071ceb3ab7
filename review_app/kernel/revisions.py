"""Changing a row only if nobody else has since: the revision is checked in the UPDATE itself.

Isolation levels are never trusted with this: the second of two writers is told, on both databases.
"""

from typing import Any, cast

from sqlalchemy import CursorResult, update

from review_app.domain.errors import Conflict
from review_app.kernel.db import Table
from review_app.kernel.unit_of_work import Work


def change(work: Work, row: Any, *, revision: int, **values: Any) -> None:
    """Set *values* on *row* and raise its revision by one.

    :param revision: of the row as it was read by whoever changes it.
    :raises Conflict: when the row has another revision by now; nothing is changed then.
    """
    kind: type[Table] = type(row)
    columns: Any = kind
    work.session.flush()
    result = work.session.execute(
        update(kind)
        .where(columns.id == row.id, columns.revision == revision)
        .values(revision=revision + 1, **values)
        .execution_options(synchronize_session=False)
    )
    if cast("CursorResult[Any]", result).rowcount != 1:
        raise Conflict(thing=kind.__tablename__, revision=revision)
    work.session.refresh(row)
