"""Which rows an actor may read: the SQL twin of the policy in :mod:`review_app.domain.access`.

Every query about these tables starts here, never with a bare ``select``;
``tests/architecture/test_visibility.py`` keeps the twins alike. The twins speak of rows only:
what a role may see *of* a row (a case number, an undisclosed position) is asked of the policy.
"""

from typing import Any

from review_app.models.actions import Action
from review_app.models.calibrations import Calibration
from review_app.models.cases import Case
from review_app.models.checklists import ChangeProposal
from review_app.models.comparisons import Comparison
from review_app.models.engagements import Engagement
from review_app.models.feedback import Feedback, LearningCase
from review_app.models.indicators import Indicator
from review_app.models.knowledge import LearningNote, Receipt
from review_app.models.learning_sessions import LearningSession
from review_app.models.note_readers import ReadingList, ReadingShare
from review_app.models.openness import AssentMember
from review_app.models.people import Absence
from review_app.models.publications import Publication
from review_app.models.remarks import Remark
from review_app.models.reports import MonthlyReport
from review_app.models.reviewer_quality import SecondReading, StrictnessShowing
from review_app.models.reviews import Objection, Review
from review_app.models.rounds import DrawContribution, Round
from review_app.models.timeliness import CaseDeadline
from review_app.models.urgent_findings import UrgentFinding
from review_app.models.visibility.absences import visible_absences
from review_app.models.visibility.calibrations import visible_calibrations
from review_app.models.visibility.cases import (
    case_name,
    may_read_case,
    may_read_case_number,
    visible_cases,
    visible_deadlines,
)
from review_app.models.visibility.engagements import visible_engagements
from review_app.models.visibility.figures import visible_indicators, visible_remarks
from review_app.models.visibility.learning import (
    late_in_their_teams,
    visible_actions,
    visible_feedback,
    visible_learning_cases,
    visible_notes,
    visible_reading_lists,
    visible_reading_shares,
    visible_receipts,
    visible_sessions,
    waits_for_their_reading,
)
from review_app.models.visibility.openness import (
    publications_to_preview,
    visible_publications,
    visible_questions,
)
from review_app.models.visibility.quality import visible_second_readings, visible_showings
from review_app.models.visibility.reports import visible_reports
from review_app.models.visibility.reviews import (
    about_their_cases,
    answered_by_them,
    counted_as_handed_in,
    counted_reviews,
    not_blind_to_it,
    rounds_still_blind,
    visible_comparisons,
    visible_objections,
    visible_reviews,
)
from review_app.models.visibility.rounds import (
    may_hand_over,
    may_read_supervision,
    visible_contributions,
    visible_rounds,
)
from review_app.models.visibility.standards import visible_proposals, visible_workflow_versions
from review_app.models.visibility.urgent import visible_urgent_findings
from review_app.models.visibility.ways import (
    any_way,
)
from review_app.models.workflow_standards import WorkflowVersion

__all__ = [
    "GUARDED",
    "about_their_cases",
    "answered_by_them",
    "any_way",
    "case_name",
    "counted_as_handed_in",
    "counted_reviews",
    "may_hand_over",
    "may_read_case",
    "may_read_case_number",
    "may_read_supervision",
    "not_blind_to_it",
    "publications_to_preview",
    "rounds_still_blind",
    "visible_absences",
    "late_in_their_teams",
    "visible_actions",
    "visible_calibrations",
    "visible_cases",
    "visible_comparisons",
    "visible_contributions",
    "visible_deadlines",
    "visible_engagements",
    "visible_feedback",
    "visible_indicators",
    "visible_learning_cases",
    "visible_notes",
    "visible_objections",
    "visible_proposals",
    "visible_publications",
    "visible_questions",
    "visible_reading_lists",
    "visible_reading_shares",
    "visible_receipts",
    "visible_remarks",
    "visible_reports",
    "visible_reviews",
    "visible_rounds",
    "visible_second_readings",
    "visible_sessions",
    "visible_showings",
    "visible_urgent_findings",
    "visible_workflow_versions",
    "waits_for_their_reading",
]

GUARDED: dict[type[Any], Any] = {
    Absence: visible_absences,
    Calibration: visible_calibrations,
    Case: visible_cases,
    CaseDeadline: visible_deadlines,
    Round: visible_rounds,
    DrawContribution: visible_contributions,
    Review: visible_reviews,
    Comparison: visible_comparisons,
    SecondReading: visible_second_readings,
    StrictnessShowing: visible_showings,
    Objection: visible_objections,
    Engagement: visible_engagements,
    LearningCase: visible_learning_cases,
    Feedback: visible_feedback,
    LearningSession: visible_sessions,
    Action: visible_actions,
    LearningNote: visible_notes,
    ReadingList: visible_reading_lists,
    ReadingShare: visible_reading_shares,
    Receipt: visible_receipts,
    Indicator: visible_indicators,
    Remark: visible_remarks,
    MonthlyReport: visible_reports,
    AssentMember: visible_questions,
    Publication: visible_publications,
    UrgentFinding: visible_urgent_findings,
    ChangeProposal: visible_proposals,
    WorkflowVersion: visible_workflow_versions,
}
