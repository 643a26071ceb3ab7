"""The kinds of things that can wait for a person, and how near their day is."""

from collections.abc import Set as AbstractSet
from datetime import date
from enum import StrEnum

from review_app.domain.calendar import NO_HOLIDAYS, add_working_days

REMINDER_WORKING_DAYS = 3  # before the day something is due


class WaitingKind(StrEnum):
    """What is to be done."""

    ACKNOWLEDGE_FEEDBACK = "acknowledge-feedback"
    ANSWER_QUESTION = "answer-question"
    ANSWER_READER = "answer-reader"
    ATTEND_SESSION = "attend-session"
    COMMENT_REPORT = "comment-report"
    COMPARE_ANSWERS = "compare-answers"
    CONFIRM_NOTE = "confirm-note"
    CONTRIBUTE_TO_DRAW = "contribute-to-draw"
    DECIDE_OBJECTION = "decide-objection"
    DECIDE_PROPOSAL = "decide-proposal"
    DELIVER = "deliver"
    DO_ACTION = "do-action"
    DO_MEASURE = "do-measure"
    ENTER_VALUE = "enter-value"
    GIVE_ASSENT = "give-assent"
    HANDLE_REMARK = "handle-remark"
    FOLLOW_DELIVERABLE = "follow-deliverable"
    FINISH_MINUTES = "finish-minutes"
    HAND_OVER = "hand-over"
    ISSUE_REPORT = "issue-report"
    LATE_ACTION = "late-action"
    LOOK_AGAIN = "look-again"
    OPEN_SECRET = "open-secret"  # noqa: S105 - opening one is what is to be done
    PASS_ON_FEEDBACK = "pass-on-feedback"  # noqa: S105 - feedback is passed on
    READ_ANSWER = "read-answer"
    READ_NOTE = "read-note"  # news, never a task
    READ_FEEDBACK_SECOND = "read-feedback-second"
    READ_SECOND = "read-second"
    READ_DECISION = "read-decision"
    RESPOND = "respond"
    REVIEW_NOTE = "review-note"
    SCORE = "score"
    SIGN_MINUTES = "sign-minutes"
    TAKE_OVER_NOTE = "take-over-note"
    URGENT_FINDING = "urgent-finding"
    VERIFY_ACTION = "verify-action"
    WRITE_FEEDBACK = "write-feedback"
    WRITE_POSITION = "write-position"


class Urgency(StrEnum):
    """How near a day is."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"
    NONE = "none"


def soon_until(today: date, *, holidays: AbstractSet[date] = NO_HOLIDAYS) -> date:
    """Return the last day that is soon: a reminder is due from then on."""
    return add_working_days(today, REMINDER_WORKING_DAYS, holidays=holidays)


def urgency(
    due_on: date | None, *, today: date, holidays: AbstractSet[date] = NO_HOLIDAYS
) -> Urgency:
    """Return how near *due_on* is; the day itself is not yet overdue.

    >>> urgency(date(2026, 6, 10), today=date(2026, 6, 5))  # a Friday; three working days on
    <Urgency.SOON: 'soon'>
    """
    if due_on is None:
        return Urgency.NONE
    if due_on == today:
        return Urgency.TODAY
    if due_on < today:
        return Urgency.OVERDUE
    is_soon = due_on <= soon_until(today, holidays=holidays)
    return Urgency.SOON if is_soon else Urgency.LATER
