"""What of a checklist is asked about one case, and the fact that stands beside a question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from review_app.domain.applies_when import CaseFacts, CaseField, not_asked
from review_app.domain.scoring import AnswerValue
from review_app.domain.shown_facts import DayField, ShownFact
from review_app.models import Case, CaseEvent, ChecklistSection, Criterion, Review


@dataclass(frozen=True)
class Asking:
    """A review's checklist held against its case as it stood on the day it is judged as of.

    ``answers`` are the reviewer's own, by the id of the criterion.
    """

    review: Review
    events: Sequence[CaseEvent]
    answers: Mapping[int, AnswerValue | None]
    sections: Sequence[ChecklistSection]

    @cached_property
    def criteria(self) -> list[Criterion]:
        """All criteria in the order in which they are read."""
        return [criterion for section in self.sections for criterion in section.criteria]

    @cached_property
    def happened(self) -> list[tuple[str, date]]:
        """Activity and day of what had happened by then."""
        limit = self.review.assessed_on
        return [
            (event.activity, event.happened_on)
            for event in self.events
            if limit is None or event.happened_on <= limit
        ]

    @cached_property
    def hidden(self) -> frozenset[int]:
        """The criteria that are not asked, by id."""
        given = {c.code: self.answers.get(c.id) for c in self.criteria}
        conditionals = [criterion.conditional for criterion in self.criteria]
        if not any(each.clauses for each in conditionals):
            return frozenset()
        codes = not_asked(conditionals, given, self._facts())
        return frozenset(c.id for c in self.criteria if c.code in codes)

    def fact(self, criterion: Criterion) -> date | int | None:
        """Return the fact of the case that stands beside a question, if it asks for one."""
        if not criterion.shown_fact:
            return None
        case = self.review.case
        days = {field.value: getattr(case, field.value) for field in DayField}
        return ShownFact.read(criterion.shown_fact).of(days, self.happened)

    def _facts(self) -> CaseFacts:
        return CaseFacts(case_fields(self.review.case), frozenset(a for a, _ in self.happened))


def case_fields(case: Case) -> dict[CaseField, str]:
    """Return what conditions may look at, of one case."""
    team = case.team.name if case.team else case.team_label
    return {
        CaseField.CASE_TYPE: case.case_type or "",
        CaseField.CHANNEL: case.channel or "",
        CaseField.DECISION: case.decision or "",
        CaseField.STATUS: case.status or "",
        CaseField.TEAM: team or "",
    }
