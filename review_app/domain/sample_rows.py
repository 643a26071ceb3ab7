"""A round as plain rows: the cases of its sample, what was answered, and which answer counts.

Pages read these rows from the database and ``recompute`` reads them from a package; both hand them
to :mod:`review_app.domain.round_figures`, so that what is shown and what is checked cannot drift.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from review_app.domain.kinds import SettlingWay
from review_app.domain.scoring import CREDIT, Answer, AnswerValue, Verdict, score

UNDECIDED = frozenset({SettlingWay.CANNOT_AGREE, SettlingWay.DILEMMA})


class Standing(StrEnum):
    """Where a drawn case is."""

    WAITING = "waiting"
    SETTLED = "settled"
    FILE_MISSING = "file-missing"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Asked:
    """A criterion as the figures see it; ``section`` is a code, ``weight`` counts in the score."""

    code: str
    section: str
    weight: int = 1
    asks_for_file: bool = False


@dataclass(frozen=True, slots=True)
class SampleCase:
    """A case that was drawn, with the answers that count by criterion code.

    ``caseworker`` is any text that tells handlers apart, ``team`` anything that tells teams apart
    (``None``: of no known team). ``inclusion_share`` is the chance of being
    drawn, above 0 and up to 1; it matters only where cases were drawn by weight.
    """

    case: str
    stratum: str = ""
    standing: Standing = Standing.WAITING
    inclusion_share: float = 1
    answers: Mapping[str, AnswerValue] = field(default_factory=dict)
    verdict: Verdict | None = None
    replacement_code: str = ""
    caseworker: str = "?"
    team: Hashable = None

    @property
    def counts(self) -> bool:
        """Whether the case stands in the sample and nothing of it can change any more."""
        return self.standing in (Standing.SETTLED, Standing.FILE_MISSING)

    @property
    def stands(self) -> bool:
        """Whether the case is in the sample, settled or not."""
        return self.standing is not Standing.REPLACED


def answer_that_counts(
    first: AnswerValue | None,
    *,
    settled: AnswerValue | None = None,
    way: SettlingWay | None = None,
) -> AnswerValue | None:
    """Return which answer to a criterion counts: what two reviewers settled on, else the first.

    Where the two cannot agree, and in a dilemma, it cannot be assessed (ruling 2 on figures).
    """
    if way in UNDECIDED:
        return AnswerValue.CANNOT_BE_ASSESSED
    return first if settled is None else settled


def answers_without_file(checklist: Sequence[Asked]) -> dict[str, AnswerValue]:
    """Return the answers of a case whose file cannot be produced (ruling 1 on figures).

    It fails the criteria that ask for the file; nothing else of it can be assessed.
    """
    return {
        asked.code: AnswerValue.NOT_MET if asked.asks_for_file else AnswerValue.CANNOT_BE_ASSESSED
        for asked in checklist
    }


def credit(
    answers: Mapping[str, AnswerValue], checklist: Sequence[Asked]
) -> tuple[Fraction, int] | None:
    """Return a case's share of weighted credit, 0 to 1, and the sum of the weights behind it.

    ``None`` when no answer earns or loses credit.
    """
    given = [Answer(a.code, weight=a.weight, value=answers.get(a.code)) for a in checklist]
    share = score(given)
    return None if share is None else (share, sum(a.weight for a in given if a.value in CREDIT))
