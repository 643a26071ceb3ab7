"""Reading what the scoring page and the response page send.

The pages are drawn by hand, because a criterion is more than a field; every text still passes the
check for personal numbers in the service.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from review_app.domain.errors import Invalid
from review_app.domain.scoring import AnswerValue, Severity
from review_app.features.reviews.service_answers import Entry
from review_app.features.reviews.sheet import Line

Code = TypeVar("Code", bound=StrEnum)


def code_of(kind: type[Code], given: str | None, *, field: str) -> Code | None:
    """Read a code; nothing is nothing.

    :raises Invalid: when there is no such code.
    """
    if not given:
        return None
    try:
        return kind(given)
    except ValueError:
        raise Invalid(field=field, reason="unknown") from None


def number_of(given: str | None, *, field: str) -> int:
    """Read a whole number; nothing is 0.

    :raises Invalid: when it is none.
    """
    if given and not given.isdecimal():
        raise Invalid(field=field, reason="not-a-number")
    return int(given or 0)


def entry_of(fields: Mapping[str, str], *, edit_key: str | None = None, suffix: str = "") -> Entry:
    """Read what was written to one criterion; *suffix* names it where a form holds many."""
    return Entry(
        value=code_of(AnswerValue, fields.get(f"answer{suffix}"), field="answer"),
        comment=fields.get(f"comment{suffix}", ""),
        is_exemplary=bool(fields.get(f"exemplary{suffix}")),
        severity=code_of(Severity, fields.get(f"severity{suffix}"), field="severity"),
        revision=number_of(fields.get(f"version{suffix}"), field="version"),
        edit_key=edit_key,
    )


def is_changed(line: Line, entry: Entry) -> bool:
    """Say whether a form that was sent whole says something new to this criterion."""
    before = (line.given, line.comment, bool(line.answer and line.answer.is_exemplary))
    after = (entry.value, entry.comment.replace("\r\n", "\n").strip(), entry.is_exemplary)
    severity = line.finding.severity if line.finding else entry.severity
    return before != after or severity != entry.severity
