"""What the codes of engagements and feedback are called; a part of :mod:`.words`."""

from collections.abc import Mapping
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from review_app.domain import difficulty, kinds

ENGAGEMENT_NAMES: dict[type[StrEnum], Mapping[StrEnum, object]] = {
    kinds.EngagementPurpose: {
        kinds.EngagementPurpose.HARD_CASES: _l("Hard cases with three-party talks"),
        kinds.EngagementPurpose.LEARNING_CASES: _l("Learning cases with written feedback"),
        kinds.EngagementPurpose.TEACHING: _l("Teaching"),
        kinds.EngagementPurpose.LEGAL_REVIEW: _l("Review required by law"),
    },
    kinds.DataRole: {
        kinds.DataRole.PROCESSOR: _l("Data processor: works on our instructions"),
        kinds.DataRole.CONTROLLER: _l("Data controller: decides itself, as where the law says so"),
    },
    kinds.FeedbackSection: {
        kinds.FeedbackSection.DONE_WELL: _l("What was done well"),
        kinds.FeedbackSection.DONE_OTHERWISE: _l("What could have been done otherwise, and why"),
        kinds.FeedbackSection.RULE_AND_PRACTICE: _l("Rule and practice"),
        kinds.FeedbackSection.DILEMMA: _l("The dilemma"),
        kinds.FeedbackSection.WAY_FORWARD: _l("The way forward"),
        kinds.FeedbackSection.QUESTION: _l("A question to you who handle the case"),
        kinds.FeedbackSection.OTHERS_CAN_LEARN: _l("What others can learn"),
    },
    difficulty.Factor: {
        difficulty.Factor.AGE: _l("Age of the case"),
        difficulty.Factor.MISSED_DEADLINES: _l("Missed deadlines"),
        difficulty.Factor.CASEWORKERS: _l("Number of caseworkers"),
        difficulty.Factor.PLAN_CHANGES: _l("Changes of plan"),
        difficulty.Factor.FINDINGS: _l("Findings in reviews"),
    },
}
