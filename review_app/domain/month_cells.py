"""Read months and numbers as people write them in spreadsheets, Danish first."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from review_app.domain.import_values import parse_stamp

MONTH_NAMES = (
    ("januar", "january"),
    ("februar", "february"),
    ("marts", "march"),
    ("april", "april"),
    ("maj", "may"),
    ("juni", "june"),
    ("juli", "july"),
    ("august", "august"),
    ("september", "september"),
    ("oktober", "october"),
    ("november", "november"),
    ("december", "december"),
)
MOST_LINES = 600
_YEAR_FIRST = re.compile(r"(\d{4})[-/. ]?(?:m|M)?(\d{1,2})")
_MONTH_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{4})")
_NAMED = re.compile(r"([^\W\d]{3,})\.?[-/. ]*(\d{4}|\d{2})")
_UNITS = re.compile(r"(?:%|kr\.?|dkk|dage?|days?|timer?|hours?)$", re.IGNORECASE)
_SPACES = re.compile(r"[\s'\u00a0\u202f]")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?")
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]\d+)?")
_DOT_GROUPS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One line of what was pasted: its number from 1, its text, and what was read of it.

    ``fault`` is empty or ``no-month``, ``no-number``, ``future``, ``twice``. A line with a month
    and neither value nor fault leaves the month a gap.
    """

    number: int
    text: str
    month_on: date | None = None
    value: float | None = None
    fault: str = ""


def read_month(text: str) -> date:
    """Return the first day of the month that *text* names.

    :raises ValueError: when it names none.

    >>> [str(read_month(t)) for t in ("marts 2026", "okt. 25", "2026-03", "03-2026", "31-03-2026")]
    ['2026-03-01', '2025-10-01', '2026-03-01', '2026-03-01', '2026-03-01']
    """
    cell = text.strip()
    if match := _NAMED.fullmatch(cell):
        year = int(match[2]) + (2000 if len(match[2]) == 2 else 0)
        return _first(year, _month_named(match[1]))
    if match := _YEAR_FIRST.fullmatch(cell):
        return _first(int(match[1]), int(match[2]))
    if match := _MONTH_FIRST.fullmatch(cell):
        return _first(int(match[2]), int(match[1]))
    return parse_stamp(cell).on.replace(day=1)


def _month_named(name: str) -> int:
    for number, known in enumerate(MONTH_NAMES, start=1):
        if any(full.startswith(name.casefold()) for full in known):
            return number
    raise ValueError(f"no month: {name}")


def _first(year: int, month: int) -> date:
    if not 1990 <= year < 2100:
        raise ValueError(f"year out of range: {year}")
    return date(year, month, 1)


def read_number(text: str) -> float:
    """Return the number that *text* says, 0 or more; a comma is the decimal mark.

    A point before exactly three digits groups thousands, as in Danish; where both marks stand, the
    last is the decimal mark. A unit behind the number is left out.

    :raises ValueError: when it is no number, or below 0.

    >>> [read_number(t) for t in ("1.200", "81,7 %", "1 200,5", "12.5", "1,200.50", "0.125")]
    [1200.0, 81.7, 1200.5, 12.5, 1200.5, 0.125]
    """
    bare = _SPACES.sub("", _UNITS.sub("", text.strip()))
    if "," in bare and "." in bare and _GROUPED.fullmatch(bare):
        decimal = max(",.", key=bare.rfind)
        grouping = "." if decimal == "," else ","
        return float(bare.replace(grouping, "").replace(decimal, "."))
    if _DOT_GROUPS.fullmatch(bare):
        return float(bare.replace(".", ""))
    if not _PLAIN.fullmatch(bare):
        raise ValueError(f"no number: {text}")
    return float(bare.replace(",", "."))


def read_lines(text: str, *, today: date) -> list[MonthLine]:
    """Read what was pasted: a month and a value on each line, a heading at most on the first.

    Empty lines are passed over; every other one comes back, read or with what is wrong with it.
    """
    lines: list[MonthLine] = []
    seen: set[date] = set()
    for number, raw in enumerate(text.splitlines()[:MOST_LINES], start=1):
        if not raw.strip():
            continue
        line = _read(number, raw)
        if not lines and line.month_on is None and line.value is None:
            lines.append(MonthLine(number, raw.strip(), fault="heading"))
            continue
        lines.append(_checked(line, seen, today))
    return [line for line in lines if line.fault != "heading" or len(lines) == 1]


def _checked(line: MonthLine, seen: set[date], today: date) -> MonthLine:
    fault = line.fault
    if line.month_on is not None:
        if line.month_on > today:
            fault = "future"
        elif line.month_on in seen:
            fault = "twice"
        seen.add(line.month_on)
    return MonthLine(line.number, line.text, line.month_on, line.value, fault)


def _read(number: int, raw: str) -> MonthLine:
    text = raw.strip()
    cells = re.split(r"\s*[\t;]\s*", text)
    if len(cells) > 1:
        return _of_cells(number, text, cells[0], cells[1])
    for gap in re.finditer(r"[\s,]+", text):
        line = _of_cells(number, text, text[: gap.start()], text[gap.end() :])
        if not line.fault:
            return line
    return _of_cells(number, text, text, "")


def _of_cells(number: int, text: str, month: str, value: str) -> MonthLine:
    try:
        month_on = read_month(month)
    except ValueError:
        return MonthLine(number, text, None, _number_or_none(value), "no-month")
    if not value.strip():
        return MonthLine(number, text, month_on)
    found = _number_or_none(value)
    return MonthLine(number, text, month_on, found, "" if found is not None else "no-number")


def _number_or_none(text: str) -> float | None:
    try:
        return read_number(text)
    except ValueError:
        return None


def as_lines(rows: Iterable[Sequence[str]]) -> str:
    """Return the two columns of a table that hold months and values, as lines to paste.

    The months are the column where most cells name one, the values the next one to its right that
    holds numbers; where there is none, the first two columns stand as they are.
    """
    table = [list(row) for row in rows][:MOST_LINES]
    width = max(map(len, table), default=0)
    columns = [[row[n] if n < len(row) else "" for row in table] for n in range(width)]
    months = max(range(width), key=lambda n: _readable(columns[n], read_month), default=0)
    later = [n for n in range(months + 1, width) if _readable(columns[n], read_number)]
    values = later[0] if later else min(months + 1, max(width - 1, 0))
    return (
        "\n".join(
            f"{month}\t{value}"
            for month, value in zip(columns[months], columns[values], strict=True)
        )
        if columns
        else ""
    )


def _readable(cells: Sequence[str], read: object) -> int:
    assert callable(read)
    count = 0
    for cell in cells:
        try:
            read(cell)
        except ValueError:
            continue
        count += 1
    return count


def look_like_shares(lines: Iterable[MonthLine]) -> bool:
    """Say whether percents seem to stand as shares (0.817), as a workbook keeps them."""
    values = [line.value for line in lines if line.value is not None]
    return len(values) > 1 and all(value <= 1 for value in values) and any(values)
