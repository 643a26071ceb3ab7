"""Read a CSV file or a workbook that came from outside into plain tables of text.

What a file is, is decided by its content, never by its name. CSV is decoded by its byte order mark,
else as strict UTF-8, else as cp1252 (what Danish Excel saves); the delimiter is the one of ``;``,
``,`` and tab that makes the steadiest columns. A workbook is first inflated and counted, so that a
zip bomb is refused, then parsed in a child process with limits on memory and time.

The rows of a table stay on disk, in the file itself or (of a workbook) in a nameless one, and are
read anew each time they are gone through: a file of a million rows costs no more memory than one of
a thousand. Whoever goes through them must do so before the file is deleted.
"""

import csv
import json
import re
import subprocess
import sys
import tempfile
import threading
import weakref
import zipfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from review_app.domain.errors import Invalid
from review_app.domain.tables import Row, Rows, SourceFile, Table, shaped
from review_app.kernel.text_files import find_delimiter, find_encoding, open_text

_CHILD = Path(__file__).with_name("xlsx_child.py")
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d|$)")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may hold before it is refused; bytes, counts, mebibytes and seconds."""

    file_bytes: int = 200 << 20
    inflated_bytes: int = 1 << 30
    zip_entries: int = 2_000
    sheets: int = 50
    rows: int = 2_000_000
    cells: int = 40_000_000
    child_megabytes: int = 2_048
    child_seconds: int = 120


DEFAULT_LIMITS = Limits()


def read_file(path: Path, *, name: str, limits: Limits = DEFAULT_LIMITS) -> SourceFile:
    """Read the file at *path*, which its owner calls *name*, into tables.

    :raises Invalid: ``reason`` is one of ``too-large``, ``empty-file``, ``unsupported-type``,
        ``damaged``, ``zip-bomb``, ``too-many-sheets``, ``too-many-rows``, ``too-many-cells``,
        ``too-slow``; ``file`` holds *name*.
    """
    size = path.stat().st_size
    if size > limits.file_bytes:
        raise _refused(name, "too-large", limit_bytes=limits.file_bytes)
    with path.open("rb") as stream:
        start = stream.read(8)
    if not start:
        raise _refused(name, "empty-file")
    if start.startswith(b"PK\x03\x04"):
        return _read_workbook(path, name=name, limits=limits)
    if start.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"PK", b"\x1f\x8b", b"{\\rtf")):
        raise _refused(name, "unsupported-type")
    return _read_csv(path, name=name, limits=limits)


def _refused(name: str, reason: str, **facts: object) -> Invalid:
    return Invalid(field="file", file=name, reason=reason, **facts)


@dataclass(frozen=True, slots=True)
class _CsvRows:
    """The rows of a CSV file, read from its beginning each time; no more than *limits* allow."""

    path: Path
    name: str
    encoding: str
    delimiter: str
    limits: Limits

    def __iter__(self) -> Iterator[list[str]]:
        with open_text(self.path, self.encoding) as text:
            yield from _bounded(csv.reader(text, delimiter=self.delimiter), self.name, self.limits)


def _read_csv(path: Path, *, name: str, limits: Limits) -> SourceFile:
    encoding = find_encoding(path)
    try:
        with open_text(path, encoding) as text:
            start = text.read(1 << 16)
        if "\0" in start:
            raise _refused(name, "unsupported-type")
        delimiter = find_delimiter(start)
        rows = _CsvRows(path, name, encoding, delimiter, limits)
        table = shaped(rows, name=Path(name).stem, file=name)
    except (csv.Error, UnicodeDecodeError) as error:
        raise _refused(name, "damaged") from error
    if table is None:
        raise _refused(name, "empty-file")
    return SourceFile(name, "csv", (table,), encoding, delimiter)


def _bounded(rows: Iterator[list[str]], name: str, limits: Limits) -> Iterator[list[str]]:
    cells = 0
    for count, row in enumerate(rows, start=1):
        cells += len(row)
        if count > limits.rows:
            raise _refused(name, "too-many-rows", limit=limits.rows)
        if cells > limits.cells:
            raise _refused(name, "too-many-cells", limit=limits.cells)
        yield row


class _SheetRows:
    """The rows of one sheet, put aside as lines of JSON in a file without a name."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the rows are
        weakref.finalize(self, self._file.close)

    def add(self, row: list[str]) -> None:
        """Put one more row at the end; before anybody reads."""
        self._file.write(json.dumps(row).encode() + b"\n")

    def __iter__(self) -> Iterator[list[str]]:
        place = 0  # of this reader: several may be at different rows
        while True:
            self._file.seek(place)
            line = self._file.readline()
            if not line:
                return
            place += len(line)
            yield json.loads(line)


def _read_workbook(path: Path, *, name: str, limits: Limits) -> SourceFile:
    _count_inflated(path, name=name, limits=limits)
    sheets: list[tuple[str, _SheetRows]] = []
    rows = _bounded_sheets(_child_rows(path, name=name, limits=limits), name, limits)
    for sheet, row in rows:
        if row is None:
            sheets.append((sheet, _SheetRows()))
        else:
            sheets[-1][1].add(row)
    tables = [shaped(rows, name=sheet, file=name, sheet=sheet) for sheet, rows in sheets]
    found = tuple(_with_midnights(table) for table in tables if table is not None)
    if not found:
        raise _refused(name, "empty-file")
    return SourceFile(name, "xlsx", found)


def _with_midnights(table: Table) -> Table:
    """Give midnight back to the moments that the parser took for whole days.

    It tells ``2011-06-24`` for a cell of date and time that says 00:00. Where other cells of the
    column have a time of day, the column holds moments.
    """
    ways: list[set[bool]] = [set() for _ in table.columns]
    for row in table.rows:
        for way, cell in zip(ways, row, strict=True):
            if len(cell) >= len("2011-06-24") and _DAY.match(cell):
                way.add(cell[10:] == "")
    moments = [place for place, way in enumerate(ways) if len(way) == 2]
    if not moments:
        return table
    return replace(table, rows=Rows(partial(_at_midnight, table.rows, moments), len(table.rows)))


def _at_midnight(rows: Iterable[Row], moments: Collection[int]) -> Iterator[Row]:
    for row in rows:
        yield tuple(
            cell + " 00:00:00"
            if place in moments and len(cell) == 10 and _DAY.match(cell)
            else cell
            for place, cell in enumerate(row)
        )


def _count_inflated(path: Path, *, name: str, limits: Limits) -> None:
    """Inflate every part and count, since the sizes a zip file states may be lies."""
    total = 0
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if not any(part.filename.lower() == "xl/workbook.xml" for part in parts):
                raise _refused(name, "unsupported-type")
            if len(parts) > limits.zip_entries:
                raise _refused(name, "zip-bomb")
            for part in parts:
                with archive.open(part) as stream:
                    while chunk := stream.read(1 << 20):
                        total += len(chunk)
                        if total > limits.inflated_bytes:
                            raise _refused(name, "zip-bomb")
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        raise _refused(name, "damaged") from error


def _bounded_sheets(
    messages: Iterator[tuple[str, list[str] | None]], name: str, limits: Limits
) -> Iterator[tuple[str, list[str] | None]]:
    sheets = rows = cells = 0
    for sheet, row in messages:
        sheets += row is None
        rows += row is not None
        cells += len(row or ())
        for count, limit, reason in (
            (sheets, limits.sheets, "too-many-sheets"),
            (rows, limits.rows, "too-many-rows"),
            (cells, limits.cells, "too-many-cells"),
        ):
            if count > limit:
                raise _refused(name, reason, limit=limit)
        yield sheet, row


def _child_rows(path: Path, *, name: str, limits: Limits) -> Iterator[tuple[str, list[str] | None]]:
    """Yield each sheet's name with ``None``, then its rows, as the child process writes them."""
    budget = (str(limits.child_megabytes), str(limits.child_seconds))
    command = [sys.executable, "-I", str(_CHILD), str(path), *budget]
    # The child sets its own limits first; the timer ends one that waits without using the CPU.
    with subprocess.Popen(  # noqa: S603 - our own interpreter and script, no shell
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8"
    ) as child:
        timer = threading.Timer(2 * limits.child_seconds, child.kill)
        timer.start()
        complete, sheet = False, ""
        try:
            for line in child.stdout or ():
                kind, *rest = json.loads(line)
                complete = kind == "end"
                if kind == "sheet":
                    sheet = rest[0]
                    yield sheet, None
                elif kind == "row":
                    yield sheet, rest[0]
        except ValueError:
            complete = False
        finally:
            timer.cancel()
            child.kill()
    if not complete:
        raise _refused(name, "damaged")
