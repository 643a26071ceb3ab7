"""A review laid out as its reader sees it: sections, criteria, and what was said to each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from review_app.domain import scoring
from review_app.domain.access import Actor, Permission, can
from review_app.domain.errors import NotFound
from review_app.kernel import clock
from review_app.models import (
    AnswerChange,
    CaseEvent,
    CaseworkerResponse,
    Comparison,
    Evidence,
    Finding,
    Objection,
    Review,
    ReviewAnswer,
    SettledAnswer,
)
from review_app.models.locked_checklists import AskedCriterion, AskedSection


@dataclass(frozen=True)
class Line:
    """One criterion with everything that was said to it."""

    criterion: AskedCriterion
    answer: ReviewAnswer | None
    evidence: Sequence[Evidence]
    finding: Finding | None
    response: CaseworkerResponse | None
    objection: Objection | None = None
    settled: SettledAnswer | None = None  # what stands instead; ``answer`` is the one it follows
    is_asked: bool = True  # given the other answers and the case
    is_closed_by_the_case: bool = False  # not asked, whatever the other answers are
    fact: date | int | None = None  # of the case, beside the question
    changes: Sequence[AnswerChange] = ()  # of what stands, oldest first

    @property
    def number(self) -> str:
        """Where it stands, as "2.3"."""
        return self.criterion.number

    @property
    def given(self) -> scoring.AnswerValue | None:
        """What the reviewer chose, whether it counts or not."""
        return self.answer.value if self.answer else None

    @property
    def value(self) -> scoring.AnswerValue | None:
        """What counts: the answer that stands; what is not asked is not applicable."""
        if self.settled is not None:
            return self.settled.value
        return self.given if self.is_asked else scoring.AnswerValue.NOT_APPLICABLE

    @property
    def comment(self) -> str:
        """What was written to it, and why two answers were settled so."""
        reason = self.settled.reason if self.settled else None
        return "\n\n".join(filter(None, (self.answer.comment if self.answer else None, reason)))

    @property
    def revision(self) -> int:
        """Which state of the answer this is; 0 before the first."""
        return self.answer.revision if self.answer else 0

    @cached_property
    def missing(self) -> list[str]:
        """What it still owes: "answer", or "comment" and "evidence" to the answer given."""
        plain = self.plain()
        owed = {
            "answer": plain.value is None,
            "comment": plain.lacks_comment,
            "evidence": plain.lacks_evidence,
        }
        return [name for name, is_owed in owed.items() if is_owed]

    def plain(self) -> scoring.Answer:
        """Return it as the rules want it."""
        return scoring.Answer(
            criterion=self.criterion.code,
            weight=self.criterion.weight,
            is_critical=self.criterion.is_critical,
            value=self.value,
            comment=self.comment,
            comment_on=frozenset(map(scoring.AnswerValue, self.criterion.comment_on)),
            evidence_on=frozenset(map(scoring.AnswerValue, self.criterion.evidence_on)),
            has_evidence=bool(self.evidence),
            is_asked=self.is_asked,
        )


@dataclass(frozen=True)
class Part:
    """A section with its lines."""

    section: AskedSection
    lines: Sequence[Line]

    @cached_property
    def asked(self) -> list[Line]:
        """The criteria that are asked, as things are answered."""
        return [line for line in self.lines if line.is_asked]

    @cached_property
    def answered(self) -> int:
        """How many of the criteria that are asked are answered."""
        return sum(line.value is not None for line in self.asked)

    @cached_property
    def open_lines(self) -> list[Line]:
        """What is not answered, not yet explained or not yet supported."""
        return [line for line in self.asked if line.missing]


@dataclass(frozen=True)
class Sheet:
    """The whole review."""

    review: Review
    parts: Sequence[Part]
    events: Sequence[CaseEvent]
    free_findings: Sequence[Finding]
    settlement: Comparison | None = None  # of two reviews
    verdict_changes: Sequence[AnswerChange] = ()

    @property
    def verdict(self) -> scoring.Verdict | None:
        """What the case as a whole is judged to be: corrected, of two settled, or its own."""
        if self.review.corrected_verdict is not None:
            return self.review.corrected_verdict
        return self.settlement.verdict if self.settlement else self.review.verdict

    @property
    def verdict_reason(self) -> str:
        """Why."""
        if self.settlement is None:
            return self.review.verdict_reason or ""
        both = (self.settlement.first, self.settlement.second)
        own = next((r.verdict_reason for r in both if r.verdict is self.verdict), None)
        return "\n\n".join(filter(None, (own, self.settlement.verdict_reason)))

    @cached_property
    def lines(self) -> list[Line]:
        """All lines in order."""
        return [line for part in self.parts for line in part.lines]

    @cached_property
    def asked(self) -> list[Line]:
        """The criteria that are asked, as things are answered."""
        return [line for part in self.parts for line in part.asked]

    @cached_property
    def answered(self) -> int:
        """How many of the criteria that are asked are answered."""
        return sum(part.answered for part in self.parts)

    @cached_property
    def open_lines(self) -> list[Line]:
        """What is not answered, not yet explained or not yet supported."""
        return [line for part in self.parts for line in part.open_lines]

    @property
    def exemplary_lines(self) -> list[Line]:
        """The answers marked as good practice worth sharing."""
        return [line for line in self.asked if line.answer and line.answer.is_exemplary]

    def section_after(self, position: int) -> Part | None:
        """Return the next section of which anything is asked."""
        return next((p for p in self.parts if p.section.position > position and p.asked), None)

    def line_of(self, criterion_key: str) -> Line:
        """Return the line of one criterion.

        :raises NotFound: when the checklist has none of that key.
        """
        for line in self.lines:
            if line.criterion.key == criterion_key:
                return line
        raise NotFound(thing="criterion", key=criterion_key)

    @property
    def deviations(self) -> list[Line]:
        """What was answered "partly met" or "not met"."""
        return [line for line in self.lines if line.finding is not None]

    @property
    def objections(self) -> list[Line]:
        """What the caseworker objected to."""
        return [line for line in self.lines if line.objection is not None]

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


def is_told(actor: Actor, review: Review) -> bool:
    """Say whether the actor reads what is said to the review.

    As long as it is being written, whoever writes it alone: who reviewed the case reads no draft.
    """
    if review.response_opened_at is None:
        return False
    today, due_on = clock.today(), review.response_due_on
    is_handed_in = review.responded_at is not None or review.settled_at is not None
    is_heard = is_handed_in or (due_on is not None and due_on < today)
    writes = (Permission.REVIEW_RESPOND, Permission.REVIEW_RECORD_RESPONSE)
    return is_heard or any(can(actor, permission, review) for permission in writes)
