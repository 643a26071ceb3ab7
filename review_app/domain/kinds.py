"""Kinds of things: closed lists that tables, rules and pages share."""

from enum import StrEnum


class EngagementPurpose(StrEnum):
    """What a firm is engaged for."""

    HARD_CASES = "hard-cases"
    LEARNING_CASES = "learning-cases"
    TEACHING = "teaching"
    LEGAL_REVIEW = "legal-review"


class DataRole(StrEnum):
    """What a firm is under data-protection law (GDPR art. 4 (7) and (8))."""

    PROCESSOR = "processor"  # on the authority's instructions, under an agreement
    CONTROLLER = "controller"  # decides on purpose and means itself, as where the law says so


class ImportState(StrEnum):
    """Where an import stands."""

    UPLOADED = "uploaded"
    RUNNING = "running"  # being read; nothing is written yet
    WRITING = "writing"  # read without a fault: all of it will be written
    STOPPED = "stopped"  # a fault of the machine cut it off between two slices
    DONE = "done"
    FAILED = "failed"
    DISCARDED = "discarded"


class DeadlineRunState(StrEnum):
    """Where a recomputation of deadlines stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"


class RoundPurpose(StrEnum):
    """Measuring and teaching are kept apart: only ``measure`` rounds feed percentages."""

    MEASURE = "measure"
    LEARN = "learn"


class EvidenceKind(StrEnum):
    """What an answer can point to; case documents themselves are never uploaded."""

    EVENT = "event"
    JOURNAL = "journal"
    QUOTATION = "quotation"


class FeedbackSection(StrEnum):
    """What written feedback is made of, in the order in which it is read."""

    DONE_WELL = "done-well"
    DONE_OTHERWISE = "done-otherwise"
    RULE_AND_PRACTICE = "rule-and-practice"
    DILEMMA = "dilemma"
    WAY_FORWARD = "way-forward"
    QUESTION = "question"
    OTHERS_CAN_LEARN = "others-can-learn"

    @property
    def column(self) -> str:
        """The name its text is stored and posted under."""
        return self.value.replace("-", "_")


class UrgentKind(StrEnum):
    """Why something cannot wait for a review to end."""

    CITIZENS_RIGHT = "citizens-right"
    DATA_BREACH = "data-breach"


class ResponseKind(StrEnum):
    """What a caseworker can say to an answer."""

    AGREE = "agree"
    CONTEXT = "context"
    OBJECTION = "objection"  # with the answer they propose, and why


class LearningSessionKind(StrEnum):
    """What kind of meeting it is; only a tripartite one takes positions and signatures."""

    TRIPARTITE = "tripartite"
    TEAM = "team"
    CALIBRATION = "calibration"
    TEACHING = "teaching"


class Party(StrEnum):
    """On whose behalf somebody takes part."""

    CASEWORKER = "caseworker"
    COORDINATOR = "coordinator"
    THIRD = "third"  # the consultant; without an engagement a second reviewer or manager
    GUEST = "guest"  # takes part, but neither takes a position nor signs


class OutcomeKind(StrEnum):
    """What a session can end in."""

    PLAN = "plan"
    ACTION = "action"
    AGREED_PRACTICE = "agreed-practice"
    DILEMMA = "dilemma"
    CHANGE_PROPOSAL = "change-proposal"
    LEARNING_NOTE = "learning-note"


class SamplingInterval(StrEnum):
    """How often a recurring plan draws."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


class PeriodRule(StrEnum):
    """Which cases a recurring plan draws among: what they have to do with the period."""

    ANY = "any"  # nothing: the cases as they stand on the day of the draw
    OPENED = "opened"
    CLOSED = "closed"
    ACTIVE = "active"


class PlanStanding(StrEnum):
    """Whether a recurring plan draws."""

    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"


class RunResult(StrEnum):
    """What became of one period of a recurring plan."""

    DRAWN = "drawn"
    NO_CASES = "no-cases"
    REFUSED = "refused"
    SKIPPED = "skipped"


class RunReason(StrEnum):
    """Why a period of a recurring plan was not drawn."""

    ENDED = "ended"
    FRAME = "frame"  # nothing to draw among
    MISSED = "missed"  # no worker ran until it was too late
    NO_CHECKLIST = "no-checklist"
    NO_REVIEWERS = "no-reviewers"
    OTHER = "other"
    OWN_CASES = "own-cases"  # a case that only its own caseworker could review
    PAUSED = "paused"


class ChartMarkKind(StrEnum):
    """What a mark on a chart does."""

    EVENT = "event"  # is told beside the chart
    EXCLUSION = "exclusion"  # the point stays visible but does not shape the limits
    REBASE = "rebase"  # the limits start anew here


class SettlingWay(StrEnum):
    """How the answer that stands came about, where it is not simply the reviewer's own."""

    AGREED = "agreed"  # both gave it, nothing to settle
    CONSENSUS = "consensus"
    THIRD_REVIEWER = "third-reviewer"
    CANNOT_AGREE = "cannot-agree"
    OBJECTION = "objection"  # changed after the caseworker objected
    DILEMMA = "dilemma"  # both arguments stand; counts as not to be assessed
    CORRECTION = "correction"  # after the review was settled


class ProposalBasis(StrEnum):
    """What gave reason to propose a change of a checklist."""

    SESSION = "session"
    OBJECTION = "objection"
    LOW_AGREEMENT = "low-agreement"
    CALIBRATION = "calibration"
    OBSERVATION = "observation"  # somebody's own, in words


class ProposalSubject(StrEnum):
    """What of a checklist a proposal is about."""

    CRITERION = "criterion"
    NEW_CRITERION = "new-criterion"
    CHECKLIST = "checklist"


class RemarkSender(StrEnum):
    """Who made a remark on the casework."""

    ACCOUNTANT = "accountant"  # the external firm that goes through the municipality's accounts
    APPEALS_BOARD = "appeals-board"
    AGENCY = "agency"
    OMBUDSMAN = "ombudsman"
    OTHER = "other"


class NoteKind(StrEnum):
    """What a text of the knowledge base is."""

    LEARNING_NOTE = "learning-note"
    PRACTICE_GUIDE = "practice-guide"
    DILEMMA = "dilemma"  # both arguments are kept; none of them is the answer
