"""Checklists as YAML and CSV files: written for people, read with each fault named by its place."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from review_app.domain.checklist_files import (
    COLUMNS,
    MOST_ROWS,
    SECTION_COLUMNS,
    FileRow,
    Problem,
    ReadFile,
    read_rows,
    rows_of,
)
from review_app.domain.checklist_texts import CriterionText, SectionText
from review_app.kernel.spreadsheet_writing import write_csv
from review_app.kernel.text_files import decode, find_delimiter

LARGEST_FILE_BYTES = 500_000
KINDS = ("yaml", "csv")
# An apostrophe that keeps a cell from being a formula; one more where the text has its own.
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_LINE = "__line__"


def write(kind: str, sections: Iterable[SectionText]) -> bytes:
    """Return the sections as a file of *kind*: ``yaml`` or ``csv`` (as Danish Excel opens it)."""
    return _write_yaml(sections) if kind == "yaml" else _write_csv(sections)


def read(content: bytes) -> ReadFile:
    """Return what a YAML or CSV file says; what it is, is told by its content."""
    if len(content) > LARGEST_FILE_BYTES:
        return _refused(0, "too-large")
    try:
        text, _ = decode(content)
    except UnicodeDecodeError:
        return _refused(0, "damaged")
    if not text.strip():
        return _refused(0, "empty-file")
    if re.search(r"^sections\s*:", text, re.MULTILINE):
        return _read_yaml(text)
    return _read_csv(text)


def _refused(row: int, reason: str, column: str = "") -> ReadFile:
    return ReadFile((), (Problem(row, column, reason),))


def _write_csv(sections: Iterable[SectionText]) -> bytes:
    rows = rows_of(sections)
    return write_csv(COLUMNS, [[_guarded(row[name]) for name in COLUMNS] for row in rows])


def _guarded(cell: str) -> str:
    return "'" + cell if _GUARDED.match(cell) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if _GUARDED.match(cell) else cell


def _read_csv(text: str) -> ReadFile:
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=find_delimiter(text))
    try:
        heading = [name.strip() for name in next(lines, [])]
        rows: list[FileRow] = []
        start = lines.line_num + 1
        for cells in lines:
            if any(cell.strip() for cell in cells) and len(rows) <= MOST_ROWS:
                named = dict(zip(heading, map(_unguarded, cells), strict=False))
                rows.append(FileRow(start, {name: cell for name, cell in named.items() if name}))
            start = lines.line_num + 1
    except csv.Error:
        return _refused(lines.line_num, "damaged")
    missing = [name for name in ("section_da", "question_da") if name not in heading]
    return _refused(1, "missing", missing[0]) if missing else read_rows(rows)


class _Dumper(yaml.SafeDumper):
    """Writes long texts as they are read: line under line."""


def _represent(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent)


def _write_yaml(sections: Iterable[SectionText]) -> bytes:
    plain = {"sections": [_plain_section(section) for section in sections]}
    text = yaml.dump(plain, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)
    return text.encode("utf-8")


def _plain_section(section: SectionText) -> dict[str, Any]:
    rows = rows_of([section])
    default = rows_of([SectionText("", "", (), (CriterionText(""),))])[0]
    head = {name: rows[0][name] for name in SECTION_COLUMNS if rows[0][name]}
    criteria = [
        {n: _plain(n, row[n]) for n in row if n not in SECTION_COLUMNS and row[n] != default[n]}
        for row in rows
        if section.criteria
    ]
    return {**head, "criteria": criteria}


def _plain(name: str, cell: str) -> Any:
    if name == "weight":
        return int(cell)
    return {"yes": True, "no": False}.get(cell, cell) if name.startswith(("is_", "asks")) else cell


class _Loader(yaml.SafeLoader):
    """Takes plain values only, says on which line each began, and follows no reference."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(problem="alias", problem_mark=mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        found = super().construct_mapping(node, deep=True)
        return {**found, _LINE: node.start_mark.line + 1}


def _read_yaml(text: str) -> ReadFile:
    try:
        found = yaml.load(text, Loader=_Loader)  # noqa: S506 - derived from the safe loader
    except yaml.MarkedYAMLError as fault:
        return _refused(fault.problem_mark.line + 1 if fault.problem_mark else 0, "damaged")
    except (yaml.YAMLError, ValueError, RecursionError):
        return _refused(0, "damaged")
    sections = found.get("sections") if isinstance(found, dict) else None
    if not isinstance(sections, list) or not all(isinstance(s, dict) for s in sections):
        return _refused(1, "damaged", "sections")
    rows = [row for section in sections for row in _flat(section)]
    return read_rows(rows)


def _flat(section: Mapping[str, Any]) -> list[FileRow]:
    head = {str(n): _cell(n, value) for n, value in section.items() if n != "criteria"}
    line = int(head.pop(_LINE))
    criteria = section.get("criteria") or []
    if not isinstance(criteria, list) or not all(isinstance(c, dict) for c in criteria):
        return [FileRow(line, {**head, "criteria": ""})]
    rows = [{str(n): _cell(n, value) for n, value in c.items()} for c in criteria] or [{}]
    return [FileRow(int(row.pop(_LINE, line)), {**head, **row}) for row in rows]


def _cell(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ("\n" if str(name).endswith("applies_when") else ", ").join(map(str, value))
    return "" if value is None else str(value)
