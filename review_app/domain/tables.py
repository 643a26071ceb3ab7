"""A table as read from a file, and where in it a cell stands.

Every cell is text: a true Excel date arrives as its ISO text, an empty cell as ``""``. Rows keep
the order of the file, and a blank row keeps its place, so that a row number in a message is the
number the spreadsheet program shows.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import overload

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Position:
    """Where something stands: file, sheet (spreadsheets only), row from 1, column heading."""

    file: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None


class Rows(Sequence[Row]):
    """Rows that are read anew from where they lie each time, so that they are never all in memory.

    :param read: begins to read them from the first.
    """

    def __init__(self, read: Callable[[], Iterator[Row]], count: int) -> None:
        self._read, self._count = read, count

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Row]:
        return self._read()

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        """Return one row or several; reads all that come before."""
        if isinstance(place, slice):
            return list(islice(self, *place.indices(self._count)))
        index = range(self._count)[place]
        return next(islice(self, index, None))


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of a workbook or one CSV file, with its headings apart from its rows.

    ``columns`` are unique (a repeated heading gets " (2)"), every row has as many cells as there
    are columns, and ``first_row`` is the spreadsheet's number of ``rows[0]``. ``overlong`` lists
    indexes of rows that held more cells than there are headings; the surplus is cut off.
    """

    name: str
    file: str
    columns: tuple[str, ...]
    rows: Sequence[Row]
    sheet: str | None = None
    first_row: int = 2
    overlong: tuple[int, ...] = ()

    def position(self, index: int | None = None, column: str | None = None) -> Position:
        """Return where row *index* (from 0) and *column* stand in the file."""
        row = None if index is None else self.first_row + index
        return Position(self.file, self.sheet, row, column)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as found: its tables and what had to be guessed to read it.

    ``encoding`` and ``delimiter`` are ``None`` for workbooks.
    """

    name: str
    kind: str
    tables: tuple[Table, ...]
    encoding: str | None = None
    delimiter: str | None = None


def unique_headings(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the headings with blanks named by position and repetitions numbered.

    >>> unique_headings(["Status", "", "Status "])
    ('Status', 'Column 2', 'Status (2)')
    """
    seen: dict[str, int] = {}
    headings = []
    for number, cell in enumerate(cells, start=1):
        name = " ".join(cell.split()) or f"Column {number}"
        seen[name] = seen.get(name, 0) + 1
        headings.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(headings)


def shaped(
    raw: Iterable[Sequence[str]], *, name: str, file: str, sheet: str | None = None
) -> Table | None:
    """Make a table of raw rows: the first row that is not blank holds the headings.

    :param raw: gone through once here, and again whenever the table's rows are asked for.
    :returns: ``None`` when every row is blank.
    """
    numbered = enumerate(raw)
    found = next(((i, row) for i, row in numbered if any(cell.strip() for cell in row)), None)
    if found is None:
        return None
    top, header = found[0], list(found[1])
    while not header[-1].strip():
        header.pop()
    width, last, overlong = len(header), top, []
    for index, row in numbered:
        if len(row) > width and any(cell.strip() for cell in row[width:]):
            overlong.append(index - top - 1)
        if any(row[:width]):
            last = index
    rows = Rows(partial(_fitted, raw, top + 1, last + 1, width), last - top)
    columns = unique_headings(header)
    return Table(name, file, columns, rows, sheet, top + 2, tuple(overlong))


def _fitted(raw: Iterable[Sequence[str]], start: int, stop: int, width: int) -> Iterator[Row]:
    """Yield the raw rows from *start* to before *stop*, filled or cut to *width* cells."""
    for row in islice(raw, start, stop):
        cells = tuple(row)
        yield cells if len(cells) == width else (cells + ("",) * width)[:width]
