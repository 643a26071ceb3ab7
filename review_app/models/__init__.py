"""Every table, so that one import tells Alembic all of them."""

from review_app.kernel.audit_log import AuditEntry
from review_app.kernel.drafts import Draft
from review_app.kernel.jobs import OutboxEntry
from review_app.kernel.reading_log import ReadingEntry
from review_app.kernel.spelling import SpellingShape
from review_app.models.actions import Action
from review_app.models.assignments import ConflictOfInterest
from review_app.models.calibrations import (
    Calibration,
    CalibrationCase,
    CalibrationParticipant,
    ReferenceAnswer,
)
from review_app.models.cases import (
    Case,
    CaseEvent,
    CaseImport,
    CaseSource,
    CaseworkerLabel,
    ImportProfile,
)
from review_app.models.checklists import (
    ChangeProposal,
    Checklist,
    ChecklistSection,
    ChecklistVersion,
    Criterion,
    ProposalEntry,
    ProposalEvidence,
)
from review_app.models.comparisons import AnswerChange, Comparison, SettledAnswer, SettlingOffer
from review_app.models.engagements import Engagement, EngagementCase, EngagementMember
from review_app.models.feedback import DialogueEntry, Feedback, LearningCase
from review_app.models.indicators import Indicator, IndicatorTarget, IndicatorValue
from review_app.models.insights import ChartMark
from review_app.models.knowledge import LearningNote, NoteCriterion, Receipt, ScreenOverride
from review_app.models.learning_sessions import (
    AgendaItem,
    LearningSession,
    SessionOutcome,
    SessionParticipant,
)
from review_app.models.notifications import Notification, NotificationSettings
from review_app.models.people import (
    Absence,
    Appointment,
    Firm,
    Invitation,
    Person,
    SignIn,
    SignInAttempt,
    Team,
    TeamMembership,
)
from review_app.models.remarks import Remark, RemarkMeasure
from review_app.models.reviewer_quality import (
    FirstAnswer,
    SecondReading,
    SecondReadingPlan,
    SecondReadingPoint,
    StrictnessShowing,
)
from review_app.models.reviews import (
    CaseworkerResponse,
    Evidence,
    Finding,
    Objection,
    ResponseExtension,
    Review,
    ReviewAnswer,
)
from review_app.models.rounds import (
    Draw,
    DrawContribution,
    DrawExtension,
    DrawStratum,
    FrameCase,
    Round,
    RoundCase,
    RoundReviewer,
    SavedFrame,
)
from review_app.models.sampling_plans import SamplingPlan, SamplingPlanReviewer, SamplingRun
from review_app.models.snippets import CommentSnippet
from review_app.models.timeliness import (
    CaseDeadline,
    DeadlineMonth,
    DeadlineRule,
    DeadlineRun,
    RuleSet,
    StaleCase,
)
from review_app.models.urgent_findings import UrgentFinding
from review_app.models.workflow_standards import (
    WorkflowStandard,
    WorkflowStep,
    WorkflowStepCriterion,
    WorkflowStepNote,
    WorkflowVersion,
)

__all__ = [
    "Absence",
    "Action",
    "AgendaItem",
    "AnswerChange",
    "Appointment",
    "AuditEntry",
    "Calibration",
    "CalibrationCase",
    "CalibrationParticipant",
    "Case",
    "CaseDeadline",
    "CaseEvent",
    "CaseImport",
    "CaseSource",
    "CaseworkerLabel",
    "CaseworkerResponse",
    "ChangeProposal",
    "ChartMark",
    "Checklist",
    "ChecklistSection",
    "ChecklistVersion",
    "CommentSnippet",
    "Comparison",
    "ConflictOfInterest",
    "Criterion",
    "DeadlineMonth",
    "DeadlineRule",
    "DeadlineRun",
    "DialogueEntry",
    "Draft",
    "Draw",
    "DrawContribution",
    "DrawExtension",
    "DrawStratum",
    "Engagement",
    "EngagementCase",
    "EngagementMember",
    "Evidence",
    "Feedback",
    "Finding",
    "Firm",
    "FirstAnswer",
    "FrameCase",
    "ImportProfile",
    "Indicator",
    "IndicatorTarget",
    "IndicatorValue",
    "Invitation",
    "LearningCase",
    "LearningNote",
    "LearningSession",
    "NoteCriterion",
    "Notification",
    "NotificationSettings",
    "Objection",
    "OutboxEntry",
    "Person",
    "ProposalEntry",
    "ProposalEvidence",
    "ReadingEntry",
    "Receipt",
    "ReferenceAnswer",
    "Remark",
    "RemarkMeasure",
    "ResponseExtension",
    "Review",
    "ReviewAnswer",
    "Round",
    "RoundCase",
    "RoundReviewer",
    "RuleSet",
    "SamplingPlan",
    "SamplingPlanReviewer",
    "SamplingRun",
    "SavedFrame",
    "ScreenOverride",
    "SecondReading",
    "SecondReadingPlan",
    "SecondReadingPoint",
    "SessionOutcome",
    "SessionParticipant",
    "SettledAnswer",
    "SettlingOffer",
    "SignIn",
    "SignInAttempt",
    "SpellingShape",
    "StaleCase",
    "StrictnessShowing",
    "Team",
    "TeamMembership",
    "UrgentFinding",
    "WorkflowStandard",
    "WorkflowStep",
    "WorkflowStepCriterion",
    "WorkflowStepNote",
    "WorkflowVersion",
]
