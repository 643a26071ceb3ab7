"""Putting a report together from the chapters of all areas."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.indicators import month_before
from review_app.domain.monthly_report import (
    FORMAT,
    HOUSE_READER,
    Chapter,
    ChapterKind,
    Source,
)
from review_app.kernel import audit_log, clock
from review_app.kernel.db import db

CHAPTERS: dict[ChapterKind, Sequence[Source]] = {}  # filled once, from review_app.wiring
LATEST: dict[ChapterKind, Sequence[Source]] = {}  # the chapters that the overview tells as of now


def count(month_on: date) -> dict[str, Any]:
    """Return everything a report of the month holds, as readers without the rows may see it."""
    return {
        "format": FORMAT,
        "month": f"{month_on:%Y-%m}",
        "counted_on": clock.today().isoformat(),
        "chapters": {kind.value: _chapter(CHAPTERS[kind], month_on) for kind in ChapterKind},
    }


def latest(actor: Actor) -> dict[ChapterKind, Chapter]:
    """Return what can be told as of now to somebody who reads the rows, counted for them.

    By the functions that a report is counted by, and of the month that is over. Counted anew only
    after something was entered in the log: no evidence changes without an entry.
    """
    demand(actor, Permission.FIGURES_READ_SMALL)
    return latest_at(actor, today=clock.today(), head=audit_log.head(db.session()))


@lru_cache(maxsize=64)
def latest_at(
    actor: Actor, *, today: date, head: audit_log.Anchor | None
) -> dict[ChapterKind, Chapter]:
    """Return :func:`latest`, once for a day and a last entry of the log; to be read only."""
    del head  # part of what is kept
    month_on = month_before(today)
    return {kind: _chapter(sources, month_on, actor) for kind, sources in LATEST.items()}


def _chapter(sources: Sequence[Source], month_on: date, reader: Actor = HOUSE_READER) -> Chapter:
    whole: Chapter = {"figures": []}
    for source in sources:
        found: Mapping[str, Any] = source(reader, month_on)
        whole = {**whole, **found, "figures": [*whole["figures"], *found["figures"]]}
    return whole
