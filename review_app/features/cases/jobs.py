"""The import itself, as the worker and the command line run it: all or nothing, in one transaction.

Safe to run twice: an import that is done is left alone, and one that was cut off left no row.
"""

import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import insert, select, update

from review_app.domain.access import OPERATOR, Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.case_import import Profile, lay_out, read_import
from review_app.domain.errors import Invalid
from review_app.domain.events import CasesImported
from review_app.domain.import_report import EventRecord, Notice, Problem, Reading
from review_app.domain.kinds import ImportState
from review_app.domain.tables import Position, Table
from review_app.features.cases import queries_imports as queries
from review_app.features.cases import upsert
from review_app.kernel import clock, uploads
from review_app.kernel.db import db
from review_app.kernel.spreadsheets import read_file
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import Case, CaseEvent, CaseImport, CaseSource, CaseworkerLabel, Person
from review_app.models.actors import actor_of

log = logging.getLogger(__name__)
Report = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would write."""

    cases: upsert.Changes
    events: upsert.Changes
    new_labels: tuple[str, ...]
    unlinked: int


def read(
    actor: Actor,
    tables: Sequence[Table],
    *,
    source_id: int | None,
    profile: Profile,
    events_file: str | None = None,
) -> Reading:
    """Read the records out of *tables*; cases the source has already may get events alone."""
    demand(actor, Permission.CASE_IMPORT)
    layout = lay_out(tables, profile, events_file=events_file)
    known = () if layout.cases else queries.stored_cases(actor, source_id)
    return read_import(layout, profile, known_cases={str(number) for number in known})


def plan(actor: Actor, reading: Reading, *, source_id: int | None) -> Plan:
    """Compare what was read with what stands; writes nothing."""
    linked = queries.linked_people(actor, source_id)
    stored = queries.stored_cases(actor, source_id)
    cases = upsert.compare(
        (
            (case.number, upsert.case_values(case), {"number": case.number})
            for case in reading.cases
        ),
        stored,
        upsert.CASE_COLUMNS,
    )
    numbers = {event.case_number for event in reading.events}
    known = {row.id: str(number) for number, row in stored.items() if number in numbers}
    stored_events, last = queries.stored_events(actor, known)
    events = upsert.compare(
        (
            ((event.case_number, event.identity), upsert.event_values(event), _besides(event, last))
            for event in reading.events
        ),
        stored_events,
        upsert.EVENT_COLUMNS,
    )
    labels = {case.caseworker for case in reading.cases if case.caseworker}
    unlinked = sum(linked.get(label) is None for label in labels)
    return Plan(cases, events, tuple(sorted(labels - linked.keys())), unlinked)


def _besides(event: EventRecord, last: dict[str, int]) -> upsert.Values:
    # An event that is new to a case comes after those it has, in the order of the file.
    position = last.get(event.case_number, 0) + event.position
    return {"number": event.case_number, "identity": event.identity, "position": position}


def report_of(reading: Reading, planned: Plan | None) -> Report:
    """Return what is told about an import, as plain values."""
    nothing = upsert.Changes()
    warnings = [as_plain(notice) for notice in reading.notices]
    if planned is not None and planned.unlinked:
        unknown = Problem(
            Notice.UNKNOWN_CASEWORKER, Position(""), facts={"count": planned.unlinked}
        )
        warnings.append(as_plain(unknown))
    return {
        "cases": (planned.cases if planned else nothing).counts(),
        "events": (planned.events if planned else nothing).counts(),
        "errors": [as_plain(fault) for fault in reading.faults],
        "error_count": reading.fault_count,
        "warnings": warnings,
    }


def as_plain(problem: Problem) -> dict[str, Any]:
    """Return a problem as plain values, without what is not known."""
    place = {name: value for name, value in asdict(problem.position).items() if value}
    value = {} if problem.value is None else {"value": problem.value}
    return {"code": problem.code.value, **problem.facts, **place, **value}


def dry_run(actor: Actor, import_key: str) -> Report:
    """Return what the import would do; writes nothing."""
    started = queries.uploaded(actor, import_key)
    settings, source_id = started.settings, started.source_id
    reading = read(
        actor,
        read_upload_tables(settings["files"]),
        source_id=source_id,
        profile=Profile.from_json(settings.get("profile") or {}),
        events_file=settings.get("events_file"),
    )
    planned = None if reading.fault_count else plan(actor, reading, source_id=source_id)
    return report_of(reading, planned)


def import_tables(
    actor: Actor,
    tables: Sequence[Table],
    *,
    source_code: str,
    profile: Profile,
    events_file: str | None = None,
) -> Report:
    """Import at once, as the command line does; with a fault nothing at all is written."""
    source = queries.find_source(actor, source_code)
    source_id = source.id if source else None
    reading = read(actor, tables, source_id=source_id, profile=profile, events_file=events_file)
    if reading.fault_count:
        return report_of(reading, None)
    with unit_of_work(actor) as work:
        source = queries.find_source(actor, source_code) or add_source(work, code=source_code)
        started = work.add(
            CaseImport(
                source_id=source.id,
                started_by_id=actor.id,
                state=ImportState.RUNNING,
                files=[],
                settings={"profile": profile.as_json()},
            )
        )
        return _write(work, started, reading)


def add_source(work: Work, *, code: str, name: str = "") -> CaseSource:
    """Add a source within the service's own unit."""
    source = work.add(CaseSource(code=code, name=name or code))
    work.log(AuditCode.CASE_SOURCE_ADDED, source, source_code=code)
    return source


def import_cases(import_key: str) -> None:
    """Run a started import in the background (task ``cases.import_cases``)."""
    started = queries.get_import(OPERATOR, import_key)
    if started.state is not ImportState.RUNNING:
        return
    person = db.session.get(Person, started.started_by_id) if started.started_by_id else None
    actor = actor_of(db.session(), person, on=clock.today()) if person else OPERATOR
    files = list(started.files)
    try:
        _run(actor, started)
    except Invalid as refusal:
        _fail(actor, import_key, {"errors": [{"code": refusal.code, **refusal.facts}]})
    except Exception:
        log.exception("the import %s was cut off", import_key)
        _fail(actor, import_key, {"errors": [{"code": "fault"}]})
    uploads.remove(files)


def _run(actor: Actor, started: CaseImport) -> None:
    key, source_id, settings = started.key, started.source_id, dict(started.settings)
    _tell_progress(actor, key, 5)
    tables = read_upload_tables(settings["files"])
    _tell_progress(actor, key, 30)
    reading = read(
        actor,
        tables,
        source_id=source_id,
        profile=Profile.from_json(settings["profile"]),
        events_file=settings.get("events_file"),
    )
    if reading.fault_count:
        _fail(actor, key, report_of(reading, None))
        return
    _tell_progress(actor, key, 60)
    with unit_of_work(actor) as work:
        again = queries.get_import(actor, key)
        work.hold(again)
        if again.state is ImportState.RUNNING:  # else a second run of the task was faster
            _write(work, again, reading)


def read_upload_tables(files: Sequence[dict[str, str]]) -> list[Table]:
    """Read uploaded files, each ``{"stored": ..., "name": ...}``, into tables."""
    sources = [read_file(uploads.path_of(f["stored"]), name=f["name"]) for f in files]
    return [table for source in sources for table in source.tables]


def _tell_progress(actor: Actor, key: str, percent: int) -> None:
    with unit_of_work(actor) as work:
        work.session.execute(
            update(CaseImport).where(CaseImport.key == key).values(progress_percent=percent)
        )


def _fail(actor: Actor, key: str, report: Report) -> None:
    with unit_of_work(actor) as work:
        started = queries.get_import(actor, key)
        work.hold(started)
        if started.state is not ImportState.RUNNING:
            return
        started.state, started.finished_at = ImportState.FAILED, clock.now()
        started.report = report
        work.log(AuditCode.CASE_IMPORT_FAILED, started, errors=len(report["errors"]))


def _write(work: Work, started: CaseImport, reading: Reading) -> Report:
    """Write the records and close the import, inside the unit that is open."""
    planned = plan(work.actor, reading, source_id=started.source_id)
    if planned.new_labels:
        labels = [{"source_id": started.source_id, "label": n} for n in planned.new_labels]
        work.session.execute(insert(CaseworkerLabel), labels)
    _write_cases(work, started.source_id, planned.cases)
    _write_events(work, started.source_id, planned.events)
    _tell_changed(work, started.source_id, planned)
    report = report_of(reading, planned)
    started.state, started.finished_at = ImportState.DONE, clock.now()
    started.progress_percent, started.report = 100, report
    work.log(
        AuditCode.CASES_IMPORTED,
        started,
        source_id=started.source_id,
        cases=report["cases"],
        events=report["events"],
        warnings=len(report["warnings"]),
    )
    return report


def _tell_changed(work: Work, source_id: int, planned: Plan) -> None:
    """Tell which cases are new or changed, or have new or changed events."""
    cases, events = planned.cases, planned.events
    numbers = {row["number"] for row in (*cases.new, *events.new)}
    ids = queries.case_ids(work.actor, source_id, numbers=numbers)
    ids |= {row["id"] for row in cases.changed}
    ids |= queries.cases_of_events(work.actor, [row["id"] for row in events.changed])
    if ids:
        work.tell(CasesImported(source_id, tuple(sorted(ids))))


def _write_cases(work: Work, source_id: int, changes: upsert.Changes) -> None:
    people = queries.linked_people(work.actor, source_id)
    teams = queries.teams_by_name(work.actor)
    for row in (*changes.new, *changes.changed):
        row["caseworker_id"] = people.get(row["caseworker_label"])
        row["team_id"] = teams.get((row["team_label"] or "").casefold())
    if changes.new:
        rows = [{"source_id": source_id, **row} for row in changes.new]
        work.session.execute(insert(Case), rows)
    if changes.changed:
        work.session.execute(update(Case), changes.changed)


def _write_events(work: Work, source_id: int, changes: upsert.Changes) -> None:
    if changes.new:
        rows = work.session.execute(select(Case.number, Case.id).where(Case.source_id == source_id))
        ids = dict(iter(rows))
        events = [
            {"case_id": ids[row["number"]], **{k: v for k, v in row.items() if k != "number"}}
            for row in changes.new
        ]
        work.session.execute(insert(CaseEvent), events)
    if changes.changed:
        work.session.execute(update(CaseEvent), changes.changed)
