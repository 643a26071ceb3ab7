"""Trying a version out: answers are clicked and conditions react, and nothing is kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from review_app.domain.applies_when import CaseFacts, CaseField, ClauseKind, not_asked
from review_app.domain.checklist_texts import conditionals_of
from review_app.domain.scoring import AnswerValue
from review_app.features.checklists.writing import texts_of
from review_app.models import ChecklistVersion, Criterion


@dataclass(frozen=True, slots=True)
class Trial:
    """A version with some answers and an imagined case.

    ``fields`` are the fields of the case that conditions look at, with the values they wait for;
    ``events`` the activities.
    """

    answers: Mapping[str, AnswerValue]
    facts: CaseFacts
    hidden: frozenset[str]
    fields: Mapping[CaseField, list[str]]
    events: list[str]

    def answer(self, criterion: Criterion) -> AnswerValue | None:
        """Return what was clicked."""
        return self.answers.get(criterion.code)

    def needs(self, criterion: Criterion, what: str) -> bool:
        """Say whether the answer clicked needs a ``comment`` or ``evidence``."""
        given = self.answers.get(criterion.code)
        asking = criterion.comment_on if what == "comment" else criterion.evidence_on
        return given is not None and given.value in asking


def trial_of(version: ChecklistVersion, sent: Mapping[str, str]) -> Trial:
    """Return the trial that the address tells: ``a-<key>``, ``f-<field>`` and ``e-<number>``."""
    conditionals = conditionals_of(texts_of(version))
    clauses = [clause for each in conditionals for clause in each.clauses]
    fields: dict[CaseField, list[str]] = {}
    for clause in clauses:
        if clause.kind is ClauseKind.FIELD:
            own = fields.setdefault(CaseField(clause.subject), [])
            own += [value for value in clause.values if value not in own]
    looked_at = (ClauseKind.HAPPENED, ClauseKind.MISSING)
    events = list(dict.fromkeys(c.subject for c in clauses if c.kind in looked_at))
    answers = {
        criterion.code: AnswerValue(sent[f"a-{criterion.key}"])
        for criterion in version.criteria
        if sent.get(f"a-{criterion.key}") in set(AnswerValue)
    }
    facts = CaseFacts(
        {name: sent.get(f"f-{name.value}", "") for name in fields},
        frozenset(name for n, name in enumerate(events, start=1) if sent.get(f"e-{n}")),
    )
    return Trial(answers, facts, not_asked(conditionals, answers, facts), fields, events)
