"""Calibrations: several people score the same cases blindly, and what comes of it is compared.

Nothing of it is a review of casework: no caseworker is asked, no figure is fed, nothing that was
published changes.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from review_app.domain.agreement import Agreement, Calibration, agreement, calibrate
from review_app.domain.errors import NoEstimate
from review_app.domain.scoring import AnswerValue, is_failed

CATEGORIES = [value.value for value in AnswerValue]
FAILURES = {value.value for value in AnswerValue if is_failed(value)}
LOW_AGREEMENT = Fraction(3, 4)  # of two who answer, less than this share give the same answer
FEWEST_PARTICIPANTS = 2


class CalibrationMode(StrEnum):
    """Whether the participants know that it is one."""

    HIDDEN = "hidden"  # it looks like any other review
    OPEN = "open"


class CalibrationState(StrEnum):
    """Where a calibration stands; everybody sees all answers from *comparing* on."""

    PLANNED = "planned"
    SCORING = "scoring"
    COMPARING = "comparing"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class CalibrationStep(StrEnum):
    """What can be done to a calibration."""

    START = "start"
    OPEN = "open"
    CLOSE = "close"
    CANCEL = "cancel"


CALIBRATION_STEPS: Mapping[tuple[CalibrationState, CalibrationStep], CalibrationState] = {
    (CalibrationState.PLANNED, CalibrationStep.START): CalibrationState.SCORING,
    (CalibrationState.SCORING, CalibrationStep.OPEN): CalibrationState.COMPARING,
    (CalibrationState.COMPARING, CalibrationStep.CLOSE): CalibrationState.CLOSED,
    (CalibrationState.PLANNED, CalibrationStep.CANCEL): CalibrationState.CANCELLED,
    (CalibrationState.SCORING, CalibrationStep.CANCEL): CalibrationState.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """What one participant answered to one criterion of one case."""

    person_id: int
    case_id: int
    criterion_id: int
    value: AnswerValue
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Spread:
    """How the participants answered one criterion, over all cases.

    ``found`` is ``None`` where no case has two answers. ``fitting`` of ``referred`` answers are the
    reference answer of their case.
    """

    counts: Mapping[AnswerValue, int]
    found: Agreement | None
    fitting: int
    referred: int

    @property
    def is_low(self) -> bool:
        """Whether the participants agree so little that the criterion should be looked at."""
        return self.found is not None and self.found.percent_agreement < LOW_AGREEMENT


def spread(answers: Sequence[GivenAnswer], reference: Mapping[int, AnswerValue]) -> Spread:
    """Compare what was answered to one criterion.

    :param reference: the reference answers by case, where there is one.
    """
    items: dict[int, dict[str, str]] = {}
    for given in answers:
        items.setdefault(given.case_id, {})[str(given.person_id)] = given.value.value
    try:
        found = agreement(list(items.values()), categories=CATEGORIES)
    except NoEstimate:
        found = None
    referred = [given for given in answers if given.case_id in reference]
    fitting = sum(given.value is reference[given.case_id] for given in referred)
    return Spread(Counter(given.value for given in answers), found, fitting, len(referred))


def against_reference(
    answers: Sequence[GivenAnswer],
    reference: Mapping[tuple[int, int], AnswerValue],
    *,
    person_id: int,
) -> Calibration | None:
    """Measure one participant against the reference answers; nothing where there is none.

    :param reference: the reference answers by case and criterion.
    """
    own = [given for given in answers if given.person_id == person_id]
    key = [reference.get((given.case_id, given.criterion_id)) for given in own]
    try:
        return calibrate(
            [given.value.value for given in own],
            [right.value if right else None for right in key],
            categories=CATEGORIES,
            failures=FAILURES,
        )
    except NoEstimate:
        return None
