"""How far a share could move if what nobody could judge were all in order, or none of it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction

from review_app.domain.draw import ReplacementCode
from review_app.domain.errors import NoEstimate
from review_app.domain.figure_kinds import Sensitivity
from review_app.domain.sample_rows import Asked, SampleCase, Standing
from review_app.domain.scoring import AnswerValue
from review_app.domain.survey import Design, Observed, estimate_share
from review_app.domain.withholding import ASKED

CANNOT, FILE, CONFLICT = "cannot", "file", "conflict"


def sensitivity(cases: Iterable[SampleCase], design: Design, asked: Asked) -> Sensitivity:
    """Return the range of one criterion's share of all answers.

    :param cases: every case ever drawn in the scope of *design*, replaced ones included: one that
        gave way because no reviewer was free to judge it could have been met or not.
    """
    sure: list[Observed] = []
    unknown: list[SampleCase] = []
    tally: Counter[str] = Counter()
    for case in cases:
        answer = case.answers.get(asked.code)
        why = _why_unknown(case, answer)
        tally[why] += 1
        if why:
            unknown.append(case)
        elif case.counts:
            sure.append(observed_as(case, answer is AnswerValue.MET if answer in ASKED else None))
    met = sum(one.value is True for one in sure)
    return Sensitivity(
        cannot=tally[CANNOT],
        without_file=tally[FILE],
        conflicts=tally[CONFLICT],
        low_count=met,
        high_count=met + len(unknown),
        denominator=sum(one.value is not None for one in sure) + len(unknown),
        low_share=_if_all(unknown, sure, design, met=False),
        high_share=_if_all(unknown, sure, design, met=True),
    )


def observed_as(case: SampleCase, value: bool | None) -> Observed:
    """Return a case as the estimators see it, with the *value* of one question."""
    return Observed(case.stratum, value, case.inclusion_share)


def _why_unknown(case: SampleCase, answer: AnswerValue | None) -> str:
    if case.replacement_code == ReplacementCode.REVIEWER_CONFLICT:
        return CONFLICT
    if case.standing is Standing.FILE_MISSING and answer is not None:
        return FILE
    return CANNOT if case.counts and answer is AnswerValue.CANNOT_BE_ASSESSED else ""


def _if_all(
    unknown: Iterable[SampleCase], sure: Sequence[Observed], design: Design, *, met: bool
) -> Fraction | None:
    try:
        guessed = [*sure, *(observed_as(case, met) for case in unknown)]
        return estimate_share(guessed, design).share
    except NoEstimate:
        return None
