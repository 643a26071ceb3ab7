"""Where a review stands, and what can be done to it."""

from collections.abc import Mapping
from enum import StrEnum


class ReviewState(StrEnum):
    """Where a review stands; the caseworker sees it from *in response* on.

    Of two reviews of one case the first goes on to the caseworker; the second ends *compared*.
    """

    ASSIGNED = "assigned"
    IN_PROGRESS = "in-progress"
    SUBMITTED = "submitted"
    COMPARING = "comparing"
    COMPARED = "compared"
    IN_RESPONSE = "in-response"
    SETTLED = "settled"
    CANCELLED = "cancelled"


class ReviewStep(StrEnum):
    """What can be done to a review."""

    START = "start"
    SUBMIT = "submit"
    RETURN = "return"
    COMPARE = "compare"
    MERGE = "merge"
    OPEN_RESPONSE = "open-response"
    SETTLE = "settle"
    CANCEL = "cancel"


REVIEW_STEPS: Mapping[tuple[ReviewState, ReviewStep], ReviewState] = {
    (ReviewState.ASSIGNED, ReviewStep.START): ReviewState.IN_PROGRESS,
    (ReviewState.IN_PROGRESS, ReviewStep.SUBMIT): ReviewState.SUBMITTED,
    (ReviewState.SUBMITTED, ReviewStep.RETURN): ReviewState.IN_PROGRESS,
    (ReviewState.SUBMITTED, ReviewStep.OPEN_RESPONSE): ReviewState.IN_RESPONSE,
    (ReviewState.SUBMITTED, ReviewStep.COMPARE): ReviewState.COMPARING,
    (ReviewState.SUBMITTED, ReviewStep.MERGE): ReviewState.COMPARED,
    (ReviewState.COMPARING, ReviewStep.OPEN_RESPONSE): ReviewState.IN_RESPONSE,
    (ReviewState.IN_RESPONSE, ReviewStep.SETTLE): ReviewState.SETTLED,
    (ReviewState.ASSIGNED, ReviewStep.CANCEL): ReviewState.CANCELLED,
    (ReviewState.IN_PROGRESS, ReviewStep.CANCEL): ReviewState.CANCELLED,
    (ReviewState.SUBMITTED, ReviewStep.CANCEL): ReviewState.CANCELLED,
    (ReviewState.COMPARING, ReviewStep.CANCEL): ReviewState.CANCELLED,
}


class SecondReadingState(StrEnum):
    """Where a second reading stands; a review is returned once at most."""

    ASKED = "asked"
    RETURNED = "returned"
    ANSWERED = "answered"
    PASSED = "passed"


class SecondReadingStep(StrEnum):
    """What can be done to a second reading."""

    RETURN = "return"
    ANSWER = "answer"
    PASS = "pass"  # noqa: S105 - what is read is passed on


SECOND_READING_STEPS: Mapping[tuple[SecondReadingState, SecondReadingStep], SecondReadingState] = {
    (SecondReadingState.ASKED, SecondReadingStep.RETURN): SecondReadingState.RETURNED,
    (SecondReadingState.ASKED, SecondReadingStep.PASS): SecondReadingState.PASSED,
    (SecondReadingState.RETURNED, SecondReadingStep.ANSWER): SecondReadingState.ANSWERED,
    (SecondReadingState.ANSWERED, SecondReadingStep.PASS): SecondReadingState.PASSED,
}


class ObjectionState(StrEnum):
    """What came of a caseworker's objection to one answer."""

    OPEN = "open"
    KEPT = "kept"
    CHANGED = "changed"
    THIRD_ANSWER = "third-answer"
    DILEMMA = "dilemma"


class ObjectionStep(StrEnum):
    """How an objection can be decided."""

    KEEP = "keep"
    CHANGE = "change"
    ANSWER_OTHERWISE = "answer-otherwise"
    LEAVE_AS_DILEMMA = "leave-as-dilemma"


OBJECTION_STEPS: Mapping[tuple[ObjectionState, ObjectionStep], ObjectionState] = {
    (ObjectionState.OPEN, ObjectionStep.KEEP): ObjectionState.KEPT,
    (ObjectionState.OPEN, ObjectionStep.CHANGE): ObjectionState.CHANGED,
    (ObjectionState.OPEN, ObjectionStep.ANSWER_OTHERWISE): ObjectionState.THIRD_ANSWER,
    (ObjectionState.OPEN, ObjectionStep.LEAVE_AS_DILEMMA): ObjectionState.DILEMMA,
}


class UrgentState(StrEnum):
    """Where an urgent finding stands."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    HANDLED = "handled"
    WITHDRAWN = "withdrawn"


class UrgentStep(StrEnum):
    """What can be done to an urgent finding."""

    ACKNOWLEDGE = "acknowledge"
    HANDLE = "handle"
    WITHDRAW = "withdraw"


URGENT_STEPS: Mapping[tuple[UrgentState, UrgentStep], UrgentState] = {
    (UrgentState.OPEN, UrgentStep.ACKNOWLEDGE): UrgentState.ACKNOWLEDGED,
    (UrgentState.ACKNOWLEDGED, UrgentStep.HANDLE): UrgentState.HANDLED,
    (UrgentState.OPEN, UrgentStep.WITHDRAW): UrgentState.WITHDRAWN,
    (UrgentState.ACKNOWLEDGED, UrgentStep.WITHDRAW): UrgentState.WITHDRAWN,
}
