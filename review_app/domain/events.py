"""What has happened, told in the past tense so that other areas can react.

An event names ids and plain values only; it is a fact and is never changed. Who answers which
event stands in one table in ``wiring.py``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from review_app.domain.kinds import ProposalBasis
from review_app.domain.second_reading import ReadingRules


@dataclass(frozen=True, slots=True)
class Event:
    """Base of every domain event."""


@dataclass(frozen=True, slots=True)
class ChosenCase:
    """One case that a round chose, and who shall review it."""

    round_case_id: int
    case_id: int
    reviewer_id: int
    second_reviewer_id: int | None = None  # reviews the same case, unknown to the first


@dataclass(frozen=True, slots=True)
class CasesChosen(Event):
    """A round started its reviews of these cases, or replaced one case by another."""

    round_id: int
    engagement_id: int | None
    chosen: tuple[ChosenCase, ...]


@dataclass(frozen=True, slots=True)
class CaseReplaced(Event):
    """A round put another case in the place of one that cannot be reviewed."""

    round_id: int
    round_case_id: int
    code: str


@dataclass(frozen=True, slots=True)
class CaseFileMissing(Event):
    """The file of a drawn case cannot be found; the case stays in the sample unreviewed."""

    round_id: int
    round_case_id: int


@dataclass(frozen=True, slots=True)
class CasesImported(Event):
    """These cases or their events were written anew; the unchanged ones are not named.

    ``is_complete`` is whether all of it is written now; until then more is to come.
    """

    source_id: int
    case_ids: tuple[int, ...]
    is_complete: bool = True


@dataclass(frozen=True, slots=True)
class RoundCancelled(Event):
    """A round was given up with a reason."""

    round_id: int


@dataclass(frozen=True, slots=True)
class CalibrationStarted(Event):
    """The same cases are to be scored by several; each gets them as a task of their own.

    ``case_ids`` has each person's cases, and ``engagement_ids`` the engagement they work under, if
    they do.
    """

    calibration_id: int
    title: str
    version_id: int
    due_on: date | None
    case_ids: Mapping[int, tuple[int, ...]]
    engagement_ids: Mapping[int, int | None]
    started_by_id: int | None


@dataclass(frozen=True, slots=True)
class CalibrationScored(Event):
    """Nobody scores in a calibration any more: it was opened, or given up."""

    calibration_id: int


@dataclass(frozen=True, slots=True)
class ReviewSubmitted(Event):
    """A reviewer handed a review in."""

    review_id: int
    round_id: int


@dataclass(frozen=True, slots=True)
class ReviewsHandedOver(Event):
    """Reviews of a round were given to other people, who may be new in it."""

    round_id: int
    reviewer_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class ResponseOpened(Event):
    """A caseworker was asked to respond to a review."""

    review_id: int
    round_id: int
    caseworker_id: int | None


@dataclass(frozen=True, slots=True)
class ReviewSettled(Event):
    """A review's answers are final."""

    review_id: int
    round_id: int


@dataclass(frozen=True, slots=True)
class LearningCaseAssigned(Event):
    """A learning case was given to somebody to write on, within an engagement or without."""

    learning_case_id: int
    case_id: int
    author_id: int
    engagement_id: int | None


@dataclass(frozen=True, slots=True)
class FeedbackSent(Event):
    """An author gave feedback on a learning case to the coordinator."""

    feedback_id: int


@dataclass(frozen=True, slots=True)
class FeedbackPassedOn(Event):
    """The coordinator gave the feedback to the caseworker."""

    feedback_id: int
    caseworker_id: int | None


@dataclass(frozen=True, slots=True)
class SessionPlanned(Event):
    """A learning session was planned and its participants invited."""

    session_id: int
    participant_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SessionChanged(Event):
    """A planned session was changed, or a held one closed: it is found by other words now."""

    session_id: int


@dataclass(frozen=True, slots=True)
class SessionSignaturesAsked(Event):
    """The minutes are ready; the participants are asked to sign or to dissent."""

    session_id: int
    participant_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ActionAgreed(Event):
    """A session agreed that somebody does something by a date.

    Told again under the same ``outcome_id`` when reopened minutes say something else.
    """

    session_id: int
    outcome_id: int
    case_id: int | None
    owner_id: int
    text: str
    due_on: date
    look_again_on: date | None = None  # a plan's: when the citizen's plan is looked at again


@dataclass(frozen=True, slots=True)
class ActionWithdrawn(Event):
    """Reopened minutes no longer hold what was agreed."""

    session_id: int
    outcome_id: int


@dataclass(frozen=True, slots=True)
class PersonChanged(Event):
    """Somebody came, left, or has other roles or teams."""

    person_id: int


@dataclass(frozen=True, slots=True)
class ChangeProposed(Event):
    """Something gave reason to change a checklist; ``basis`` says what, the ids say which.

    A session names ``session_id`` and ``outcome_id``. Others leave them empty and give, besides
    their basis, ``source_id``: the row of their own that the proposal comes from. What is told
    twice of one source is kept once. ``figure`` holds what was measured, as it stood then.
    """

    session_id: int | None
    outcome_id: int | None
    criterion_id: int | None
    text: str
    basis: ProposalBasis = ProposalBasis.SESSION
    source_id: int | None = None
    checklist_id: int | None = None  # where there is no criterion yet
    evidence: str = ""
    review_id: int | None = None
    round_id: int | None = None
    figure: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class SecondReadingsPlanned(Event):
    """A recurring plan drew a round, some of whose reviews a colleague is to read."""

    round_id: int
    rules: ReadingRules


@dataclass(frozen=True, slots=True)
class NoteProposed(Event):
    """A session found something every caseworker should know."""

    session_id: int
    outcome_id: int
    title: str
    text: str
    criterion_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NotePublished(Event):
    """A learning note can be read by everybody."""

    note_id: int


@dataclass(frozen=True, slots=True)
class ChecklistVersionPublished(Event):
    """A checklist has a new locked version."""

    version_id: int
    previous_version_id: int | None
