"""The kinds of things that can wait for a person, and how near their day is."""

from datetime import date
from enum import StrEnum


class WaitingKind(StrEnum):
    """What is to be done."""

    ACKNOWLEDGE_FEEDBACK = "acknowledge-feedback"
    ANSWER_READER = "answer-reader"
    COMPARE_ANSWERS = "compare-answers"
    CONFIRM_NOTE = "confirm-note"
    CONTRIBUTE_TO_DRAW = "contribute-to-draw"
    DECIDE_OBJECTION = "decide-objection"
    DECIDE_PROPOSAL = "decide-proposal"
    DO_ACTION = "do-action"
    OPEN_SECRET = "open-secret"  # noqa: S105 - opening one is what is to be done
    PASS_ON_FEEDBACK = "pass-on-feedback"  # noqa: S105 - feedback is passed on
    READ_SECOND = "read-second"
    READ_DECISION = "read-decision"
    RESPOND = "respond"
    REVIEW_NOTE = "review-note"
    SCORE = "score"
    SIGN_MINUTES = "sign-minutes"
    URGENT_FINDING = "urgent-finding"
    VERIFY_ACTION = "verify-action"
    WRITE_FEEDBACK = "write-feedback"
    WRITE_POSITION = "write-position"


class Urgency(StrEnum):
    """How near a day is."""

    OVERDUE = "overdue"
    TODAY = "today"
    LATER = "later"
    NONE = "none"


def urgency(due_on: date | None, *, today: date) -> Urgency:
    """Return how near *due_on* is; the day itself is not yet overdue."""
    if due_on is None:
        return Urgency.NONE
    if due_on == today:
        return Urgency.TODAY
    return Urgency.OVERDUE if due_on < today else Urgency.LATER
