"""When a late action is told further, and how a citizen's plan is looked at again and again."""

from datetime import date, timedelta
from enum import StrEnum

from review_app.domain.errors import Incomplete, Invalid
from review_app.domain.workflow import ActionState

ESCALATE_AFTER_DAYS = 14
LOOK_NOTICE_DAYS = 7  # before its day a look begins to wait for the owner


class LookAnswer(StrEnum):
    """What a look at the citizen's plan showed."""

    AS_PLANNED = "as-planned"
    ADJUSTED = "adjusted"
    DROPPED = "dropped"


def escalated_before(today: date) -> date:
    """Return the day before which an open action must be due for the manager to be told.

    >>> escalated_before(date(2026, 3, 31))
    datetime.date(2026, 3, 17)
    """
    return today - timedelta(days=ESCALATE_AFTER_DAYS)


def is_escalated(state: ActionState, due_on: date, *, today: date) -> bool:
    """Say whether an action is late for so long that the owner's manager is told.

    >>> is_escalated(ActionState.OPEN, date(2026, 3, 16), today=date(2026, 3, 31))
    True
    """
    return state is ActionState.OPEN and due_on < escalated_before(today)


def check_look(answer: LookAnswer, text: str, next_on: date | None, *, today: date) -> None:
    """Refuse a look that says too little.

    As planned needs no words, the others do; only a dropped plan is not looked at again.

    :raises Incomplete: when words or the next day are missing; ``facts["fields"]`` names them.
    :raises Invalid: when the next day has been, or a dropped plan has one.
    """
    missing = []
    if answer is not LookAnswer.AS_PLANNED and not text.strip():
        missing.append("text")
    if answer is not LookAnswer.DROPPED and next_on is None:
        missing.append("next_on")
    if missing:
        raise Incomplete(fields=missing)
    if next_on is not None and (answer is LookAnswer.DROPPED or next_on <= today):
        raise Invalid(field="next_on", reason=answer.value)
