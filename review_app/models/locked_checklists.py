"""What a checklist version says, as plain values; a locked one is read from the tables once.

A version never changes from the moment it is published, so what was read of it stays true for as
long as the program runs. Kept by the version's key, which no other version ever has.
"""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from review_app.domain.applies_when import Conditional, read_clauses
from review_app.domain.checklist_texts import CRITERION_FIELDS, CriterionText
from review_app.domain.scoring import AnswerValue, Severity
from review_app.domain.workflow import ChecklistVersionState
from review_app.models.checklists import ChecklistSection, ChecklistVersion, Criterion

LISTS = ("allowed_answers", "comment_on", "evidence_on")
MOST_KEPT = 64  # versions; some 250 kB each


@dataclass(frozen=True)
class AskedCriterion(CriterionText):
    """A criterion of a version, with what a review needs to hold answers against it."""

    id: int = 0
    key: str = ""
    default_severity: Severity = Severity.MATERIAL
    number: str = ""  # of its section and its place there, as "2.3"
    conditional: Conditional = field(default=Conditional(""))
    # What a page made of it before, by what and in which language: the texts never change.
    written: dict[tuple[str, ...], str] = field(default_factory=dict, compare=False, repr=False)

    @property
    def answers(self) -> list[AnswerValue]:
        """The answers it offers, in the order of all."""
        return [value for value in AnswerValue if value in self.allowed_answers]


@dataclass(frozen=True, slots=True)
class AskedSection:
    """A heading with its criteria in the order in which they are read."""

    position: int
    title_da: str
    title_en: str
    criteria: tuple[AskedCriterion, ...]


Sections = tuple[AskedSection, ...]
_KEPT: dict[str, Sections] = {}


def text_of(criterion: Criterion) -> CriterionText:
    """Return what a criterion says."""
    return CriterionText(**_values_of(criterion))


def _values_of(criterion: Criterion) -> dict[str, Any]:
    plain: dict[str, Any] = {name: getattr(criterion, name) for name in CRITERION_FIELDS}
    plain |= {name: tuple(plain[name]) for name in LISTS}
    plain["applies_when"] = read_clauses(plain["applies_when"])
    plain["default_severity"] = criterion.default_severity.value
    return {name: "" if value is None else value for name, value in plain.items()}


def asked_by(session: Session, version: ChecklistVersion) -> Sections:
    """Return the sections of *version* with their criteria; asks nothing for one that was read."""
    found = _KEPT.get(version.key)
    if found is None:
        found = _read(session, version.id)
        if version.state is not ChecklistVersionState.DRAFT:
            _keep(version.key, found)
    return found


def _keep(key: str, sections: Sections) -> None:
    if len(_KEPT) >= MOST_KEPT:
        _KEPT.pop(next(iter(_KEPT)))  # the one that was read first
    _KEPT[key] = sections


def _read(session: Session, version_id: int) -> Sections:
    of_version = ChecklistSection.version_id == version_id
    query = select(ChecklistSection).where(of_version).order_by(ChecklistSection.position)
    rows = session.scalars(query.options(joinedload(ChecklistSection.criteria))).unique()
    return tuple(
        AskedSection(
            section.position,
            section.title_da,
            section.title_en,
            tuple(
                AskedCriterion(
                    **(_values_of(criterion) | {"default_severity": criterion.default_severity}),
                    id=criterion.id,
                    key=criterion.key,
                    number=f"{section.position}.{place}",
                    conditional=criterion.conditional,
                )
                for place, criterion in enumerate(section.criteria, start=1)
            ),
        )
        for section in rows
    )
