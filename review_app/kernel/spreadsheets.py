"""Read a CSV file or a workbook that came from outside into plain tables of text.

What a file is, is decided by its content, never by its name. CSV is decoded by its byte order mark,
else as strict UTF-8, else as cp1252 (what Danish Excel saves); the delimiter is the one of ``;``,
``,`` and tab that makes the steadiest columns. A workbook is first inflated and counted, so that a
zip bomb is refused, then parsed in a child process with limits on memory and time.
"""

import codecs
import csv
import io
import json
import re
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from review_app.domain.errors import Invalid
from review_app.domain.tables import SourceFile, Table, shaped

_CHILD = Path(__file__).with_name("xlsx_child.py")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d|$)")
DELIMITERS = (";", ",", "\t")


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
    return _read_csv(path.read_bytes(), name=name, limits=limits)


def decode(content: bytes) -> tuple[str, str]:
    """Return the text and the encoding found: byte order mark, strict UTF-8, else cp1252.

    :raises UnicodeDecodeError: when a UTF-16 file breaks off in the middle of a character.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding), encoding
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        # Five bytes are undefined in cp1252; a replacement mark is better than a refused file.
        return content.decode("cp1252", errors="replace"), "cp1252"


def find_delimiter(text: str) -> str:
    """Return which of ``;``, ``,`` and tab parts the first lines into the steadiest columns.

    >>> find_delimiter("a;b;c\\n1,5;2,5;3,5\\n")
    ';'
    """
    lines = text[: 1 << 16].splitlines(keepends=True)[:40]

    def steadiness(delimiter: str) -> tuple[float, int]:
        rows = [row for row in csv.reader(lines, delimiter=delimiter) if row]
        width = len(rows[0]) if rows else 1
        alike = sum(len(row) == width for row in rows)
        return (0.0 if width < 2 else alike / len(rows), width)

    return max(DELIMITERS, key=steadiness)


def _refused(name: str, reason: str, **facts: object) -> Invalid:
    return Invalid(field="file", file=name, reason=reason, **facts)


def _read_csv(content: bytes, *, name: str, limits: Limits) -> SourceFile:
    try:
        text, encoding = decode(content)
    except UnicodeDecodeError as error:
        raise _refused(name, "damaged") from error
    if "\0" in text[: 1 << 16]:
        raise _refused(name, "unsupported-type")
    delimiter = find_delimiter(text)
    try:
        rows = list(_bounded(csv.reader(io.StringIO(text), delimiter=delimiter), name, limits))
    except csv.Error as error:
        raise _refused(name, "damaged") from error
    table = shaped(rows, name=Path(name).stem, file=name)
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


def _read_workbook(path: Path, *, name: str, limits: Limits) -> SourceFile:
    _count_inflated(path, name=name, limits=limits)
    sheets: list[tuple[str, list[list[str]]]] = []
    rows = _bounded_sheets(_child_rows(path, name=name, limits=limits), name, limits)
    for sheet, row in rows:
        if row is None:
            sheets.append((sheet, []))
        else:
            sheets[-1][1].append(row)
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
    both = [
        place
        for place in range(len(table.columns))
        if {True, False}
        <= {cell[10:] == "" for row in table.rows if _DAY.match(cell := row[place])}
    ]
    if not both:
        return table
    rows = [
        tuple(
            cell + " 00:00:00" if place in both and len(cell) == 10 and _DAY.match(cell) else cell
            for place, cell in enumerate(row)
        )
        for row in table.rows
    ]
    return replace(table, rows=rows)


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
