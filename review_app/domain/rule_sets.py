"""The states of a version of a rule set, and what can be done in each."""

from collections.abc import Mapping
from enum import StrEnum


class RuleSetState(StrEnum):
    """Where a version of a rule set stands; a published one is never edited."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"  # replaced from its first day on, so that it is in force on none


class RuleSetStep(StrEnum):
    """What can be done to a version of a rule set."""

    EDIT = "edit"
    PUBLISH = "publish"
    CONFIRM = "confirm"
    RETIRE = "retire"


RULE_SET_STEPS: Mapping[tuple[RuleSetState, RuleSetStep], RuleSetState] = {
    (RuleSetState.DRAFT, RuleSetStep.EDIT): RuleSetState.DRAFT,
    (RuleSetState.DRAFT, RuleSetStep.PUBLISH): RuleSetState.PUBLISHED,
    (RuleSetState.PUBLISHED, RuleSetStep.CONFIRM): RuleSetState.PUBLISHED,
    (RuleSetState.PUBLISHED, RuleSetStep.RETIRE): RuleSetState.RETIRED,
}
