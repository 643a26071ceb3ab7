"""Putting a report together from the chapters of all areas."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from review_app.domain.monthly_report import (
    FORMAT,
    HOUSE_READER,
    Chapter,
    ChapterKind,
    Source,
)
from review_app.kernel import clock

CHAPTERS: dict[ChapterKind, Sequence[Source]] = {}  # filled once, from review_app.wiring


def count(month_on: date) -> dict[str, Any]:
    """Return everything a report of the month holds, as readers without the rows may see it."""
    return {
        "format": FORMAT,
        "month": f"{month_on:%Y-%m}",
        "counted_on": clock.today().isoformat(),
        "chapters": {kind.value: _chapter(CHAPTERS[kind], month_on) for kind in ChapterKind},
    }


def _chapter(sources: Sequence[Source], month_on: date) -> Chapter:
    whole: Chapter = {"figures": []}
    for source in sources:
        found: Mapping[str, Any] = source(HOUSE_READER, month_on)
        whole = {**whole, **found, "figures": [*whole["figures"], *found["figures"]]}
    return whole
