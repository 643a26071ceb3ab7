"""One criterion of one round as a side of a comparison, and whether it may be shown."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from review_app.domain.comparison import Side
from review_app.domain.draw import Method
from review_app.domain.errors import NoEstimate
from review_app.domain.estimation import is_withheld
from review_app.domain.sample_rows import Asked, SampleCase
from review_app.domain.scoring import AnswerValue
from review_app.domain.sensitivity import observed_as
from review_app.domain.survey import Design, Target, estimate_share
from review_app.domain.withholding import ASSESSED, Subject, to_withhold

WITHHELD, NOT_ASKED, NO_CASES = "withheld", "not-asked", "no-cases"
WEIGHTED = frozenset({Method.STRATIFIED, Method.PROPORTIONAL})


@dataclass(frozen=True, slots=True)
class Seen:
    """What one round says of a criterion: its side and the cases that meet it, or why not."""

    side: Side | None
    met: int = 0
    gap: str = ""


def is_weighted(design: Design) -> bool:
    """Say whether the cases of the sample stand for unequal numbers of cases."""
    return design.method in WEIGHTED


def assessed(cases: Iterable[SampleCase], code: str) -> list[tuple[SampleCase, bool]]:
    """Return the cases on which a criterion was assessed, and whether each meets it."""
    given = [(case, case.answers.get(code)) for case in cases if case.counts]
    return [(case, answer is AnswerValue.MET) for case, answer in given if answer in ASSESSED]


def side_of(cases: Sequence[SampleCase], design: Design, code: str) -> tuple[Side, int] | None:
    """Return how often a criterion is met by the way of working, and in how many cases seen.

    ``None`` where no case could be assessed, or a stratum has no settled case yet.
    """
    met = {case.case: value for case, value in assessed(cases, code)}
    observed = [observed_as(case, met.get(case.case)) for case in cases if case.counts]
    try:
        found = estimate_share(observed, design, target=Target.WAY_OF_WORKING)
    except NoEstimate:
        return None
    size = found.effective_size if is_weighted(design) else None
    return Side(found.share, found.denominator, size or found.denominator), found.numerator


def seen_of(
    cases: Sequence[SampleCase],
    design: Design,
    code: str,
    *,
    asked: Collection[str],
    hidden: Collection[str],
) -> Seen:
    """Return what a round says of a criterion.

    :param asked: the codes its version asks.
    :param hidden: the codes that are withheld from the reader.
    """
    if code not in asked:
        return Seen(None, gap=NOT_ASKED)
    if code in hidden:
        return Seen(None, gap=WITHHELD)
    side = side_of(cases, design, code)
    return Seen(None, gap=NO_CASES) if side is None else Seen(*side)


def withheld_criteria(
    cases: Sequence[SampleCase], checklist: Sequence[Asked], *, for_everybody: bool
) -> Collection[str]:
    """Return the criteria whose figures are withheld from those who may not read the rows."""
    hidden = to_withhold(cases, checklist, strata=(), for_everybody=for_everybody)
    return {code for subject, code, _ in hidden if subject is Subject.CRITERION}


def teams_to_hide(by_team: Mapping[str, Sequence[SampleCase]]) -> Collection[str]:
    """Return the teams to withhold: the small ones, and enough others that none can be solved for.

    What is left of the round's own share once the shown teams are taken away must again be of five
    cases and three caseworkers.
    """
    hidden = {team for team, cases in by_team.items() if _is_small(cases)}
    left = sorted(by_team.keys() - hidden, key=lambda team: (len(by_team[team]), team))
    while left and hidden and _is_small([case for team in hidden for case in by_team[team]]):
        hidden.add(left.pop(0))
    return hidden


def _is_small(cases: Sequence[SampleCase]) -> bool:
    return is_withheld(len(cases), len({case.caseworker for case in cases}))
