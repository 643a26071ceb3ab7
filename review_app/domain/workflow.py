"""The state machines: one table each, read top to bottom.

A step that is not in its table is refused. ``docs/reference/states.md`` is printed from these
tables by ``review-app docs``; a test fails when it is stale.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from review_app.domain.errors import IllegalTransition


class RoundState(StrEnum):
    """Where a round stands; a ``learn`` round is selected instead of drawn."""

    PLANNED = "planned"
    DRAWN = "drawn"
    SELECTED = "selected"
    REVIEWING = "reviewing"
    RESPONDING = "responding"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class RoundStep(StrEnum):
    """What can be done to a round."""

    DRAW = "draw"
    SELECT = "select"
    START_REVIEWS = "start-reviews"
    ASK_CASEWORKERS = "ask-caseworkers"
    EXTEND = "extend"
    CLOSE = "close"
    CANCEL = "cancel"


ROUND_STEPS: Mapping[tuple[RoundState, RoundStep], RoundState] = {
    (RoundState.PLANNED, RoundStep.DRAW): RoundState.DRAWN,
    (RoundState.PLANNED, RoundStep.SELECT): RoundState.SELECTED,
    (RoundState.DRAWN, RoundStep.START_REVIEWS): RoundState.REVIEWING,
    (RoundState.SELECTED, RoundStep.START_REVIEWS): RoundState.REVIEWING,
    (RoundState.REVIEWING, RoundStep.ASK_CASEWORKERS): RoundState.RESPONDING,
    (RoundState.DRAWN, RoundStep.EXTEND): RoundState.DRAWN,
    (RoundState.REVIEWING, RoundStep.EXTEND): RoundState.REVIEWING,
    (RoundState.RESPONDING, RoundStep.EXTEND): RoundState.REVIEWING,
    (RoundState.RESPONDING, RoundStep.CLOSE): RoundState.CLOSED,
    (RoundState.PLANNED, RoundStep.CANCEL): RoundState.CANCELLED,
    (RoundState.DRAWN, RoundStep.CANCEL): RoundState.CANCELLED,
    (RoundState.SELECTED, RoundStep.CANCEL): RoundState.CANCELLED,
    (RoundState.REVIEWING, RoundStep.CANCEL): RoundState.CANCELLED,
}


class ReviewState(StrEnum):
    """Where a review stands; the caseworker sees it from *in response* on."""

    ASSIGNED = "assigned"
    IN_PROGRESS = "in-progress"
    SUBMITTED = "submitted"
    IN_RESPONSE = "in-response"
    SETTLED = "settled"
    CANCELLED = "cancelled"


class ReviewStep(StrEnum):
    """What can be done to a review."""

    START = "start"
    SUBMIT = "submit"
    RETURN = "return"
    OPEN_RESPONSE = "open-response"
    SETTLE = "settle"
    CANCEL = "cancel"


REVIEW_STEPS: Mapping[tuple[ReviewState, ReviewStep], ReviewState] = {
    (ReviewState.ASSIGNED, ReviewStep.START): ReviewState.IN_PROGRESS,
    (ReviewState.IN_PROGRESS, ReviewStep.SUBMIT): ReviewState.SUBMITTED,
    (ReviewState.SUBMITTED, ReviewStep.RETURN): ReviewState.IN_PROGRESS,
    (ReviewState.SUBMITTED, ReviewStep.OPEN_RESPONSE): ReviewState.IN_RESPONSE,
    (ReviewState.IN_RESPONSE, ReviewStep.SETTLE): ReviewState.SETTLED,
    (ReviewState.ASSIGNED, ReviewStep.CANCEL): ReviewState.CANCELLED,
    (ReviewState.IN_PROGRESS, ReviewStep.CANCEL): ReviewState.CANCELLED,
}


class ChecklistVersionState(StrEnum):
    """Where a checklist version stands; published means locked."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class ChecklistVersionStep(StrEnum):
    """What can be done to a checklist version."""

    PUBLISH = "publish"
    RETIRE = "retire"


CHECKLIST_VERSION_STEPS: Mapping[
    tuple[ChecklistVersionState, ChecklistVersionStep], ChecklistVersionState
] = {
    (
        ChecklistVersionState.DRAFT,
        ChecklistVersionStep.PUBLISH,
    ): ChecklistVersionState.PUBLISHED,
    (
        ChecklistVersionState.PUBLISHED,
        ChecklistVersionStep.RETIRE,
    ): ChecklistVersionState.RETIRED,
}


class FeedbackState(StrEnum):
    """Where the feedback on a learning case stands; the caseworker sees it from *in dialogue*."""

    DRAFT = "draft"
    SENT = "sent"
    IN_DIALOGUE = "in-dialogue"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


class FeedbackStep(StrEnum):
    """What can be done to feedback."""

    SEND = "send"
    PASS_ON = "pass-on"
    ACKNOWLEDGE = "acknowledge"
    CLOSE = "close"


FEEDBACK_STEPS: Mapping[tuple[FeedbackState, FeedbackStep], FeedbackState] = {
    (FeedbackState.DRAFT, FeedbackStep.SEND): FeedbackState.SENT,
    (FeedbackState.SENT, FeedbackStep.PASS_ON): FeedbackState.IN_DIALOGUE,
    (FeedbackState.IN_DIALOGUE, FeedbackStep.ACKNOWLEDGE): FeedbackState.ACKNOWLEDGED,
    (FeedbackState.ACKNOWLEDGED, FeedbackStep.CLOSE): FeedbackState.CLOSED,
}


class LearningSessionState(StrEnum):
    """Where a learning session stands."""

    PLANNED = "planned"
    POSITIONS = "positions"
    HELD = "held"
    SIGNING = "signing"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class LearningSessionStep(StrEnum):
    """What can be done to a learning session; only a tripartite one takes positions and signs."""

    ASK_POSITIONS = "ask-positions"
    HOLD = "hold"
    ASK_SIGNATURES = "ask-signatures"
    REOPEN = "reopen"
    CLOSE = "close"
    CANCEL = "cancel"


LEARNING_SESSION_STEPS: Mapping[
    tuple[LearningSessionState, LearningSessionStep], LearningSessionState
] = {
    (
        LearningSessionState.PLANNED,
        LearningSessionStep.ASK_POSITIONS,
    ): LearningSessionState.POSITIONS,
    (LearningSessionState.PLANNED, LearningSessionStep.HOLD): LearningSessionState.HELD,
    (LearningSessionState.POSITIONS, LearningSessionStep.HOLD): LearningSessionState.HELD,
    (
        LearningSessionState.HELD,
        LearningSessionStep.ASK_SIGNATURES,
    ): LearningSessionState.SIGNING,
    (LearningSessionState.HELD, LearningSessionStep.CLOSE): LearningSessionState.CLOSED,
    (LearningSessionState.SIGNING, LearningSessionStep.REOPEN): LearningSessionState.HELD,
    (LearningSessionState.SIGNING, LearningSessionStep.CLOSE): LearningSessionState.CLOSED,
    (LearningSessionState.PLANNED, LearningSessionStep.CANCEL): LearningSessionState.CANCELLED,
    (LearningSessionState.POSITIONS, LearningSessionStep.CANCEL): LearningSessionState.CANCELLED,
}


class ActionState(StrEnum):
    """Where an action stands."""

    OPEN = "open"
    DONE = "done"
    VERIFIED = "verified"
    DROPPED = "dropped"


class ActionStep(StrEnum):
    """What can be done to an action."""

    FINISH = "finish"
    REOPEN = "reopen"
    VERIFY = "verify"
    DROP = "drop"


ACTION_STEPS: Mapping[tuple[ActionState, ActionStep], ActionState] = {
    (ActionState.OPEN, ActionStep.FINISH): ActionState.DONE,
    (ActionState.DONE, ActionStep.REOPEN): ActionState.OPEN,
    (ActionState.DONE, ActionStep.VERIFY): ActionState.VERIFIED,
    (ActionState.OPEN, ActionStep.DROP): ActionState.DROPPED,
    (ActionState.DROPPED, ActionStep.REOPEN): ActionState.OPEN,
}


class ChangeProposalState(StrEnum):
    """Where a proposal to change a checklist stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class ChangeProposalStep(StrEnum):
    """What can be done to a change proposal."""

    ACCEPT = "accept"
    REJECT = "reject"


CHANGE_PROPOSAL_STEPS: Mapping[
    tuple[ChangeProposalState, ChangeProposalStep], ChangeProposalState
] = {
    (ChangeProposalState.OPEN, ChangeProposalStep.ACCEPT): ChangeProposalState.ACCEPTED,
    (ChangeProposalState.OPEN, ChangeProposalStep.REJECT): ChangeProposalState.REJECTED,
}


class LearningNoteState(StrEnum):
    """Where a learning note stands; everybody reads it once published."""

    DRAFT = "draft"
    IN_REVIEW = "in-review"
    PUBLISHED = "published"
    STALE = "stale"
    ARCHIVED = "archived"


class LearningNoteStep(StrEnum):
    """What can be done to a learning note."""

    EDIT = "edit"
    ASK_REVIEW = "ask-review"
    SEND_BACK = "send-back"
    PUBLISH = "publish"
    GO_STALE = "go-stale"
    CONFIRM = "confirm"
    ARCHIVE = "archive"


LEARNING_NOTE_STEPS: Mapping[tuple[LearningNoteState, LearningNoteStep], LearningNoteState] = {
    (LearningNoteState.DRAFT, LearningNoteStep.ASK_REVIEW): LearningNoteState.IN_REVIEW,
    (LearningNoteState.IN_REVIEW, LearningNoteStep.SEND_BACK): LearningNoteState.DRAFT,
    (LearningNoteState.IN_REVIEW, LearningNoteStep.PUBLISH): LearningNoteState.PUBLISHED,
    (LearningNoteState.PUBLISHED, LearningNoteStep.GO_STALE): LearningNoteState.STALE,
    (LearningNoteState.STALE, LearningNoteStep.CONFIRM): LearningNoteState.PUBLISHED,
    (LearningNoteState.DRAFT, LearningNoteStep.EDIT): LearningNoteState.DRAFT,
    (LearningNoteState.IN_REVIEW, LearningNoteStep.EDIT): LearningNoteState.IN_REVIEW,
    (LearningNoteState.PUBLISHED, LearningNoteStep.EDIT): LearningNoteState.PUBLISHED,
    (LearningNoteState.STALE, LearningNoteStep.EDIT): LearningNoteState.STALE,
    (LearningNoteState.DRAFT, LearningNoteStep.ARCHIVE): LearningNoteState.ARCHIVED,
    (LearningNoteState.PUBLISHED, LearningNoteStep.ARCHIVE): LearningNoteState.ARCHIVED,
    (LearningNoteState.STALE, LearningNoteStep.ARCHIVE): LearningNoteState.ARCHIVED,
}


State = TypeVar("State", bound=StrEnum)
Step = TypeVar("Step", bound=StrEnum)


def after(table: Mapping[tuple[State, Step], State], state: State, step: Step) -> State:
    """Return the state that *step* leads to from *state*.

    :raises IllegalTransition: when the table has no such step.
    """
    try:
        return table[state, step]
    except KeyError:
        raise IllegalTransition(state=state.value, step=step.value) from None
