"""Where a version of a workflow standard stands, and what can be done to it."""

from collections.abc import Mapping
from enum import StrEnum


class WorkflowVersionState(StrEnum):
    """Where a version of a workflow standard stands; published means locked."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class WorkflowVersionStep(StrEnum):
    """What can be done to a version of a workflow standard."""

    EDIT = "edit"
    PUBLISH = "publish"
    RETIRE = "retire"


WORKFLOW_VERSION_STEPS: Mapping[
    tuple[WorkflowVersionState, WorkflowVersionStep], WorkflowVersionState
] = {
    (WorkflowVersionState.DRAFT, WorkflowVersionStep.EDIT): WorkflowVersionState.DRAFT,
    (WorkflowVersionState.DRAFT, WorkflowVersionStep.PUBLISH): WorkflowVersionState.PUBLISHED,
    (WorkflowVersionState.PUBLISHED, WorkflowVersionStep.RETIRE): WorkflowVersionState.RETIRED,
}
