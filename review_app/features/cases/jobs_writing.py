"""Writing what an import has put aside: a slice at a time, so that others can save in between.

Each slice holds whole cases and is one transaction, together with how far the import has come: cut
off anywhere, it goes on where it was (``docs/decisions``, record 17).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert, update

from review_app.domain.access import Actor
from review_app.domain.audit_codes import AuditCode
from review_app.domain.events import CasesImported
from review_app.domain.kinds import ImportState
from review_app.features.cases import queries_imports as queries
from review_app.features.cases import upsert
from review_app.features.cases.jobs_staging import Report, Slice, slices
from review_app.kernel import clock, uploads
from review_app.kernel import jobs as outbox
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import Case, CaseEvent, CaseImport, CaseworkerLabel

ROWS = 500  # in one transaction: what others wait for, far below 300 ms
READ_PERCENT = 40  # of the way lies behind an import that is read and put aside


@dataclass(frozen=True, slots=True)
class Plan:
    """What a slice would write."""

    cases: upsert.Changes
    events: upsert.Changes
    new_labels: Sequence[str]

    @property
    def changes_rows(self) -> bool:
        """Whether there is anything to write at all."""
        parts = (self.cases.new, self.cases.changed, self.events.new, self.events.changed)
        return any(parts) or bool(self.new_labels)


def plan(actor: Actor, groups: Sequence[upsert.Group], *, source_id: int | None) -> Plan:
    """Compare a slice with what stands; writes nothing."""
    stored = queries.stored_cases(actor, source_id, numbers=[group.number for group in groups])
    with_events = {group.number for group in groups if group.events}
    known = {row.id: str(number) for number, row in stored.items() if number in with_events}
    stored_events, last = queries.stored_events(actor, known)
    caseworker = upsert.CASE_COLUMNS.index("caseworker_label")
    labels = {group.case[caseworker] for group in groups if group.case} - {None}
    return Plan(
        upsert.compare_cases(groups, stored),
        upsert.compare_events(groups, stored_events, last),
        sorted(labels - queries.linked_people(actor, source_id).keys()),
    )


def count(report: Report, planned: Plan) -> Report:
    """Return the report with what a slice brings counted in."""
    found = dict(report)
    for name, changes in (("cases", planned.cases), ("events", planned.events)):
        counts = changes.counts()
        found[name] = {word: found[name][word] + counts[word] for word in counts}
    return found


def write(actor: Actor, import_key: str, *, rows: int = ROWS) -> None:
    """Write what is put aside of an import, from where it has come to, and close it."""
    started = queries.get_import(actor, import_key)
    if started.state is not ImportState.WRITING:
        return
    staged = started.staged
    path, reached = uploads.path_of(staged["file"]), staged["reached"]
    for part in slices(path, after=reached, rows=rows):
        if not _write_slice(actor, import_key, part):
            return  # somebody else goes on with it, or it was given up


def _write_slice(actor: Actor, import_key: str, part: Slice) -> bool:
    with unit_of_work(actor) as work:
        started = queries.get_import(actor, import_key)
        work.hold(started)
        if started.state is not ImportState.WRITING or started.staged["reached"] != part.after:
            return False
        work.hold(started.source)  # two imports of one source write in turn
        planned = plan(actor, part.groups, source_id=started.source_id)
        _write_labels(work, started.source_id, planned.new_labels)
        _write_cases(work, started.source_id, planned.cases)
        _write_events(work, started.source_id, planned.events)
        _note_how_far(started, part, planned)
        outbox.beat(work.session)
        _tell_changed(work, started, planned, part)
        if part.is_last:
            _close(work, started)
        elif planned.changes_rows:
            rows = sum(len(group) for group in part.groups)
            work.log(AuditCode.CASE_IMPORT_SLICE_WRITTEN, started, rows=rows)
    return True


def _note_how_far(started: CaseImport, part: Slice, planned: Plan) -> None:
    staged = dict(started.staged)
    staged["reached"] = part.until
    staged["written"] += len(part.groups)
    started.staged, started.report = staged, count(started.report, planned)
    way = (100 - READ_PERCENT) * staged["written"] // max(staged["cases"], 1)
    started.progress_percent = READ_PERCENT + way


def _close(work: Work, started: CaseImport) -> None:
    started.state, started.finished_at = ImportState.DONE, clock.now()
    started.progress_percent = 100
    work.log(
        AuditCode.CASES_IMPORTED,
        started,
        source_id=started.source_id,
        cases=started.report["cases"],
        events=started.report["events"],
        warnings=len(started.report["warnings"]),
    )


def _tell_changed(work: Work, started: CaseImport, planned: Plan, part: Slice) -> None:
    """Tell which cases are new or changed, or have new or changed events."""
    cases, events = planned.cases, planned.events
    numbers = {row["number"] for row in (*cases.new, *events.new)}
    ids = set(queries.case_ids(work.actor, started.source_id, numbers=numbers).values())
    ids |= {row["id"] for row in cases.changed}
    ids |= queries.cases_of_events(work.actor, [row["id"] for row in events.changed])
    parts = (started.report[name] for name in ("cases", "events"))
    is_complete = part.is_last and any(counts["new"] + counts["changed"] for counts in parts)
    if ids or is_complete:
        work.tell(CasesImported(started.source_id, tuple(sorted(ids)), is_complete))


def _write_labels(work: Work, source_id: int, labels: Sequence[str]) -> None:
    if labels:
        rows = [{"source_id": source_id, "label": label} for label in labels]
        work.session.execute(insert(CaseworkerLabel), rows)


def _write_cases(work: Work, source_id: int, changes: upsert.Changes) -> None:
    if not (changes.new or changes.changed):
        return
    people = queries.linked_people(work.actor, source_id)
    teams = queries.teams_by_name(work.actor)
    for row in (*changes.new, *changes.changed):
        row["caseworker_id"] = people.get(row["caseworker_label"])
        row["team_id"] = teams.get((row["team_label"] or "").casefold())
    if changes.new:
        rows = [{"source_id": source_id, **row} for row in changes.new]
        work.session.execute(insert(Case), rows, execution_options={"render_nulls": True})
    if changes.changed:
        work.session.execute(update(Case), changes.changed)


def _write_events(work: Work, source_id: int, changes: upsert.Changes) -> None:
    if changes.new:
        numbers = {row["number"] for row in changes.new}
        ids = queries.case_ids(work.actor, source_id, numbers=numbers)
        events = [
            {"case_id": ids[row["number"]], **{k: v for k, v in row.items() if k != "number"}}
            for row in changes.new
        ]
        work.session.execute(insert(CaseEvent), events, execution_options={"render_nulls": True})
    if changes.changed:
        work.session.execute(update(CaseEvent), changes.changed)
