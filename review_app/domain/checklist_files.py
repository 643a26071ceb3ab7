"""A version of a checklist as rows of text cells, for files, and back again without loss.

One row is one criterion; the columns are the fields of :class:`CriterionText` and the section's
``section_da``, ``section_en`` and ``section_applies_when``. A row without code and question is a
section that has no criterion yet. Lists of answers are parted by commas; conditions stand one a
line: ``answer K01: met, partly-met``, ``field case_type: Sygedagpenge``, ``happened First talk``.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from review_app.domain.applies_when import Clause, ClauseKind
from review_app.domain.checklist_texts import CRITERION_FIELDS, CriterionText, SectionText
from review_app.domain.checklists import HEAVIEST, LIGHTEST
from review_app.domain.errors import Invalid
from review_app.domain.personal_data import has_personal_number
from review_app.domain.scoring import AnswerValue, Severity
from review_app.domain.shown_facts import ShownFact

SECTION_COLUMNS = ("section_da", "section_en", "section_applies_when")
COLUMNS = (*SECTION_COLUMNS, *CRITERION_FIELDS)
MOST_ROWS = 500
SHORT_TEXT, LONG_TEXT = 500, 8000
LENGTHS = {
    "code": 40,
    "question_da": SHORT_TEXT,
    "question_en": SHORT_TEXT,
    "law_reference": 200,
    "section_da": 200,
    "section_en": 200,
}
_CODE = re.compile(r"[\w.-]*")
YES, NO = ("yes", "ja", "true"), ("no", "nej", "false", "")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a cell cannot be used: its row in the file, its column and a stable reason."""

    row: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row of a file by its line number there; a column that is absent keeps its default."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What a file says, and what in it cannot be used; only without problems is it whole."""

    sections: tuple[SectionText, ...]
    problems: tuple[Problem, ...]


def write_clause(clause: Clause) -> str:
    """Return a condition as one line.

    >>> write_clause(Clause(ClauseKind.ANSWER, "K01", ("met", "partly-met")))
    'answer K01: met, partly-met'
    """
    if not clause.values:
        return f"{clause.kind.value} {clause.subject}"
    return f"{clause.kind.value} {clause.subject}: {_joined(clause.values)}"


def read_clause(line: str) -> Clause:
    """Return the condition that :func:`write_clause` wrote.

    :raises Invalid: when it is none.
    """
    kind, _, rest = line.strip().partition(" ")
    if kind in (ClauseKind.ANSWER, ClauseKind.FIELD):
        subject, _, values = rest.partition(":")
        return Clause.read({"kind": kind, "subject": subject, "values": _parted(values)})
    return Clause.read({"kind": kind, "subject": rest})


def rows_of(sections: Iterable[SectionText]) -> list[dict[str, str]]:
    """Return every criterion as a row with all columns."""
    rows = []
    for section in sections:
        head = {
            "section_da": section.title_da,
            "section_en": section.title_en,
            "section_applies_when": _lines(section.applies_when),
        }
        empty = [dict.fromkeys(CRITERION_FIELDS, "")]
        written = [
            {name: _written(getattr(criterion, name)) for name in CRITERION_FIELDS}
            for criterion in section.criteria
        ]
        rows += [{**head, **cells} for cells in written or empty]
    return rows


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return _lines(value) if value and isinstance(value[0], Clause) else _joined(value)
    return str(value)


def _lines(clauses: Iterable[Clause]) -> str:
    return "\n".join(map(write_clause, clauses))


def _joined(values: Sequence[str]) -> str:
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator="").writerow(values)
    return line.getvalue().replace(",", ", ") if '"' not in line.getvalue() else line.getvalue()


def _parted(text: str) -> list[str]:
    rows = csv.reader([text], skipinitialspace=True)
    return [value.strip() for value in next(rows, []) if value.strip()]


def read_rows(rows: Sequence[FileRow]) -> ReadFile:
    """Return the sections that *rows* tell of, and every cell that cannot be used.

    Rows that follow each other under the same titles are one section.
    """
    if len(rows) > MOST_ROWS:
        return ReadFile((), (Problem(rows[MOST_ROWS].number, "", "too-many-rows"),))
    reader = _Reader(rows)
    return ReadFile(tuple(reader.sections()), tuple(reader.problems))


class _Reader:
    def __init__(self, rows: Sequence[FileRow]) -> None:
        self.rows = rows
        self.problems: list[Problem] = []
        self.codes: set[str] = set()

    def sections(self) -> list[SectionText]:
        for row in self.rows:
            self._check_texts(row)
        runs = groupby(self.rows, key=lambda row: tuple(map(row.cells.get, SECTION_COLUMNS[:2])))
        return [self._section(list(run)) for _, run in runs]

    def _section(self, rows: list[FileRow]) -> SectionText:
        first = rows[0]
        title_da, title_en = (_text(first.cells.get(name, "")) for name in SECTION_COLUMNS[:2])
        for name, title in zip(SECTION_COLUMNS, (title_da, title_en), strict=False):
            if not title:
                self._tell(first, name, "missing")
        clauses = self._cell(first, "section_applies_when", _clauses, ())
        criteria = [self._criterion(row) for row in rows if not _is_empty(row)]
        return SectionText(title_da, title_en, clauses, tuple(criteria))

    def _criterion(self, row: FileRow) -> CriterionText:
        plain = CriterionText("")
        read = {
            name: self._cell(row, name, _READERS.get(name, _text), getattr(plain, name))
            for name in CRITERION_FIELDS
        }
        if read["code"] in self.codes:
            self._tell(row, "code", "same-code")
        self.codes |= {read["code"]} - {""}
        for name in ("question_da", "question_en"):
            if not read[name]:
                self._tell(row, name, "missing")
        return CriterionText(**read)

    def _cell(self, row: FileRow, name: str, read: Callable[[str], Any], default: Any) -> Any:
        if name not in row.cells:
            return default
        try:
            return read(row.cells[name])
        except ValueError as fault:
            self._tell(row, name, str(fault))
        except Invalid:
            self._tell(row, name, "unknown")
        return default

    def _check_texts(self, row: FileRow) -> None:
        for name, text in row.cells.items():
            if name not in COLUMNS:
                self._tell(row, name, "unknown-column")
            elif len(text) > LENGTHS.get(name, LONG_TEXT):
                self._tell(row, name, "long")
            elif has_personal_number(text):
                self._tell(row, name, "personal-number")

    def _tell(self, row: FileRow, column: str, reason: str) -> None:
        self.problems.append(Problem(row.number, column, reason))


def _is_empty(row: FileRow) -> bool:
    return not any(
        row.cells.get(name, "").strip() for name in ("code", "question_da", "question_en")
    )


def _text(cell: str) -> str:
    return cell.replace("\r\n", "\n").replace("\r", "\n").strip()


def _code(cell: str) -> str:
    if not _CODE.fullmatch(cell.strip()):
        raise ValueError("code")
    return cell.strip()


def _flag(cell: str) -> bool:
    plain = cell.strip().casefold()
    if plain not in (*YES, *NO):
        raise ValueError("yes-or-no")
    return plain in YES


def _weight(cell: str) -> int:
    plain = cell.strip() or str(LIGHTEST)
    if not (plain.isascii() and plain.isdigit() and LIGHTEST <= int(plain[:4]) <= HEAVIEST):
        raise ValueError("weight")
    return int(plain)


def _severity(cell: str) -> str:
    plain = cell.strip() or Severity.MATERIAL.value
    if plain not in set(Severity):
        raise ValueError("severity")
    return plain


def _answers(cell: str) -> tuple[str, ...]:
    values = set(_parted(cell))
    if not values <= set(AnswerValue):
        raise ValueError("answers")
    return tuple(value.value for value in AnswerValue if value in values)


def _offered(cell: str) -> tuple[str, ...]:
    return _answers(cell) or CriterionText("").allowed_answers


def _clauses(cell: str) -> tuple[Clause, ...]:
    return tuple(read_clause(line) for line in _text(cell).split("\n") if line.strip())


def _fact(cell: str) -> str:
    return ShownFact.read(cell.strip()).stored() if cell.strip() else ""


_READERS: dict[str, Callable[[str], Any]] = {
    "code": _code,
    "is_law_confirmed": _flag,
    "weight": _weight,
    "default_severity": _severity,
    "is_critical": _flag,
    "allowed_answers": _offered,
    "comment_on": _answers,
    "evidence_on": _answers,
    "applies_when": _clauses,
    "shown_fact": _fact,
    "asks_for_file": _flag,
}
