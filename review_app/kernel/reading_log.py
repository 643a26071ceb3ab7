"""Who read which case, when and for what: plain insert-only rows, apart from the change log.

A page view must not cost a link in the chain; a data subject's right of access needs the rows.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import String, insert
from sqlalchemy.orm import Mapped, mapped_column

from review_app.domain.access import Actor
from review_app.kernel import clock
from review_app.kernel.db import Table
from review_app.kernel.unit_of_work import write_beside


class ReadingEntry(Table):
    """One reading of one case: the person, the moment, the object, the purpose (a code)."""

    __tablename__ = "reading_entry"
    is_evidence = False  # a log of its own

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    actor_id: Mapped[int | None] = mapped_column(index=True)
    case_key: Mapped[str] = mapped_column(String(40), index=True)
    thing_type: Mapped[str] = mapped_column(String(60))
    thing_key: Mapped[str | None] = mapped_column(String(40))
    purpose: Mapped[str] = mapped_column(String(60))


def note_reading(actor: Actor, thing: Table, *, case_key: str, purpose: str) -> None:
    """Enter that *actor* was shown *thing*, which tells of the case *case_key*."""
    note_readings(actor, thing, case_keys=[case_key], purpose=purpose)


def note_readings(actor: Actor, thing: Table, *, case_keys: Iterable[str], purpose: str) -> None:
    """Enter that *actor* was shown *thing*, which tells of several cases; in one go."""
    rows = [
        {
            "actor_id": actor.id,
            "case_key": case_key,
            "thing_type": thing.__tablename__,
            "thing_key": getattr(thing, "key", None),
            "purpose": purpose,
        }
        for case_key in case_keys
    ]
    if rows:
        write_beside(actor, insert(ReadingEntry), rows)
