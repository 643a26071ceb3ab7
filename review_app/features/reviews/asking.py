"""What of a checklist is asked about one case, and the fact that stands beside a question."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from review_app.domain.applies_when import (
    CaseFacts,
    CaseField,
    ClauseKind,
    Conditional,
    not_asked,
)
from review_app.domain.scoring import AnswerValue
from review_app.domain.shown_facts import DayField, ShownFact
from review_app.models import Case, CaseEvent, Review
from review_app.models.locked_checklists import AskedCriterion

OF_EVENTS = frozenset({ClauseKind.HAPPENED, ClauseKind.MISSING})
OF_CASE = OF_EVENTS | {ClauseKind.FIELD}


@dataclass(frozen=True)
class Asking:
    """A review's checklist held against its case as it stood on the day it is judged as of.

    ``answers`` are the reviewer's own and ``conditionals`` say when each criterion is asked, both
    by the id of the criterion; the latter in the order in which the criteria are read.
    """

    review: Review
    events: Sequence[CaseEvent]
    answers: Mapping[int, AnswerValue | None]
    conditionals: Mapping[int, Conditional]
    marked: frozenset[int] = frozenset()  # what was written down before as not asked

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
        if not any(each.clauses for each in self.conditionals.values()):
            return frozenset()
        given = {each.code: self.answers.get(id_) for id_, each in self.conditionals.items()}
        codes = not_asked(list(self.conditionals.values()), given, self._facts)
        return frozenset(id_ for id_, each in self.conditionals.items() if each.code in codes)

    def is_closed_by_the_case(self, criterion: AskedCriterion) -> bool:
        """Say whether the case alone keeps a criterion from being asked, whatever is answered."""
        about_the_case = [c for c in criterion.conditional.clauses if c.kind in OF_CASE]
        return not all(clause.holds({}, self._facts) for clause in about_the_case)

    def fact(self, criterion: AskedCriterion) -> date | int | None:
        """Return the fact of the case that stands beside a question, if it asks for one."""
        if not criterion.shown_fact:
            return None
        case = self.review.case
        days = {field.value: getattr(case, field.value) for field in DayField}
        return ShownFact.read(criterion.shown_fact).of(days, self.happened)

    @cached_property
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


def looks_at_events(conditionals: Iterable[Conditional]) -> bool:
    """Say whether any condition asks what happened in the case."""
    return any(clause.kind in OF_EVENTS for each in conditionals for clause in each.clauses)
