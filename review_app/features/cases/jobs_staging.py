"""Reading an import and putting it aside, case by case, before anything is written.

Faults may stand anywhere, so all is read first; what is read lies on disk (``kernel/staging.py``).
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.case_import import Profile, Reading, lay_out
from review_app.domain.import_report import Notice, Problem
from review_app.domain.tables import Position, Table
from review_app.features.cases import queries_imports as queries
from review_app.features.cases.upsert import Changes, Group, case_columns, event_columns
from review_app.kernel.staging import put_aside, take_up

Report = dict[str, Any]
CASE, EVENT = "case", "event"


@dataclass(frozen=True, slots=True)
class Staged:
    """What was put aside: of how many cases, and what is told about it."""

    cases: int
    report: Report

    @property
    def is_faulty(self) -> bool:
        """Whether nothing of it may be written."""
        return bool(self.report["error_count"])


def stage(
    actor: Actor,
    tables: Sequence[Table],
    path: Path,
    *,
    source_id: int | None,
    profile: Profile,
    events_file: str | None = None,
) -> Staged:
    """Read the tables into a file at *path*; cases that the source has may get events alone."""
    demand(actor, Permission.CASE_IMPORT)
    layout = lay_out(tables, profile, events_file=events_file)
    known = () if layout.cases else queries.case_numbers(actor, source_id)
    reading, labels = Reading(layout, profile, known_cases=known), set[str]()
    cases = put_aside(path, _lines(reading, labels))
    linked = queries.linked_people(actor, source_id)
    unlinked = sum(linked.get(label) is None for label in labels)
    return Staged(cases, _report(reading, unlinked))


def _lines(reading: Reading, labels: set[str]) -> Iterator[tuple[int, list[Any]]]:
    """Yield what is put aside; after a fault the rest is only read, to find the other faults."""
    for case in reading.cases():
        labels.update(filter(None, (case.caseworker,)))
        if not reading.faults.count:
            yield reading.place_of(case.number), [CASE, case.number, case_columns(case)]
    for event in reading.events():
        if not reading.faults.count:
            body = [EVENT, event.case_number, event.identity, event_columns(event)]
            yield reading.place_of(event.case_number), body


def _report(reading: Reading, unlinked: int) -> Report:
    """Return what is told about an import before it is compared, as plain values."""
    warnings = [as_plain(notice) for notice in reading.notices.kept]
    if unlinked and not reading.faults.count:
        facts = {"count": unlinked}
        warnings.append(as_plain(Problem(Notice.UNKNOWN_CASEWORKER, Position(""), facts=facts)))
    return {
        "cases": Changes().counts(),
        "events": Changes().counts(),
        "errors": [as_plain(fault) for fault in reading.faults.kept],
        "error_count": reading.faults.count,
        "warnings": warnings,
    }


def as_plain(problem: Problem) -> dict[str, Any]:
    """Return a problem as plain values, without what is not known."""
    place = {name: value for name, value in asdict(problem.position).items() if value}
    value = {} if problem.value is None else {"value": problem.value}
    return {"code": problem.code.value, **problem.facts, **place, **value}


@dataclass(frozen=True, slots=True)
class Slice:
    """Whole cases with their events, to be written together.

    ``after`` is the place of the last case before them, ``until`` of the last among them.
    """

    groups: Sequence[Group]
    after: int
    until: int
    is_last: bool


def slices(path: Path, *, after: int = -1, rows: int) -> Iterator[Slice]:
    """Part what was put aside into slices of about so many rows; at least one, perhaps empty."""
    groups: list[Group] = []
    until, size = after, 0
    for place, lines in take_up(path, after=after):
        if size >= rows:
            yield Slice(groups, after, until, is_last=False)
            groups, after, size = [], until, 0
        groups.append(_group(lines))
        until, size = place, size + len(groups[-1])
    yield Slice(groups, after, until, is_last=True)


def _group(lines: list[list[Any]]) -> Group:
    group = Group(lines[0][1])
    for kind, _number, *rest in lines:
        if kind == CASE:
            (group.case,) = rest
        else:
            identity, columns = rest
            group.events.append((identity, columns))
    return group
