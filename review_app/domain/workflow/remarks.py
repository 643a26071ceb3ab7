"""Where a remark from outside stands, and what can be done to it."""

from collections.abc import Mapping
from enum import StrEnum


class RemarkState(StrEnum):
    """Where a remark stands."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class RemarkStep(StrEnum):
    """What can be done to a remark."""

    EDIT = "edit"
    ANSWER = "answer"
    CLOSE = "close"
    REOPEN = "reopen"


REMARK_STEPS: Mapping[tuple[RemarkState, RemarkStep], RemarkState] = {
    (RemarkState.OPEN, RemarkStep.EDIT): RemarkState.OPEN,
    (RemarkState.OPEN, RemarkStep.ANSWER): RemarkState.ANSWERED,
    (RemarkState.OPEN, RemarkStep.CLOSE): RemarkState.CLOSED,
    (RemarkState.ANSWERED, RemarkStep.EDIT): RemarkState.ANSWERED,
    (RemarkState.ANSWERED, RemarkStep.CLOSE): RemarkState.CLOSED,
    (RemarkState.ANSWERED, RemarkStep.REOPEN): RemarkState.OPEN,
    (RemarkState.CLOSED, RemarkStep.REOPEN): RemarkState.OPEN,
}
