"""What the codes of checklists and reviews are called; a part of :mod:`review_app.kernel.words`."""

from collections.abc import Mapping
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from review_app.domain import kinds, workflow
from review_app.domain.bridging import Bridge
from review_app.domain.calibrations import CalibrationMode, CalibrationState
from review_app.domain.scoring import AnswerValue, Severity, Verdict
from review_app.domain.second_reading import ReadingRule, ReviewerReply

REVIEW_NAMES: dict[type[StrEnum], Mapping[StrEnum, object]] = {
    AnswerValue: {
        AnswerValue.MET: _l("Met"),
        AnswerValue.PARTLY_MET: _l("Partly met"),
        AnswerValue.NOT_MET: _l("Not met"),
        AnswerValue.NOT_APPLICABLE: _l("Not applicable"),
        AnswerValue.CANNOT_BE_ASSESSED: _l("Cannot be assessed"),
    },
    Verdict: {
        Verdict.IN_ACCORDANCE: _l("In accordance with rules and practice"),
        Verdict.WOULD_BE_CHANGED: _l("Would be changed"),
        Verdict.WOULD_BE_SENT_BACK: _l("Would be sent back"),
        Verdict.CANNOT_BE_ASSESSED: _l("Cannot be assessed"),
    },
    Severity: {
        Severity.MINOR: _l("Minor"),
        Severity.MATERIAL: _l("Material"),
        Severity.SERIOUS: _l("Serious"),
    },
    workflow.ReviewState: {
        workflow.ReviewState.ASSIGNED: _l("Assigned"),
        workflow.ReviewState.IN_PROGRESS: _l("In progress"),
        workflow.ReviewState.SUBMITTED: _l("Submitted"),
        workflow.ReviewState.COMPARING: _l("Two answers compared"),
        workflow.ReviewState.COMPARED: _l("Joined with the other"),
        workflow.ReviewState.IN_RESPONSE: _l("With the caseworker"),
        workflow.ReviewState.SETTLED: _l("Settled"),
        workflow.ReviewState.CANCELLED: _l("Cancelled"),
    },
    workflow.SecondReadingState: {
        workflow.SecondReadingState.ASKED: _l("To be read"),
        workflow.SecondReadingState.RETURNED: _l("Returned to the reviewer"),
        workflow.SecondReadingState.ANSWERED: _l("Handed in again"),
        workflow.SecondReadingState.PASSED: _l("Read and passed on"),
    },
    Bridge: {
        Bridge.HIGHER: _l("Met more often by the newer version"),
        Bridge.LOWER: _l("Met less often by the newer version"),
        Bridge.NO_CLEAR: _l("No clear difference"),
        Bridge.TOO_FEW: _l("Too few cases to say"),
    },
    CalibrationMode: {
        CalibrationMode.HIDDEN: _l("Hidden"),
        CalibrationMode.OPEN: _l("In the open"),
    },
    CalibrationState: {
        CalibrationState.PLANNED: _l("Planned"),
        CalibrationState.SCORING: _l("Being scored"),
        CalibrationState.COMPARING: _l("Answers are compared"),
        CalibrationState.CLOSED: _l("Closed"),
        CalibrationState.CANCELLED: _l("Given up"),
    },
    ReadingRule: {
        ReadingRule.FAILED_CRITICAL: _l("A critical criterion is not met"),
        ReadingRule.NEW_REVIEWER: _l("The reviewer is new to the checklist"),
        ReadingRule.SAMPLE: _l("Chosen by chance"),
    },
    ReviewerReply: {
        ReviewerReply.CHANGED: _l("I changed it"),
        ReviewerReply.KEPT: _l("I keep my answer"),
    },
    workflow.ChecklistVersionState: {
        workflow.ChecklistVersionState.DRAFT: _l("Draft"),
        workflow.ChecklistVersionState.PUBLISHED: _l("Published"),
        workflow.ChecklistVersionState.RETIRED: _l("Retired"),
    },
    workflow.ChangeProposalState: {
        workflow.ChangeProposalState.OPEN: _l("Open"),
        workflow.ChangeProposalState.ACCEPTED: _l("Accepted"),
        workflow.ChangeProposalState.WRITTEN_IN: _l("Written in"),
        workflow.ChangeProposalState.REJECTED: _l("Rejected"),
    },
    workflow.WorkflowVersionState: {
        workflow.WorkflowVersionState.DRAFT: _l("Draft"),
        workflow.WorkflowVersionState.PUBLISHED: _l("Published"),
        workflow.WorkflowVersionState.RETIRED: _l("Retired"),
    },
    kinds.ProposalBasis: {
        kinds.ProposalBasis.SESSION: _l("Learning session"),
        kinds.ProposalBasis.OBJECTION: _l("Objection to a review"),
        kinds.ProposalBasis.LOW_AGREEMENT: _l("Reviewers disagreed"),
        kinds.ProposalBasis.CALIBRATION: _l("Calibration"),
        kinds.ProposalBasis.OBSERVATION: _l("Own observation"),
    },
    kinds.ProposalSubject: {
        kinds.ProposalSubject.CRITERION: _l("One criterion"),
        kinds.ProposalSubject.NEW_CRITERION: _l("A new criterion"),
        kinds.ProposalSubject.CHECKLIST: _l("The checklist as a whole"),
    },
    kinds.EvidenceKind: {
        kinds.EvidenceKind.EVENT: _l("Event in the case"),
        kinds.EvidenceKind.JOURNAL: _l("Journal entry"),
        kinds.EvidenceKind.QUOTATION: _l("Quotation"),
    },
    kinds.SettlingWay: {
        kinds.SettlingWay.AGREED: _l("Both gave the same answer"),
        kinds.SettlingWay.CONSENSUS: _l("The two agreed on it"),
        kinds.SettlingWay.THIRD_REVIEWER: _l("A third reviewer decided"),
        kinds.SettlingWay.CANNOT_AGREE: _l("They cannot agree"),
        kinds.SettlingWay.OBJECTION: _l("Changed after the caseworker objected"),
        kinds.SettlingWay.DILEMMA: _l("A dilemma: both views stand"),
        kinds.SettlingWay.CORRECTION: _l("Corrected after it was settled"),
    },
    kinds.ResponseKind: {
        kinds.ResponseKind.AGREE: _l("I agree"),
        kinds.ResponseKind.CONTEXT: _l("I add context"),
        kinds.ResponseKind.OBJECTION: _l("I object"),
    },
    kinds.UrgentKind: {
        kinds.UrgentKind.CITIZENS_RIGHT: _l("A serious error: a citizen's right is at stake"),
        kinds.UrgentKind.DATA_BREACH: _l("A breach of personal data"),
    },
    workflow.UrgentState: {
        workflow.UrgentState.OPEN: _l("Waits for somebody to take it"),
        workflow.UrgentState.ACKNOWLEDGED: _l("Taken on"),
        workflow.UrgentState.HANDLED: _l("Handled"),
        workflow.UrgentState.WITHDRAWN: _l("Withdrawn"),
    },
    workflow.ObjectionState: {
        workflow.ObjectionState.OPEN: _l("To be decided"),
        workflow.ObjectionState.KEPT: _l("The answer stands"),
        workflow.ObjectionState.CHANGED: _l("Changed as proposed"),
        workflow.ObjectionState.THIRD_ANSWER: _l("A third answer stands"),
        workflow.ObjectionState.DILEMMA: _l("A dilemma: both arguments stand"),
    },
    workflow.ObjectionStep: {
        workflow.ObjectionStep.KEEP: _l("The answer stands as it is"),
        workflow.ObjectionStep.CHANGE: _l("Change it as the caseworker proposes"),
        workflow.ObjectionStep.ANSWER_OTHERWISE: _l("A third answer fits better"),
        workflow.ObjectionStep.LEAVE_AS_DILEMMA: _l("It is a dilemma: keep both arguments"),
    },
}
