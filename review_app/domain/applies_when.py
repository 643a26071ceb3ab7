"""When a criterion is asked at all: conditions on earlier answers and on the case.

A criterion or a whole section lists clauses that must all hold; without a clause it is always
asked. A criterion that is not asked counts as *not applicable*, whatever was written before it
disappeared: the answer is kept, and counts again when the criterion comes back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from review_app.domain.errors import Invalid
from review_app.domain.scoring import AnswerValue


class ClauseKind(StrEnum):
    """What a clause looks at."""

    ANSWER = "answer"  # to an earlier criterion, named by its code
    FIELD = "field"  # of the case
    HAPPENED = "happened"  # an event of the case, by the day the casework is judged as of
    MISSING = "missing"  # no such event by that day


class CaseField(StrEnum):
    """The fields of a case that a clause can look at."""

    CASE_TYPE = "case_type"
    CHANNEL = "channel"
    DECISION = "decision"
    STATUS = "status"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What clauses may know of a case; ``events`` are the activities that happened by the day."""

    fields: Mapping[CaseField, str] = field(default_factory=dict)
    events: frozenset[str] = frozenset()


Answers = Mapping[str, AnswerValue | None]


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition; ``values`` are the answers or field values of which one must be there."""

    kind: ClauseKind
    subject: str
    values: tuple[str, ...] = ()

    def holds(self, answers: Answers, facts: CaseFacts) -> bool:
        """Say whether it holds; what is not answered or not known fulfils nothing."""
        if self.kind is ClauseKind.ANSWER:
            return answers.get(self.subject) in self.values
        if self.kind is ClauseKind.FIELD:
            return facts.fields.get(CaseField(self.subject)) in self.values
        return (self.subject in facts.events) == (self.kind is ClauseKind.HAPPENED)

    def stored(self) -> dict[str, Any]:
        """Return it as plain values, for the database and for files."""
        plain: dict[str, Any] = {"kind": self.kind.value, "subject": self.subject}
        return plain | ({"values": list(self.values)} if self.values else {})

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "Clause":
        """Return the clause that :meth:`stored` wrote.

        :raises Invalid: when it is none: an unknown kind, field or answer, or no value to look for.
        """
        kind, subject = stored.get("kind"), str(stored.get("subject") or "").strip()
        values = tuple(str(value).strip() for value in stored.get("values") or () if value)
        if kind not in set(ClauseKind) or not subject:
            raise Invalid(field="applies_when", reason="unknown")
        clause = cls(ClauseKind(kind), subject, values)
        clause._check()
        return clause

    def _check(self) -> None:
        looks_for_values = self.kind in (ClauseKind.ANSWER, ClauseKind.FIELD)
        known: Iterable[str] = self.values
        if self.kind is ClauseKind.ANSWER:
            known = list(AnswerValue)
        if looks_for_values != bool(self.values) or not set(self.values) <= set(known):
            raise Invalid(field="applies_when", reason="unknown", subject=self.subject)
        if self.kind is ClauseKind.FIELD and self.subject not in set(CaseField):
            raise Invalid(field="applies_when", reason="unknown", subject=self.subject)


def read_clauses(stored: Iterable[Mapping[str, Any]]) -> tuple[Clause, ...]:
    """Return the clauses of a list that was stored; refusals as in :meth:`Clause.read`."""
    return tuple(Clause.read(each) for each in stored)


@dataclass(frozen=True, slots=True)
class Conditional:
    """A criterion with all its clauses, those of its section first."""

    code: str
    clauses: tuple[Clause, ...] = ()


def not_asked(
    criteria: Sequence[Conditional], answers: Answers, facts: CaseFacts
) -> frozenset[str]:
    """Return the codes of the criteria that do not apply, given what is answered so far.

    :param criteria: all of a version in the order in which they are read; a clause looks at earlier
        ones only, and a criterion that is not asked itself is there *not applicable*.
    """
    counted = dict(answers)
    hidden = set()
    for criterion in criteria:
        if not all(clause.holds(counted, facts) for clause in criterion.clauses):
            hidden.add(criterion.code)
            counted[criterion.code] = AnswerValue.NOT_APPLICABLE
    return frozenset(hidden)


def check_order(criteria: Sequence[Conditional]) -> None:
    """Let the criteria of a version pass only when no clause looks ahead or into the void.

    :raises Invalid: ``facts["criterion"]`` has the clause, ``facts["subject"]`` is not before it.
    """
    earlier: set[str] = set()
    for criterion in criteria:
        for clause in criterion.clauses:
            if clause.kind is ClauseKind.ANSWER and clause.subject not in earlier:
                raise Invalid(
                    field="applies_when",
                    reason="not-earlier",
                    criterion=criterion.code,
                    subject=clause.subject,
                )
        earlier.add(criterion.code)
