"""The agreed best workflow: the order of its steps, where they branch, and what changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from enum import StrEnum

from review_app.domain.errors import Invalid

# A picture and a page of paper hold no more that anybody would follow.
MOST_STEPS = 20


@dataclass(frozen=True, slots=True)
class StepText:
    """All that a reader is told of one step; ``code`` says which it is in every version."""

    code: str
    who_da: str
    who_en: str
    what_da: str
    what_en: str
    when_da: str = ""
    when_en: str = ""
    rule: str = ""
    noted_da: str = ""
    noted_en: str = ""
    branch_da: str = ""
    branch_en: str = ""
    branch_to: str = ""
    criteria: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class StepChangeKind(StrEnum):
    """How a step differs from the version before."""

    ADDED = "added"
    CHANGED = "changed"
    MOVED = "moved"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class StepChange:
    """One difference: the step before and after (one of them missing), and what differs."""

    kind: StepChangeKind
    before: StepText | None
    after: StepText | None
    differs: tuple[str, ...] = ()


def differences(before: Sequence[StepText], after: Sequence[StepText]) -> list[StepChange]:
    """Return what was added, changed or moved in the order of *after*, then what was removed.

    A step that was both moved and changed counts as changed. Moved is what does not keep its place
    among the steps that are in both, so that one step added at the top moves nothing.
    """
    earlier = {step.code: step for step in before}
    in_place = _kept_in_place([s.code for s in before], [s.code for s in after])
    found = []
    for step in after:
        old = earlier.pop(step.code, None)
        if old is None:
            found.append(StepChange(StepChangeKind.ADDED, None, step))
        elif old != step:
            found.append(StepChange(StepChangeKind.CHANGED, old, step, _differing(old, step)))
        elif step.code not in in_place:
            found.append(StepChange(StepChangeKind.MOVED, old, step))
    gone = (StepChange(StepChangeKind.REMOVED, old, None) for old in earlier.values())
    return [*found, *gone]


def _kept_in_place(before: list[str], after: list[str]) -> set[str]:
    blocks = SequenceMatcher(a=before, b=after, autojunk=False).get_matching_blocks()
    return {code for block in blocks for code in before[block.a : block.a + block.size]}


def _differing(old: StepText, new: StepText) -> tuple[str, ...]:
    names = (field.name for field in fields(StepText))
    return tuple(name for name in names if getattr(old, name) != getattr(new, name))


def next_code(taken: Iterable[str]) -> str:
    """Return the code of a new step: one that no version of the standard has used.

    >>> next_code([]), next_code(["T1", "T9"])
    ('T1', 'T10')
    """
    numbers = [int(code[1:]) for code in taken if code[1:].isdigit()]
    return f"T{max(numbers, default=0) + 1}"


def moved(codes: Sequence[str], code: str, *, by: int) -> list[str]:
    """Return the order after *code* went *by* places down (or up, below 0); ends stay ends.

    >>> moved(["a", "b", "c"], "c", by=-1), moved(["a", "b"], "b", by=1)
    (['a', 'c', 'b'], ['a', 'b'])

    :raises Invalid: when there is no such step.
    """
    if code not in codes:
        raise Invalid(field="step", reason="unknown")
    others = [other for other in codes if other != code]
    place = min(max(codes.index(code) + by, 0), len(others))
    return [*others[:place], code, *others[place:]]


def check_branch(code: str, to: str | None, *, condition: str | None, codes: Iterable[str]) -> None:
    """Refuse a branch that leads nowhere, to itself, or under no condition.

    :raises Invalid: naming the field that is wrong.
    """
    if bool(to) != bool((condition or "").strip()):
        raise Invalid(field="branch_to" if condition else "branch_da", reason="missing")
    if to and (to == code or to not in set(codes)):
        raise Invalid(field="branch_to", reason="leads nowhere")
