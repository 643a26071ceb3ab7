"""A review laid out as its reader sees it: sections, criteria, and what was said to each."""

from collections.abc import Sequence
from dataclasses import dataclass

from review_app.domain import scoring
from review_app.models import (
    CaseEvent,
    CaseworkerResponse,
    ChecklistSection,
    Comparison,
    Criterion,
    Evidence,
    Finding,
    Review,
    ReviewAnswer,
    SettledAnswer,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion with everything that was said to it."""

    number: str
    criterion: Criterion
    answer: ReviewAnswer | None
    evidence: Sequence[Evidence]
    finding: Finding | None
    response: CaseworkerResponse | None
    settled: SettledAnswer | None = None  # of two reviews; ``answer`` is then the one it follows

    @property
    def value(self) -> scoring.AnswerValue | None:
        """What was answered, if anything; of two answers the settled one."""
        if self.settled is not None:
            return self.settled.value
        return self.answer.value if self.answer else None

    @property
    def comment(self) -> str:
        """What was written to it, and why two answers were settled so."""
        reason = self.settled.reason if self.settled else None
        return "\n\n".join(filter(None, (self.answer.comment if self.answer else None, reason)))

    @property
    def revision(self) -> int:
        """Which state of the answer this is; 0 before the first."""
        return self.answer.revision if self.answer else 0

    @property
    def lacks_comment(self) -> bool:
        """Whether the answer must still be explained."""
        return scoring.needs_comment(self.value) and not self.comment.strip()

    def plain(self) -> scoring.Answer:
        """Return it as the rules want it."""
        return scoring.Answer(
            criterion=self.criterion.code,
            weight=self.criterion.weight,
            is_critical=self.criterion.is_critical,
            value=self.value,
            comment=self.comment,
        )


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its lines."""

    section: ChecklistSection
    lines: Sequence[Line]

    @property
    def answered(self) -> int:
        """How many of its criteria are answered."""
        return sum(line.value is not None for line in self.lines)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole review."""

    review: Review
    parts: Sequence[Part]
    events: Sequence[CaseEvent]
    free_findings: Sequence[Finding]
    settlement: Comparison | None = None  # of two reviews

    @property
    def verdict(self) -> scoring.Verdict | None:
        """What the case as a whole is judged to be; of two verdicts the settled one."""
        return self.settlement.verdict if self.settlement else self.review.verdict

    @property
    def verdict_reason(self) -> str:
        """Why."""
        if self.settlement is None:
            return self.review.verdict_reason or ""
        both = (self.settlement.first, self.settlement.second)
        own = next((r.verdict_reason for r in both if r.verdict is self.verdict), None)
        return "\n\n".join(filter(None, (own, self.settlement.verdict_reason)))

    @property
    def lines(self) -> list[Line]:
        """All lines in order."""
        return [line for part in self.parts for line in part.lines]

    @property
    def answered(self) -> int:
        """How many criteria are answered."""
        return sum(part.answered for part in self.parts)

    @property
    def open_lines(self) -> list[Line]:
        """What is not answered or not yet explained."""
        return [line for line in self.lines if line.value is None or line.lacks_comment]

    @property
    def deviations(self) -> list[Line]:
        """What was answered "partly met" or "not met"."""
        return [line for line in self.lines if line.finding is not None]

    def plain(self) -> list[scoring.Answer]:
        """Return the answers as the rules want them."""
        return [line.plain() for line in self.lines]

    def events_until(self) -> list[CaseEvent]:
        """What had happened by the day the casework is judged as of."""
        limit = self.review.assessed_on
        return [e for e in self.events if limit is None or e.happened_on <= limit]

    def events_after(self) -> list[CaseEvent]:
        """What came later: folded away, so that hindsight does not judge."""
        limit = self.review.assessed_on
        return [e for e in self.events if limit is not None and e.happened_on > limit]
