"""The state machines: one table each, read top to bottom.

A step that is not in its table is refused. ``docs/reference/states.md`` is printed from these
tables by ``review-app docs``; a test fails when it is stale.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from review_app.domain.errors import IllegalTransition
from review_app.domain.workflow.checklists import (
    CHANGE_PROPOSAL_STEPS,
    CHECKLIST_VERSION_STEPS,
    ChangeProposalState,
    ChangeProposalStep,
    ChecklistVersionState,
    ChecklistVersionStep,
)
from review_app.domain.workflow.learning import (
    ACTION_STEPS,
    FEEDBACK_STEPS,
    LEARNING_NOTE_STEPS,
    LEARNING_SESSION_STEPS,
    ActionState,
    ActionStep,
    FeedbackState,
    FeedbackStep,
    LearningNoteState,
    LearningNoteStep,
    LearningSessionState,
    LearningSessionStep,
)
from review_app.domain.workflow.remarks import REMARK_STEPS, RemarkState, RemarkStep
from review_app.domain.workflow.reviews import (
    OBJECTION_STEPS,
    REVIEW_STEPS,
    SECOND_READING_STEPS,
    URGENT_STEPS,
    ObjectionState,
    ObjectionStep,
    ReviewState,
    ReviewStep,
    SecondReadingState,
    SecondReadingStep,
    UrgentState,
    UrgentStep,
)
from review_app.domain.workflow.rounds import (
    ROUND_STEPS,
    RoundState,
    RoundStep,
)
from review_app.domain.workflow.standards import (
    WORKFLOW_VERSION_STEPS,
    WorkflowVersionState,
    WorkflowVersionStep,
)

__all__ = [
    "ACTION_STEPS",
    "ActionState",
    "ActionStep",
    "CHANGE_PROPOSAL_STEPS",
    "CHECKLIST_VERSION_STEPS",
    "ChangeProposalState",
    "ChangeProposalStep",
    "ChecklistVersionState",
    "ChecklistVersionStep",
    "FEEDBACK_STEPS",
    "FeedbackState",
    "FeedbackStep",
    "LEARNING_NOTE_STEPS",
    "LEARNING_SESSION_STEPS",
    "LearningNoteState",
    "LearningNoteStep",
    "LearningSessionState",
    "LearningSessionStep",
    "OBJECTION_STEPS",
    "ObjectionState",
    "ObjectionStep",
    "REMARK_STEPS",
    "REVIEW_STEPS",
    "ROUND_STEPS",
    "RemarkState",
    "RemarkStep",
    "ReviewState",
    "ReviewStep",
    "RoundState",
    "RoundStep",
    "SECOND_READING_STEPS",
    "URGENT_STEPS",
    "SecondReadingState",
    "SecondReadingStep",
    "UrgentState",
    "UrgentStep",
    "WORKFLOW_VERSION_STEPS",
    "WorkflowVersionState",
    "WorkflowVersionStep",
    "after",
]

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
