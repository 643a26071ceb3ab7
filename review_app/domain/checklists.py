"""What changed between two versions of a checklist, and what keeps one from being published."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from review_app.domain.applies_when import Clause, check_order
from review_app.domain.checklist_texts import (
    CRITERION_FIELDS,
    CriterionText,
    SectionText,
    conditionals_of,
    criteria_of,
)
from review_app.domain.errors import Invalid

LIGHTEST, HEAVIEST = 1, 10  # the weights a criterion can have
FEWEST_ANSWERS = 2
SECTION_FIELDS = ("title_da", "title_en", "applies_when")


class ChangeKind(StrEnum):
    """How a criterion or a section differs from the version before."""

    ADDED = "added"
    CHANGED = "changed"
    MOVED = "moved"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that differs, as it was and as it is."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: the criterion as it is (or, when removed, as it was) and what differs.

    ``is_moved`` says that it stands in another section, or elsewhere among those that stayed.
    """

    kind: ChangeKind
    criterion: CriterionText
    fields: tuple[FieldChange, ...] = ()
    is_moved: bool = False


@dataclass(frozen=True, slots=True)
class SectionChange:
    """One difference between the headings; the section as it is or, when removed, as it was."""

    kind: ChangeKind
    section: SectionText
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Differences:
    """All that differs between two versions; empty when nothing does."""

    sections: tuple[SectionChange, ...] = ()
    criteria: tuple[Change, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.sections or self.criteria)

    def count(self, kind: ChangeKind) -> int:
        """Return how many criteria differ in that way."""
        return sum(change.kind == kind for change in self.criteria)


def differences(before: Sequence[SectionText], after: Sequence[SectionText]) -> Differences:
    """Return what was added, changed or moved, in the order of *after*, then what was removed.

    A criterion is the same when its code is; an editor who says that the meaning is another gives
    it another code, so that it shows here as one removed and one added. A section is the same when
    a title is, else when most of its criteria come from there.
    """
    pairs = _paired(before, after)
    return Differences(
        tuple(_section_changes(before, after, pairs)),
        tuple(_criterion_changes(before, after, pairs)),
    )


def _criterion_changes(
    before: Sequence[SectionText], after: Sequence[SectionText], pairs: dict[int, int]
) -> Iterable[Change]:
    earlier = {criterion.code: criterion for criterion in criteria_of(before)}
    moved = _moved(before, after, pairs)
    for criterion in criteria_of(after):
        old = earlier.pop(criterion.code, None)
        is_moved = criterion.code in moved
        if old is None:
            yield Change(ChangeKind.ADDED, criterion)
        elif changed := _field_changes(CRITERION_FIELDS, old, criterion):
            yield Change(ChangeKind.CHANGED, criterion, changed, is_moved)
        elif is_moved:
            yield Change(ChangeKind.MOVED, criterion, is_moved=True)
    yield from (Change(ChangeKind.REMOVED, criterion) for criterion in earlier.values())


def _section_changes(
    before: Sequence[SectionText], after: Sequence[SectionText], pairs: dict[int, int]
) -> Iterable[SectionChange]:
    stayed = _longest_rising([pairs[place] for place in range(len(after)) if place in pairs])
    for place, section in enumerate(after):
        if place not in pairs:
            yield SectionChange(ChangeKind.ADDED, section)
        elif changed := _field_changes(SECTION_FIELDS, before[pairs[place]], section):
            yield SectionChange(ChangeKind.CHANGED, section, changed)
        elif pairs[place] not in stayed:
            yield SectionChange(ChangeKind.MOVED, section)
    kept = set(pairs.values())
    yield from (
        SectionChange(ChangeKind.REMOVED, section)
        for place, section in enumerate(before)
        if place not in kept
    )


def _field_changes(names: Iterable[str], old: Any, new: Any) -> tuple[FieldChange, ...]:
    both = ((name, getattr(old, name), getattr(new, name)) for name in names)
    return tuple(FieldChange(name, was, is_) for name, was, is_ in both if was != is_)


def _paired(before: Sequence[SectionText], after: Sequence[SectionText]) -> dict[int, int]:
    """Return which section of *after* is which of *before*, by place."""
    pairs: dict[int, int] = {}
    for alike in (_same_title, _mostly_from):
        for new, section in enumerate(after):
            free = (old for old in range(len(before)) if old not in pairs.values())
            if new not in pairs:
                found = next((old for old in free if alike(before[old], section)), None)
                pairs |= {} if found is None else {new: found}
    return pairs


def _same_title(old: SectionText, new: SectionText) -> bool:
    return old.title_da == new.title_da or old.title_en == new.title_en


def _mostly_from(old: SectionText, new: SectionText) -> bool:
    codes = {criterion.code for criterion in old.criteria}
    shared = sum(criterion.code in codes for criterion in new.criteria)
    return shared * 2 > len(codes)


def _moved(
    before: Sequence[SectionText], after: Sequence[SectionText], pairs: dict[int, int]
) -> set[str]:
    """Return the codes of the criteria that changed section or overtook one that stayed."""
    place = {c.code: (n, m) for n, s in enumerate(before) for m, c in enumerate(s.criteria)}
    moved = set()
    for new, section in enumerate(after):
        known = [c.code for c in section.criteria if c.code in place]
        own = [code for code in known if place[code][0] == pairs.get(new)]
        stayed = _longest_rising([place[code][1] for code in own])
        moved |= set(known) - {code for code in own if place[code][1] in stayed}
    return moved


def _longest_rising(places: Sequence[int]) -> set[int]:
    """Return the members of one longest rising subsequence: what stayed where it was."""
    runs: list[tuple[int, ...]] = [()]
    for place in places:
        longest = max((len(run), run) for run in runs if not run or run[-1] < place)[1]
        runs.append((*longest, place))
    return set(max((len(run), run) for run in runs)[1])


class FaultKind(StrEnum):
    """Why a version cannot be published."""

    NO_CRITERIA = "no-criteria"
    EMPTY_SECTION = "empty-section"
    SAME_CODE = "same-code"
    NO_QUESTION_DA = "no-question-da"
    NO_QUESTION_EN = "no-question-en"
    WEIGHT = "weight"
    FEW_ANSWERS = "few-answers"
    CONDITION = "condition"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend before publishing; ``code`` names the criterion, ``subject`` what of it."""

    kind: FaultKind
    code: str = ""
    subject: str = ""


def faults_of(sections: Sequence[SectionText]) -> list[Fault]:
    """Return what is to be mended before the version can be published, in reading order."""
    criteria = criteria_of(sections)
    if not criteria:
        return [Fault(FaultKind.NO_CRITERIA)]
    faults = [
        Fault(FaultKind.EMPTY_SECTION, subject=section.title_da or section.title_en)
        for section in sections
        if not section.criteria
    ]
    seen: set[str] = set()
    for criterion in criteria:
        faults += (Fault(kind, criterion.code) for kind in _faults_of_one(criterion))
        if criterion.code in seen:
            faults.append(Fault(FaultKind.SAME_CODE, criterion.code))
        seen.add(criterion.code)
    return faults + _condition_faults(sections)


def _faults_of_one(criterion: CriterionText) -> Iterable[FaultKind]:
    if not criterion.question_da.strip():
        yield FaultKind.NO_QUESTION_DA
    if not criterion.question_en.strip():
        yield FaultKind.NO_QUESTION_EN
    if not LIGHTEST <= criterion.weight <= HEAVIEST:
        yield FaultKind.WEIGHT
    if len(set(criterion.allowed_answers)) < FEWEST_ANSWERS:
        yield FaultKind.FEW_ANSWERS


def _condition_faults(sections: Sequence[SectionText]) -> list[Fault]:
    try:
        check_order(conditionals_of(sections))
    except Invalid as refusal:
        return [
            Fault(
                FaultKind.CONDITION, str(refusal.facts["criterion"]), str(refusal.facts["subject"])
            )
        ]
    return []


def renamed(clauses: Iterable[Clause], codes: dict[str, str]) -> tuple[Clause, ...]:
    """Return clauses that look at the criteria by their new codes."""
    return tuple(
        Clause(c.kind, codes[c.subject], c.values)
        if c.kind == "answer" and c.subject in codes
        else c
        for c in clauses
    )


def next_code(code: str, taken: Iterable[str]) -> str:
    """Return a new code for a criterion whose meaning changed: ``K35`` becomes ``K35-2``.

    >>> next_code("K35", ["K35"]), next_code("K35-2", ["K35-2", "K35-3"])
    ('K35-2', 'K35-4')
    """
    stem, _, number = code.partition("-")
    following = int(number) + 1 if number.isdigit() else 2
    used = set(taken)
    while f"{stem}-{following}" in used:
        following += 1
    return f"{stem}-{following}"
