"""What a monthly report holds: figures of the house that readers without the rows may see.

A report is plain data from the moment it is counted, so that the page, the PDF, the table and the
JSON can only say the same, and so that an issued one stays what it was.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from review_app.domain.actors import Actor, Role
from review_app.domain.chart_series import Period, next_start
from review_app.domain.comparison import Change

FORMAT = "monthly-report/1"
LAST_DRAFT_DAY = 28  # every month has it
DAYS_TO_COMMENT = 7

#: Who a report is counted for: somebody who reads figures of the house and no row behind them.
#: What is withheld from them is withheld from every reader of the report.
HOUSE_READER = Actor(roles=frozenset({Role.MANAGER}))


class ReportState(StrEnum):
    """Where a report stands."""

    DRAFT = "draft"
    ISSUED = "issued"


class ChapterKind(StrEnum):
    """The parts of a report that hold figures, in the order in which they are read."""

    TIMELINESS = "timeliness"
    QUALITY = "quality"
    LEARNED = "learned"
    DECIDED = "decided"
    ACTIONS = "actions"
    INDICATORS = "indicators"
    REMARKS = "remarks"


class FigureStatus(StrEnum):
    """Whether there is a number, and why not."""

    KNOWN = "known"
    WITHHELD = "withheld"
    NOTHING = "nothing"  # no case counts, or no value was entered
    TOO_FEW = "too-few"  # counted, but too few to say anything about the whole


@dataclass(frozen=True, slots=True)
class ReportFigure:
    """One number with what belongs beside it; ``value`` is a share (0 to 1) or a plain number.

    ``low`` and ``high`` are its 95 % limits, where it comes from a sample. ``before`` is the value
    of the month or round before, ``change`` what can be said of the difference (a code of
    :class:`review_app.domain.comparison.Change`).
    """

    code: str
    name_da: str
    name_en: str
    measure: str
    unit: str = "share"
    scope: str = ""  # of a round: its key
    status: str = FigureStatus.KNOWN.value
    numerator: int | None = None
    denominator: int | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    before: float | None = None
    change: str = ""
    change_low: float | None = None
    change_high: float | None = None
    target: float | None = None
    standing: str = ""
    is_provisional: bool = False

    @property
    def is_known(self) -> bool:
        """Whether there is a number to show."""
        return self.status == FigureStatus.KNOWN and self.value is not None


Chapter = dict[str, Any]
#: Counts one chapter for an actor and the month that begins on a day; see ``wiring.CHAPTERS``.
Source = Callable[[Actor, date], Chapter]
NAMES = tuple(field.name for field in fields(ReportFigure))


def chapter(figures: Iterable[ReportFigure], **more: Any) -> Chapter:
    """Return a chapter as plain data: its figures, and what else it tells."""
    return {"figures": [asdict(figure) for figure in figures], **more}


def figures_of(found: Mapping[str, Any]) -> list[ReportFigure]:
    """Return the figures of a chapter of plain data."""
    return [
        ReportFigure(**{name: line[name] for name in NAMES if name in line})
        for line in found.get("figures", [])
    ]


def end_of(month_on: date) -> date:
    """Return the last day of a month.

    >>> end_of(date(2028, 2, 1))
    datetime.date(2028, 2, 29)
    """
    return next_start(month_on, Period.MONTH) - timedelta(days=1)


def is_over(month_on: date, *, today: date) -> bool:
    """Say whether a month is over, so that a report can be made of it."""
    return end_of(month_on) < today


def named_in(text: str, names: Iterable[str]) -> list[str]:
    """Return those of *names* that stand in a text in full.

    A part of a name alone is left to the writer: many are words or towns as well.

    >>> named_in("Tak til Hanne Holms team", ["Hanne Holm", "Holm Bo"])
    ['Hanne Holm']
    """
    found = text.casefold()
    return [name for name in names if " " in name.strip() and name.casefold() in found]


def draft_is_due(*, today: date, on_day: int) -> bool:
    """Say whether the draft of the last month should be there by now."""
    return today.day >= on_day


@dataclass(frozen=True, slots=True)
class Cover:
    """What the first sentence says.

    ``timeliness`` is the leading figure of the month; ``improved``, ``worsened`` and ``compared``
    count criteria of the rounds that were settled in it.
    """

    timeliness: ReportFigure | None
    improved: int
    worsened: int
    compared: int
    rounds: int

    @property
    def is_clear(self) -> bool:
        """Whether anything at all has clearly changed."""
        told = self.timeliness.change if self.timeliness else ""
        return bool(self.improved or self.worsened) or told in (Change.IMPROVED, Change.WORSENED)


def cover_of(chapters: Mapping[str, Mapping[str, Any]]) -> Cover:
    """Return what the month showed, from the figures alone."""
    lead = leading(chapters.get(ChapterKind.TIMELINESS, {}))
    quality = chapters.get(ChapterKind.QUALITY, {})
    settled = [found for found in quality.get("rounds", []) if found["is_of_month"]]
    keys = {found["key"] for found in settled}
    changes = [one.change for one in figures_of(quality) if one.scope in keys]
    return Cover(
        lead,
        improved=changes.count(Change.IMPROVED),
        worsened=changes.count(Change.WORSENED),
        compared=sum(change not in ("", Change.TOO_FEW) for change in changes),
        rounds=len(settled),
    )


def leading(found: Mapping[str, Any]) -> ReportFigure | None:
    """Return the first rule's figure under the usual definition."""
    figures: Sequence[ReportFigure] = figures_of(found)
    usual = found.get("definition", "")
    return next((one for one in figures if one.measure == usual), None)
