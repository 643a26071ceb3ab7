"""Sentences about an import: problems in words, and what its files look like."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from review_app.domain.case_import import Layout
from review_app.domain.column_names import Field
from review_app.domain.import_report import quoted
from review_app.domain.personal_data import is_dropped_heading, is_refused_heading
from review_app.domain.tables import SourceFile, Table
from review_app.kernel.i18n import show_number

Plain = Mapping[str, Any]

FIELD_NAMES: dict[Field, object] = {
    Field.CASE_NUMBER: _l("Case number"),
    Field.CASE_TYPE: _l("Case type"),
    Field.CASEWORKER: _l("Caseworker"),
    Field.TEAM: _l("Team"),
    Field.DEPARTMENT: _l("Department"),
    Field.CHANNEL: _l("Channel"),
    Field.STATUS: _l("Status in the source"),
    Field.OUTCOME: _l("Decision"),
    Field.OPENED: _l("Opened on"),
    Field.CLOSED: _l("Closed on"),
    Field.DUE: _l("Own deadline"),
    Field.EXPECTED_CLOSE: _l("Planned end"),
    Field.EVENT_ID: _l("The event's own number"),
    Field.ACTIVITY: _l("Activity"),
    Field.OCCURRED: _l("When it happened"),
    Field.ANSWER: _l("Answer"),
    Field.PERFORMED_BY: _l("Performed by"),
    Field.EVENT_TEAM: _l("Team of the event"),
    Field.EVENT_STATUS: _l("Status of the event"),
}

SENTENCES: dict[str, object] = {
    "no-table": _l("No list of cases or events was found in the file."),
    "no-column": _l("No column was found for: %(field)s. Say which one it is."),
    "cpr-in-cell": _l("A CPR number stands in this cell. Remove it from the file."),
    "cpr-in-heading": _l("This column holds CPR numbers. Remove it from the file."),
    "cpr-in-file-name": _l("The file's name holds a CPR number. Rename the file."),
    "dropped-column": _l("Names, addresses, age and gender are not imported; column left out."),
    "missing": _l("%(field)s is missing."),
    "not-a-date": _l("“%(value)s” is not a date."),
    "too-long": _l("“%(value)s” is too long."),
    "too-many-cells": _l("The row has more cells than there are headings."),
    "duplicate-case": _l("Case %(value)s stands in the list more than once."),
    "differs-within-case": _l("The row contradicts an earlier row about case %(value)s."),
    "unknown-case": _l("There is no case %(value)s that the event could belong to."),
    "ends-before-start": _l("Case %(case)s ends before it starts."),
    "events-after-end": _l("Events after the end of their case: %(count)s."),
    "unknown-caseworker": _l("Caseworkers not linked to a person yet: %(count)s."),
    "days-not-date": _l("The column holds numbers of days, not dates; it was left out."),
    "fault": _l("The import was cut off by a fault. Nothing was written; try again."),
    "stopped": _l("The import was cut off by a fault. What is written is whole, case by case."),
    "too-large": _l("The file is too large."),
    "empty-file": _l("The file is empty."),
    "unsupported-type": _l("This is neither a CSV file nor an XLSX workbook."),
    "damaged": _l("The file is damaged and cannot be read."),
    "zip-bomb": _l("The workbook unpacks to far more than a case list can be."),
    "too-many-sheets": _l("The workbook has too many sheets."),
    "too-many-rows": _l("The file has too many rows."),
    "personal-number": _l("CPR numbers are never stored here. Remove them from the file."),
    "code": _l("Use small letters, digits and hyphens, at most 40."),
    "unknown": _l("Something in the file could not be used."),
}


def sentence(problem: Plain) -> str:
    """Say a problem in the reader's language, without its place."""
    code = problem.get("reason") if problem.get("code") == "invalid" else problem.get("code")
    words = dict(problem)
    if words.get("field") in set(Field):
        words["field"] = str(FIELD_NAMES[Field(words["field"])])
    if "count" in words:
        words["count"] = show_number(words["count"])
    return str(SENTENCES.get(str(code), SENTENCES["unknown"])) % _Facts(words)


class _Facts(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return "–"


def place(problem: Plain) -> str:
    """Say where a problem stands: file, sheet, row and column, as far as known."""
    parts = [
        problem.get("file"),
        problem.get("sheet") and _("sheet %(name)s", name=problem["sheet"]),
        problem.get("row") and _("row %(number)s", number=problem["row"]),
        problem.get("column") and _("column %(name)s", name=problem["column"]),
    ]
    return ", ".join(str(part) for part in parts if part)


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the mapping page shows it; samples are masked."""

    name: str
    used_as: str
    samples: tuple[str, ...]


def columns_of(table: Table, used: Mapping[Field, str]) -> list[Column]:
    """Return every column with what it is used as and up to three different values."""
    names: dict[str, list[str]] = {}
    for field, heading in used.items():
        names.setdefault(heading, []).append(str(FIELD_NAMES[field]))
    return [
        Column(heading, ", ".join(names.get(heading, ())), _samples(table, index, heading))
        for index, heading in enumerate(table.columns)
    ]


def _samples(table: Table, index: int, heading: str) -> tuple[str, ...]:
    if is_dropped_heading(heading) or is_refused_heading(heading):
        return (_("(left out: personal data)"),)
    found: dict[str, None] = {}
    for row in table.rows[:200]:
        if row[index].strip():
            found[quoted(row[index])] = None
        if len(found) == 3:
            break
    return tuple(found)


def facts_of(file: SourceFile) -> list[tuple[str, object]]:
    """Return what was found about a file, as names and values."""
    delimiters = {";": _("semicolon"), ",": _("comma"), "\t": _("tab")}
    pairs: list[tuple[str, object]] = [(_("File"), file.name)]
    if file.encoding:
        pairs += [
            (_("Encoding"), file.encoding),
            (_("Delimiter"), delimiters[file.delimiter or ""]),
        ]
    else:
        pairs += [(_("Sheets"), ", ".join(table.name for table in file.tables))]
    return [*pairs, (_("Rows"), show_number(sum(len(table.rows) for table in file.tables)))]


def samples_of(layout: Layout) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return for the cases and for the events some values of each column, by its heading."""
    parts = {"cases": layout.cases, "events": layout.events}
    return {
        kind: {column.name: column.samples for column in columns_of(table, {})} if table else {}
        for kind, table in parts.items()
    }


def tables_of(layout: Layout) -> list[tuple[Table, list[Column]]]:
    """Return each table that is read, once, with its columns."""
    used: dict[int, tuple[Table, dict[Field, str]]] = {}
    for table, guess in ((layout.cases, layout.case_guess), (layout.events, layout.event_guess)):
        if table is not None and guess is not None:
            used.setdefault(id(table), (table, {}))[1].update(guess.columns)
    return [(table, columns_of(table, columns)) for table, columns in used.values()]
