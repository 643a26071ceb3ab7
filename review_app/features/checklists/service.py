"""Drafting, editing and publishing versions of checklists."""

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.applies_when import read_clauses
from review_app.domain.audit_codes import AuditCode
from review_app.domain.checklist_files import FileRow, read_rows
from review_app.domain.checklists import faults_of, next_code, renamed
from review_app.domain.errors import Conflict, Incomplete, Invalid
from review_app.domain.events import ChecklistVersionPublished
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.domain.workflow import (
    CHECKLIST_VERSION_STEPS,
    ChecklistVersionState,
    ChecklistVersionStep,
    after,
)
from review_app.features.checklists import queries
from review_app.features.checklists.writing import (
    codes_of,
    copy_of,
    fill,
    fingerprint,
    own_code,
    texts_of,
    write,
)
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.kernel.drafts import discard_draft
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import Checklist, ChecklistSection, ChecklistVersion, Criterion


def seed_reference(actor: Actor, *, folder: Path) -> list[str]:
    """Add the starter checklists that are not there yet, published; returns their codes.

    *folder* holds ``checklists.csv`` and ``criteria.csv``. A law reference from it is unconfirmed
    until the authority's own legal owner has looked at it.
    """
    with unit_of_work(actor) as work:
        demand(actor, Permission.CHECKLIST_PUBLISH)
        there = set(db.session.scalars(select(Checklist.code)))
        rows = _rows(folder / "criteria.csv")
        added = []
        for named in _rows(folder / "checklists.csv"):
            if named["code"] not in there:
                own = [row for row in rows if row["checklist"] == named["code"]]
                _add_starter(work, named, own)
                added.append(named["code"])
    return added


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _add_starter(work: Work, named: dict[str, str], rows: list[dict[str, str]]) -> None:
    read = read_rows([FileRow(n, _columns(row)) for n, row in enumerate(rows, start=1)])
    if read.problems:
        raise Invalid(field="criteria.csv", reason=str(read.problems[0]))
    checklist = work.add(Checklist(**named))
    work.log(AuditCode.CHECKLIST_ADDED, checklist, checklist=checklist.code)
    version = work.add(ChecklistVersion(checklist_id=checklist.id, number=1))
    fill(version, read.sections)
    _lock(work, version, reason="starter", effective_on=clock.today())


def _columns(row: dict[str, str]) -> dict[str, str]:
    return {name: cell for name, cell in row.items() if name != "checklist"}


def add_checklist(actor: Actor, *, code: str, name_da: str, name_en: str) -> ChecklistVersion:
    """Begin a checklist from scratch; returns its first version, a draft with nothing in it.

    :raises Invalid: when the code is taken.
    """
    with unit_of_work(actor) as work:
        demand(actor, Permission.CHECKLIST_EDIT)
        for name, text in {"name_da": name_da, "name_en": name_en}.items():
            refuse_personal_numbers(text, field=name)
        if db.session.scalar(select(Checklist.id).where(Checklist.code == code)):
            raise Invalid(field="code", reason="taken")
        checklist = work.add(Checklist(code=code, name_da=name_da, name_en=name_en))
        work.log(AuditCode.CHECKLIST_ADDED, checklist, checklist=code)
        draft = work.add(ChecklistVersion(checklist_id=checklist.id, number=1))
        work.log(AuditCode.CHECKLIST_VERSION_DRAFTED, draft, number=1)
    return draft


def start_draft(actor: Actor, version_key: str, *, reason: str) -> ChecklistVersion:
    """Copy a version into a new draft; returns the draft that is there when there is one."""
    with unit_of_work(actor) as work:
        source = queries.get_version(actor, version_key)
        demand(actor, Permission.CHECKLIST_EDIT)
        newest = source.checklist.versions[0]
        if newest.state is ChecklistVersionState.DRAFT:
            return newest
        draft = ChecklistVersion(
            checklist_id=source.checklist_id, number=newest.number + 1, reason=reason.strip()
        )
        draft.sections = [copy_of(section) for section in source.sections]
        work.add(draft)
        _take_up_proposals(actor, draft)
        work.log(AuditCode.CHECKLIST_VERSION_DRAFTED, draft, number=draft.number)
    return draft


def _take_up_proposals(actor: Actor, draft: ChecklistVersion) -> None:
    for proposal in queries.waiting_for_a_version(actor, draft.checklist_id):
        proposal.version_id = draft.id


def save_criterion(
    actor: Actor,
    version_key: str,
    *,
    criterion_key: str,
    values: Mapping[str, Any],
    is_same_meaning: bool,
    seen: str = "",
) -> Criterion:
    """Change one criterion of a draft.

    Unless the editor states that it means the same as before, it gets a code of its own, so that
    no series of figures runs on over a change of meaning.

    :param seen: the fingerprint of what the editor began from, where they began from something.
    :raises Conflict: when somebody else has changed it since; ``facts["seen"]`` is what stands now.
    :raises IllegalTransition: when the version is no longer a draft.
    """
    with unit_of_work(actor) as work:
        version = queries.open_draft(actor, version_key)
        criterion = queries.get_criterion(actor, version_key, key=criterion_key)
        if seen and seen != fingerprint(criterion):
            raise Conflict(thing="criterion", seen=fingerprint(criterion))
        if not is_same_meaning:
            _give_new_code(version, criterion)
        write(criterion, dict(values))
        discard_draft(actor, f"criterion/{criterion_key}")
        work.log(AuditCode.CHECKLIST_VERSION_EDITED, version, criterion=criterion.code)
    return criterion


def add_criterion(
    actor: Actor, version_key: str, *, section_position: int, values: Mapping[str, Any]
) -> Criterion:
    """Add a criterion at the end of a section of a draft."""
    with unit_of_work(actor) as work:
        version = queries.open_draft(actor, version_key)
        section = next((s for s in version.sections if s.position == section_position), None)
        if section is None:
            raise Invalid(field="section", reason="unknown")
        last = max((criterion.position for criterion in section.criteria), default=0)
        criterion = Criterion(position=last + 1, code=own_code(version))
        write(criterion, dict(values))
        section.criteria.append(criterion)
        work.add(criterion)
        work.log(AuditCode.CHECKLIST_VERSION_EDITED, version, added=criterion.code)
    return criterion


def remove_criterion(actor: Actor, version_key: str, *, criterion_key: str) -> None:
    """Take a criterion out of a draft."""
    with unit_of_work(actor) as work:
        version = queries.open_draft(actor, version_key)
        criterion = queries.get_criterion(actor, version_key, key=criterion_key)
        work.session.delete(criterion)
        work.log(AuditCode.CHECKLIST_VERSION_EDITED, version, removed=criterion.code)


def publish(actor: Actor, version_key: str, *, reason: str, effective_on: date) -> ChecklistVersion:
    """Lock a draft and let it be used from *effective_on*; the version before it retires.

    :raises Incomplete: ``facts["faults"]`` are what :func:`faults_of` finds.
    :raises IllegalTransition: when it is no draft.
    """
    with unit_of_work(actor) as work:
        version = queries.get_version(actor, version_key)
        demand(actor, Permission.CHECKLIST_PUBLISH)
        if faults := faults_of(texts_of(version)):
            raise Incomplete(faults=faults)
        refuse_personal_numbers(reason, field="reason")
        _lock(work, version, reason=reason.strip(), effective_on=effective_on)
    return version


def _lock(work: Work, version: ChecklistVersion, *, reason: str, effective_on: date) -> None:
    steps = CHECKLIST_VERSION_STEPS
    version.state = after(steps, version.state, ChecklistVersionStep.PUBLISH)
    version.reason, version.effective_on = reason, effective_on
    version.published_at, version.published_by_id = clock.now(), work.actor.id
    before = None
    for other in db.session.scalars(
        select(ChecklistVersion).where(
            ChecklistVersion.checklist_id == version.checklist_id,
            ChecklistVersion.id != version.id,
            ChecklistVersion.state == ChecklistVersionState.PUBLISHED,
        )
    ):
        other.state = after(steps, other.state, ChecklistVersionStep.RETIRE)
        before = other.id
    work.log(AuditCode.CHECKLIST_VERSION_PUBLISHED, version, number=version.number)
    work.tell(ChecklistVersionPublished(version.id, before))


def _give_new_code(version: ChecklistVersion, criterion: Criterion) -> None:
    """Let the conditions on the criterion's answer follow it to its new code."""
    old, criterion.code = criterion.code, next_code(criterion.code, codes_of(version))
    holders: list[ChecklistSection | Criterion] = [*version.sections, *version.criteria]
    for each in holders:
        clauses = renamed(read_clauses(each.applies_when), {old: criterion.code})
        each.applies_when = [clause.stored() for clause in clauses]
