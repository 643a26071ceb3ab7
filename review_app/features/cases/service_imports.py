"""From a file to a started import: upload, columns, dry run, start; and whose label is whose."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO

from sqlalchemy import select, update

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.case_import import Layout, Profile, lay_out
from review_app.domain.errors import Invalid, NotFound
from review_app.domain.events import CasesImported
from review_app.domain.import_report import Problems
from review_app.domain.import_rows import check_personal_numbers
from review_app.domain.kinds import ImportState
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.domain.tables import SourceFile
from review_app.features.cases import jobs, jobs_staging
from review_app.features.cases import queries_imports as queries
from review_app.kernel import clock, uploads
from review_app.kernel.db import db
from review_app.kernel.spreadsheets import read_file
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import Case, CaseImport, CaseworkerLabel, ImportProfile

CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file somebody sent: what they call it and its content."""

    name: str
    stream: IO[bytes]


@dataclass(frozen=True, slots=True)
class Inspection:
    """An uploaded import opened again: its files, which table is what, how they are read."""

    started: CaseImport
    files: tuple[SourceFile, ...]
    layout: Layout
    profile: Profile


def upload(
    actor: Actor, source_code: str, *, files: Sequence[Upload], source_name: str = ""
) -> CaseImport:
    """Keep the files under random names and begin an import; cases first, then events.

    :raises Invalid: when the source's code is no code, a file cannot be read, or a personal number
        stands in a file's name, heading or cell (``places`` lists them); nothing is kept then.
    """
    demand(actor, Permission.CASE_IMPORT)
    if not CODE.fullmatch(source_code):
        raise Invalid(field="source", reason="code")
    for file in files:
        refuse_personal_numbers(file.name, field="file")
    names = _distinct([file.name for file in files])
    stored = [uploads.keep(file.stream) for file in files]
    kept = [{"stored": s, "name": n} for s, n in zip(stored, names, strict=True)]
    try:
        _refuse_faulty_files(kept)
        with unit_of_work(actor) as work:
            source = queries.find_source(actor, source_code) or jobs.add_source(
                work, code=source_code, name=source_name
            )
            settings = {"files": kept, "events_file": names[1] if len(names) > 1 else None}
            return work.add(
                CaseImport(
                    source_id=source.id, started_by_id=actor.id, files=stored, settings=settings
                )
            )
    except BaseException:
        uploads.remove(stored)
        raise


def _distinct(names: Sequence[str]) -> list[str]:
    return [name if names.index(name) == i else f"{i + 1}: {name}" for i, name in enumerate(names)]


def _refuse_faulty_files(kept: Sequence[Mapping[str, str]]) -> None:
    found = Problems(limit=20)
    for file in kept:
        for table in read_file(uploads.path_of(file["stored"]), name=file["name"]).tables:
            check_personal_numbers(table, found)
    if found.count:
        places = [jobs_staging.as_plain(problem) for problem in found.kept]
        raise Invalid(field="file", reason="personal-number", places=places, count=found.count)


def inspect(actor: Actor, import_key: str, *, profile_key: str = "") -> Inspection:
    """Open an uploaded import: by its own columns, by a kept profile, else by a guess.

    :raises IllegalTransition: when it was started or discarded already.
    """
    started = queries.uploaded(actor, import_key)
    kept = started.settings["files"]
    files = tuple(read_file(uploads.path_of(f["stored"]), name=f["name"]) for f in kept)
    chosen = started.settings.get("profile") or {}
    if profile_key:
        chosen = _profile_by_key(actor, started.source_id, profile_key).settings
    profile = Profile.from_json(chosen)
    tables = [table for file in files for table in file.tables]
    layout = lay_out(tables, profile, events_file=started.settings.get("events_file"))
    return Inspection(started, files, layout, profile)


def _profile_by_key(actor: Actor, source_id: int, key: str) -> ImportProfile:
    for profile in queries.list_profiles(actor, source_id):
        if profile.key == key:
            return profile
    raise NotFound(thing="profile", key=key)


def set_columns(actor: Actor, import_key: str, *, profile: Profile, save_as: str = "") -> None:
    """Keep which column is which for this import, and as a profile when it is given a name."""
    with unit_of_work(actor) as work:
        started = _uploaded(work, import_key)
        started.settings = {**started.settings, "profile": profile.as_json()}
        save_as = " ".join(save_as.split())
        if save_as:
            refuse_personal_numbers(save_as, field="save_as")
            kept = queries.find_profile(actor, started.source_id, name=save_as)
            if kept is None:
                kept = ImportProfile(source_id=started.source_id, name=save_as, settings={})
            kept.settings = profile.as_json()
            work.add(kept)
            work.log(AuditCode.CASE_IMPORT_PROFILE_SAVED, kept, source_id=started.source_id)


def start(actor: Actor, import_key: str) -> CaseImport:
    """Hand the import to the worker.

    :raises IllegalTransition: when it was started or discarded already.
    """
    with unit_of_work(actor) as work:
        started = _uploaded(work, import_key)
        started.state = ImportState.RUNNING
        started.settings = {**started.settings, "profile": started.settings.get("profile") or {}}
        work.log(AuditCode.CASE_IMPORT_STARTED, started, source_id=started.source_id)
        work.later(jobs.TASK, import_key=started.key)
    return started


def _uploaded(work: Work, import_key: str) -> CaseImport:
    demand(work.actor, Permission.CASE_IMPORT)
    work.hold(queries.uploaded(work.actor, import_key))
    return queries.uploaded(work.actor, import_key)


def go_on(actor: Actor, import_key: str) -> None:
    """Have a stopped import written to its end.

    :raises IllegalTransition: when it is not stopped.
    """
    with unit_of_work(actor) as work:
        started = _stopped(work, import_key)
        started.state = ImportState.WRITING
        started.report = {**started.report, "errors": [], "error_count": 0}
        work.log(AuditCode.CASE_IMPORT_CONTINUED, started, cases=started.staged["written"])
        work.later(jobs.TASK, import_key=started.key)


def _stopped(work: Work, import_key: str) -> CaseImport:
    demand(work.actor, Permission.CASE_IMPORT)
    work.hold(queries.stopped(work.actor, import_key))
    return queries.stopped(work.actor, import_key)


def discard(actor: Actor, import_key: str) -> None:
    """Give up an import that is uploaded, or stopped with a part written; delete its files."""
    with unit_of_work(actor) as work:
        is_stopped = queries.get_import(actor, import_key).state is ImportState.STOPPED
        started = (_stopped if is_stopped else _uploaded)(work, import_key)
        started.state, started.finished_at = ImportState.DISCARDED, clock.now()
        files = list(started.files)
        work.log(AuditCode.CASE_IMPORT_DISCARDED, started)
    uploads.remove(files)


def link_labels(actor: Actor, source_code: str, *, links: Mapping[str, int | None]) -> int:
    """Link caseworker labels of a source to people (``None`` unlinks); returns how many changed.

    The cases that bear a label follow at once; a case drawn before keeps what its frame froze.

    :raises Invalid: when a person is not one a label can be linked to.
    """
    demand(actor, Permission.CASE_IMPORT)
    changed = 0
    with unit_of_work(actor) as work:
        source = queries.get_source(actor, source_code)
        allowed = {person.id for person in queries.list_people(actor)}
        labels = db.session.scalars(
            select(CaseworkerLabel).where(CaseworkerLabel.source_id == source.id)
        )
        for label in labels:
            person_id = links.get(label.label, label.person_id)
            if person_id == label.person_id:
                continue
            if person_id is not None and person_id not in allowed:
                raise Invalid(field="person", reason="unknown")
            label.person_id = person_id
            theirs = (Case.source_id == source.id, Case.caseworker_label == label.label)
            work.session.execute(update(Case).where(*theirs).values(caseworker_id=person_id))
            ids = work.session.scalars(select(Case.id).where(*theirs)).all()
            work.tell(CasesImported(source.id, tuple(ids)))  # their figures follow them
            work.log(AuditCode.CASEWORKER_LABEL_LINKED, label, person_id=person_id)
            changed += 1
    return changed
