"""Read cases and their events out of tables, by a profile that says which column is which.

A case number keeps whatever it says (``NA`` is a number like any other); in every other field a
missing-value word means that nothing is known, so that ``EMPTY`` never becomes a team. Faults block
the whole import, notices never do (ruling 23).
"""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from review_app.domain.column_guess import Guess, TableKind, guess_columns, missing_fields
from review_app.domain.column_names import CASE_FIELDS, EVENT_FIELDS, Field
from review_app.domain.import_report import (
    CaseRecord,
    EventRecord,
    Fault,
    Notice,
    Problems,
)
from review_app.domain.import_rows import RowReader, check_personal_numbers
from review_app.domain.import_values import DateOrder, Stamp
from review_app.domain.personal_data import has_personal_number, is_dropped_heading
from review_app.domain.tables import Position, Table

MISSING_WORDS = ("EMPTY", "UNDEFINED", "N/A")


@dataclass(frozen=True, slots=True)
class Profile:
    """How a source's files are read; kept, so that the next import asks nothing.

    ``columns`` maps a field to the heading of its column; headings of one file are enough for one
    kind of table, so cases and events have a mapping each. An empty mapping is guessed.
    """

    case_columns: Mapping[Field, str] = field(default_factory=dict)
    event_columns: Mapping[Field, str] = field(default_factory=dict)
    date_order: DateOrder | None = None
    missing_words: tuple[str, ...] = MISSING_WORDS

    def as_json(self) -> dict[str, Any]:
        """Return the profile as plain values that JSON holds."""
        return {
            "case_columns": {key.value: name for key, name in self.case_columns.items()},
            "event_columns": {key.value: name for key, name in self.event_columns.items()},
            "date_order": self.date_order and self.date_order.value,
            "missing_words": list(self.missing_words),
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Profile":
        """Return the profile that :meth:`as_json` wrote.

        :raises ValueError: when a field or date order is not one we know.
        """
        order = values.get("date_order")
        return cls(
            {Field(key): name for key, name in values.get("case_columns", {}).items()},
            {Field(key): name for key, name in values.get("event_columns", {}).items()},
            DateOrder(order) if order else None,
            tuple(values.get("missing_words", MISSING_WORDS)),
        )


@dataclass(frozen=True, slots=True)
class Layout:
    """Which table holds the cases and which the events (one and the same when flat)."""

    cases: Table | None
    events: Table | None
    case_guess: Guess | None
    event_guess: Guess | None


def lay_out(
    tables: Sequence[Table],
    profile: Profile | None = None,
    *,
    events_file: str | None = None,
) -> Layout:
    """Find the tables of cases and events among *tables* and guess their columns.

    The first table of each kind counts; a flat one stands for both. A mapping in *profile* is
    taken as it is, without a guess.

    :param events_file: a file that is said to hold events, whatever its headings look like.
    """
    profile = profile or Profile()
    told = {events_file: TableKind.EVENTS} if events_file else {}
    guesses = [(table, guess_columns(table, kind=told.get(table.file))) for table in tables]
    flat = next(((t, g) for t, g in guesses if g.kind is TableKind.FLAT), None)
    cases = flat or next(((t, g) for t, g in guesses if g.kind is TableKind.CASES), None)
    events = flat or next(((t, g) for t, g in guesses if g.kind is TableKind.EVENTS), None)
    return Layout(
        cases and cases[0],
        events and events[0],
        cases and _with_profile(cases[0], cases[1], profile.case_columns, CASE_FIELDS),
        events and _with_profile(events[0], events[1], profile.event_columns, EVENT_FIELDS),
    )


def _with_profile(
    table: Table, guess: Guess, chosen: Mapping[Field, str], fields: Collection[Field]
) -> Guess:
    wanted = {Field.CASE_NUMBER, *fields}
    columns = {key: name for key, name in guess.columns.items() if key in wanted}
    if chosen:
        # A profile answers for every field: what it leaves out was left out on purpose.
        columns = {key: name for key, name in chosen.items() if name in table.columns}
    return Guess(guess.kind, columns, guess.date_order, guess.dropped, guess.days, guess.unused)


@dataclass(slots=True)
class _Seen:
    """What is remembered of a case while other rows go by."""

    place: int
    told: int
    closed: Stamp | None = None


class Reading:
    """An import being read: cases first, then events, one at a time and in the order of the file.

    Only what other rows are held against is remembered, a few words a case. Problems gather while
    the records go by; nothing may be written when there is a fault.

    :param known_cases: case numbers that the source already has, for a list of events alone.
    """

    def __init__(
        self, layout: Layout, profile: Profile, *, known_cases: Iterable[str] = ()
    ) -> None:
        self.faults, self.notices = Problems(), Problems(limit=2_000)
        self._layout, self._profile = layout, profile
        self._seen = {number: _Seen(place, 0) for place, number in enumerate(known_cases)}
        _check_tables(layout, self.faults, self.notices)
        self._is_readable = not self.faults.count
        if not self._is_readable:
            self.notices = Problems()

    def place_of(self, number: str) -> int:
        """Return which case this is, from 0, in the order in which they were first seen."""
        return self._seen[number].place

    def cases(self) -> Iterator[CaseRecord]:
        """Read the cases that have no fault."""
        table, guess = self._layout.cases, self._layout.case_guess
        if table is None or guess is None or not self._is_readable:
            return
        reader = _reader(table, guess, self._profile, self.faults)
        for index, row in enumerate(table.rows):
            number = reader.number(index, row)
            if number is None or not self._is_first(index, number, reader.told(row)):
                continue
            record = reader.case(index, row, number)
            if record is None:
                continue
            self._seen[number].closed = record.closed
            if record.closed is not None and record.closed.is_before(record.opened):
                position = table.position(index)
                self.notices.add(Notice.ENDS_BEFORE_START, position, case=number)
            yield record

    def _is_first(self, index: int, number: str, told: Hashable) -> bool:
        """Take a case in; one that was seen before must be a row of the flat table that agrees."""
        table = self._layout.cases
        assert table is not None
        seen = self._seen.get(number)
        if seen is None:
            self._seen[number] = _Seen(len(self._seen), hash(told))
        elif table is not self._layout.events:
            self.faults.add(Fault.DUPLICATE_CASE, table.position(index), number)
        elif seen.told != hash(told):
            self.faults.add(Fault.DIFFERS_WITHIN_CASE, table.position(index), number)
        return seen is None

    def events(self) -> Iterator[EventRecord]:
        """Read the events that have no fault, once the cases are read."""
        table, guess = self._layout.events, self._layout.event_guess
        if table is None or guess is None or not self._is_readable:
            return
        reader = _reader(table, guess, self._profile, self.faults)
        # In a flat table the cases were read from the same rows, their faults are told already.
        is_flat, late = self._layout.cases is table, 0
        for index, row in enumerate(table.rows):
            number = reader.number(index, row, silent=is_flat)
            if number is None:
                continue
            seen = self._seen.get(number)
            if seen is None:
                if not is_flat:
                    self.faults.add(Fault.UNKNOWN_CASE, table.position(index), number)
            elif record := reader.event(index, row, number):
                late += bool(seen.closed and seen.closed.is_before(record.occurred))
                yield record
        if late and self._layout.cases is not None:
            position = self._layout.cases.position()
            self.notices.add(Notice.EVENTS_AFTER_END, position, count=late)


def _check_tables(layout: Layout, faults: Problems, notices: Problems) -> None:
    parts = [(layout.cases, layout.case_guess), (layout.events, layout.event_guess)]
    if layout.cases is None and layout.events is None:
        faults.add(Fault.NO_TABLE, Position(""))
    seen: set[int] = set()
    for (table, guess), fields in zip(parts, (CASE_FIELDS, EVENT_FIELDS), strict=True):
        if table is None or guess is None:
            continue
        kind = TableKind.CASES if fields is CASE_FIELDS else TableKind.EVENTS
        for missing in missing_fields(guess.columns, kind):
            faults.add(Fault.NO_COLUMN, table.position(), field=missing.value)
        for name in guess.columns.values():
            if is_dropped_heading(name):
                faults.add(Fault.DROPPED_COLUMN, table.position(column=name))
        if id(table) not in seen:
            seen.add(id(table))
            _check_content(table, guess, faults, notices)


def _check_content(table: Table, guess: Guess, faults: Problems, notices: Problems) -> None:
    if has_personal_number(table.file):
        faults.add(Fault.CPR_IN_FILE_NAME, Position(table.file))
    check_personal_numbers(table, faults)
    for index in table.overlong:
        faults.add(Fault.TOO_MANY_CELLS, table.position(index))
    for name in guess.dropped:
        notices.add(Notice.DROPPED_COLUMN, table.position(column=name))
    for name in guess.days:
        notices.add(Notice.DAYS_NOT_DATE, table.position(column=name))


def _reader(table: Table, guess: Guess, profile: Profile, faults: Problems) -> RowReader:
    order = profile.date_order or guess.date_order
    return RowReader(table, guess.columns, order, profile.missing_words, faults)
