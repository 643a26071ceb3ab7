"""How a reviewer's answers become a score, and what they demand of the verdict.

The verdict itself is the reviewer's judgement and is never computed. A failed critical criterion
does not touch the number either; it only bars the verdict "in accordance" unless a reason is given.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from review_app.domain.errors import Incomplete, Invalid


class AnswerValue(StrEnum):
    """A reviewer's answer to one criterion."""

    MET = "met"
    PARTLY_MET = "partly-met"
    NOT_MET = "not-met"
    NOT_APPLICABLE = "not-applicable"
    CANNOT_BE_ASSESSED = "cannot-be-assessed"


class Verdict(StrEnum):
    """What the reviewer makes of the case as a whole."""

    IN_ACCORDANCE = "in-accordance"
    WOULD_BE_CHANGED = "would-be-changed"
    WOULD_BE_SENT_BACK = "would-be-sent-back"
    CANNOT_BE_ASSESSED = "cannot-be-assessed"


class Severity(StrEnum):
    """How serious a finding is; it sits on the finding, never on the answer."""

    MINOR = "minor"
    MATERIAL = "material"
    SERIOUS = "serious"


CREDIT = {
    AnswerValue.MET: Fraction(1),
    AnswerValue.PARTLY_MET: Fraction(1, 2),
    AnswerValue.NOT_MET: Fraction(0),
}
FAILED = frozenset({AnswerValue.PARTLY_MET, AnswerValue.NOT_MET})
# What a checklist version asks to be explained unless it says otherwise.
EXPLAINED = frozenset(AnswerValue) - {AnswerValue.MET}


@dataclass(frozen=True, slots=True)
class Answer:
    """One criterion's answer, with what the checklist version says of the criterion.

    ``value`` is ``None`` as long as nothing is answered; ``weight`` is 0 or more. Answers in
    ``comment_on`` must be explained, those in ``evidence_on`` must point to something in the case.
    A criterion that is not asked counts as not applicable and owes neither.
    """

    criterion: str
    weight: int = 1
    is_critical: bool = False
    value: AnswerValue | None = None
    comment: str = ""
    comment_on: frozenset[AnswerValue] = EXPLAINED
    evidence_on: frozenset[AnswerValue] = frozenset()
    has_evidence: bool = False
    is_asked: bool = True

    @property
    def lacks_comment(self) -> bool:
        """Whether the answer must still be explained."""
        return self.is_asked and self.value in self.comment_on and not self.comment.strip()

    @property
    def lacks_evidence(self) -> bool:
        """Whether the answer must still point to something in the case."""
        return self.is_asked and self.value in self.evidence_on and not self.has_evidence


def score(answers: Iterable[Answer]) -> Fraction | None:
    """Return the weighted share of credit earned: 1, 1/2 and 0 over met, partly met and not met.

    :returns: an exact share from 0 to 1; ``None`` when no answer earns or loses credit (not
        applicable, cannot be assessed and unanswered do neither).
    """
    counted = [(a.weight, CREDIT[a.value]) for a in answers if a.value in CREDIT]
    total = sum(weight for weight, _ in counted)
    if total == 0:
        return None
    return sum((weight * credit for weight, credit in counted), Fraction(0)) / total


def is_failed(value: AnswerValue | None) -> bool:
    """Say whether an answer counts as a failure and opens a finding: partly met or not met."""
    return value in FAILED


def unanswered(answers: Iterable[Answer]) -> list[str]:
    """Return the criteria without an answer, in the order given."""
    return [answer.criterion for answer in answers if answer.value is None]


def uncommented(answers: Iterable[Answer]) -> list[str]:
    """Return the criteria whose answer still lacks its comment, in the order given."""
    return [answer.criterion for answer in answers if answer.lacks_comment]


def unsupported(answers: Iterable[Answer]) -> list[str]:
    """Return the criteria whose answer still lacks its evidence, in the order given."""
    return [answer.criterion for answer in answers if answer.lacks_evidence]


def failed_critical(answers: Iterable[Answer]) -> list[str]:
    """Return the critical criteria that failed, in the order given."""
    return [a.criterion for a in answers if a.is_critical and is_failed(a.value)]


def check_complete(answers: Iterable[Answer]) -> None:
    """Let a review pass only when every criterion is answered, explained and supported.

    :raises Incomplete: ``facts`` name the criteria that are ``unanswered``, ``uncommented`` and
        ``unsupported``.
    """
    answers = list(answers)
    missing = {
        "unanswered": unanswered(answers),
        "uncommented": uncommented(answers),
        "unsupported": unsupported(answers),
    }
    if any(missing.values()):
        raise Incomplete(**missing)


def check_verdict(answers: Iterable[Answer], verdict: Verdict, *, reason: str = "") -> None:
    """Let a verdict pass unless a failed critical criterion speaks against it unexplained.

    :raises Invalid: for "in accordance" without a reason although a critical criterion failed;
        ``facts["criteria"]`` names those.
    """
    failed = failed_critical(answers)
    if verdict is Verdict.IN_ACCORDANCE and failed and not reason.strip():
        raise Invalid(field="verdict", reason="critical-criterion-failed", criteria=failed)
