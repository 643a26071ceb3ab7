"""What the settled answers of a random round say about all the cases it was drawn from.

Pass is "met". A criterion that is not applicable to a case lies outside the question; "cannot be
assessed" is counted on its own, so every share is given twice: of all answers, and of those that
could be assessed.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from review_app.domain.errors import NoEstimate
from review_app.domain.estimation import MEASURE, Estimate, estimate, is_withheld
from review_app.domain.scoring import AnswerValue

ASSESSED = (AnswerValue.MET, AnswerValue.PARTLY_MET, AnswerValue.NOT_MET)
ASKED = (*ASSESSED, AnswerValue.CANNOT_BE_ASSESSED)


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One settled answer, and who handles the case (any text that tells handlers apart)."""

    value: AnswerValue
    caseworker: str


@dataclass(frozen=True, slots=True)
class CriterionFigure:
    """One criterion's counts and shares.

    ``of_all`` counts "cannot be assessed" in the denominator, ``of_assessed`` leaves it out; either
    is ``None`` when nothing counts. ``not_met_share``, of the assessed, is the stricter failure.
    A withheld figure holds no number at all.
    """

    counts: Mapping[AnswerValue, int]
    of_all: Estimate | None
    of_assessed: Estimate | None
    not_met_share: Fraction | None
    is_withheld: bool = False


WITHHELD = CriterionFigure({}, None, None, None, is_withheld=True)


def criterion_figure(
    answers: Collection[GivenAnswer],
    *,
    frame_size: int,
    cases: int,
    purpose: str = MEASURE,
    may_read_rows: bool,
) -> CriterionFigure:
    """Return the figure of one criterion.

    :param answers: the settled answers to it, one for each case.
    :param frame_size: cases in the frame that was drawn from.
    :param cases: cases with a settled review.
    :param may_read_rows: whether the reader could read the reviews themselves; from others a
        figure of few cases or few caseworkers is withheld, whichever denominator is the small one.
    :raises NoEstimate: when the round is not for measuring.
    """
    if purpose != MEASURE:
        raise NoEstimate(reason="purposive", purpose=purpose)
    if not may_read_rows and any(_is_small(answers, kinds) for kinds in (ASKED, ASSESSED)):
        return WITHHELD
    counts = Counter(answer.value for answer in answers)
    assessed = sum(counts[value] for value in ASSESSED)
    return CriterionFigure(
        {value: counts[value] for value in AnswerValue},
        _share(counts, ASKED, frame_size=frame_size, cases=cases),
        _share(counts, ASSESSED, frame_size=frame_size, cases=cases),
        Fraction(counts[AnswerValue.NOT_MET], assessed) if assessed else None,
    )


def _is_small(answers: Collection[GivenAnswer], kinds: Collection[AnswerValue]) -> bool:
    counted = [answer for answer in answers if answer.value in kinds]
    return is_withheld(len(counted), len({answer.caseworker for answer in counted}))


def _share(
    counts: Counter[AnswerValue],
    kinds: Collection[AnswerValue],
    *,
    frame_size: int,
    cases: int,
) -> Estimate | None:
    denominator = sum(counts[value] for value in kinds)
    if denominator == 0:
        return None
    return estimate(counts[AnswerValue.MET], denominator, frame_size=frame_size, cases=cases)
