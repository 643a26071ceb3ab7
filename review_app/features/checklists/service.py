"""Drafting, editing and publishing versions of checklists."""

import csv
from collections.abc import Mapping
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import select

from review_app.domain.access import Actor, Permission, demand
from review_app.domain.audit_codes import AuditCode
from review_app.domain.checklists import next_code
from review_app.domain.errors import Incomplete, Invalid
from review_app.domain.events import ChecklistVersionPublished
from review_app.domain.scoring import Severity
from review_app.domain.workflow import (
    CHECKLIST_VERSION_STEPS,
    ChecklistVersionState,
    ChecklistVersionStep,
    after,
)
from review_app.features.checklists import queries
from review_app.kernel import clock
from review_app.kernel.db import db
from review_app.kernel.unit_of_work import Work, unit_of_work
from review_app.models import Checklist, ChecklistSection, ChecklistVersion, Criterion

COPIED = (
    "position",
    "code",
    "question_da",
    "question_en",
    "guidance_da",
    "guidance_en",
    "law_reference",
    "is_law_confirmed",
    "weight",
    "default_severity",
    "is_critical",
    "asks_for_file",
)
WRITABLE = frozenset(COPIED) - {"position", "code"}


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
    checklist = work.add(Checklist(**named))
    work.log(AuditCode.CHECKLIST_ADDED, checklist, checklist=checklist.code)
    version = work.add(ChecklistVersion(checklist_id=checklist.id, number=1))
    by_section = groupby(rows, key=lambda row: (row["section_da"], row["section_en"]))
    for position, ((title_da, title_en), own) in enumerate(by_section, start=1):
        section = ChecklistSection(position=position, title_da=title_da, title_en=title_en)
        section.criteria = [
            _starter_criterion(place, row) for place, row in enumerate(own, start=1)
        ]
        version.sections.append(section)
    _lock(work, version, reason="starter", effective_on=clock.today())


def _starter_criterion(position: int, row: dict[str, str]) -> Criterion:
    return Criterion(
        position=position,
        code=row["code"],
        question_da=row["question_da"],
        question_en=row["question_en"],
        guidance_da=row["guidance_da"] or None,
        guidance_en=row["guidance_en"] or None,
        law_reference=row["law_reference"] or None,
        weight=int(row["weight"]),
        default_severity=Severity(row["severity"]),
        is_critical=row["critical"] == "yes",
        asks_for_file=row.get("asks_for_file") == "yes",
    )


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
        draft.sections = [_copy_section(section) for section in source.sections]
        work.add(draft)
        _take_up_proposals(actor, draft)
        work.log(AuditCode.CHECKLIST_VERSION_DRAFTED, draft, number=draft.number)
    return draft


def _take_up_proposals(actor: Actor, draft: ChecklistVersion) -> None:
    for proposal in queries.waiting_for_a_version(actor, draft.checklist_id):
        proposal.version_id = draft.id


def _copy_section(section: ChecklistSection) -> ChecklistSection:
    copy = ChecklistSection(
        position=section.position, title_da=section.title_da, title_en=section.title_en
    )
    copy.criteria = [
        Criterion(**{name: getattr(criterion, name) for name in COPIED})
        for criterion in section.criteria
    ]
    return copy


def save_criterion(
    actor: Actor,
    version_key: str,
    *,
    criterion_key: str,
    values: Mapping[str, Any],
    is_same_meaning: bool,
) -> Criterion:
    """Change one criterion of a draft.

    Unless the editor states that it means the same as before, it gets a code of its own, so that
    no series of figures runs on over a change of meaning.

    :raises IllegalTransition: when the version is no longer a draft.
    """
    with unit_of_work(actor) as work:
        version = _draft(actor, version_key)
        criterion = queries.get_criterion(actor, version_key, key=criterion_key)
        if not is_same_meaning:
            criterion.code = _new_code(version, criterion.code)
        _write(criterion, values)
        work.log(AuditCode.CHECKLIST_VERSION_EDITED, version, criterion=criterion.code)
    return criterion


def add_criterion(
    actor: Actor, version_key: str, *, section_position: int, values: Mapping[str, Any]
) -> Criterion:
    """Add a criterion at the end of a section of a draft."""
    with unit_of_work(actor) as work:
        version = _draft(actor, version_key)
        section = next((s for s in version.sections if s.position == section_position), None)
        if section is None:
            raise Invalid(field="section", reason="unknown")
        last = max((criterion.position for criterion in section.criteria), default=0)
        criterion = Criterion(position=last + 1, code=_own_code(version))
        _write(criterion, values)
        section.criteria.append(criterion)
        work.add(criterion)
        work.log(AuditCode.CHECKLIST_VERSION_EDITED, version, added=criterion.code)
    return criterion


def remove_criterion(actor: Actor, version_key: str, *, criterion_key: str) -> None:
    """Take a criterion out of a draft."""
    with unit_of_work(actor) as work:
        version = _draft(actor, version_key)
        criterion = queries.get_criterion(actor, version_key, key=criterion_key)
        work.session.delete(criterion)
        work.log(AuditCode.CHECKLIST_VERSION_EDITED, version, removed=criterion.code)


def publish(actor: Actor, version_key: str, *, reason: str, effective_on: date) -> ChecklistVersion:
    """Lock a draft and let it be used from *effective_on*; the version before it retires.

    :raises Incomplete: when it has no criterion.
    :raises IllegalTransition: when it is no draft.
    """
    with unit_of_work(actor) as work:
        version = queries.get_version(actor, version_key)
        demand(actor, Permission.CHECKLIST_PUBLISH)
        if not version.criteria:
            raise Incomplete(criteria=[])
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


def _draft(actor: Actor, version_key: str) -> ChecklistVersion:
    version = queries.get_version(actor, version_key)
    demand(actor, Permission.CHECKLIST_EDIT)
    # What can still be published can still be edited; anything else is locked.
    after(CHECKLIST_VERSION_STEPS, version.state, ChecklistVersionStep.PUBLISH)
    return version


def _write(criterion: Criterion, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if name not in WRITABLE:
            raise Invalid(field=name, reason="unknown")
        setattr(criterion, name, value)


def _codes(version: ChecklistVersion) -> set[str]:
    query = (
        select(Criterion.code)
        .join(ChecklistSection)
        .join(ChecklistVersion)
        .where(ChecklistVersion.checklist_id == version.checklist_id)
    )
    return set(db.session.scalars(query))


def _new_code(version: ChecklistVersion, code: str) -> str:
    return next_code(code, _codes(version))


def _own_code(version: ChecklistVersion) -> str:
    taken = _codes(version)
    return next(code for n in range(1, 10_000) if (code := f"E{n:02d}") not in taken)
