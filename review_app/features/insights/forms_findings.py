"""What the address of the page of findings asks for."""

from collections.abc import Mapping, Sequence
from datetime import date

from review_app.domain.errors import Invalid
from review_app.domain.scoring import AnswerValue
from review_app.features.insights.queries_findings import DEVIATIONS, Asked


def asked_of(args: Mapping[str, str]) -> Asked:
    """Read which rounds are counted and how.

    :raises Invalid: for a day that is none.
    """
    return Asked(
        checklist=args.get("checklist", ""),
        round_key=args.get("round", ""),
        since=_day(args, "since"),
        until=_day(args, "until"),
        by_section=args.get("by") == "section",
        is_strict=args.get("answers") == AnswerValue.NOT_MET,
    )


def answers_of(given: Sequence[str]) -> frozenset[AnswerValue]:
    """Read which answers the cases shall have; without any, the deviations."""
    found = frozenset(AnswerValue(value) for value in given if value in set(AnswerValue))
    return found or DEVIATIONS


def _day(args: Mapping[str, str], field: str) -> date | None:
    try:
        return date.fromisoformat(args[field]) if args.get(field) else None
    except ValueError:
        raise Invalid(field=field, reason="not-a-date") from None
