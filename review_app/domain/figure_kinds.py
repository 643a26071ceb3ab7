"""The kinds of figures a round has, and what each carries with it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from review_app.domain.estimation import CONFIDENCE_PERCENT, Estimate
from review_app.domain.scoring import AnswerValue, Verdict
from review_app.domain.survey import MeanEstimate
from review_app.domain.withholding import ASKED, ASSESSED, Subject

CONFIDENCES = (80, 90, 95, 99)
MANY_REPLACED_SHARE = Fraction(1, 10)


class Measure(StrEnum):
    """What a figure counts."""

    MET = "met-of-assessed"
    MET_OF_ALL = "met-of-all"
    NOT_MET = "not-met-of-assessed"
    CANNOT = "cannot-be-assessed-of-all"
    CREDIT = "credit"
    GIVEN = "given"
    MEAN = "mean"


class Status(StrEnum):
    """Whether there is a figure, and if not, why."""

    KNOWN = "known"
    TOO_FEW = "too-few"
    NO_CASES = "no-cases"
    APPLIES_TO_NONE = "applies-to-none"
    STRATUM_UNREVIEWED = "stratum-unreviewed"
    WITHHELD = "withheld"


# For each share: which answers have the property, and among which answers.
SHARES: Mapping[Measure, tuple[Collection[AnswerValue], Collection[AnswerValue]]] = {
    Measure.MET: ((AnswerValue.MET,), ASSESSED),
    Measure.MET_OF_ALL: ((AnswerValue.MET,), ASKED),
    Measure.NOT_MET: ((AnswerValue.NOT_MET,), ASSESSED),
    Measure.CANNOT: ((AnswerValue.CANNOT_BE_ASSESSED,), ASKED),
}


@dataclass(frozen=True, slots=True)
class Bounds:
    """How sure the bounds shall be: of each by itself, or of all criteria at once (Bonferroni)."""

    confidence_percent: int = CONFIDENCE_PERCENT
    are_together: bool = False

    def questions(self, count: int) -> int:
        """Return how many of *count* bounds are to hold together: all of them, or each alone."""
        return count if self.are_together else 1


@dataclass(frozen=True, slots=True)
class Figure:
    """One number, or why there is none, with what it was computed from.

    ``frame_size`` (N) and ``cases`` (n, settled) are of the *stratum*, ``None`` being all of them;
    ``numerator`` (x) of ``denominator`` were seen, and are ``None`` where there is nothing to count
    one by one, or nothing to tell. ``missing`` names strata without a settled case.
    """

    subject: Subject
    code: str
    measure: Measure
    stratum: str | None
    status: Status
    frame_size: int
    cases: int
    numerator: int | None = None
    denominator: int | None = None
    found: Estimate | MeanEstimate | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How far a criterion's share could move if everything unknown were met, or nothing.

    Unknown is what could not be assessed, what had no file, and what was replaced because no
    reviewer was free to judge it. ``low_count`` to ``high_count`` of ``denominator`` cases; the
    shares, 0 to 1, weigh the cases as the figure itself does (``None``: there is no share).
    """

    cannot: int
    without_file: int
    conflicts: int
    low_count: int
    high_count: int
    denominator: int
    low_share: Fraction | None
    high_share: Fraction | None


@dataclass(frozen=True, slots=True)
class CriterionFigures:
    """One criterion: every answer counted (nothing where withheld), its shares, its range."""

    counts: Mapping[AnswerValue, int]
    shares: Mapping[Measure, Figure]
    sensitivity: Sensitivity | None

    @property
    def is_withheld(self) -> bool:
        """Whether the reader may see none of it."""
        return self.shares[Measure.MET].status is Status.WITHHELD


@dataclass(frozen=True, slots=True)
class ScopeFigures:
    """All figures of one stratum, or of all cases (``stratum`` is ``None``)."""

    stratum: str | None
    frame_size: int
    drawn: int
    cases: int
    settled: int
    without_file: int
    replaced: int
    criteria: Mapping[str, CriterionFigures]
    sections: Mapping[str, Figure]
    verdicts: Mapping[Verdict, Figure]
    score: Figure

    @property
    def is_provisional(self) -> bool:
        """Whether some reviews may still change the figures."""
        return self.settled < self.cases

    @property
    def has_many_replaced(self) -> bool:
        """Whether more than one in ten of the cases drawn had to be replaced."""
        return self.replaced > self.drawn * MANY_REPLACED_SHARE

    def figures(self) -> list[Figure]:
        """Return every figure, in the order of the checklist."""
        of_criteria = [f for line in self.criteria.values() for f in line.shares.values()]
        return [*of_criteria, *self.sections.values(), *self.verdicts.values(), self.score]
