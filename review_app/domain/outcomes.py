"""What a learning session can end in, and what each kind of outcome must say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from review_app.domain.errors import Incomplete, Invalid
from review_app.domain.kinds import OutcomeKind

REQUIRED: Mapping[OutcomeKind, tuple[str, ...]] = {
    OutcomeKind.PLAN: ("text", "steps", "owner_id", "due_on", "look_again_on"),
    OutcomeKind.ACTION: ("text", "owner_id", "due_on"),
    OutcomeKind.AGREED_PRACTICE: ("title", "text"),
    OutcomeKind.DILEMMA: ("title", "text", "counter_text"),
    OutcomeKind.CHANGE_PROPOSAL: ("text", "criterion_id"),
    OutcomeKind.LEARNING_NOTE: ("title", "text", "criterion_id"),
}
# What a kind may say besides: the criterion by which the next rounds can show whether it helped.
OPTIONAL: Mapping[OutcomeKind, tuple[str, ...]] = {
    OutcomeKind.AGREED_PRACTICE: ("criterion_id",),
    OutcomeKind.DILEMMA: ("criterion_id",),
}
# What somebody must do by a date, and what is handed to another area for good.
PROMISES = frozenset({OutcomeKind.PLAN, OutcomeKind.ACTION})
HANDED_ON = frozenset({OutcomeKind.CHANGE_PROPOSAL, OutcomeKind.LEARNING_NOTE})


@dataclass(frozen=True, slots=True)
class OutcomeFields:
    """All that an outcome of any kind can say; which of it counts is decided by the kind."""

    title: str | None = None
    text: str = ""
    counter_text: str | None = None
    steps: str | None = None
    owner_id: int | None = None
    due_on: date | None = None
    look_again_on: date | None = None
    criterion_id: int | None = None
    is_consensus: bool = True
    dissent: str | None = None  # who sees it otherwise, and how


def fields_of(kind: OutcomeKind, given: OutcomeFields) -> dict[str, Any]:
    """Return what *kind* requires of *given*, tidied; what it has no use for becomes ``None``.

    :returns: a value for every column of an outcome.
    :raises Incomplete: when something required is empty; ``facts["fields"]`` names each.
    :raises Invalid: when a plan is looked at again before its steps are due.

    >>> fields_of(OutcomeKind.AGREED_PRACTICE, OutcomeFields(title=" Call first ", text="Call."))[
    ...     "title"
    ... ]
    'Call first'
    """
    required = REQUIRED[kind] if given.is_consensus else (*REQUIRED[kind], "dissent")
    used = {*required, *OPTIONAL.get(kind, ()), "is_consensus"}
    tidy = {name: _tidy(getattr(given, name)) for name in OutcomeFields.__dataclass_fields__}
    if missing := [name for name in required if tidy[name] in (None, "")]:
        raise Incomplete(fields=missing)
    if kind is OutcomeKind.PLAN and tidy["look_again_on"] < tidy["due_on"]:
        raise Invalid(field="look_again_on", reason="before due")
    return {name: value if name in used else None for name, value in tidy.items()}


def _tidy(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value
