"""What the codes of checklists and reviews are called; a part of :mod:`review_app.kernel.words`."""

from collections.abc import Mapping
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from review_app.domain import kinds, workflow
from review_app.domain.scoring import AnswerValue, Severity, Verdict

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
    },
}
