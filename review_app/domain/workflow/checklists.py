"""Where a checklist version and a proposal to change it stand."""

from collections.abc import Mapping
from enum import StrEnum


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


class ChangeProposalState(StrEnum):
    """Where a proposal to change a checklist stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    WRITTEN_IN = "written-in"
    REJECTED = "rejected"


class ChangeProposalStep(StrEnum):
    """What can be done to a change proposal."""

    ACCEPT = "accept"
    REJECT = "reject"
    WRITE_IN = "write-in"
    TAKE_OUT = "take-out"


CHANGE_PROPOSAL_STEPS: Mapping[
    tuple[ChangeProposalState, ChangeProposalStep], ChangeProposalState
] = {
    (ChangeProposalState.OPEN, ChangeProposalStep.ACCEPT): ChangeProposalState.ACCEPTED,
    (ChangeProposalState.OPEN, ChangeProposalStep.REJECT): ChangeProposalState.REJECTED,
    (ChangeProposalState.ACCEPTED, ChangeProposalStep.WRITE_IN): ChangeProposalState.WRITTEN_IN,
    (ChangeProposalState.WRITTEN_IN, ChangeProposalStep.TAKE_OUT): ChangeProposalState.ACCEPTED,
}
