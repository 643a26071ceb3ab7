"""The import itself, as the worker and the command line run it: all of it or nothing.

First everything is read and put aside; with one fault it ends there. Then it is written in slices,
and that cannot be refused any more: cut off, it goes on where it was. Safe to run twice.
"""

import logging
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from review_app.domain.access import OPERATOR, Actor
from review_app.domain.audit_codes import AuditCode
from review_app.domain.case_import import Profile
from review_app.domain.errors import Invalid
from review_app.domain.kinds import ImportState
from review_app.domain.tables import Table
from review_app.features.cases import jobs_writing
from review_app.features.cases import queries_imports as queries
from review_app.features.cases.jobs_staging import Report, Staged, slices, stage
from review_app.kernel import clock, uploads
from review_app.kernel import jobs as outbox
from review_app.kernel.db import db
from review_app.kernel.spreadsheets import read_file
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import CaseImport, CaseSource, Person
from review_app.models.actors import actor_of

log = logging.getLogger(__name__)
TASK = "cases.import_cases"
UNDER_WAY = (ImportState.RUNNING, ImportState.WRITING, ImportState.STOPPED)
READING_PERCENT = 5


def dry_run(actor: Actor, import_key: str) -> Report:
    """Return what the import would do; writes nothing."""
    started = queries.uploaded(actor, import_key)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "staged"
        staged = _stage_upload(actor, started, path)
        report = staged.report
        if not staged.is_faulty:
            for part in slices(path, rows=jobs_writing.ROWS):
                planned = jobs_writing.plan(actor, part.groups, source_id=started.source_id)
                report = jobs_writing.count(report, planned)
    return report


def import_tables(
    actor: Actor,
    tables: Sequence[Table],
    *,
    source_code: str,
    profile: Profile,
    events_file: str | None = None,
) -> Report:
    """Import at once, as the command line does; with a fault nothing at all is written.

    It is promised like any other: if this process is killed, the worker finishes it.
    """
    name = uploads.reserve()
    try:
        source = queries.find_source(actor, source_code)
        staged = stage(
            actor,
            tables,
            uploads.path_of(name),
            source_id=source.id if source else None,
            profile=profile,
            events_file=events_file,
        )
        if staged.is_faulty:
            uploads.remove([name])
            return staged.report
        with unit_of_work(actor) as work:
            source = queries.find_source(actor, source_code) or add_source(work, code=source_code)
            started = CaseImport(
                source_id=source.id,
                started_by_id=actor.id,
                files=[name],
                settings={"profile": profile.as_json()},
            )
            _decide(started, staged, name)
            key = work.add(started).key
            promise = work.later(TASK, import_key=key)
    except BaseException:
        uploads.remove([name])
        raise
    outbox.run(promise)
    return _await_report(actor, key)


def _await_report(actor: Actor, key: str) -> Report:
    """Return the report once the import is over; a worker may have been the first to take it up."""
    while True:
        db.session.rollback()
        started = queries.get_import(actor, key)
        if started.state is not ImportState.WRITING:
            return dict(started.report)
        time.sleep(0.5)


def add_source(work: Work, *, code: str, name: str = "") -> CaseSource:
    """Add a source within the service's own unit."""
    source = work.add(CaseSource(code=code, name=name or code))
    work.log(AuditCode.CASE_SOURCE_ADDED, source, source_code=code)
    return source


def import_cases(import_key: str) -> None:
    """Run a started import in the background (task ``cases.import_cases``)."""
    started = queries.get_import(OPERATOR, import_key)
    if started.state not in UNDER_WAY:
        return
    person = db.session.get(Person, started.started_by_id) if started.started_by_id else None
    actor = actor_of(db.session(), person, on=clock.today()) if person else OPERATOR
    try:
        if started.state is ImportState.RUNNING:
            _read(actor, import_key)
        _go_on(actor, import_key)
        jobs_writing.write(actor, import_key)
    except Invalid as refusal:
        _end_early(actor, import_key, {"code": refusal.code, **refusal.facts})
    except Exception:
        log.exception("the import %s was cut off", import_key)
        if _end_early(actor, import_key, {"code": "fault"}) is ImportState.STOPPED:
            raise  # the outbox tries again
    finally:
        _tidy_up(import_key)


def _read(actor: Actor, key: str) -> None:
    """Read what was uploaded and put it aside; the import fails when there is a fault."""
    name = uploads.reserve()
    with unit_of_work(actor) as work:
        started = queries.get_import(actor, key)
        started.files = [*started.files, name]
        started.progress_percent = READING_PERCENT
        work.session.flush()
    staged = _stage_upload(actor, queries.get_import(actor, key), uploads.path_of(name))
    with unit_of_work(actor) as work:
        again = queries.get_import(actor, key)
        work.hold(again)
        if again.state is not ImportState.RUNNING:
            return  # a second run of the task was faster
        if staged.is_faulty:
            _fail(work, again, staged.report)
        else:
            _decide(again, staged, name)


def _stage_upload(actor: Actor, started: CaseImport, path: Path) -> Staged:
    settings = started.settings
    return stage(
        actor,
        read_upload_tables(settings["files"]),
        path,
        source_id=started.source_id,
        profile=Profile.from_json(settings.get("profile") or {}),
        events_file=settings.get("events_file"),
    )


def read_upload_tables(files: Sequence[dict[str, str]]) -> list[Table]:
    """Read uploaded files, each ``{"stored": ..., "name": ...}``, into tables."""
    sources = [read_file(uploads.path_of(f["stored"]), name=f["name"]) for f in files]
    return [table for source in sources for table in source.tables]


def _decide(started: CaseImport, staged: Staged, name: str) -> None:
    """From here on all of it is written, whatever happens in between."""
    started.state, started.report = ImportState.WRITING, staged.report
    started.staged = {"file": name, "cases": staged.cases, "reached": -1, "written": 0}
    started.progress_percent = jobs_writing.READ_PERCENT


def _go_on(actor: Actor, key: str) -> None:
    with unit_of_work(actor) as work:
        started = queries.get_import(actor, key)
        work.hold(started)
        if started.state is ImportState.STOPPED:
            started.state = ImportState.WRITING
            started.report = {**started.report, "errors": [], "error_count": 0}


def _end_early(actor: Actor, key: str, error: dict[str, Any]) -> ImportState:
    """Note that an import was cut off: it failed, or if something is written, it stopped there."""
    with unit_of_work(actor) as work:
        started = queries.get_import(actor, key)
        work.hold(started)
        if started.state not in UNDER_WAY:
            return started.state
        report = {"warnings": [], **started.report, "errors": [error], "error_count": 1}
        if started.staged.get("reached", -1) < 0:
            _fail(work, started, report)
        else:
            report["errors"] = [{"code": "stopped"}]
            started.state, started.report = ImportState.STOPPED, report
            work.log(AuditCode.CASE_IMPORT_STOPPED, started, cases=started.staged["written"])
        return started.state


def _fail(work: Work, started: CaseImport, report: Report) -> None:
    started.state, started.finished_at = ImportState.FAILED, clock.now()
    started.report = report
    work.log(AuditCode.CASE_IMPORT_FAILED, started, errors=len(report["errors"]))


def _tidy_up(key: str) -> None:
    """Delete the files of an import that is over."""
    db.session.rollback()
    started = queries.get_import(OPERATOR, key)
    if started.state not in UNDER_WAY:
        uploads.remove(list(started.files))
