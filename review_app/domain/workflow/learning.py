"""Where feedback, a learning session, an action and a learning note stand."""

from collections.abc import Mapping
from enum import StrEnum


class FeedbackState(StrEnum):
    """Where the feedback on a learning case stands; the caseworker sees it from *in dialogue*."""

    DRAFT = "draft"
    WITH_READER = "with-reader"
    SENT = "sent"
    IN_DIALOGUE = "in-dialogue"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


class FeedbackStep(StrEnum):
    """What can be done to feedback."""

    ASK_READER = "ask-reader"
    SEND_BACK = "send-back"
    SEND = "send"
    PASS_ON = "pass-on"
    ACKNOWLEDGE = "acknowledge"
    CLOSE = "close"


FEEDBACK_STEPS: Mapping[tuple[FeedbackState, FeedbackStep], FeedbackState] = {
    (FeedbackState.DRAFT, FeedbackStep.SEND): FeedbackState.SENT,
    (FeedbackState.DRAFT, FeedbackStep.ASK_READER): FeedbackState.WITH_READER,
    (FeedbackState.WITH_READER, FeedbackStep.SEND_BACK): FeedbackState.DRAFT,
    (FeedbackState.WITH_READER, FeedbackStep.SEND): FeedbackState.SENT,
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
    PUBLISH_CHANGE = "publish-change"
    ARCHIVE = "archive"


LEARNING_NOTE_STEPS: Mapping[tuple[LearningNoteState, LearningNoteStep], LearningNoteState] = {
    (LearningNoteState.DRAFT, LearningNoteStep.ASK_REVIEW): LearningNoteState.IN_REVIEW,
    (LearningNoteState.IN_REVIEW, LearningNoteStep.SEND_BACK): LearningNoteState.DRAFT,
    (LearningNoteState.IN_REVIEW, LearningNoteStep.PUBLISH): LearningNoteState.PUBLISHED,
    (LearningNoteState.PUBLISHED, LearningNoteStep.GO_STALE): LearningNoteState.STALE,
    (LearningNoteState.STALE, LearningNoteStep.CONFIRM): LearningNoteState.PUBLISHED,
    (LearningNoteState.PUBLISHED, LearningNoteStep.PUBLISH_CHANGE): LearningNoteState.PUBLISHED,
    (LearningNoteState.STALE, LearningNoteStep.PUBLISH_CHANGE): LearningNoteState.PUBLISHED,
    (LearningNoteState.DRAFT, LearningNoteStep.EDIT): LearningNoteState.DRAFT,
    (LearningNoteState.IN_REVIEW, LearningNoteStep.EDIT): LearningNoteState.IN_REVIEW,
    (LearningNoteState.PUBLISHED, LearningNoteStep.EDIT): LearningNoteState.PUBLISHED,
    (LearningNoteState.STALE, LearningNoteStep.EDIT): LearningNoteState.STALE,
    (LearningNoteState.DRAFT, LearningNoteStep.ARCHIVE): LearningNoteState.ARCHIVED,
    (LearningNoteState.PUBLISHED, LearningNoteStep.ARCHIVE): LearningNoteState.ARCHIVED,
    (LearningNoteState.STALE, LearningNoteStep.ARCHIVE): LearningNoteState.ARCHIVED,
}
