"""Guess from its headings what a table holds and which column is which field.

Compared without case, accents and punctuation, against :mod:`review_app.domain.column_names`. Some
headings mean different things in a list of cases and in a list of events (Status, Group, Type, Id):
there the kind of table decides, and in a flat table whether the column stands before or after the
first column that only events have.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from review_app.domain.column_names import CASE_ALIASES, DATE_FIELDS, EVENT_ALIASES, Field
from review_app.domain.import_values import DateOrder, guess_date_order, holds_days
from review_app.domain.personal_data import is_dropped_heading, is_refused_heading, normal_heading
from review_app.domain.tables import Table


class TableKind(StrEnum):
    """What the rows of a table are: cases, events, or events with their case's columns repeated."""

    CASES = "cases"
    EVENTS = "events"
    FLAT = "flat"


_IGNORED_ENDINGS = ("dage", "days")


def _positions(aliases: Mapping[Field, tuple[str, ...]]) -> dict[Field, dict[str, int]]:
    return {
        field: {normal_heading(name): rank for rank, name in reversed([*enumerate(names)])}
        for field, names in aliases.items()
    }


_CASE_RANKS = _positions(CASE_ALIASES)
_EVENT_RANKS = _positions(EVENT_ALIASES)
_CASE_NAMES = {name for ranks in _CASE_RANKS.values() for name in ranks}
_EVENT_NAMES = {name for ranks in _EVENT_RANKS.values() for name in ranks}


@dataclass(frozen=True, slots=True)
class Guess:
    """What a table seems to hold; ``columns`` maps a field to the heading of its column.

    ``dropped`` are left out by name (personal data), ``days`` hold a number of days where the
    heading speaks of a date, ``unused`` are neither.
    """

    kind: TableKind
    columns: Mapping[Field, str]
    date_order: DateOrder
    dropped: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()


def guess_columns(table: Table, *, kind: TableKind | None = None, sample: int = 2_000) -> Guess:
    """Guess the kind of *table* (unless told) and the field of each of its columns.

    :param sample: how many rows are looked at to tell days from dates and day from month.
    """
    rows = table.rows[:sample]
    usable = {index: name for index, name in enumerate(table.columns) if _is_usable(name)}
    names = {index: normal_heading(name) for index, name in usable.items()}
    kind = kind or _kind(names.values())
    found = _assign(names, kind)
    days = [
        field
        for field, index in found.items()
        if field in DATE_FIELDS and holds_days(row[index] for row in rows)
    ]
    day_columns = tuple(table.columns[found.pop(field)] for field in days)
    dates = [row[found[field]] for field in DATE_FIELDS if field in found for row in rows]
    dropped = tuple(name for name in table.columns if is_dropped_heading(name))
    taken = {table.columns[index] for index in found.values()} | {*dropped, *day_columns}
    return Guess(
        kind=kind,
        columns={field: table.columns[index] for field, index in found.items()},
        date_order=guess_date_order(dates),
        dropped=dropped,
        days=day_columns,
        unused=tuple(name for name in table.columns if name not in taken),
    )


def _is_usable(heading: str) -> bool:
    if is_refused_heading(heading) or is_dropped_heading(heading):
        return False
    return not normal_heading(heading).endswith(_IGNORED_ENDINGS)


def _kind(names: Iterable[str]) -> TableKind:
    present = set(names)
    own_case_dates = any(
        present & _CASE_RANKS[field].keys() for field in (Field.OPENED, Field.CLOSED, Field.DUE)
    )
    only_events = present & (_EVENT_NAMES - _CASE_NAMES)
    has_activity = bool(only_events & _EVENT_RANKS[Field.ACTIVITY].keys())
    has_moment = bool(only_events & _EVENT_RANKS[Field.OCCURRED].keys())
    if has_moment and (has_activity or not own_case_dates):
        return TableKind.FLAT if own_case_dates else TableKind.EVENTS
    return TableKind.CASES


def _assign(names: Mapping[int, str], kind: TableKind) -> dict[Field, int]:
    if kind is TableKind.CASES:
        return _match(names, _CASE_RANKS)
    if kind is TableKind.EVENTS:
        number = _match(names, {Field.CASE_NUMBER: _CASE_RANKS[Field.CASE_NUMBER]})
        rest = {i: name for i, name in names.items() if i not in number.values()}
        return number | _match(rest, _EVENT_RANKS)
    only_events = _EVENT_NAMES - _CASE_NAMES
    border = min((i for i, name in names.items() if name in only_events), default=len(names))
    before = {
        i: name
        for i, name in names.items()
        if name not in only_events and (i < border or name not in _EVENT_NAMES)
    }
    of_cases = _match(before, _CASE_RANKS)
    rest = {i: name for i, name in names.items() if i not in of_cases.values()}
    return of_cases | _match(rest, _EVENT_RANKS)


def _match(names: Mapping[int, str], ranks: Mapping[Field, Mapping[str, int]]) -> dict[Field, int]:
    """Give each field the best-ranked column that no earlier field has taken."""
    found: dict[Field, int] = {}
    for field, order in ranks.items():
        free = [i for i, name in names.items() if name in order and i not in found.values()]
        if free:
            found[field] = min(free, key=lambda i: order[names[i]])
    return found


def missing_fields(columns: Mapping[Field, str], kind: TableKind) -> Sequence[Field]:
    """Return the fields without which a table of this kind cannot be imported."""
    of_cases = () if kind is TableKind.EVENTS else (Field.OPENED,)
    of_events = () if kind is TableKind.CASES else (Field.ACTIVITY, Field.OCCURRED)
    return [f for f in (Field.CASE_NUMBER, *of_cases, *of_events) if f not in columns]
