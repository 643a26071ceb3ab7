"""What the address of the page of findings asks for."""

from collections.abc import Mapping, Sequence

from review_app.domain.scoring import AnswerValue
from review_app.features.insights.queries_findings import DEVIATIONS, Asked
from review_app.kernel.forms import day_of


def asked_of(args: Mapping[str, str]) -> Asked:
    """Read which rounds are counted and how.

    :raises Invalid: for a day that is none.
    """
    return Asked(
        checklist=args.get("checklist", ""),
        round_key=args.get("round", ""),
        since=day_of(args.get("since"), field="since"),
        until=day_of(args.get("until"), field="until"),
        by_section=args.get("by") == "section",
        is_strict=args.get("answers") == AnswerValue.NOT_MET,
    )


def answers_of(given: Sequence[str]) -> frozenset[AnswerValue]:
    """Read which answers the cases shall have; without any, the deviations."""
    found = frozenset(AnswerValue(value) for value in given if value in set(AnswerValue))
    return found or DEVIATIONS
