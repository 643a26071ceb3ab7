"""What codes are called in the interface: the one place, in English, with Danish in the catalogue.

A list of its own for each enumeration, because two may share a code (a round and a session can
both be closed) and still want different words.
"""

from collections.abc import Mapping
from enum import StrEnum

from flask import Flask
from flask_babel import lazy_gettext as _l

from review_app.domain import kinds, workflow
from review_app.domain.access import Role
from review_app.domain.actions import LookAnswer
from review_app.domain.ceremony import Contributor, Stage
from review_app.domain.designs import Grouping, ListOrder
from review_app.domain.draw import Method
from review_app.domain.frames import CaseStatus, DeadlineStatus, EventStatus
from review_app.domain.note_screen import HitKind
from review_app.domain.planning import Allocation
from review_app.domain.waiting import Urgency, WaitingKind
from review_app.kernel.words_checklists import CHECKLIST_NAMES
from review_app.kernel.words_engagements import ENGAGEMENT_NAMES
from review_app.kernel.words_indicators import INDICATOR_NAMES
from review_app.kernel.words_notifications import NOTIFICATION_NAMES
from review_app.kernel.words_openness import OPENNESS_NAMES
from review_app.kernel.words_plans import PLAN_NAMES
from review_app.kernel.words_reports import REPORT_NAMES
from review_app.kernel.words_reviews import REVIEW_NAMES
from review_app.kernel.words_timeliness import TIMELINESS_NAMES

Words = Mapping[StrEnum, object]
NAMES: dict[type[StrEnum], Words] = {
    **ENGAGEMENT_NAMES,
    **NOTIFICATION_NAMES,
    **CHECKLIST_NAMES,
    **INDICATOR_NAMES,
    **OPENNESS_NAMES,
    **PLAN_NAMES,
    **REPORT_NAMES,
    **REVIEW_NAMES,
    **TIMELINESS_NAMES,
    Role: {
        Role.CASEWORKER: _l("Caseworker"),
        Role.COORDINATOR: _l("Coordinator"),
        Role.CONSULTANT: _l("External consultant"),
        Role.MANAGER: _l("Manager"),
        Role.OBSERVER: _l("Observer"),
        Role.ADMINISTRATOR: _l("Administrator"),
    },
    CaseStatus: {
        CaseStatus.OPEN: _l("Open cases"),
        CaseStatus.CLOSED: _l("Closed cases"),
    },
    DeadlineStatus: {
        DeadlineStatus.MISSED: _l("Deadline missed"),
        DeadlineStatus.NOT_MISSED: _l("Deadline not missed"),
    },
    EventStatus: {
        EventStatus.HAPPENED: _l("It happened"),
        EventStatus.MISSING: _l("It is missing"),
    },
    Method: {
        Method.SIMPLE: _l("Simple random draw"),
        Method.STRATIFIED: _l("Random draw within groups (stratified)"),
        Method.SYSTEMATIC: _l("Every so many cases of a list (systematic)"),
        Method.PROPORTIONAL: _l("Random draw by risk (weighted)"),
        Method.CENSUS: _l("All cases (census)"),
    },
    Allocation: {
        Allocation.PROPORTIONAL: _l("In proportion to size"),
        Allocation.EQUAL: _l("Equally many from each"),
        Allocation.NEYMAN: _l("By size and expected failures (Neyman)"),
        Allocation.FIXED: _l("A fixed number from each"),
    },
    Grouping: {
        Grouping.TEAM: _l("Team"),
        Grouping.CASEWORKER: _l("Caseworker"),
        Grouping.CASE_TYPE: _l("Type of case"),
    },
    ListOrder: {
        ListOrder.OPENED: _l("Date opened"),
        ListOrder.CLOSED: _l("Date closed"),
        ListOrder.CASEWORKER: _l("Caseworker, then date opened"),
    },
    workflow.RoundState: {
        workflow.RoundState.PLANNED: _l("Planned"),
        workflow.RoundState.DRAWN: _l("Drawn"),
        workflow.RoundState.SELECTED: _l("Selected"),
        workflow.RoundState.REVIEWING: _l("Being reviewed"),
        workflow.RoundState.RESPONDING: _l("Caseworkers respond"),
        workflow.RoundState.CLOSED: _l("Closed"),
        workflow.RoundState.CANCELLED: _l("Cancelled"),
    },
    workflow.FeedbackState: {
        workflow.FeedbackState.DRAFT: _l("Draft"),
        workflow.FeedbackState.WITH_READER: _l("With a second reader"),
        workflow.FeedbackState.SENT: _l("With the coordinator"),
        workflow.FeedbackState.IN_DIALOGUE: _l("In dialogue"),
        workflow.FeedbackState.ACKNOWLEDGED: _l("Acknowledged"),
        workflow.FeedbackState.CLOSED: _l("Closed"),
    },
    workflow.LearningSessionState: {
        workflow.LearningSessionState.PLANNED: _l("Planned"),
        workflow.LearningSessionState.POSITIONS: _l("Positions being written"),
        workflow.LearningSessionState.HELD: _l("Held"),
        workflow.LearningSessionState.SIGNING: _l("Being signed"),
        workflow.LearningSessionState.CLOSED: _l("Closed"),
        workflow.LearningSessionState.CANCELLED: _l("Cancelled"),
    },
    workflow.ActionState: {
        workflow.ActionState.OPEN: _l("Open"),
        workflow.ActionState.DONE: _l("Done"),
        workflow.ActionState.VERIFIED: _l("Verified"),
        workflow.ActionState.DROPPED: _l("Dropped"),
    },
    workflow.LearningNoteState: {
        workflow.LearningNoteState.DRAFT: _l("Draft"),
        workflow.LearningNoteState.IN_REVIEW: _l("In review"),
        workflow.LearningNoteState.PUBLISHED: _l("Published"),
        workflow.LearningNoteState.STALE: _l("To be confirmed"),
        workflow.LearningNoteState.ARCHIVED: _l("Archived"),
    },
    HitKind: {
        HitKind.CPR: _l("CPR number"),
        HitKind.CASE_NUMBER: _l("Case number"),
        HitKind.NAME: _l("Name"),
        HitKind.PHONE: _l("Phone number"),
        HitKind.EMAIL: _l("E-mail"),
        HitKind.ADDRESS: _l("Address"),
        HitKind.STORY_DATE: _l("Date in a citizen's story"),
    },
    WaitingKind: {
        WaitingKind.ACKNOWLEDGE_FEEDBACK: _l("Read feedback on your case and answer it"),
        WaitingKind.ANSWER_QUESTION: _l("Answer a question to a note"),
        WaitingKind.ANSWER_READER: _l("Answer a colleague who read your review"),
        WaitingKind.ATTEND_SESSION: _l("Take part in a session"),
        WaitingKind.COMMENT_REPORT: _l("Comment on the monthly report"),
        WaitingKind.COMPARE_ANSWERS: _l("Settle where two reviews differ"),
        WaitingKind.CONFIRM_NOTE: _l("Say whether a note still holds"),
        WaitingKind.CONTRIBUTE_TO_DRAW: _l("Give your part of a draw"),
        WaitingKind.DECIDE_OBJECTION: _l("Decide on an objection"),
        WaitingKind.DECIDE_PROPOSAL: _l("Decide on a proposal for a checklist"),
        WaitingKind.DELIVER: _l("Deliver what was agreed in an engagement"),
        WaitingKind.DO_ACTION: _l("Do what was agreed"),
        WaitingKind.DO_MEASURE: _l("Do what was agreed about a remark"),
        WaitingKind.GIVE_ASSENT: _l("Say whether your figures may be shown with your name"),
        WaitingKind.ENTER_VALUE: _l("Enter last month's value of an indicator"),
        WaitingKind.HANDLE_REMARK: _l("See to a remark from outside"),
        WaitingKind.FOLLOW_DELIVERABLE: _l("Ask for what a firm has not delivered"),
        WaitingKind.FINISH_MINUTES: _l("Finish the minutes of a session"),
        WaitingKind.HAND_OVER: _l("Hand a review over to somebody else"),
        WaitingKind.ISSUE_REPORT: _l("Issue the monthly report"),
        WaitingKind.LATE_ACTION: _l("Know that a colleague has been held up"),
        WaitingKind.LOOK_AGAIN: _l("Look at a citizen's plan again"),
        WaitingKind.OPEN_SECRET: _l("Open your secret for a draw"),
        WaitingKind.PASS_ON_FEEDBACK: _l("Take feedback up with the caseworker"),
        WaitingKind.READ_ANSWER: _l("Read the answer to your question"),
        WaitingKind.READ_NOTE: _l("New in the knowledge base"),
        WaitingKind.READ_FEEDBACK_SECOND: _l("Read a colleague's feedback before it is sent"),
        WaitingKind.READ_SECOND: _l("Read a colleague's review before it goes on"),
        WaitingKind.READ_DECISION: _l("Read what was decided on your case"),
        WaitingKind.RESPOND: _l("Respond to the review of your case"),
        WaitingKind.REVIEW_NOTE: _l("Review a note before it is published"),
        WaitingKind.TAKE_OVER_NOTE: _l("Take over a note"),
        WaitingKind.SCORE: _l("Review a case"),
        WaitingKind.SIGN_MINUTES: _l("Sign the minutes, or dissent"),
        WaitingKind.URGENT_FINDING: _l("Urgent: see to a case now"),
        WaitingKind.VERIFY_ACTION: _l("Check that an action was done"),
        WaitingKind.WRITE_FEEDBACK: _l("Write feedback on a learning case"),
        WaitingKind.WRITE_POSITION: _l("Write your position before the talk"),
    },
    LookAnswer: {
        LookAnswer.AS_PLANNED: _l("It goes as planned"),
        LookAnswer.ADJUSTED: _l("The plan is adjusted"),
        LookAnswer.DROPPED: _l("The plan is dropped"),
    },
    Contributor: {
        Contributor.OPERATOR: _l("Whoever draws"),
        Contributor.COORDINATOR: _l("The coordinator"),
        Contributor.STAFF_REPRESENTATIVE: _l("The staff representative"),
        Contributor.CONSULTANT: _l("The consultant"),
        Contributor.PLATFORM: _l("The platform"),
    },
    Stage: {
        Stage.GATHERING: _l("Waiting for contributors"),
        Stage.GATHERED: _l("Ready to be sealed"),
        Stage.OPENING: _l("Sealed, waiting for secrets"),
        Stage.OPENED: _l("Sealed, ready to be drawn"),
        Stage.DRAWN: _l("Drawn"),
        Stage.ABANDONED: _l("Abandoned"),
    },
    Urgency: {
        Urgency.OVERDUE: _l("Overdue"),
        Urgency.TODAY: _l("Today"),
        Urgency.SOON: _l("Due soon"),
        Urgency.LATER: _l("Later"),
        Urgency.NONE: _l("No date"),
    },
    kinds.ImportState: {
        kinds.ImportState.UPLOADED: _l("Uploaded"),
        kinds.ImportState.RUNNING: _l("Running"),
        kinds.ImportState.WRITING: _l("Being written"),
        kinds.ImportState.STOPPED: _l("Stopped halfway"),
        kinds.ImportState.DONE: _l("Done"),
        kinds.ImportState.FAILED: _l("Failed"),
        kinds.ImportState.DISCARDED: _l("Discarded"),
    },
    kinds.RoundPurpose: {
        kinds.RoundPurpose.MEASURE: _l("Measure"),
        kinds.RoundPurpose.LEARN: _l("Learn"),
    },
    kinds.ChartMarkKind: {
        kinds.ChartMarkKind.EVENT: _l("Event"),
        kinds.ChartMarkKind.EXCLUSION: _l("Point left out of the limits"),
        kinds.ChartMarkKind.REBASE: _l("New beginning"),
    },
    kinds.LearningSessionKind: {
        kinds.LearningSessionKind.TRIPARTITE: _l("Three-party talk"),
        kinds.LearningSessionKind.TEAM: _l("Team session"),
        kinds.LearningSessionKind.CALIBRATION: _l("Calibration"),
        kinds.LearningSessionKind.TEACHING: _l("Teaching session"),
    },
    kinds.Party: {
        kinds.Party.CASEWORKER: _l("Caseworker"),
        kinds.Party.COORDINATOR: _l("Coordinator"),
        kinds.Party.THIRD: _l("Third party"),
        kinds.Party.GUEST: _l("Guest"),
    },
    kinds.NoteKind: {
        kinds.NoteKind.LEARNING_NOTE: _l("Learning note"),
        kinds.NoteKind.PRACTICE_GUIDE: _l("Practice guide"),
        kinds.NoteKind.DILEMMA: _l("Dilemma"),
    },
    kinds.OutcomeKind: {
        kinds.OutcomeKind.PLAN: _l("Plan for the citizen"),
        kinds.OutcomeKind.ACTION: _l("Action"),
        kinds.OutcomeKind.AGREED_PRACTICE: _l("Agreed practice"),
        kinds.OutcomeKind.DILEMMA: _l("Dilemma"),
        kinds.OutcomeKind.CHANGE_PROPOSAL: _l("Proposal to change the checklist"),
        kinds.OutcomeKind.LEARNING_NOTE: _l("Learning note"),
    },
}

# How a state's tag is coloured; a state not named here is neutral.
TONES: dict[str, str] = {
    **dict.fromkeys(
        ("in-progress", "comparing", "reviewing", "positions", "signing", "running", "writing"),
        "info",
    ),
    **dict.fromkeys(("gathering", "gathered", "opening", "opened"), "info"),
    **dict.fromkeys(("responding", "in-response", "in-dialogue", "sent", "in-review"), "warning"),
    **dict.fromkeys(("with-reader",), "info"),
    **dict.fromkeys(
        ("settled", "closed", "published", "verified", "acknowledged", "issued"), "success"
    ),
    **dict.fromkeys(("written-in", "accepted", "done", "met", "in-accordance"), "success"),
    **dict.fromkeys(("cancelled", "failed", "not-met", "serious"), "error"),
    **dict.fromkeys(("overdue",), "error"),
    **dict.fromkeys(("due-soon", "late"), "warning"),
    **dict.fromkeys(("queued", "suspended"), "info"),
    **dict.fromkeys(("no-cases", "paused", "refused", "skipped", "stopped"), "warning"),
    **dict.fromkeys(
        ("abandoned", "stale", "partly-met", "material", "would-be-changed"), "warning"
    ),
}


def word(code: StrEnum | None) -> str:
    """Return what *code* is called in the reader's language; empty for nothing."""
    return "" if code is None else str(NAMES[type(code)][code])


def words(kind: type[StrEnum]) -> list[tuple[str, str]]:
    """Return (code, name) of every member that has a name, for lists to choose from."""
    return [(code.value, str(name)) for code, name in NAMES[kind].items()]


def tone(code: StrEnum | None) -> str:
    """Return the colour of a state's tag."""
    return TONES.get(code or "", "neutral")


def init_app(app: Flask) -> None:
    """Give templates ``{{ state | word }}`` and ``{{ state | tone }}``."""
    app.jinja_env.filters.update(word=word, tone=tone)
