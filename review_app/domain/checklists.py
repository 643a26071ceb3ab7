"""What changed from one version of a checklist to the next."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class CriterionText:
    """All that a reviewer reads or a score uses of one criterion; ``code`` says which it is."""

    code: str
    question_da: str
    question_en: str
    guidance_da: str
    guidance_en: str
    law_reference: str
    weight: int
    default_severity: str
    is_critical: bool
    asks_for_file: bool = False


class ChangeKind(StrEnum):
    """How a criterion differs from the version before."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: the criterion as it is (or, when removed, as it was) and what differs."""

    kind: ChangeKind
    criterion: CriterionText
    differs: tuple[str, ...] = ()


def differences(before: Iterable[CriterionText], after: Iterable[CriterionText]) -> list[Change]:
    """Return what was added or changed, in the order of *after*, then what was removed.

    A criterion is the same when its code is; an editor who says that the meaning is another gives
    it another code, so that it shows here as one removed and one added.
    """
    earlier = {criterion.code: criterion for criterion in before}
    found = []
    for criterion in after:
        old = earlier.pop(criterion.code, None)
        if old is None:
            found.append(Change(ChangeKind.ADDED, criterion))
        elif old != criterion:
            found.append(Change(ChangeKind.CHANGED, criterion, _differing(old, criterion)))
    return [*found, *(Change(ChangeKind.REMOVED, criterion) for criterion in earlier.values())]


def _differing(old: CriterionText, new: CriterionText) -> tuple[str, ...]:
    names = (field.name for field in fields(CriterionText))
    return tuple(name for name in names if getattr(old, name) != getattr(new, name))


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
