"""Between the rows of a version and the plain values that the rules compare and files hold."""

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from review_app.domain.applies_when import read_clauses
from review_app.domain.checklist_texts import CRITERION_FIELDS, CriterionText, SectionText
from review_app.domain.errors import Invalid, NotFound
from review_app.domain.personal_data import refuse_personal_numbers
from review_app.domain.scoring import Severity
from review_app.kernel.db import db
from review_app.models import ChecklistSection, ChecklistVersion, Criterion
from review_app.models.locked_checklists import LISTS, text_of

WRITABLE = frozenset(CRITERION_FIELDS) - {"code"}


def texts_of(version: ChecklistVersion) -> tuple[SectionText, ...]:
    """Return what a version says."""
    return tuple(
        SectionText(
            section.title_da,
            section.title_en,
            read_clauses(section.applies_when),
            tuple(text_of(criterion) for criterion in section.criteria),
        )
        for section in version.sections
    )


def fingerprint(criterion: Criterion) -> str:
    """Return what changes whenever somebody changes what a criterion says."""
    return hashlib.sha256(repr(text_of(criterion)).encode()).hexdigest()[:16]


def values_of(text: CriterionText) -> dict[str, Any]:
    """Return what :func:`write` takes, without the code."""
    values: dict[str, Any] = {name: getattr(text, name) for name in WRITABLE}
    values["applies_when"] = [clause.stored() for clause in text.applies_when]
    return values


def write(criterion: Criterion, values: dict[str, Any]) -> Criterion:
    """Set fields of a criterion; an empty text is none.

    :raises Invalid: for an unknown field, a condition that is none, or a personal number.
    """
    for name, value in values.items():
        if name not in WRITABLE:
            raise Invalid(field=name, reason="unknown")
        if isinstance(value, str):
            refuse_personal_numbers(value, field=name)
        if name == "applies_when":
            check_clauses(value)
        setattr(criterion, name, _kept(name, value))
    return criterion


def check_clauses(stored: list[dict[str, Any]]) -> None:
    """Let conditions pass when they can be read and name no person's number.

    :raises Invalid: when not.
    """
    for clause in read_clauses(stored):
        for text in (clause.subject, *clause.values):
            refuse_personal_numbers(text, field="applies_when")


def _kept(name: str, value: Any) -> Any:
    if name in LISTS or name == "applies_when":
        return list(value)
    if name == "default_severity":
        return Severity(value)
    return value if value != "" else None


def copy_of(section: ChecklistSection) -> ChecklistSection:
    """Return a section and its criteria anew."""
    copy = ChecklistSection(
        position=section.position,
        title_da=section.title_da,
        title_en=section.title_en,
        applies_when=list(section.applies_when),
    )
    copy.criteria = [
        new_criterion(text_of(criterion), position=criterion.position)
        for criterion in section.criteria
    ]
    return copy


def new_criterion(text: CriterionText, *, position: int) -> Criterion:
    """Return a criterion that says *text*."""
    return write(Criterion(code=text.code, position=position), values_of(text))


def fill(version: ChecklistVersion, sections: Sequence[SectionText]) -> None:
    """Put sections and criteria in a version that has none."""
    for position, said in enumerate(sections, start=1):
        section = ChecklistSection(
            position=position,
            title_da=said.title_da,
            title_en=said.title_en,
            applies_when=[clause.stored() for clause in said.applies_when],
        )
        section.criteria = [
            new_criterion(text, position=place) for place, text in enumerate(said.criteria, 1)
        ]
        version.sections.append(section)


def section_at(version: ChecklistVersion, position: int) -> ChecklistSection:
    """Return the section at *position*.

    :raises NotFound: when there is none.
    """
    found = next((s for s in version.sections if s.position == position), None)
    if found is None:
        raise NotFound(thing="section", position=position)
    return found


def codes_of(version: ChecklistVersion) -> set[str]:
    """Return the codes that any version of the checklist uses or used."""
    query = (
        select(Criterion.code)
        .join(ChecklistSection)
        .join(ChecklistVersion)
        .where(ChecklistVersion.checklist_id == version.checklist_id)
    )
    return set(db.session.scalars(query))


def own_code(version: ChecklistVersion) -> str:
    """Return a code for a criterion that is new in the checklist."""
    taken = codes_of(version)
    return next(code for n in range(1, 10_000) if (code := f"E{n:02d}") not in taken)
